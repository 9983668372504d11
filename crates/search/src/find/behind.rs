//! Pages far behind: the papers behind those that are compared with one another.
//!
//! Which papers stand before a page must not hang on how far behind it lies, or papers come twice while one turns the pages. So the first
//! papers are chosen and ordered as if nothing were asked for behind them, and the others follow in blocks of fixed ends by estimated
//! scores: each is scored exactly, ordered within itself, and stands behind the one before, even where a score in it is higher.

use super::Asked;
use super::candidates::Scored;
use crate::mask::Mask;
use crate::simd::Fusion;

impl Asked<'_> {
    /// Appends papers behind the best ones, which are in their order, until there are more than `wanted` or none is left that has a score.
    /// The first block has the given size, each further one as many as all before it.
    pub(super) fn go_on(&self, found: &mut Vec<Scored>, scale: &Fusion, (wanted, first): (usize, usize)) {
        let mut placed = Mask::empty(self.snapshot.docs.len());
        for scored in found.iter() {
            placed.insert(scored.doc);
        }
        let (mut from, mut to) = (0, first);
        while found.len() <= wanted {
            let mut ranked = self.top(scale, to).into_ranked();
            let block = ranked.get_mut(from..).unwrap_or_default();
            // As the files are laid out.
            block.sort_unstable();
            let others = block.iter().filter(|doc| !placed.contains(**doc));
            let mut block: Vec<Scored> = others.map(|doc| self.scored(*doc, scale)).collect();
            block.retain(|scored| scored.relevance() > 0.0);
            block.sort_unstable_by(|a, b| self.by_score(a, b));
            found.extend(block);
            if ranked.len() < to {
                break;
            }
            (from, to) = (to, to.saturating_mul(2));
        }
    }
}
