//! `newsstand source`: papers from providers.

mod add;
mod import;
mod run;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, ensure};
use domain::{Day, ListName, Record, Timestamp};
use engine::{GatheringRounds, ListRule, Newsstand, Scheduled};
use fetch::{Client, Settings, SystemClock};
use jiff::SignedDuration;
use sources::harvest::{Position, Source, State, Window, step};
use sources::{Item, Preset};

use crate::cli::{SourceArgs, SourceCommand, WhichDays};
use crate::config::{Config, SourceSetting};
use crate::console::{self, counted};

/// Papers that a test shows.
const SHOWN: usize = 20;

pub(super) async fn run(config: &Config, args: &SourceArgs) -> anyhow::Result<ExitCode> {
    match &args.what {
        SourceCommand::List => list(config).await,
        SourceCommand::Test(args) => test(config, &args.source, &args.days).await,
        SourceCommand::Run(args) => run::run(config, &args.sources, &args.days).await,
        SourceCommand::Add(args) => add::run(config, args),
        SourceCommand::Import(args) => import::run(config, args),
        SourceCommand::Pause { source } => pause(config, source, true).await,
        SourceCommand::Resume { source } => pause(config, source, false).await,
    }
}

/// Begins to gather the sources of the settings, if there are any.
pub(super) fn in_background(config: &Config, newsstand: &Newsstand) -> anyhow::Result<Option<GatheringRounds>> {
    if config.source.is_empty() {
        return Ok(None);
    }
    let scheduled = |setting: &SourceSetting| {
        let every = SignedDuration::from_hours(setting.hours.get().into());
        Ok(Scheduled { source: made(setting)?, rule: rule(config, setting)?, days_back: setting.days, every })
    };
    let sources = config.source.iter().map(scheduled).collect::<anyhow::Result<_>>()?;
    Ok(Some(newsstand.gather_in_background(client(config)?, sources)))
}

async fn list(config: &Config) -> anyhow::Result<ExitCode> {
    if config.source.is_empty() {
        console::note(
            "no sources yet\nhint: add [[source]] tables to the settings; `newsstand source run arxiv:cs.CL` goes without",
        );
    }
    let newsstand = super::open(config).await?;
    for setting in &config.source {
        let (source, name) = (made(setting)?, setting.name());
        let paused = if newsstand.is_source_paused(&source).await? { ", paused by hand" } else { "" };
        let read = match newsstand.gathered(&source).await? {
            None => "never run".to_owned(),
            Some((window, true)) => format!("read until {}", window.until),
            Some((window, false)) => format!("paused between {} and {}", window.from, window.until),
        };
        console::line(format_args!("{name}: {} ({}), {read}{paused}", setting.get, source.base))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lets a running server leave a source alone, or ask it again.
async fn pause(config: &Config, word: &str, paused: bool) -> anyhow::Result<ExitCode> {
    let known = config.source.iter().find(|setting| setting.name() == word);
    let names = || config.source.iter().map(SourceSetting::name).collect::<Vec<_>>().join(", ");
    let hint = || match names() {
        none if none.is_empty() => "the settings name none: a [[source]] with get = \"arxiv:cs.CL\" is one".to_owned(),
        names => format!("there are: {names}"),
    };
    let setting = known.with_context(|| format!("there is no source {word:?} in the settings\nhint: {}", hint()))?;
    super::open(config).await?.pause_source(&made(setting)?, paused, Timestamp::now()).await?;
    console::line(format_args!("{word} is {}", if paused { "paused" } else { "asked again" }))?;
    Ok(ExitCode::SUCCESS)
}

/// Asks once, and shows what comes.
async fn test(config: &Config, word: &str, days: &WhichDays) -> anyhow::Result<ExitCode> {
    let (setting, client) = (setting(config, word), client(config)?);
    let source = made(&setting)?;
    let today = today()?;
    let window = window(days, today)?.unwrap_or_else(|| Window::new(today.plus(-i64::from(setting.days)), today));
    let taken = step(&client, &source, Position::start(window)).await;
    let records: Vec<&Record> = taken.items.iter().filter_map(record).collect();
    for record in records.iter().take(SHOWN) {
        console::line(format_args!("{}  {}", record.source_key, record.title))?;
    }
    for problem in taken.items.iter().filter_map(problem) {
        console::note(problem);
    }
    let more = records.len().saturating_sub(SHOWN);
    let total = taken.total.map(|total| format!(" of {total}")).unwrap_or_default();
    let shown = if more > 0 { format!(", {more} of them not shown") } else { String::new() };
    console::line(format_args!(
        "{}{total} in the first answer{shown}; nothing was stored",
        counted(records.len() as u64, "paper")
    ))?;
    if let Some(remark) = taken.remark {
        console::note(remark);
    }
    Ok(match taken.state {
        State::Paused(pause) => {
            console::note(format_args!("stopped: {}", pause.reason));
            ExitCode::from(2)
        }
        State::On(_) | State::Complete(_) => ExitCode::SUCCESS,
    })
}

/// The source of the settings with that name, or what the word says.
fn setting(config: &Config, word: &str) -> SourceSetting {
    let known = config.source.iter().find(|setting| setting.name() == word);
    known.cloned().unwrap_or_else(|| SourceSetting {
        get: word.to_owned(),
        name: None,
        address: None,
        key: None,
        days: SourceSetting::days(),
        hours: SourceSetting::hours(),
        list: None,
        only: Vec::new(),
        first: None,
    })
}

fn made(setting: &SourceSetting) -> anyhow::Result<Source> {
    let name = setting.name();
    let preset: Preset = setting.get.parse()?;
    let source = preset.source(name, setting.address.as_deref())?;
    let Some(key) = &setting.key else { return Ok(source) };
    source.with_key(key).with_context(|| {
        format!("the key of the source {name:?} has no name\nhint: a header is key = \"x-api-key: …\", a pair of the query key = \"api_key=…\"")
    })
}

/// Which of a source's papers go on a day's list: of those that bring what is new each day all, of the others none, unless the setting says
/// otherwise.
fn rule(config: &Config, setting: &SourceSetting) -> anyhow::Result<ListRule> {
    let border = config.day_border.parse().context("the setting `day_border` is wrong")?;
    let kind = setting.get.split(':').next().unwrap_or_default();
    let list = match (setting.list.as_deref(), kind) {
        (Some("none"), _) => None,
        (Some(list), _) => {
            let list = list.parse();
            Some(list.with_context(|| {
                format!("the list of the source {:?} is wrong\nhint: daily, new or none", setting.name())
            })?)
        }
        (None, "hf-daily") => Some(ListName::Daily),
        (None, "arxiv" | "arxiv-today" | "biorxiv" | "medrxiv" | "feed") => Some(ListName::New),
        (None, _) => None,
    };
    Ok(ListRule { border, list, only: setting.only.clone(), first: setting.first })
}

pub(super) fn client(config: &Config) -> anyhow::Result<Client> {
    let contact = if config.contact.is_empty() { &config.base_url } else { &config.contact };
    let mut settings = Settings::new(&agent(contact));
    settings.allow_private = config.allow_private;
    settings.proxy = Some(config.proxy.clone()).filter(|proxy| !proxy.is_empty());
    Ok(Client::new(&settings, Arc::new(SystemClock))?)
}

/// How requests are signed; an address of mail in the form that Crossref and OpenAlex look for
/// (<https://www.crossref.org/documentation/retrieve-metadata/rest-api/tips-for-using-the-crossref-rest-api/>).
fn agent(contact: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let is_mail = contact.contains('@') && !contact.contains(':');
    match contact {
        "" => format!("Newsstand/{version}"),
        mail if is_mail => format!("Newsstand/{version} (mailto:{mail})"),
        page => format!("Newsstand/{version} ({page})"),
    }
}

fn today() -> anyhow::Result<Day> {
    Day::of(Timestamp::now()).context("the clock shows no day of the calendar")
}

/// The days that were named.
fn window(days: &WhichDays, today: Day) -> anyhow::Result<Option<Window>> {
    let Some(from) = days.from else { return Ok(None) };
    let until = days.until.unwrap_or(today);
    ensure!(from <= until, "--from {from} lies after {until}\nhint: --until names the last day, not the first");
    Ok(Some(Window::new(from, until)))
}

fn record(item: &Item) -> Option<&Record> {
    match item {
        Item::Record(record) => Some(record),
        Item::Problem(_) => None,
    }
}

fn problem(item: &Item) -> Option<&domain::Problem> {
    match item {
        Item::Problem(problem) => Some(problem),
        Item::Record(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_signed_with_who_can_be_reached() {
        let signed = |contact: &str| agent(contact).split_once('/').unwrap().1.replace(env!("CARGO_PKG_VERSION"), "1");
        assert_eq!(signed(""), "1");
        assert_eq!(signed("library@example.org"), "1 (mailto:library@example.org)");
        for page in ["https://example.org/about", "mailto:library@example.org"] {
            assert_eq!(signed(page), format!("1 ({page})"));
        }
    }
}
