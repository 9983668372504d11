//! Figures to be shown: of a run, and of two configurations beside one another.

use serde::Serialize;

use super::{Run, paired_randomization};

/// The seed of the tests: the same figures give the same p-values.
const SEED: u64 = 2007;

/// How a collection's queries were answered by one configuration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The configuration's name.
    pub configuration: String,
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
    /// The expected calibration error of the answers' probabilities; none where the answers carry none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ece: Option<f64>,
    /// Half of the queries were answered within this many milliseconds (the first 20 papers, one query at a time).
    pub p50_ms: f64,
    /// 99 of 100 queries were.
    pub p99_ms: f64,
}

/// Two configurations beside one another, on one collection or on all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// What is compared.
    pub configuration: String,
    /// What it is compared with.
    pub baseline: String,
    /// The collection; none for the mean over all collections, each counting alike.
    pub collection: Option<String>,
    /// By how much the mean nDCG over the first ten is higher.
    pub gain: f64,
    /// The p-value of the gain by the two-sided paired randomisation test.
    pub p: f64,
}

impl Comparison {
    /// Compares the runs of one configuration with those of another, collection by collection and then over all of them. Runs of
    /// the same collection stand at the same place of both lists.
    pub fn of(runs: &[&Run], baselines: &[&Run]) -> Vec<Self> {
        let gains: Vec<_> = runs.iter().zip(baselines).map(|(run, baseline)| run.gains_over(baseline)).collect();
        let name = |runs: &[&Run]| runs.first().map(|run| run.configuration.clone()).unwrap_or_default();
        let compared = |collection: Option<String>, gains: &[Vec<f64>]| {
            let found = paired_randomization(gains, SEED);
            let (configuration, baseline) = (name(runs), name(baselines));
            Self { configuration, baseline, collection, gain: found.gain, p: found.p }
        };
        let each = runs.iter().zip(gains.chunks(1)).map(|(run, gains)| compared(Some(run.collection.clone()), gains));
        each.chain([compared(None, &gains)]).collect()
    }
}
