//! Looking at the best papers once more: the transformer reads each of their sentences, and what the nearest one is nearer to the question
//! than the whole paper is added to the score.
//!
//! The vector of a whole abstract says what the paper is about; what a question asks for may stand in one sentence of it. Dai and
//! Callan 2019 score passages and keep the best (<https://arxiv.org/abs/1905.09217>); here that is the cosine of the network that is at
//! hand. The whole paper's cosine is in the score already, and where a text is no more than its title it is the sentence's too: were it
//! added again, short texts would come to stand above the others.
//!
//! The texts are the store's, so it goes in two steps: [`Query::to_rerank`] is answered first, then [`Snapshot::rerank`] is given the
//! texts of the papers that this found.

mod sentences;

use domain::StoredPaper;
use embed::Vector;

use crate::vectors::Probe;
use crate::{Answer, Hit, Query, SearchError, SecondTier, Snapshot, Weights};

pub(crate) use self::sentences::ReadSentences;
use self::sentences::Row;

/// So many of the best papers are looked at.
pub const RERANKED: usize = 50;

/// What reranking goes by.
pub struct Reranking<'a> {
    /// The query as it was asked: which part of the answer is wanted.
    pub query: &'a Query,
    /// The formula's numbers.
    pub weights: &'a Weights,
    /// The first [`RERANKED`] papers of the answer, in any order. What is missing counts as a paper without a sentence.
    pub papers: &'a [StoredPaper],
    /// Asked between any two papers; `false` where nobody waits for the answer any more, which then stays as it was.
    pub go_on: &'a dyn Fn() -> bool,
}

impl Query {
    /// The query to be answered first where this one wants its papers reranked: from the first paper on, since the papers of all pages are
    /// looked at together. `None` where there is nothing to rerank: it is not wanted, or only what lies behind those papers is.
    pub fn to_rerank(&self) -> Option<Self> {
        let wanted = self.offset.saturating_add(self.limit).max(RERANKED);
        (self.rerank && self.offset < RERANKED).then(|| Self { offset: 0, limit: wanted, ..self.clone() })
    }
}

impl Snapshot {
    /// Brings the first papers of the answer to [`Query::to_rerank`] into their new order, and cuts out what the query asks for. Nothing
    /// but that is done where there is no second tier, where the order is not by relevance, and where nothing was asked by words.
    ///
    /// No score falls, so what lies behind stays behind. Probabilities are fitted to the score as it was: none is said.
    pub fn rerank(&self, mut answer: Answer, asked: &Reranking<'_>) -> Result<Answer, SearchError> {
        if let Some(deep) = self.deep.as_ref().filter(|_| !answer.meant.is_empty()) {
            let best = answer.hits.len().min(RERANKED);
            let (best, _) = answer.hits.split_at_mut(best);
            if let Some(gains) = gains(deep.tier(), (&answer.meant, best), asked)? {
                add(best, &gains, asked.weights.sentence);
                best.sort_by(|a, b| b.score.total_cmp(&a.score));
                answer.hits.iter_mut().for_each(|hit| hit.probability = None);
                answer.reranked = true;
            }
        }
        let Query { offset, limit, .. } = *asked.query;
        answer.more |= answer.hits.len() > offset.saturating_add(limit);
        answer.hits = answer.hits.into_iter().skip(offset).take(limit).collect();
        Ok(answer)
    }
}

/// For each hit by how much the cosine of its nearest sentence is higher than the whole paper's, 0 where none is; nothing where nobody
/// waits any more.
fn gains(
    tier: &SecondTier,
    (meant, hits): (&str, &[Hit]),
    asked: &Reranking<'_>,
) -> Result<Option<Vec<f32>>, SearchError> {
    let question: Vector = tier.question(meant)?;
    if question.is_zero() {
        return Ok(None);
    }
    let question = Probe::new(&question);
    let mut found = Vec::with_capacity(hits.len());
    for hit in hits {
        if !(asked.go_on)() {
            return Ok(None);
        }
        let paper = asked.papers.iter().find(|stored| stored.key == hit.key);
        let read = paper.map(|stored| tier.sentences(&stored.paper)).transpose()?;
        found.push(read.map_or(0.0, |read| {
            let cosine = |row: &Row| question.cosine_with(&row.values, row.scale);
            let nearest = read.sentences.iter().map(cosine).fold(0.0, f32::max);
            (nearest - cosine(&read.whole)).max(0.0)
        }));
    }
    Ok(Some(found))
}

/// Adds its gain to each score.
fn add(hits: &mut [Hit], gains: &[f32], weight: f32) {
    for (hit, gain) in hits.iter_mut().zip(gains) {
        let gain = weight * gain;
        hit.score += gain;
        if let Some(explanation) = &mut hit.explanation {
            explanation.sentence = gain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_papers_are_looked_at_together_whichever_page_is_asked_for() {
        let asked = |offset, limit, rerank| Query { offset, limit, rerank, ..Query::words("graphs") };
        let window = |query: Query| query.to_rerank().map(|first| (first.offset, first.limit));
        assert_eq!(window(asked(0, 20, true)), Some((0, 50)));
        assert_eq!(window(asked(40, 20, true)), Some((0, 60)));
        assert_eq!(window(asked(49, usize::MAX, true)), Some((0, usize::MAX)));
        assert_eq!(window(asked(50, 20, true)), None);
        assert_eq!(window(asked(0, 20, false)), None);
    }
}
