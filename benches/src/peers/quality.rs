//! How good the answers are.

use std::path::PathBuf;

use anyhow::Result;
use domain::PaperKey;

use crate::collection::{self, Question};

/// How many of the answers count where one paper is wanted.
const DEPTH: usize = 10;

/// How well papers are found by a text that means exactly one of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Score {
    asked: u32,
    found: u32,
    /// The sum of one over the rank.
    reciprocal: f64,
}

impl Score {
    /// Counts one answer, in which `wanted` should stand.
    pub(super) fn count(&mut self, answer: &[PaperKey], wanted: PaperKey) {
        self.asked += 1;
        if let Some(rank) = answer.iter().take(DEPTH).position(|key| *key == wanted) {
            self.found += 1;
            self.reciprocal += 1.0 / (rank as f64 + 1.0);
        }
    }

    /// The mean of one over the rank among the first ten, 0 where the paper is not there.
    pub(super) fn mrr(&self) -> f64 {
        self.reciprocal / f64::from(self.asked.max(1))
    }

    /// The share that stands among the first ten.
    pub(super) fn recall(&self) -> f64 {
        f64::from(self.found) / f64::from(self.asked.max(1))
    }
}

/// Indexes a collection in every system and returns the mean of `score` over its questions, in the order of the systems.
pub(super) fn collection(
    name: &str,
    corpus: &[PathBuf],
    score: impl Fn(&Question, &[PaperKey]) -> f64,
) -> Result<Vec<f64>> {
    let collection = collection::read(name, corpus)?;
    let mut means = Vec::new();
    for (_folder, mut system) in super::peers()? {
        system.index(&collection.papers)?;
        let mut sum = 0.0;
        for question in &collection.questions {
            sum += score(question, &system.search(&question.text, 100)?);
        }
        means.push(sum / collection.questions.len().max(1) as f64);
    }
    Ok(means)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_ten_count() {
        let keys: Vec<PaperKey> = (1..=20).map(PaperKey).collect();
        let mut score = Score::default();
        for wanted in [1, 2, 11, 99] {
            score.count(&keys, PaperKey(wanted));
        }
        assert!((score.mrr() - 1.5 / 4.0).abs() < 1e-12);
        assert!((score.recall() - 0.5).abs() < 1e-12);
        assert!(Score::default().mrr().abs() < 1e-12);
    }
}
