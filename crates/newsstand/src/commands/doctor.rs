//! `newsstand doctor`: whether something is set up well, and what to do about it.

use std::process::ExitCode;

use domain::{MailAddress, Timestamp};
use mail::{Dns, Finding, Level, MailSetup};

use crate::cli::{DoctorArgs, DoctorCommand, DoctorMailArgs};
use crate::config::Config;
use crate::console;

pub(super) async fn run(config: &Config, args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    match &args.what {
        DoctorCommand::Mail(args) => mail(config, args).await,
    }
}

async fn mail(config: &Config, args: &DoctorMailArgs) -> anyhow::Result<ExitCode> {
    let relays = config.mail_relay.split(',').map(str::trim).filter(|relay| !relay.is_empty());
    let setup = MailSetup {
        base_url: config.base_url.clone(),
        from: config.mail_from.clone(),
        return_address: config.mail_return.clone(),
        returns: config.mail_returns.clone(),
        relays: relays.map(str::to_owned).collect(),
        folder: config.mail_folder.clone(),
        keys: super::digest::keys(config)?,
        senders: args.address.clone(),
    };
    let mut findings = mail::examine(&setup, &Dns::new(args.nameserver)?).await;
    if let Some(to) = &args.to {
        findings.push(trial(config, to).await);
    }
    if args.json {
        console::line(serde_json::to_string_pretty(&findings)?)?;
    } else {
        for finding in &findings {
            show(finding)?;
        }
    }
    let is_wrong = findings.iter().any(|finding| finding.level == Level::Wrong);
    Ok(ExitCode::from(u8::from(is_wrong)))
}

fn show(finding: &Finding) -> std::io::Result<()> {
    let Finding { about, level, says, hint } = finding;
    console::line(format_args!("{:<8} {about}: {says}", level.as_str()))?;
    hint.as_ref().map_or(Ok(()), |hint| console::line(format_args!("         hint: {hint}")))
}

/// Sends a letter and says what became of it.
async fn trial(config: &Config, to: &MailAddress) -> Finding {
    let wrong = |says: String| Finding { about: "trial", level: Level::Wrong, says, hint: None };
    let made = async {
        let office = super::digest::office(config)?;
        let office = match config.mail_return.parse() {
            Ok(address) => office.with_return_address(address),
            Err(_) => office,
        };
        anyhow::Ok((office.trial(to, Timestamp::now())?, super::digest::transport(config)?))
    };
    let (message, transport) = match made.await {
        Ok(made) => made,
        Err(error) => return wrong(format!("no letter can be made: {}", error.to_string().replace('\n', " "))),
    };
    match transport.send(&message).await {
        Ok(()) => {
            let says = format!(
                "a letter to {to} was taken; whether it arrives, and what its signatures are worth, is told by its headers there"
            );
            Finding { about: "trial", level: Level::Ok, says, hint: None }
        }
        Err(failure) => wrong(format!("a letter to {to} was not taken: {}", failure.why)),
    }
}
