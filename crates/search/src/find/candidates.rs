//! Choosing the documents that are worth an exact score.

use std::cmp::Ordering;

use crate::mask::Mask;
use crate::simd::PEAK;
use crate::together::both;
use crate::vectors::Cosines;

/// A document with its parts of the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    /// The document.
    pub doc: usize,
    /// From words.
    pub lexical: f32,
    /// From meaning.
    pub semantic: f32,
    /// For its title.
    pub title: f32,
    /// From the papers near it: below 0 where these answer worse.
    pub neighbours: f32,
    /// For its age, where recent papers are asked for.
    pub recency: f32,
    /// For the works that cite it.
    pub cited: f32,
}

impl Scored {
    /// The whole score.
    pub(super) fn total(&self) -> f32 {
        self.relevance() + self.recency + self.cited
    }

    /// The score without what age and citations give: what the paper's relevance is told by.
    pub(super) fn relevance(&self) -> f32 {
        self.lexical + self.semantic + self.title + self.neighbours
    }
}

/// The fewest documents that are scored exactly before it is asked whether they are enough.
const FIRST_BATCH: usize = 256;

/// From so many documents on, two threads score half of them each exactly.
const WORTH_SHARING: usize = 128;

/// How many documents before it is scored exactly what is read of a document is fetched.
const AHEAD: usize = 12;

/// Keeps the documents with the highest scores above 0 out of many.
#[derive(Debug)]
pub(super) struct Top {
    capacity: usize,
    least: f32,
    /// In the order in which they were offered.
    found: Vec<(f32, u32)>,
}

impl Top {
    /// Keeps `capacity` documents.
    pub(super) fn new(capacity: usize) -> Self {
        let capacity = capacity.max(1);
        Self { capacity, least: 0.0, found: Vec::with_capacity(capacity.min(1 << 16) * 2) }
    }

    /// The same where only scores above `least` are of interest.
    pub(super) fn above(capacity: usize, least: f32) -> Self {
        Self { least: least.max(0.0), ..Self::new(capacity) }
    }

    /// Whether it has as many documents as it keeps.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= self.capacity
    }

    /// Takes all documents into account, as far as they are allowed.
    pub(super) fn offer_all(&mut self, cosines: &Cosines, allowed: &Mask) {
        for (block, (cosines, peak)) in cosines.values.chunks(PEAK).zip(&cosines.peaks).enumerate() {
            if *peak > self.least {
                self.offer_block(block * PEAK, cosines, allowed);
            }
        }
    }

    /// Takes the documents from `first` on into account, as far as they are allowed.
    pub(super) fn offer_block(&mut self, first: usize, scores: &[f32], allowed: &Mask) {
        for (doc, score) in (first..).zip(scores) {
            if *score > self.least && allowed.contains(doc) {
                self.offer(doc, *score);
            }
        }
    }

    /// Takes those of the [`PEAK`] documents from `first` on into account that are marked: document `i` of them by bit `i`.
    pub(super) fn offer_those(&mut self, first: usize, mut marked: u64, scores: &[f32; PEAK]) {
        while marked != 0 {
            let at = marked.trailing_zeros() as usize;
            if let Some(score) = scores.get(at) {
                self.offer(first + at, *score);
            }
            marked &= marked - 1;
        }
    }

    /// Takes those of another into account, which was offered documents behind all of these.
    pub(super) fn and(mut self, Self { mut found, least, .. }: Self) -> Self {
        self.found.append(&mut found);
        self.least = self.least.max(least);
        self.shrink();
        self
    }

    /// Takes the kept documents, the highest scores first, in batches that grow; `exact` gives what each is really worth, and is asked in
    /// the order of the offers within a batch, in which the files are laid out, some time after `fetch`. Leaves out documents that cannot come
    /// among the `enough` best: where even `slack` more than their score would not do.
    pub(super) fn falling<T: Send>(
        mut self,
        (enough, slack): (usize, f32),
        (fetch, exact): (impl Fn(usize) + Sync, impl Fn(usize) -> T + Sync),
        worth: impl Fn(&T) -> f32,
    ) -> Vec<T> {
        self.shrink();
        let (mut found, mut rest, mut batch) = (Vec::new(), self.found, enough.max(FIRST_BATCH));
        while let Some(last) = nth(&rest, batch.min(rest.len())) {
            let best = rest.extract_if(.., |one| higher(*one, last).is_le());
            let documents: Vec<usize> = best.map(|(_, doc)| doc as usize).collect();
            found.extend(each_exactly(&documents, &fetch, &exact));
            let least = nth_highest(found.iter().map(&worth), enough).unwrap_or(f32::NEG_INFINITY);
            rest.retain(|(score, _)| score + slack >= least);
            batch = batch.saturating_mul(2);
        }
        found
    }

    /// Scores up to this are too low.
    pub(super) fn least(&self) -> f32 {
        self.least
    }

    /// Takes a document into account.
    #[inline]
    fn offer(&mut self, doc: usize, score: f32) {
        if score > self.least {
            self.found.push((score, u32::try_from(doc).unwrap_or(u32::MAX)));
            if self.found.len() >= self.capacity.saturating_mul(2) {
                self.shrink();
            }
        }
    }

    /// The kept documents, in the order in which they were offered.
    pub(super) fn into_docs(mut self) -> Vec<usize> {
        self.shrink();
        self.found.into_iter().map(|(_, doc)| doc as usize).collect()
    }

    /// The kept documents, the highest scores first: whatever the capacity, the same ones stand first.
    pub(super) fn into_ranked(mut self) -> Vec<usize> {
        self.shrink();
        self.found.sort_unstable_by(|a, b| higher(*a, *b));
        self.found.into_iter().map(|(_, doc)| doc as usize).collect()
    }

    fn shrink(&mut self) {
        if self.found.len() > self.capacity
            && let Some(last) = nth(&self.found, self.capacity)
        {
            self.least = last.0;
            self.found.retain(|one| higher(*one, last).is_le());
        }
    }
}

/// What each of some documents is really worth, in their order; on several threads where that is worth it. What is read of each is fetched
/// some time before.
pub(super) fn each_exactly<T: Send>(
    documents: &[usize],
    fetch: &(impl Fn(usize) + Sync),
    exact: &(impl Fn(usize) -> T + Sync),
) -> Vec<T> {
    if documents.len() >= WORTH_SHARING {
        let (before, behind) = documents.split_at(documents.len() / 2);
        let share = |documents| move || each_exactly(documents, fetch, exact);
        let (mut found, others) = both(share(before), share(behind));
        found.extend(others);
        return found;
    }
    documents.iter().take(AHEAD).for_each(|doc| fetch(*doc));
    let ahead = documents.iter().skip(AHEAD).map(Some).chain(std::iter::repeat(None));
    let exactly = |(doc, ahead): (&usize, Option<&usize>)| {
        if let Some(ahead) = ahead {
            fetch(*ahead);
        }
        exact(*doc)
    };
    documents.iter().zip(ahead).map(exactly).collect()
}

/// The `n`th of some documents with their scores, from 1, which stay in their order: to sort those that are kept anew would take longer.
fn nth(documents: &[(f32, u32)], n: usize) -> Option<(f32, u32)> {
    let last = n.checked_sub(1).filter(|last| *last < documents.len())?;
    let mut ordered = documents.to_vec();
    let (_, nth, _) = ordered.select_nth_unstable_by(last, |a, b| higher(*a, *b));
    Some(*nth)
}

/// Orders documents with their scores: the higher one first, among equals the one that was offered first, as these come in rising order.
fn higher(a: (f32, u32), b: (f32, u32)) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

/// The `n`th highest of some numbers, from 1; `None` where there are fewer.
pub(super) fn nth_highest(numbers: impl Iterator<Item = f32>, n: usize) -> Option<f32> {
    let mut numbers: Vec<f32> = numbers.collect();
    if n == 0 || numbers.len() < n {
        return None;
    }
    let (_, nth, _) = numbers.select_nth_unstable_by(n - 1, |a, b| b.total_cmp(a));
    Some(*nth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn many_are_scored_in_their_order_too() {
        let documents: Vec<usize> = (0..5_001).map(|doc| doc * 3).collect();
        let expected: Vec<usize> = (0..5_001).map(|doc| doc * 6).collect();
        let all = || each_exactly(&documents, &|_| (), &|doc| doc * 2);
        assert_eq!(all(), expected, "by one thread");
        assert_eq!(rayon::scope(|_| all()), expected, "by those of a pool");
    }

    proptest! {
        #[test]
        fn no_document_is_missed_whose_estimate_is_within_the_slack(
            scores in prop::collection::vec((0_u16..1000, -50_i16..=50), 1..3000), enough in 1_usize..40,
        ) {
            let exact = |doc: usize| f32::from(scores[doc].0) + 100.0;
            let estimates: Vec<f32> = scores.iter().enumerate().map(|(doc, (_, error))| exact(doc) + f32::from(*error)).collect();
            let mut allowed = Mask::empty(scores.len());
            (0..scores.len()).for_each(|doc| allowed.insert(doc));
            let mut top = Top::new(scores.len());
            top.offer_block(0, &estimates, &allowed);
            let mut found = top.falling((enough, 50.5), (|_| (), exact), |exact| *exact);
            found.sort_unstable_by(|a, b| b.total_cmp(a));
            let mut all: Vec<f32> = (0..scores.len()).map(exact).collect();
            all.sort_unstable_by(|a, b| b.total_cmp(a));
            all.truncate(enough);
            prop_assert_eq!(&found[..enough.min(found.len())], &all[..]);
        }

        #[test]
        fn keeps_the_highest_of_what_is_allowed(
            scores in prop::collection::vec((0_u16..1000, any::<bool>()), 1..400),
            (capacity, cut) in (1_usize..50, 0_usize..400),
        ) {
            let mut allowed = Mask::empty(scores.len());
            for (doc, _) in scores.iter().enumerate().filter(|(_, (_, allowed))| *allowed) {
                allowed.insert(doc);
            }
            let values: Vec<f32> = scores.iter().map(|(score, _)| f32::from(*score)).collect();
            let mut top = Top::new(capacity);
            let peaks = values.chunks(PEAK).map(|values| values.iter().copied().fold(0.0, f32::max)).collect();
            top.offer_all(&Cosines { values: values.clone(), peaks }, &allowed);
            // In two parts come the same ones, of equals too.
            let (before, behind) = values.split_at(cut.min(values.len()));
            let mut parts = [Top::new(capacity), Top::new(capacity)];
            parts[0].offer_block(0, before, &allowed);
            parts[1].offer_block(before.len(), behind, &allowed);
            let [before, behind] = parts;
            let (mut kept, mut kept_in_parts) = (top.into_docs(), before.and(behind).into_docs());
            kept.sort_unstable();
            kept_in_parts.sort_unstable();
            prop_assert_eq!(&kept, &kept_in_parts);
            // So do they where enough of them lie above a bound that is known before.
            let mut bounded = Top::above(capacity, 300.0);
            bounded.offer_block(0, &values, &allowed);
            if bounded.is_full() {
                let mut kept_above = bounded.into_docs();
                kept_above.sort_unstable();
                prop_assert_eq!(&kept, &kept_above);
            }
            let mut kept: Vec<u16> = kept.into_iter().map(|doc| scores[doc].0).collect();
            let mut all: Vec<u16> = scores.iter().filter(|(score, fits)| *fits && *score > 0).map(|(s, _)| *s).collect();
            all.sort_unstable_by(|a, b| b.cmp(a));
            all.truncate(capacity);
            kept.sort_unstable_by(|a, b| b.cmp(a));
            prop_assert_eq!(kept, all);
        }
    }
}
