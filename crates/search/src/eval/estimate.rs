//! Estimating quality from few judgements: which query to judge next, how deep, and what the judgements say about all queries.
//!
//! This is Active Testing (Kossen, Farquhar, Gal and Rainforth 2021, <https://arxiv.org/abs/2103.05331>): the next query is drawn the
//! more probably the less is known about how well it is answered, and the weights of the LURE estimator (`lure`) take back the
//! bias of that choice. Within a query a ranking is judged from its top, and chance decides whether to go on (`walk`); both together
//! leave an estimate whose expectation is the mean that judging everything would give.
//!
//! The worth of a ranking is taken against the best order of its own first twenty, since nobody knows what else would have been
//! relevant: nDCG is therefore higher than with the judgements of a whole test collection.

mod journal;
mod lure;
mod relevance;
mod walk;

pub use journal::{Journal, KeptQuery};
pub use lure::Interval;

use self::lure::{Sample, combine};
use self::relevance::{Relevance, features};
use self::walk::Walk;
use super::random::Random;

/// How many papers of a ranking are judged at most.
const DEPTH: usize = 20;

/// The share of the draws in which every query is equally probable, so that no weight becomes large.
const UNIFORM: f64 = 0.2;

/// How queries are chosen and how deep they are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// Where least is known, and down to where little is to be expected.
    Active,
    /// Every query with the same probability, each judged whole: what [`Sampling::Active`] is measured against.
    Uniform,
}

/// A paper to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The place of its query.
    pub query: usize,
    /// Its place in the query's ranking, from 0.
    pub place: usize,
}

/// What the judge says about a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It answers the query.
    Relevant,
    /// It does not.
    Irrelevant,
    /// The judge cannot say: the ranking is taken as if the paper were not in it (Sakai's condensed lists).
    Unknown,
}

/// What is known about all queries so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean nDCG over the first ten.
    pub ndcg_at_10: Interval,
    /// The mean share of relevant papers among the first ten.
    pub precision_at_10: Interval,
}

/// A session of judging. The same rankings, seed and judgements lead to the same questions.
#[derive(Debug)]
pub struct Estimator {
    sampling: Sampling,
    random: Random,
    relevance: Relevance,
    /// For each query the features of its papers.
    queries: Vec<Vec<[f64; 3]>>,
    /// The queries that were not drawn yet.
    left: Vec<usize>,
    walk: Option<Walk>,
    ndcg: Vec<Sample>,
    precision: Vec<Sample>,
}

impl Estimator {
    /// A session about rankings: for each query the scores of its papers, the best first. Only the first 20 count.
    pub fn new(rankings: &[Vec<f64>], sampling: Sampling, seed: u64) -> Self {
        let queries = features(rankings, DEPTH);
        let left = (0..queries.len()).collect();
        let (random, relevance) = (Random::new(seed), Relevance::default());
        Self { sampling, random, relevance, queries, left, walk: None, ndcg: Vec::new(), precision: Vec::new() }
    }

    /// The paper to judge now; the same one until it is answered, none when every query was asked.
    pub fn question(&mut self) -> Option<Question> {
        loop {
            if self.walk.is_none() {
                self.walk = Some(self.draw()?);
            }
            let walk = self.walk.as_ref()?;
            match walk.place() {
                Some(place) => return Some(Question { query: walk.query, place }),
                None => self.finish(),
            }
        }
    }

    /// Takes the judgement of the paper that [`question`](Self::question) asked about.
    pub fn answer(&mut self, judgement: Judgement) {
        let Some(walk) = &mut self.walk else { return };
        let Some(place) = walk.place() else { return };
        let Some(features) = self.queries.get(walk.query).and_then(|papers| papers.get(place)) else { return };
        let relevant = match judgement {
            Judgement::Unknown => return walk.leave_out(),
            Judgement::Relevant => true,
            Judgement::Irrelevant => false,
        };
        self.relevance.observe(*features, relevant);
        walk.judge(relevant);
        if self.sampling == Sampling::Active {
            walk.perhaps_stop(self.random.unit());
        }
    }

    /// How many queries are judged.
    pub fn queries(&self) -> usize {
        self.ndcg.len()
    }

    /// How many papers are judged.
    pub fn judgements(&self) -> usize {
        self.relevance.observed()
    }

    /// What the judged queries say about all; none before two are judged.
    pub fn estimate(&self) -> Option<Estimate> {
        let interval = |samples: &[Sample]| combine(samples, self.queries.len());
        Some(Estimate { ndcg_at_10: interval(&self.ndcg)?, precision_at_10: interval(&self.precision)? })
    }

    /// Draws the next query.
    fn draw(&mut self) -> Option<Walk> {
        let chances = self.chances();
        let mut point = self.random.unit();
        let mut drawn = self.left.len().checked_sub(1)?;
        for (at, chance) in chances.iter().enumerate() {
            point -= chance;
            if point < 0.0 {
                drawn = at;
                break;
            }
        }
        let chance = chances.get(drawn).copied()?;
        let controls = self.controls(drawn, chance);
        let query = self.left.remove(drawn);
        let chances = self.queries.get(query)?.iter().map(|features| self.relevance.probability(features));
        Some(Walk::new(query, chances.collect(), chance, controls))
    }

    /// The probability with which each query that is left is drawn.
    fn chances(&self) -> Vec<f64> {
        let all = self.left.len() as f64;
        if self.sampling == Sampling::Uniform {
            return vec![1.0 / all; self.left.len()];
        }
        // A quantity between 0 and 1 of mean m has a standard deviation of at most sqrt(m (1 - m)).
        let unknown: Vec<f64> =
            self.left.iter().map(|query| self.expected(*query).0).map(|m| (m * (1.0 - m)).sqrt()).collect();
        let sum: f64 = unknown.iter().sum();
        unknown.into_iter().map(|unknown| (1.0 - UNIFORM) * unknown / sum + UNIFORM / all).collect()
    }

    /// The control variates of a draw, of nDCG and of precision: the predictions of all queries that are left, less that of the drawn
    /// one over its chance. Their expectation is 0 whatever is predicted; they take out of the estimate what was foreseeable.
    fn controls(&self, drawn: usize, chance: f64) -> (f64, f64) {
        if self.sampling == Sampling::Uniform {
            return (0.0, 0.0);
        }
        let (mut ndcg, mut precision) = (0.0, 0.0);
        for (at, query) in self.left.iter().enumerate() {
            let expected = self.expected(*query);
            let weight = if at == drawn { 1.0 - 1.0 / chance } else { 1.0 };
            ndcg += weight * expected.0;
            precision += weight * expected.1;
        }
        (ndcg, precision)
    }

    /// The nDCG and the precision that a query's ranking is expected to have.
    fn expected(&self, query: usize) -> (f64, f64) {
        let papers = self.queries.get(query).map(Vec::as_slice).unwrap_or_default();
        walk::expected(papers.iter().map(|features| self.relevance.probability(features)))
    }

    /// Keeps what the present walk found, and learns from it.
    fn finish(&mut self) {
        if let Some((ndcg, precision)) = self.walk.take().map(Walk::samples) {
            self.ndcg.push(ndcg);
            self.precision.push(precision);
            self.relevance.learn();
        }
    }
}
