//! Choosing the documents of a query that are worth an exact score, and giving it to them.

use std::ops::Range;

use super::candidates::{Scored, Top, each_exactly, nth_highest};
use super::{Asked, worth_an_exact_score};
use crate::simd::{Fusion, PEAK, prefetch};
use crate::together::both;

/// To guess which scores are among the highest, some documents are looked at: so many that about this many of the highest are among them.
/// Where the guess is too high, all documents are gone through twice.
const TELLING: usize = 64;

/// But no more than one of so many documents: that would take longer than a guess saves.
const ONE_OF: usize = 16;

/// So many neighbours are looked at together: as many scores as are fetched at once.
const RUN: usize = 16;

/// Fewer of the highest say too little for a guess.
const ENOUGH_TO_TELL: usize = 24;

/// From so many blocks of documents on two threads go through half of them each.
const WORTH_SHARING: usize = 256;

/// By how many standard deviations of an estimated cosine a paper at the edge of what is compared may have been taken for a worse one, and
/// still be found. The further it belongs to the top, the more it would take to lose it.
const ERRORS: f32 = 1.5;

impl Asked<'_> {
    /// The documents with the highest scores by estimated cosines, scored exactly as far as that can matter: more than `enough`, if so
    /// many have a score at all. Besides of how many they were chosen.
    pub(super) fn candidates(&self, scale: &Fusion, enough: usize) -> (Vec<Scored>, usize) {
        let block = worth_an_exact_score(self.allowed.count()).max(enough.saturating_mul(2));
        let cited = if self.snapshot.docs.has_citations() { self.weights.cited } else { 0.0 };
        let slack = ERRORS * self.meaning.error * scale.semantic + cited;
        let top = self.top(scale, block);
        let fetch = |doc| self.meaning.fetch(self.snapshot, doc);
        let nearly = |doc| self.scored_by(doc, scale, self.meaning.nearly(self.snapshot, self.estimates, doc));
        let enough = enough.saturating_add(1);
        let mut found = top.falling((enough, slack), (fetch, nearly), Scored::total);
        self.score_exactly(&mut found, enough, scale);
        let missing = |doc: &&usize| !found.iter().any(|scored| scored.doc == **doc);
        let titles: Vec<Scored> = self.titles.iter().filter(missing).map(|doc| self.scored(*doc, scale)).collect();
        found.extend(titles);
        found.retain(|scored| scored.relevance() > 0.0);
        (found, block)
    }

    /// Scores those papers exactly, of which the scores are [nearly](super::meaning::Meaning::nearly) exact, that may come among the best `enough`.
    fn score_exactly(&self, found: &mut [Scored], enough: usize, scale: &Fusion) {
        let slack = ERRORS * self.meaning.small_error * scale.semantic;
        if slack <= 0.0 {
            return;
        }
        let least = nth_highest(found.iter().map(Scored::total), enough).unwrap_or(f32::NEG_INFINITY) - slack;
        let best = || found.iter().enumerate().filter(|(_, scored)| scored.total() >= least);
        let (places, documents): (Vec<usize>, Vec<usize>) = best().map(|(at, scored)| (at, scored.doc)).unzip();
        let fetch = |doc| self.snapshot.vector(doc).into_iter().for_each(|(values, _)| prefetch(values));
        let exact = each_exactly(&documents, &fetch, &|doc| self.scored(doc, scale));
        for (place, exact) in places.into_iter().zip(exact) {
            found.get_mut(place).into_iter().for_each(|scored| *scored = exact);
        }
    }

    /// The documents with the highest scores by estimated cosines, as many as `most`.
    pub(super) fn top(&self, scale: &Fusion, most: usize) -> Top {
        let likely = self.likely_least(scale, most);
        let top = self.top_above(likely, scale, most);
        if top.is_full() || likely <= 0.0 { top } else { self.top_above(0.0, scale, most) }
    }

    /// A score that more than `most` documents are likely to have, by a look at some of them; 0 where that says too little.
    fn likely_least(&self, scale: &Fusion, most: usize) -> f32 {
        let (scores, cosines) = (&self.lexical.scores, &self.estimates.cosines.values);
        // No multiple of what documents are laid out by.
        let one_of = (most / TELLING).max(ONE_OF) | 1;
        let rank = most / one_of * 3 / 2;
        if rank < ENOUGH_TO_TELL {
            return 0.0;
        }
        let runs = scores.chunks(RUN).zip(cosines.chunks(RUN)).enumerate().step_by(one_of);
        let some = runs.flat_map(|(run, (scores, cosines))| (run * RUN..).zip(scores.iter().zip(cosines)));
        let some = some.filter(|(doc, _)| self.allowed.contains(*doc));
        nth_highest(some.map(|(_, (score, cosine))| scale.of(*score, *cosine)), rank).unwrap_or_default()
    }

    /// The documents with the highest scores of those above `least`.
    fn top_above(&self, least: f32, scale: &Fusion, most: usize) -> Top {
        let blocks = self.lexical.peaks.len();
        let top_of = |blocks: Range<usize>| move || self.top_of(Top::above(most, least), scale, blocks);
        if blocks < WORTH_SHARING {
            return top_of(0..blocks)();
        }
        let (before, behind) = both(top_of(0..blocks / 2), top_of(blocks / 2..blocks));
        before.and(behind)
    }

    /// Offers some blocks of documents.
    fn top_of(&self, mut top: Top, scale: &Fusion, blocks: Range<usize>) -> Top {
        let mut fused = [0.0; PEAK];
        let scores = self.lexical.scores.as_chunks().0.iter().zip(self.estimates.cosines.values.as_chunks().0);
        let peaks = self.lexical.peaks.iter().zip(&self.estimates.cosines.peaks);
        let all = scores.zip(peaks).zip(self.allowed.words()).enumerate().take(blocks.end).skip(blocks.start);
        for (block, ((both, (most, nearest)), allowed)) in all {
            if *allowed != 0 && scale.of(most.score, *nearest) > top.least() {
                let above = scale.of_block(both, top.least(), &mut fused);
                top.offer_those(block * PEAK, above & allowed, &fused);
            }
        }
        top
    }
}
