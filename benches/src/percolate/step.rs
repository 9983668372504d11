//! What is measured, each in a process of its own.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use domain::{PaperKey, Subject, Timestamp};
use engine::{Matched, Newsstand, Options, SavedSearch};
use search::{Filters, Query};
use serde::{Deserialize, Serialize};

use super::{SAMPLE, days, memory};
use crate::{process, table};

/// The least probability, as letters have it.
const LEAST: f32 = 0.5;

/// Searches that pass together.
const TOGETHER: usize = 2_000;

/// What composing all letters took.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Composed {
    pub(crate) library: usize,
    pub(crate) papers: usize,
    pub(crate) letters: u64,
    pub(crate) wall_s: f64,
    pub(crate) cpu_s: f64,
    pub(crate) window_s: f64,
    pub(crate) searches_s: f64,
    pub(crate) peak_mb: f64,
    pub(crate) anonymous_mb: f64,
}

/// What one new paper took.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Alone {
    pub(crate) window_s: f64,
    pub(crate) searches_s: f64,
    pub(crate) finding: usize,
}

/// What some searches took that were asked by themselves, and how many of them find something else when percolated.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OneByOne {
    pub(crate) searches: usize,
    pub(crate) wall_s: f64,
    pub(crate) different: usize,
}

/// How many papers the transformer has read.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Read {
    papers: usize,
}

pub(crate) async fn run(name: &str, folder: &Path, now: Timestamp) -> Result<String> {
    // The transformer's vectors count where there are any.
    let second_tier = name == "read" || folder.join("vectors").exists();
    let options = Options { data: folder.to_owned(), database: None, second_tier };
    let newsstand = Newsstand::open(&options).await.context("cannot open the library")?;
    if second_tier {
        newsstand.open_second_tier().await?;
    }
    Ok(match name {
        "read" => serde_json::to_string(&read(&newsstand, now).await?)?,
        "compose" => serde_json::to_string(&compose(&newsstand, now).await?)?,
        "alone" => serde_json::to_string(&alone(&newsstand, now).await?)?,
        "one-by-one" => serde_json::to_string(&one_by_one(&newsstand, now).await?)?,
        _ => bail!("there is no step {name:?}"),
    })
}

/// Lets the transformer read the papers of the last days.
async fn read(newsstand: &Newsstand, now: Timestamp) -> Result<Read> {
    let keys = newsstand.snapshot().shown_between(&days(now)?);
    let papers = newsstand.store().whole_papers(&keys).await?;
    let tier = newsstand.index().second_tier().context("there is no transformer")?;
    tier.read_in_parallel(&papers, 2)?;
    Ok(Read { papers: papers.len() })
}

async fn compose(newsstand: &Newsstand, now: Timestamp) -> Result<Composed> {
    let (started, cpu) = (Instant::now(), process::cpu_seconds(std::process::id())?);
    let queued = newsstand.write_due_letters(now).await?;
    let wall_s = started.elapsed().as_secs_f64();
    let cpu_s = process::cpu_seconds(std::process::id())? - cpu;
    let (peak_mb, anonymous_mb) = memory()?;
    table::note(format_args!("percolate: {} of {} got a letter", queued.letters, queued.due));
    // The window again, and the searches alone, to see what the store takes.
    let fresh = days(now)?;
    let (other, started) = (fresh.start().plus(1)..=*fresh.end(), Instant::now());
    newsstand.percolate(Vec::new(), other).await?;
    let (window_s, searches) = (started.elapsed().as_secs_f64(), searches(newsstand).await?);
    let started = Instant::now();
    for part in searches.chunks(TOGETHER) {
        newsstand.percolate(part.to_vec(), fresh.clone()).await?;
    }
    let searches_s = started.elapsed().as_secs_f64();
    let snapshot = newsstand.snapshot();
    let (library, papers, letters) = (snapshot.len(), snapshot.shown_between(&fresh).len(), queued.letters);
    Ok(Composed { library, papers, letters, wall_s, cpu_s, window_s, searches_s, peak_mb, anonymous_mb })
}

async fn alone(newsstand: &Newsstand, now: Timestamp) -> Result<Alone> {
    let (days, searches) = (days(now)?, searches(newsstand).await?);
    let new: Vec<PaperKey> = newsstand.snapshot().shown_between(&days).into_iter().rev().take(1).collect();
    let started = Instant::now();
    newsstand.percolate(Vec::new(), days.clone()).await?;
    let window_s = started.elapsed().as_secs_f64();
    // What was looked up once is known from now on.
    newsstand.percolate_new(searches.clone(), days.clone(), &new).await?;
    let started = Instant::now();
    let found = newsstand.percolate_new(searches, days, &new).await?;
    let searches_s = started.elapsed().as_secs_f64();
    Ok(Alone { window_s, searches_s, finding: found.iter().filter(|found| !found.is_empty()).count() })
}

async fn one_by_one(newsstand: &Newsstand, now: Timestamp) -> Result<OneByOne> {
    let (days, all) = (days(now)?, searches(newsstand).await?);
    let sample: Vec<SavedSearch> = all.iter().step_by((all.len() / SAMPLE).max(1)).cloned().collect();
    let percolated = newsstand.percolate(sample.clone(), days.clone()).await?;
    let (from, to) = (Some(*days.start()), Some(*days.end()));
    let (started, mut different) = (Instant::now(), 0);
    for (search, percolated) in sample.iter().zip(percolated) {
        let filters = Filters { from, to, ..Filters::default() };
        let query = Query { filters, today: to, limit: 200, ..Query::words(search.text.as_str()) };
        let found = newsstand.search(&query).await?.papers.into_iter();
        let found = found.filter(|found| found.probability.is_none_or(|odds| odds >= search.least));
        let hit = |paper, score: f32, odds: Option<f32>| (paper, score.to_bits(), odds.map(f32::to_bits));
        let found: Vec<_> = found.map(|found| hit(found.stored.key, found.score, found.probability)).collect();
        let same = percolated.into_iter().map(|Matched { paper, score, probability }| hit(paper, score, probability));
        different += usize::from(!same.eq(found));
    }
    Ok(OneByOne { searches: sample.len(), wall_s: started.elapsed().as_secs_f64(), different })
}

/// The searches of all subscriptions.
async fn searches(newsstand: &Newsstand) -> Result<Vec<SavedSearch>> {
    let due = newsstand.store().due(Timestamp::MAX, u32::MAX).await?;
    let search = |subject| match subject {
        Subject::Search(text) => Some(SavedSearch { text, least: LEAST }),
        _ => None,
    };
    Ok(due.into_iter().filter_map(|subscription| search(subscription.subject)).collect())
}
