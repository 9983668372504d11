//! `newsstand alert`: what programs and chats are told.

use std::io::BufRead;
use std::process::ExitCode;
use std::sync::Arc;

use alerts::{Herald, Rounds};
use anyhow::Context;
use domain::{AlertWish, Day, Destination, Rhythm, Timestamp};
use engine::{AlertCall, AlertKey, AlertState, AlertSummary, Newsstand};
use tracing::warn;

use crate::cli::{AlertAddArgs, AlertArgs, AlertCommand};
use crate::config::Config;
use crate::console::{self, counted};

pub(super) async fn run(config: &Config, args: &AlertArgs) -> anyhow::Result<ExitCode> {
    match &args.what {
        AlertCommand::Add(args) => add(config, args).await,
        AlertCommand::List => list(config).await,
        AlertCommand::Test { alert } => test(config, AlertKey(*alert)).await,
        AlertCommand::Mute { alert, until } => mute(config, AlertKey(*alert), *until).await,
        AlertCommand::Unmute { alert } => {
            super::open(config).await?.unmute_alert(AlertKey(*alert), Timestamp::now()).await?;
            said(*alert, "is told again")
        }
        AlertCommand::Remove { alert } => {
            super::open(config).await?.remove_alert(AlertKey(*alert)).await?;
            said(*alert, "was removed")
        }
        AlertCommand::Log { alert, limit } => log(config, AlertKey(*alert), *limit).await,
    }
}

/// Tells alerts as long as the server runs, where links can be made.
pub(super) async fn in_background(config: &Config, newsstand: &Newsstand) -> anyhow::Result<Option<Rounds>> {
    if config.base_url.is_empty() {
        if !newsstand.store().alerts().await?.is_empty() {
            warn!("alerts are not told: they need an address of the site for their links; hint: set base_url");
        }
        return Ok(None);
    }
    Ok(Some(herald(config, newsstand.clone())?.in_background()))
}

fn herald(config: &Config, newsstand: Newsstand) -> anyhow::Result<Herald> {
    let client = Arc::new(super::source::client(config)?);
    Ok(Herald::new(newsstand, (&config.title, &config.base_url), client)?)
}

async fn add(config: &Config, args: &AlertAddArgs) -> anyhow::Result<ExitCode> {
    let destination = destination(args)?;
    let wish = wish(args)?;
    let newsstand = super::open_to_search(config).await?;
    // Without links there is nothing to tell.
    herald(config, newsstand.clone())?;
    let key = newsstand.add_alert((&args.about, &destination), &wish, Timestamp::now()).await?;
    console::line(format_args!("alert {} tells {destination} about {}", key.0, args.about.words()))?;
    if args.token.is_none() && !destination.secret.is_empty() {
        console::line(format_args!("its secret, which is not shown again: {}", destination.secret))?;
    }
    console::note(format_args!(
        "hint: newsstand alert test {} hands one over now; a running server tells by itself",
        key.0
    ));
    Ok(ExitCode::SUCCESS)
}

fn destination(args: &AlertAddArgs) -> anyhow::Result<Destination> {
    let mut to = args.to.clone();
    if to == "-" {
        to.clear();
        std::io::stdin().lock().read_line(&mut to).context("cannot read the destination from standard input")?;
    }
    let hint = || format!("hint: the forms are {}; docs/ALERTS.md says how each looks", alerts::printed_forms());
    let destination: Destination = to.parse().with_context(hint)?;
    let secret = args.token.clone().unwrap_or_default();
    Ok(alerts::prepared(Destination { secret, ..destination })?)
}

fn wish(args: &AlertAddArgs) -> anyhow::Result<AlertWish> {
    let rhythm = match args.every.as_str() {
        "instant" => None,
        often => Some(Rhythm::new(often.parse()?, args.at, &args.zone)?),
    };
    Ok(AlertWish { rhythm, most: args.most, least: args.least, a_day: args.a_day })
}

async fn list(config: &Config) -> anyhow::Result<ExitCode> {
    let alerts = super::open(config).await?.alerts().await?;
    if alerts.is_empty() {
        console::note("no alerts yet\nhint: newsstand alert add search:ti:retrieval --to slack:https://…");
    }
    for summary in &alerts {
        console::line(described(summary, Timestamp::now()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn described(AlertSummary { alert, counts, last }: &AlertSummary, now: Timestamp) -> String {
    let wish = &alert.wish;
    let when = wish
        .rhythm
        .as_ref()
        .map_or_else(|| "at once".to_owned(), |rhythm| format!("{} at {} {}", rhythm.often, rhythm.hour, rhythm.zone));
    let state = match alert.state {
        AlertState::Active if alert.muted > now => match Day::of(alert.muted) {
            Some(day) => format!("muted until {day}"),
            None => "muted".to_owned(),
        },
        AlertState::Active => "active".to_owned(),
        AlertState::Paused | AlertState::Ended => format!("{}: {}", alert.state.as_str(), alert.why),
    };
    let last = last.as_ref().map(|call| format!("; last {}", told(call))).unwrap_or_default();
    format!(
        "{}  {} to {}, {when}, {}, at least {} %, {} a day\n   {state}; {} sent, {} waiting, {} given up{last}",
        alert.key.0,
        alert.subject,
        alert.destination,
        counted(wish.most.into(), "paper"),
        wish.least,
        counted(wish.a_day.into(), "message"),
        counts.sent,
        counts.waiting,
        counts.failed,
    )
}

async fn test(config: &Config, alert: AlertKey) -> anyhow::Result<ExitCode> {
    let newsstand = super::open_to_search(config).await?;
    let tried = herald(config, newsstand)?.test(alert).await?;
    console::line(format_args!("{} handed over: {}", counted(tried.papers as u64, "paper"), told(&tried.call)))?;
    Ok(ExitCode::from(u8::from(!tried.is_taken)))
}

async fn mute(config: &Config, alert: AlertKey, until: Option<Day>) -> anyhow::Result<ExitCode> {
    let moment = until.map_or(Timestamp::MAX, Day::midnight);
    super::open(config).await?.mute_alert(alert, moment).await?;
    match until {
        Some(day) => said(alert.0, &format!("is told nothing until {day}")),
        None => said(alert.0, "is told nothing until it is unmuted"),
    }
}

async fn log(config: &Config, alert: AlertKey, limit: u32) -> anyhow::Result<ExitCode> {
    let newsstand = super::open(config).await?;
    newsstand.alert(alert).await?;
    for call in newsstand.store().alert_calls(alert, limit).await? {
        console::line(format_args!("{}  {}", call.id, told(&call)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn told(AlertCall { at, status, took_ms, answer, .. }: &AlertCall) -> String {
    let at = at.strftime("%Y-%m-%d %H:%M:%S");
    let status = if *status == 0 { "no answer".to_owned() } else { format!("{status} in {took_ms} ms") };
    let answer = if answer.is_empty() { String::new() } else { format!(": {answer}") };
    format!("{at} {status}{answer}")
}

fn said(alert: i64, what: &str) -> anyhow::Result<ExitCode> {
    console::line(format_args!("alert {alert} {what}"))?;
    Ok(ExitCode::SUCCESS)
}
