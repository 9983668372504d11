//! What is too dear to look at in every paper, added to the best of them.

use super::Asked;
use super::candidates::Scored;
use super::proximity::Pair;
use crate::SearchError;
use crate::together::{are_several, both};

/// So many of the best papers are looked at. All that is added is small against the score, so others could hardly come to stand among
/// the first.
const LOOKED_AT: usize = 100;

impl Asked<'_> {
    /// The most that can be added to a paper, in units of BM25.
    pub(super) fn most_refined(&self) -> f32 {
        let pairs: f32 = self.pairs().iter().map(Pair::most).sum();
        let words: f32 = self.lexical.weights.iter().sum();
        self.weights.proximity * (self.weights.k1 + 1.0) * pairs + self.weights.exact * words
    }

    /// Adds to the best papers what their age gives, where that is asked for, and, in units of BM25 times `scale`, what the nearness of the
    /// query's words gives, and words that their titles hold as typed. The papers come in another order.
    pub(super) fn refine(&self, found: &mut [Scored], scale: f32) -> Result<(), SearchError> {
        if found.len() > LOOKED_AT {
            found.select_nth_unstable_by(LOOKED_AT - 1, |a, b| b.total().total_cmp(&a.total()).then(a.doc.cmp(&b.doc)));
        }
        let most = found.len().min(LOOKED_AT);
        let best = found.get_mut(..most).unwrap_or_default();
        self.add_recency(best);
        if scale <= 0.0 {
            return Ok(());
        }
        best.sort_unstable_by_key(|scored| scored.doc);
        let pairs = self.pairs();
        // Each half opens the lists of a segment for itself.
        let shared = if are_several() { most / 2 } else { 0 };
        let (before, behind) = best.split_at_mut(shared);
        let part = |papers| self.refine_part(papers, (&pairs, scale));
        let (before, behind) = both(|| part(before), || part(behind));
        before.and(behind)
    }

    /// Adds what words give to some papers, in rising order.
    fn refine_part(&self, papers: &mut [Scored], (pairs, scale): (&[Pair], f32)) -> Result<(), SearchError> {
        for (number, segment) in self.snapshot.segments.iter().enumerate() {
            let first = segment.base as usize;
            let from = papers.partition_point(|scored| scored.doc < first);
            let to = papers.partition_point(|scored| scored.doc < first + segment.columns.len());
            let inside = papers.get_mut(from..to).unwrap_or_default();
            self.add_proximity((number, segment), inside, (pairs, scale))?;
            self.add_exact(segment, inside, scale)?;
        }
        Ok(())
    }
}
