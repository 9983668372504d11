//! The line between what falls in a topic and what does not.
//!
//! Nobody has judged the library, so the examples judge one another: each is scored as if it were none, by what the others share.
//! What they reach says how far the topic goes.

use super::{Asked, Measured, mean_of_highest};
use crate::SearchError;
use crate::language::Liking;

/// So many examples are scored by the others.
const MOST_SCORED: usize = 8;

impl Asked<'_> {
    /// The score from which on a paper falls in the topic.
    pub(super) fn threshold(&mut self, measured: &Measured) -> Result<f32, SearchError> {
        let weights = self.weights;
        let examples = self.ballot.accepted();
        if examples < 2 {
            return Ok(weights.single);
        }
        let scored = MOST_SCORED.min(examples as usize);
        let mut sum = 0.0;
        for example in 0..scored {
            sum += self.left_out(example, measured)?;
        }
        let mean = sum / scored as f32;
        Ok((weights.line + weights.line_by_examples * mean).max(weights.least))
    }

    /// The score of an example by what the others share and mean.
    fn left_out(&mut self, example: usize, measured: &Measured) -> Result<f32, SearchError> {
        let shared = self.ballot.choose(self.snapshot, &self.weights, 1 << example)?;
        let sums = shared.sums(self.snapshot.docs.len());
        let lexical = mean_of_highest(self.allowed.iter().filter_map(|doc| sums.get(doc).copied()), self.weights.best);
        let share = self.share(self.ballot.accepted() - 1, &shared);
        let scale = super::Scale { lexical, share, ..measured.scale };
        Ok(scale.score(self.ballot.sum_of(example, &shared), self.cosine_with_others(example)))
    }

    /// The cosine of an example with the mean of the others; 0 where it is not in the index.
    fn cosine_with_others(&self, example: usize) -> f32 {
        let Some(doc) = self.documents.get(example).copied().flatten() else { return 0.0 };
        let Some(own) = self.numbers(doc) else { return 0.0 };
        let liked = self.liking.liked.iter().copied().filter(|other| *other != doc).collect();
        let others = Liking { liked, disliked: self.liking.disliked.clone() };
        let mean = others.moved(embed::Vector::zero(0), |doc| self.numbers(doc), &self.rocchio);
        mean.as_slice().iter().zip(&own).map(|(a, b)| a * b).sum()
    }
}
