//! Searching while papers arrive: 50 searches a second at fixed times, while 200 papers a second are written.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use domain::PaperKey;
use search::{Index, Query};

use super::synthetic::Stock;
use crate::samples::Samples;
use crate::table::{self, Table, ratio};
use crate::{collection, process};

/// Papers that are there before.
const SIZE: u32 = 200_000;
/// Papers written a second.
const PAPERS: u32 = 200;
/// Searches a second.
const SEARCHES: u32 = 50;
/// How long each phase takes.
const SECONDS: u32 = 20;
/// How often is committed: as the engine does.
const COMMIT_EVERY: Duration = Duration::from_millis(500);
/// Threads that search, so that a slow search delays no later one.
const CLIENTS: usize = 4;

/// Measures and prints the table; the option is the number of papers that are there before.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let size = options.first().map_or(Ok(SIZE), |size| size.parse())?;
    let (folder, stock) = (tempfile::tempdir()?, Stock::read()?);
    let index = Index::open(folder.path())?;
    table::note(format_args!("mixed: indexing {size} synthetic papers"));
    let mut writer = index.writer(128 << 20)?;
    for papers in stock.papers(0, size) {
        writer.upsert(&papers?)?;
    }
    writer.commit(1)?;
    writer.finish()?;
    let questions: Vec<String> = collection::questions("autoscholar")?.into_iter().map(|(_, text)| text).collect();
    questions.iter().try_for_each(|text| index.snapshot().search(&Query::words(text.as_str())).map(drop))?;
    table::note("mixed: searching alone");
    let idle = search(&index, &questions, &AtomicBool::new(false))?;
    table::note("mixed: searching and writing");
    let end = AtomicBool::new(false);
    let (busy, delays) = std::thread::scope(|scope| {
        let writing = scope.spawn(|| write((&index, &stock), size, &end));
        let busy = search(&index, &questions, &end);
        anyhow::Ok((busy?, writing.join().ok().context("the writer panicked")??))
    })?;
    let mut table = Table::new(["measure", "alone", "while writing", "ratio"]);
    for (name, alone, writing) in
        [("searches, p50 ms", idle.p50(), busy.p50()), ("searches, p99 ms", idle.p99(), busy.p99())]
    {
        table.row(&[name.to_owned(), format!("{alone:.2}"), format!("{writing:.2}"), ratio(writing, alone)]);
    }
    let slowest = format!("{:.0}", delays.quantile(1.0));
    table.row(&["slowest paper to be found, ms".to_owned(), "-".to_owned(), slowest, "-".to_owned()]);
    let anonymous = format!("{:.0}", process::anonymous_mb()?);
    table.row(&["RssAnon with the generator, MB".to_owned(), "-".to_owned(), anonymous, "-".to_owned()]);
    table.print(&format!("Mixed: {size} papers, {PAPERS} written and {SEARCHES} searches a second for {SECONDS} s"))
}

/// Asks at fixed times; a search's latency counts from when it was due. Sets `end` afterwards.
fn search(index: &Index, questions: &[String], end: &AtomicBool) -> Result<Samples> {
    let (next, started) = (AtomicU32::new(0), Instant::now());
    let client = || {
        let mut samples = Samples::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= SEARCHES * SECONDS {
                return anyhow::Ok(samples);
            }
            let due = started + Duration::from_secs(1) * number / SEARCHES;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let text = questions.get(number as usize % questions.len().max(1)).context("there are no questions")?;
            index.snapshot().search(&Query::words(text.as_str()))?;
            samples.push(due.elapsed());
        }
    };
    let samples = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        let mut all = Samples::default();
        for client in clients {
            all.extend(client.join().ok().context("a client panicked")??);
        }
        anyhow::Ok(all)
    });
    end.store(true, Ordering::Relaxed);
    samples
}

/// Writes papers at fixed times until `end`, half of them new and half changed; answers with how long each took from when it was
/// due until it was found.
fn write((index, stock): (&Index, &Stock), size: u32, end: &AtomicBool) -> Result<Samples> {
    let mut writer = index.writer(128 << 20)?;
    let (mut delays, started, mut written) = (Samples::default(), Instant::now(), 0);
    let due = |number: u32| started + Duration::from_secs(1) * number / PAPERS;
    while !end.load(Ordering::Relaxed) {
        std::thread::sleep(COMMIT_EVERY);
        let first = written;
        let mut papers = Vec::new();
        while due(written) <= Instant::now() {
            let mut paper = stock.paper(size + written)?;
            if written % 2 == 1 {
                paper.key = PaperKey(i64::from(written) * 7_919 % i64::from(size) + 1);
            }
            papers.push(paper);
            written += 1;
        }
        writer.upsert(&papers)?;
        writer.commit(i64::from(written) + 1)?;
        let snapshot = index.snapshot();
        for (number, paper) in (first..).zip(&papers) {
            anyhow::ensure!(snapshot.holds(paper.key), "paper {} cannot be found", paper.key.0);
            delays.push(due(number).elapsed());
        }
    }
    Ok(delays)
}
