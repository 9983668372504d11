//! A hundred thousand saved searches over the papers of the last days: composing all letters, and one paper that arrives alone; beside it
//! each search asked by itself, a sample of them.
//!
//! The searches are subscriptions of a store with all papers of the benchmarks, each of somebody else. Composing runs in a process
//! of its own, so that memory is its own.

mod searches;
mod step;

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use domain::{Day, MailAddress, Often, Rhythm, Subject, Timestamp, Wish};

use crate::table::{self, Table, ratio};
use crate::{library, process};

/// Subscriptions, where no number is given.
const SUBSCRIPTIONS: usize = 100_000;

/// Searches that are asked one by one.
const SAMPLE: usize = 2_000;

/// The morning after a day of 511 new papers.
const NOW: &str = "2026-04-29T06:00:00Z";

/// Measures, and prints a table. `--read` lets the transformer read the papers of the days before.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let number = options.iter().find_map(|option| option.parse().ok()).unwrap_or(SUBSCRIPTIONS);
    let folder = tempfile::tempdir_in(library::kept()?)?;
    copy(&library::prepared()?, folder.path())?;
    table::note(format_args!("percolate: {number} subscriptions are written"));
    let papers = library::all_papers()?;
    library::runtime()?.block_on(subscribe(folder.path(), &searches::of(&papers, number)))?;
    drop(papers);
    let reads = options.contains(&"--read");
    if reads {
        table::note("percolate: the transformer reads the papers of the last days");
        let _: step::Read = in_own_process("read", folder.path())?;
    }
    table::note("percolate: searches one by one");
    let peer: step::OneByOne = in_own_process("one-by-one", folder.path())?;
    table::note("percolate: letters are composed");
    let composed: step::Composed = in_own_process("compose", folder.path())?;
    let again: Option<step::Composed> = if reads {
        table::note("percolate: letters are composed, the searches' vectors being kept");
        library::runtime()?.block_on(due_again(folder.path()))?;
        Some(in_own_process("compose", folder.path())?)
    } else {
        None
    };
    table::note("percolate: one paper arrives");
    let alone: step::Alone = in_own_process("alone", folder.path())?;
    print((number, reads), (&composed, again.as_ref()), (&alone, &peer))
}

/// One step in a process of its own, which prints what it measured as JSON.
pub(crate) fn step(words: &[&str]) -> Result<()> {
    let now: Timestamp = NOW.parse()?;
    let [name, folder] = words else { anyhow::bail!("there is no step {words:?}") };
    table::say(library::runtime()?.block_on(step::run(name, folder.as_ref(), now))?)
}

fn in_own_process<T: serde::de::DeserializeOwned>(step: &str, folder: &Path) -> Result<T> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.arg("percolate-step").arg(step).arg(folder).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "percolate-step {step} ended with {}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Writes a subscription for each search, due now.
async fn subscribe(folder: &Path, searches: &[String]) -> Result<()> {
    let newsstand = library::open(folder).await?;
    let now: Timestamp = NOW.parse()?;
    let rhythm = Rhythm::new(Often::Daily, 8, "Europe/Berlin").context("there is no such hour")?;
    let wish = Wish { most: 10, least: 50, ..Wish::new(rhythm) };
    for (part, searches) in searches.chunks(5_000).enumerate() {
        let mut tx = newsstand.store().begin().await?;
        for (at, text) in searches.iter().enumerate() {
            let address: MailAddress = format!("reader{part}.{at}@example.org").parse().map_err(anyhow::Error::msg)?;
            let subject = Subject::Search(text.clone());
            let key = tx.add_subscription(&address, (&subject, &wish), now).await?;
            tx.change_subscription(&subscription((key, address), (subject, &wish), now)).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

fn subscription(
    (key, address): (engine::SubscriptionKey, MailAddress),
    (subject, wish): (Subject, &Wish),
    now: Timestamp,
) -> engine::Subscription {
    let state = engine::SubscriptionState::Active;
    // The store knows whose it is.
    let reader = engine::ReaderKey(0);
    engine::Subscription { key, reader, address, subject, wish: wish.clone(), state, made: now, since: now, due: now }
}

/// Forgets all letters, and makes all subscriptions due again.
async fn due_again(folder: &Path) -> Result<()> {
    let url = format!("sqlite:{}", folder.join("newsstand.db").display());
    let pool = sqlx::SqlitePool::connect(&url).await?;
    let now: Timestamp = NOW.parse()?;
    sqlx::query("DELETE FROM letters").execute(&pool).await?;
    sqlx::query("DELETE FROM shown").execute(&pool).await?;
    sqlx::query("UPDATE subscriptions SET due = ?").bind(now.as_microsecond()).execute(&pool).await?;
    pool.close().await;
    Ok(())
}

/// The days that a daily letter of now tells of.
pub(crate) fn days(now: Timestamp) -> Result<std::ops::RangeInclusive<Day>> {
    let today = Day::of(now).context("there is no such day")?;
    Ok(today.plus(-3)..=today.plus(1))
}

fn print(
    (number, reads): (usize, bool),
    (composed, again): (&step::Composed, Option<&step::Composed>),
    (alone, peer): (&step::Alone, &step::OneByOne),
) -> Result<()> {
    let mut table = Table::new(["measure", "percolated", "one by one", "one by one / percolated"]);
    let wall = composed.wall_s;
    let (rate, theirs) = (number as f64 / wall, peer.searches as f64 / peer.wall_s);
    let whole = number as f64 / theirs;
    table.row(&["searches a second".to_owned(), format!("{rate:.0}"), format!("{theirs:.0}"), ratio(theirs, rate)]);
    let figures = [format!("{wall:.1}"), format!("{whole:.0}"), ratio(whole, wall)];
    let [wall, whole, more] = figures;
    table.row(&["all letters, s (one by one: extrapolated)".to_owned(), wall, whole, more]);
    let mut one = |name: &str, figure: String| table.row(&[name.to_owned(), figure, "-".to_owned(), "-".to_owned()]);
    one("CPU, s", format!("{:.1}", composed.cpu_s));
    one("letters", composed.letters.to_string());
    one("new papers", composed.papers.to_string());
    one("most memory resident, MB", format!("{:.0}", composed.peak_mb));
    one("anonymous memory at the end, MB", format!("{:.0}", composed.anonymous_mb));
    one("making the window of new papers, s", format!("{:.2}", composed.window_s));
    one("once more the searches alone, without the store, s", format!("{:.1}", composed.searches_s));
    if let Some(again) = again {
        one("the next day: all letters, s", format!("{:.1}", again.wall_s));
        one("the next day: CPU, s", format!("{:.1}", again.cpu_s));
        one("the next day: most memory resident, MB", format!("{:.0}", again.peak_mb));
    }
    one("one new paper: the window, s", format!("{:.2}", alone.window_s));
    one("one new paper: all searches, s", format!("{:.2}", alone.searches_s));
    one("one new paper: searches that find it", alone.finding.to_string());
    one("searches that find otherwise, of those one by one", format!("{} of {}", peer.different, peer.searches));
    let read = if reads { ", the new ones read by the transformer" } else { "" };
    table.print(&format!("Saved searches: {number}, {} papers in the library{read}", composed.library))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.metadata()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// The most memory that this process had resident, and the anonymous it has, in MB.
pub(crate) fn memory() -> Result<(f64, f64)> {
    Ok((process::peak_mib(std::process::id())? * 1.048_576, process::anonymous_mb()?))
}
