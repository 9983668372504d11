//! Measuring: how well, and how fast, a test collection's queries are answered.

mod collection;
mod lines;
mod measures;

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;

pub use collection::{Collection, Judged};
pub use measures::{Measures, measure};

use crate::{Index, Query, SearchError, Snapshot, Weights};

/// How many papers are ranked for the measures.
const DEPTH: usize = 100;

/// How many papers a timed query asks for: a page.
const PAGE: usize = 20;

/// Papers are given to the index in batches of this size.
const BATCH: usize = 4_096;

/// How a collection's queries were answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The collection's name: that of its folder.
    pub collection: String,
    /// How many queries were asked: those with a relevant paper.
    pub queries: usize,
    /// The mean of nDCG over the first ten.
    #[serde(rename = "ndcg@10")]
    pub ndcg_at_10: f64,
    /// The mean share of the relevant papers among the first hundred.
    #[serde(rename = "recall@100")]
    pub recall_at_100: f64,
    /// The mean of one over the rank of the first relevant paper.
    pub mrr: f64,
    /// Half of the queries were answered within this many milliseconds (the first 20 papers, one query at a time).
    pub p50_ms: f64,
    /// 99 of 100 queries were.
    pub p99_ms: f64,
}

/// Indexes the collection in `dir` into a temporary folder, asks its queries and measures the answers. The layout is that of BEIR:
/// `corpus.jsonl`, `queries.jsonl`, `qrels/SPLIT.tsv`, the first two also with `.zst`. Where `corpus` names files, the papers are read
/// from these instead.
pub fn evaluate(dir: &Path, corpus: &[PathBuf], split: &str) -> Result<Report, SearchError> {
    let collection = Collection::read(dir, corpus, split)?;
    let index = index(&collection)?;
    let snapshot = index.snapshot();
    let measures = rank_all(&collection, &snapshot, &Weights::default())?;
    let (p50_ms, p99_ms) = time_all(&collection, &snapshot)?;
    Ok(Report {
        collection: collection.name,
        queries: collection.queries.len(),
        ndcg_at_10: measures.ndcg_at_10,
        recall_at_100: measures.recall_at_100,
        mrr: measures.mrr,
        p50_ms,
        p99_ms,
    })
}

/// An index of the collection's papers in a temporary folder.
pub fn index(collection: &Collection) -> Result<Index, SearchError> {
    let index = Index::temporary()?;
    let mut writer = index.writer(128 << 20)?;
    for batch in collection.papers.chunks(BATCH) {
        writer.upsert(batch)?;
    }
    writer.commit(1)?;
    writer.finish()?;
    Ok(index)
}

/// The mean measures of the answers to all queries, by these weights.
pub fn rank_all(collection: &Collection, snapshot: &Snapshot, weights: &Weights) -> Result<Measures, SearchError> {
    let mut sum = Measures::default();
    for judged in &collection.queries {
        let query = Query { limit: DEPTH, ..Query::words(judged.text.as_str()) };
        let answer = snapshot.search_with(&query, weights)?;
        let keys: Vec<_> = answer.hits.iter().map(|hit| hit.key).collect();
        sum += measure(&keys, &judged.relevant);
    }
    Ok(sum.divided_by(collection.queries.len()))
}

/// The median and the 99th percentile of the time that a query takes, in milliseconds, after one round to warm up.
pub fn time_all(collection: &Collection, snapshot: &Snapshot) -> Result<(f64, f64), SearchError> {
    let mut times = Vec::with_capacity(collection.queries.len());
    for round in 0..2 {
        for judged in &collection.queries {
            let query = Query { limit: PAGE, ..Query::words(judged.text.as_str()) };
            let start = Instant::now();
            snapshot.search(&query)?;
            if round > 0 {
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let percentile = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
    Ok((percentile(50).copied().unwrap_or_default(), percentile(99).copied().unwrap_or_default()))
}
