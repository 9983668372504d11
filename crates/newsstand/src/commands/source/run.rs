//! `newsstand source run`: gathers sources now.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use engine::{CatchUp, Gathered, ListRule, Newsstand, Wanted};
use fetch::Client;
use sources::harvest::{Retry, Source};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::{SHOWN, client, made, rule, setting, today, window};
use crate::cli::WhichDays;
use crate::config::{Config, SourceSetting};
use crate::console::{self, counted};

/// Papers that are indexed while more are fetched. Of a longer harvest the rest is indexed at its end: the index wants more memory the more it
/// holds, and nobody reads along for hours.
const INDEXED_MEANWHILE: u64 = 3_000;

/// Gathers these sources, or all of the settings.
pub(super) async fn run(config: &Config, words: &[String], days: &WhichDays) -> anyhow::Result<ExitCode> {
    let settings: Vec<SourceSetting> =
        if words.is_empty() { config.source.clone() } else { words.iter().map(|word| setting(config, word)).collect() };
    if settings.is_empty() {
        bail!("no sources to run\nhint: name one, such as arxiv:cs.CL, or add [[source]] tables to the settings");
    }
    let made = |setting: &SourceSetting| Ok((made(setting)?, rule(config, setting)?, setting.days));
    let sources = settings.iter().map(made).collect::<anyhow::Result<Vec<_>>>()?;
    let today = today()?;
    let window = window(days, today)?;
    let (newsstand, client) = (crate::commands::open(config).await?, client(config)?);
    let enough = Arc::new(Notify::new());
    let following = follow_until(&newsstand, Arc::clone(&enough));
    let (mut incomplete, mut before) = (false, 0);
    for (source, rule, days_back) in &sources {
        let wanted = Wanted { window, today, days_back: *days_back };
        let (records, is_incomplete) = gather(&newsstand, (&client, source, rule), wanted, |records| {
            if before + records > INDEXED_MEANWHILE {
                enough.notify_one();
            }
        })
        .await?;
        before += records;
        incomplete |= is_incomplete;
    }
    enough.notify_one();
    following.await?;
    if newsstand.catch_up().await? == CatchUp::Elsewhere {
        console::note("note: the running server is indexing these papers");
    }
    Ok(ExitCode::from(u8::from(incomplete)))
}

/// Keeps the index at the store's heels until it is told that it is enough: what came is findable while the rest is fetched.
fn follow_until(newsstand: &Newsstand, enough: Arc<Notify>) -> JoinHandle<()> {
    let following = newsstand.follow();
    tokio::spawn(async move {
        enough.notified().await;
        following.finish().await;
    })
}

/// Runs one source, and tells `arrived` how many papers have come so far. Returns how many came, and whether it paused.
async fn gather(
    newsstand: &Newsstand,
    (client, source, rule): (&Client, &Source, &ListRule),
    wanted: Wanted,
    arrived: impl Fn(u64),
) -> anyhow::Result<(u64, bool)> {
    let bar = console::bar("{spinner} {msg} · {elapsed}");
    let name = &source.name;
    let gathered = newsstand
        .gather((client, source, rule), wanted, |so_far| {
            arrived(so_far.records);
            let total = so_far.total.map(|total| format!(" of {total}")).unwrap_or_default();
            bar.set_message(format!("{name}: {}{total} papers, {} answers", so_far.records, so_far.requests));
        })
        .await?;
    bar.finish_and_clear();
    let Gathered { report, requests, deleted, window, paused } = gathered;
    for problem in report.problems.iter().take(SHOWN) {
        console::note(problem);
    }
    let gone = if deleted > 0 { format!(", {deleted} gone") } else { String::new() };
    console::line(format_args!(
        "{name}, {} to {}: {} in {}: {} new, {} changed, {} unchanged, {} merged; {} lost{gone}",
        window.from,
        window.until,
        counted(report.records(), "paper"),
        counted(requests, "answer"),
        report.new,
        report.changed,
        report.unchanged,
        report.merged,
        report.lost,
    ))?;
    if let Some((reason, retry)) = &paused {
        let again = match retry {
            Retry::After(moment) => format!("; run it again after {moment}, it goes on where it stopped"),
            Retry::Later => "; run it again later, it goes on where it stopped".to_owned(),
            Retry::Never => "; running it again will not help before something is changed".to_owned(),
        };
        console::note(format_args!("{name} stopped: {reason}{again}"));
    }
    Ok((report.records(), paused.is_some()))
}
