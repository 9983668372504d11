//! How good the answers are.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::Result;
use domain::PaperKey;

use super::Peer;
use crate::collection::{self, Question};

/// How well papers are found by a text that means exactly one of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Score {
    /// The mean of one over the rank, among the first ten.
    pub(super) mrr: f64,
    /// The share that stands among the first ten.
    pub(super) recall: f64,
}

/// Searches each title and looks for its paper among the first ten.
pub(super) fn titles(system: &dyn Peer, titles: &[(String, PaperKey)]) -> Result<Score> {
    let mut score = Score::default();
    for (title, key) in titles {
        let (found, wanted) = (system.search(title, 10)?, HashMap::from([(*key, 1)]));
        score.mrr += collection::reciprocal_rank(&found, &wanted);
        score.recall += collection::recall(&found, &wanted, 10);
    }
    let count = titles.len().max(1) as f64;
    Ok(Score { mrr: score.mrr / count, recall: score.recall / count })
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
