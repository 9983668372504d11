//! The same questions to both systems, in turns.

use std::path::Path;

use anyhow::Result;
use embed::StaticModel;
use search::{Filters, Index, Query};
use serde::{Deserialize, Serialize};

use super::synthetic::one_percent;
use crate::collection;
use crate::peers::{Peer, PlainTantivy};
use crate::samples::Samples;

/// How often every question is asked; the first time warms up and is not counted.
const ROUNDS: u32 = 4;

/// How many papers a question is answered with.
const TOP: usize = 20;

/// What the questions took.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) questions: usize,
    pub(crate) rounds: u32,
    pub(crate) ours: Latency,
    pub(crate) theirs: Latency,
    /// With a filter that keeps 1 % of the papers.
    pub(crate) filtered: Latency,
    /// The share of the ten nearest papers by exact cosines that the preselection finds.
    pub(crate) recall: f64,
}

/// In milliseconds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Latency {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl From<&Samples> for Latency {
    fn from(samples: &Samples) -> Self {
        Self { p50: samples.p50(), p99: samples.p99() }
    }
}

/// Asks the indexes in two folders.
pub(crate) fn both(newsstand: &Path, tantivy: &Path) -> Result<Asked> {
    let (index, plain) = (Index::open(newsstand)?, PlainTantivy::open(tantivy)?);
    let questions: Vec<String> = collection::questions("autoscholar")?.into_iter().map(|(_, text)| text).collect();
    let snapshot = index.snapshot();
    let (from, to) = one_percent();
    let (mut ours, mut theirs, mut filtered) = (Samples::default(), Samples::default(), Samples::default());
    for round in 0..=ROUNDS {
        if round == 1 {
            (ours, theirs, filtered) = Default::default();
        }
        for text in &questions {
            let query = Query { limit: TOP, ..Query::words(text.as_str()) };
            let narrow = Query { filters: Filters { from, to, ..Filters::default() }, ..query.clone() };
            theirs.time(|| plain.search(text, TOP))?;
            // Whichever comes first finds the caches full of the other's lists, and threads asleep: each does in half of the rounds.
            if round % 2 == 0 {
                ours.time(|| snapshot.search(&query))?;
                filtered.time(|| snapshot.search(&narrow))?;
            } else {
                filtered.time(|| snapshot.search(&narrow))?;
                ours.time(|| snapshot.search(&query))?;
            }
        }
    }
    let (mut found, mut wanted) = (0, 0);
    for text in &questions {
        let vector = StaticModel::bundled().embed(text);
        let nearest = snapshot.nearest(&vector, 10);
        let exact = snapshot.nearest_by_scan(&vector, 10);
        wanted += exact.len();
        found += exact.iter().filter(|(key, _)| nearest.iter().any(|(other, _)| other == key)).count();
    }
    let recall = found as f64 / wanted.max(1) as f64;
    let (ours, theirs, filtered) = ((&ours).into(), (&theirs).into(), (&filtered).into());
    Ok(Asked { questions: questions.len(), rounds: ROUNDS, ours, theirs, filtered, recall })
}
