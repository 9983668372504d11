//! Asking a collection's queries.

use std::time::Instant;

use domain::PaperKey;

use super::measures::{Measures, measure};
use super::{Collection, Configuration, Report, expected_calibration_error};
use crate::{Answer, Query, RERANKED, Reranking, SearchError, Snapshot};

/// How many papers are ranked for the measures.
const DEPTH: usize = 100;

/// How many papers a timed query asks for: a page.
const PAGE: usize = 20;

/// How many papers of each ranking the calibration is measured on: those that are looked at.
const CALIBRATED: usize = 10;

/// Parts of equal size in which probabilities are compared with what came of them.
const BINS: usize = 10;

/// What one configuration answered to the queries of one collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The configuration's name.
    pub configuration: String,
    /// The collection's name.
    pub collection: String,
    /// The answer to each query, in the collection's order.
    pub answers: Vec<Answered>,
    /// How long each query took, in milliseconds, the quickest first: the first 20 papers, one query at a time, after a round to warm up;
    /// without such a round where papers are looked at once more.
    pub times_ms: Vec<f64>,
}

/// The answer to one query.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The first hundred papers, the best first.
    pub ranking: Vec<PaperKey>,
    /// What the ranking is worth.
    pub measures: Measures,
    /// For each of the first ten papers the probability that was said, and whether it is relevant.
    pub said: Vec<(f64, bool)>,
}

impl Run {
    /// Asks all queries of the collection whose papers are in the snapshot.
    pub fn of(
        collection: &Collection,
        snapshot: &Snapshot,
        configuration: &Configuration,
    ) -> Result<Self, SearchError> {
        let mut answers = Vec::with_capacity(collection.queries.len());
        let mut first_times = Vec::with_capacity(collection.queries.len());
        for judged in &collection.queries {
            let query = Query { limit: DEPTH, rerank: configuration.rerank, ..Query::words(judged.text.as_str()) };
            let start = Instant::now();
            let hits = ask(collection, snapshot, (query, configuration))?.hits;
            first_times.push(start.elapsed().as_secs_f64() * 1e3);
            let ranking: Vec<_> = hits.iter().map(|hit| hit.key).collect();
            let measures = measure(&ranking, &judged.relevant);
            let said = hits
                .iter()
                .take(CALIBRATED)
                .filter_map(|hit| Some((f64::from(hit.probability?), judged.relevant.contains_key(&hit.key))));
            answers.push(Answered { ranking, measures, said: said.collect() });
        }
        // What a reranked query costs is reading sentences, which are remembered: a second round would be all too quick.
        first_times.sort_by(f64::total_cmp);
        let times_ms = if configuration.rerank { first_times } else { times(collection, snapshot, configuration)? };
        let (configuration, collection) = (configuration.name.clone(), collection.name.clone());
        Ok(Self { configuration, collection, answers, times_ms })
    }

    /// Its figures.
    pub fn report(&self) -> Report {
        let mut sum = Measures::default();
        self.answers.iter().for_each(|answered| sum += answered.measures);
        let mean = sum.divided_by(self.answers.len());
        Report {
            configuration: self.configuration.clone(),
            collection: self.collection.clone(),
            queries: self.answers.len(),
            ndcg_at_10: mean.ndcg_at_10,
            recall_at_100: mean.recall_at_100,
            mrr: mean.mrr,
            ece: self.calibration_error(),
            p50_ms: self.time(50),
            p99_ms: self.time(99),
        }
    }

    /// The expected calibration error of what was said of the first ten papers.
    fn calibration_error(&self) -> Option<f64> {
        let said: Vec<(f64, bool)> = self.answers.iter().flat_map(|answered| answered.said.iter().copied()).collect();
        (!said.is_empty()).then(|| expected_calibration_error(&said, BINS))
    }

    /// The time within which so many of a hundred queries were answered, in milliseconds.
    fn time(&self, of_hundred: usize) -> f64 {
        let rank = (self.times_ms.len() * of_hundred).div_ceil(100);
        self.times_ms.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// For each query, by how much its nDCG is better here than in another run of the same collection.
    pub fn gains_over(&self, other: &Self) -> Vec<f64> {
        let pairs = self.answers.iter().zip(&other.answers);
        pairs.map(|(here, there)| here.measures.ndcg_at_10 - there.measures.ndcg_at_10).collect()
    }
}

/// Answers a query as that configuration does.
fn ask(
    collection: &Collection,
    snapshot: &Snapshot,
    (query, configuration): (Query, &Configuration),
) -> Result<Answer, SearchError> {
    let Some(first) = query.to_rerank() else { return snapshot.search_with(&query, &configuration.weights) };
    let answer = snapshot.search_with(&first, &configuration.weights)?;
    let best = answer.hits.iter().take(RERANKED);
    let papers: Vec<_> = best.filter_map(|hit| collection.paper(hit.key).cloned()).collect();
    let asked = Reranking { query: &query, weights: &configuration.weights, papers: &papers, go_on: &|| true };
    snapshot.rerank(answer, &asked)
}

fn times(collection: &Collection, snapshot: &Snapshot, configuration: &Configuration) -> Result<Vec<f64>, SearchError> {
    let mut times = Vec::with_capacity(collection.queries.len());
    for round in 0..2 {
        for judged in &collection.queries {
            let query = Query { limit: PAGE, ..Query::words(judged.text.as_str()) };
            let start = Instant::now();
            snapshot.search_with(&query, &configuration.weights)?;
            if round > 0 {
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(times)
}
