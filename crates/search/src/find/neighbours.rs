//! Papers judged by the company they keep: one whose neighbours answer the question well answers it better than its own words say.
//!
//! Papers that lie near one another tend to be relevant together (the cluster hypothesis), so a score is drawn towards the mean of the
//! scores of the nearest papers among the best (Diaz 2005, "Regularizing Ad Hoc Retrieval Scores",
//! <https://doi.org/10.1145/1099554.1099722>).

use std::ops::Range;

use super::Asked;
use super::candidates::Scored;
use crate::together::both;
use crate::vectors::Probe;

/// So many of the best papers are compared with one another at least; the others stay behind them.
const COMPARED: usize = 100;

/// And so many at most: each with each.
const MOST_COMPARED: usize = 400;

/// So many of the nearest have a say.
const NEIGHBOURS: usize = 8;

/// How many of the best papers are compared where a page has `size` of them: of a large one twice as many, since what is not compared cannot
/// rise to the page. It is the same on every page of an answer, also where the best are looked at once more and the first pages are answered
/// together ([`Query::to_rerank`](crate::Query::to_rerank)), so that papers do not move from one to another by it.
pub(super) fn compared(size: usize) -> usize {
    if size < COMPARED { COMPARED } else { size.saturating_mul(2).min(MOST_COMPARED) }
}

impl Asked<'_> {
    /// Draws the scores of the best papers towards those of their neighbours, as far as the second tier has read them. `best` comes and goes
    /// with the best first.
    pub(super) fn heed_neighbours(&self, best: &mut [Scored]) {
        let share = self.weights.neighbours * self.meaning.read;
        if share <= 0.0 || best.len() < 2 {
            return;
        }
        let cosines = self.cosines_between(best);
        let own: Vec<f32> = best.iter().map(|scored| scored.lexical + scored.semantic).collect();
        let drawn = |(scored, cosines): (&mut [Scored], &[f32])| {
            let mut near = Vec::with_capacity(own.len());
            for (scored, cosines) in scored.iter_mut().zip(cosines.chunks(own.len())) {
                near.clear();
                near.extend(cosines.iter().copied().zip(0..).filter(|(cosine, _)| *cosine > 0.0));
                if let Some(mean) = mean_of_nearest(&mut near, &own) {
                    scored.neighbours = share * (mean - scored.lexical - scored.semantic);
                }
            }
        };
        let half = own.len() / 2;
        let ((before, behind), (rows, rows_behind)) = (best.split_at_mut(half), cosines.split_at(half * own.len()));
        both(|| drawn((before, rows)), || drawn((behind, rows_behind)));
        best.sort_by(|a, b| self.by_score(a, b));
    }

    /// The cosine of each paper with each other, by the second tier, a row of all for each: 0 with itself, and with those that it has not
    /// read.
    fn cosines_between(&self, papers: &[Scored]) -> Vec<f32> {
        let rows: Vec<_> = papers.iter().map(|scored| self.meaning.row(scored.doc)).collect();
        let with_those_before = |places: Range<usize>| {
            let mut cosines = Vec::with_capacity(places.len() * places.end);
            for place in places {
                let probe = rows.get(place).copied().flatten().map(|(values, scale)| Probe::of_row(values, scale));
                let cosine = |row: &Option<(&[u8], f32)>| {
                    probe.as_ref().zip(*row).map_or(0.0, |(probe, (values, scale))| probe.cosine_with(values, scale))
                };
                cosines.extend(rows.iter().take(place).map(cosine));
            }
            cosines
        };
        // Of the rows of a triangle the first seven of ten hold half.
        let (all, half) = (rows.len(), rows.len() * 7 / 10);
        let (first, last) = both(|| with_those_before(0..half), || with_those_before(half..all));
        let mut cosines = vec![0.0; all * all];
        let pairs = (0..all).flat_map(|place| (0..place).map(move |before| (place, before)));
        for ((place, before), cosine) in pairs.zip(first.into_iter().chain(last)) {
            for at in [place * all + before, before * all + place] {
                cosines.get_mut(at).into_iter().for_each(|of| *of = cosine);
            }
        }
        cosines
    }
}

/// The mean score of the nearest, weighted by their cosines, all above 0; `None` where none is near. They come in another order.
fn mean_of_nearest(mut cosines: &mut [(f32, usize)], scores: &[f32]) -> Option<f32> {
    let nearer = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if cosines.len() > NEIGHBOURS {
        cosines.select_nth_unstable_by(NEIGHBOURS - 1, nearer);
        cosines = cosines.get_mut(..NEIGHBOURS).unwrap_or_default();
    }
    cosines.sort_unstable_by(nearer);
    let weight: f32 = cosines.iter().map(|(cosine, _)| cosine).sum();
    let sum: f32 = cosines.iter().filter_map(|(cosine, place)| Some(cosine * scores.get(*place)?)).sum();
    (weight > 0.0).then(|| sum / weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Query, RERANKED};

    #[test]
    fn what_may_rise_to_a_page_is_compared() {
        assert_eq!([0, 20, 50, 99, 100, 1_000, usize::MAX].map(compared), [100, 100, 100, 100, 200, 400, 400]);
    }

    #[test]
    fn pages_that_are_answered_together_compare_as_many_as_each_alone() {
        for limit in 1..=300 {
            for offset in (0..RERANKED).step_by(limit) {
                let first = Query { offset, limit, rerank: true, ..Query::default() }.to_rerank().unwrap();
                assert_eq!(compared(first.limit), compared(limit), "{limit} a page, from {offset} on");
            }
        }
    }

    #[test]
    fn the_nearest_have_their_say_by_their_nearness() {
        assert_eq!(mean_of_nearest(&mut [], &[1.0, 1.0]), None);
        let mean = mean_of_nearest(&mut [(0.6, 0), (0.2, 1)], &[1.0, 0.0]).unwrap();
        assert!((mean - 0.75).abs() < 1e-6);
        // Ten far ones are outvoted by the eight nearest.
        let scores: Vec<f32> = (0..18).map(|place| if place < 8 { 1.0 } else { 0.0 }).collect();
        let mut cosines: Vec<_> = (0..18).map(|place| (if place < 8 { 0.9 } else { 0.5 }, place)).collect();
        assert!((mean_of_nearest(&mut cosines, &scores).unwrap() - 1.0).abs() < 1e-6);
    }
}
