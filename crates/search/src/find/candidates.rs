//! Choosing the documents that are worth an exact score.

use crate::mask::Mask;

/// How many documents are looked at together: most blocks hold nothing of interest, and are passed over without a branch.
pub(super) const BLOCK: usize = 64;

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
}

impl Scored {
    /// The whole score.
    pub(super) fn total(&self) -> f32 {
        self.lexical + self.semantic + self.title
    }
}

/// The highest value of an allowed document; 0 where none is higher.
pub(super) fn highest(values: &[f32], allowed: &Mask) -> f32 {
    let mut highest = 0.0;
    for (block, values) in values.chunks(BLOCK).enumerate() {
        if some(values, |value| value > highest) {
            for (doc, value) in (block * BLOCK..).zip(values) {
                if *value > highest && allowed.contains(doc) {
                    highest = *value;
                }
            }
        }
    }
    highest
}

/// Whether one of the values is as wanted; looks at all of them, so that the compiler can do it side by side.
pub(super) fn some(values: &[f32], wanted: impl Fn(f32) -> bool) -> bool {
    values.iter().fold(false, |any, value| any | wanted(*value))
}

/// Keeps the documents with the highest scores above 0 out of many.
#[derive(Debug)]
pub(super) struct Top {
    capacity: usize,
    least: f32,
    found: Vec<(f32, u32)>,
}

impl Top {
    /// Keeps `capacity` documents.
    pub(super) fn new(capacity: usize) -> Self {
        let capacity = capacity.max(1);
        Self { capacity, least: 0.0, found: Vec::with_capacity(capacity.min(1 << 16) * 2) }
    }

    /// Takes the documents from `first` on into account, as far as they are allowed.
    pub(super) fn offer_all(&mut self, first: usize, scores: &[f32], allowed: &Mask) {
        for (block, scores) in scores.chunks(BLOCK).enumerate() {
            if some(scores, |score| score > self.least) {
                for (doc, score) in (first + block * BLOCK..).zip(scores) {
                    if *score > self.least && allowed.contains(doc) {
                        self.offer(doc, *score);
                    }
                }
            }
        }
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

    /// The kept documents, in no order.
    pub(super) fn into_docs(mut self) -> Vec<usize> {
        self.shrink();
        self.found.into_iter().map(|(_, doc)| doc as usize).collect()
    }

    fn shrink(&mut self) {
        if self.found.len() > self.capacity {
            let (_, last, _) = self.found.select_nth_unstable_by(self.capacity - 1, |a, b| b.0.total_cmp(&a.0));
            self.least = last.0;
            self.found.truncate(self.capacity);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keeps_the_highest_of_what_is_allowed(
            scores in prop::collection::vec((0_u16..1000, any::<bool>()), 1..400),
            capacity in 1_usize..50,
        ) {
            let mut allowed = Mask::empty(scores.len());
            for (doc, _) in scores.iter().enumerate().filter(|(_, (_, allowed))| *allowed) {
                allowed.insert(doc);
            }
            let values: Vec<f32> = scores.iter().map(|(score, _)| f32::from(*score)).collect();
            let mut top = Top::new(capacity);
            top.offer_all(0, &values, &allowed);
            let mut kept: Vec<u16> = top.into_docs().into_iter().map(|doc| scores[doc].0).collect();
            let mut all: Vec<u16> = scores.iter().filter(|(score, fits)| *fits && *score > 0).map(|(s, _)| *s).collect();
            all.sort_unstable_by(|a, b| b.cmp(a));
            prop_assert!((highest(&values, &allowed) - f32::from(all.first().copied().unwrap_or(0))).abs() < f32::EPSILON);
            all.truncate(capacity);
            kept.sort_unstable_by(|a, b| b.cmp(a));
            prop_assert_eq!(kept, all);
        }
    }
}
