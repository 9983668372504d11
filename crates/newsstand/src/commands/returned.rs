//! Letters that come back: taken from standard input or fetched, and the addresses that get none.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::Timestamp;
use engine::{Aftermath, Newsstand, Returns};
use mail::{Arrivals, Collecting, Collector};
use returned::{LONGEST_RETURNED, ReturnAddress, read_returned};
use serde_json::json;
use store::{DatabaseUrl, Store};

use crate::cli::{ReturnedArgs, SuppressedArgs, SuppressedCommand};
use crate::config::Config;
use crate::console;

/// What mail servers understand (`sysexits.h`): keep the message and try again.
const TRY_AGAIN: u8 = 75;

/// Fetches what came back, where the settings say from where.
pub(super) async fn in_background(config: &Config, newsstand: &Newsstand) -> anyhow::Result<Option<Collecting>> {
    if config.mail_returns.is_empty() || config.mail_from.is_empty() {
        return Ok(None);
    }
    let arrivals: Arrivals = config.mail_returns.parse()?;
    let collector = Collector::new(newsstand.returns().await?, address(config)?, arrivals);
    Ok(Some(collector.in_background()))
}

fn address(config: &Config) -> anyhow::Result<ReturnAddress> {
    if config.mail_return.is_empty() {
        bail!(
            "letters have no address to which they go back\nhint: mail_return = \"bounces@example.org\" (docs/POST.md)"
        );
    }
    Ok(config.mail_return.parse()?)
}

/// The store alone: a mail server starts this for every message, and an index of millions takes a while to open.
async fn returns(config: &Config) -> anyhow::Result<Returns> {
    let url = if let Some(url) = config.database()? {
        url
    } else {
        let data = config.data()?;
        std::fs::create_dir_all(&data).with_context(|| format!("cannot make the folder {}", data.display()))?;
        DatabaseUrl::sqlite(data.join("newsstand.db"))
    };
    Ok(Returns::of(&Store::open(&url).await?).await?)
}

/// Reads a message that came back from standard input.
pub(super) async fn take(config: &Config, args: &ReturnedArgs) -> anyhow::Result<ExitCode> {
    let address = address(config)?;
    let mut message = args
        .to
        .iter()
        .flat_map(|to| format!("Delivered-To: {}\r\n", to.replace(['\r', '\n'], " ")).into_bytes())
        .collect();
    let limit = LONGEST_RETURNED as u64;
    std::io::stdin().lock().take(limit).read_to_end(&mut message).context("cannot read standard input")?;
    // The rest is thrown away: who is still writing need not learn that nobody listens.
    std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink()).context("cannot read standard input")?;
    let read = read_returned(&message, &address);
    let aftermath = async { anyhow::Ok(returns(config).await?.take(&read, Timestamp::now()).await?) };
    match aftermath.await {
        Ok(aftermath) => console::line(told(&aftermath, &read.why))?,
        Err(error) => {
            console::error(&error);
            return Ok(ExitCode::from(TRY_AGAIN));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn told(aftermath: &Aftermath, why: &str) -> String {
    match aftermath {
        Aftermath::Unsigned => "nothing changes: it bears no word that was signed here".to_owned(),
        Aftermath::Forgotten => "nothing changes: the letter's subscription is gone".to_owned(),
        Aftermath::Harmless => "nothing changes: it tells of no failure".to_owned(),
        Aftermath::Noted(address, kind) => format!("{address}: counted as {}: {why}", kind.as_str()),
        Aftermath::Paused(address, until) => format!("{address}: letters rest until {}: {why}", day(*until)),
        Aftermath::Suppressed(address, kind) => {
            format!("{address}: gets no letters any more ({}): {why}", kind.as_str())
        }
    }
}

/// `newsstand digest suppressed`.
pub(super) async fn suppressed(config: &Config, args: &SuppressedArgs) -> anyhow::Result<ExitCode> {
    let (returns, now) = (returns(config).await?, Timestamp::now());
    match &args.what {
        SuppressedCommand::List { json } => list(&returns, *json).await?,
        SuppressedCommand::Add { address, why } => {
            returns.suppress(address, why, now).await?;
            console::line(format_args!("{address} gets no letters any more"))?;
        }
        SuppressedCommand::Remove { address } => {
            if !returns.release(address, now).await? {
                bail!(
                    "{address} was not kept from getting letters\nhint: `newsstand digest suppressed list` shows who is"
                );
            }
            console::line(format_args!("{address} may get letters again"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(returns: &Returns, as_json: bool) -> anyhow::Result<()> {
    let (suppressed, resting) = returns.kept_back().await?;
    if as_json {
        let suppressed = suppressed.iter().map(|one| json!({"address": one.address, "at": one.at, "why": one.why}));
        let resting = resting
            .iter()
            .map(|one| json!({"address": one.address, "about": one.subject.to_string(), "until": one.due}));
        let all = json!({"suppressed": suppressed.collect::<Vec<_>>(), "resting": resting.collect::<Vec<_>>()});
        return Ok(console::line(serde_json::to_string_pretty(&all)?)?);
    }
    if suppressed.is_empty() && resting.is_empty() {
        return Ok(console::line("nobody is kept from getting letters")?);
    }
    for one in suppressed {
        console::line(format_args!("{}  {}  {}", day(one.at), one.address, one.why))?;
    }
    for one in resting {
        console::line(format_args!("rests until {}  {}  {}", day(one.due), one.address, one.subject))?;
    }
    Ok(())
}

fn day(at: Timestamp) -> String {
    at.strftime("%F").to_string()
}
