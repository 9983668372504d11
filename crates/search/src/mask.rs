//! A set of documents as bits.

/// A set of numbers below a fixed length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mask {
    words: Vec<u64>,
}

impl Mask {
    /// The empty set of numbers below `length`.
    pub(crate) fn empty(length: usize) -> Self {
        Self { words: vec![0; length.div_ceil(64)] }
    }

    /// The bits: number `i` is bit `i % 64` of word `i / 64`.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Adds a number; one behind the end is left out.
    pub(crate) fn insert(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Adds all of `other`, each moved up by `base`, a multiple of 64; what comes behind the end is left out.
    pub(crate) fn put(&mut self, base: usize, other: &Self) {
        self.words.iter_mut().skip(base / 64).zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Adds the places from `base` on, a multiple of 64, of what is `wanted`.
    pub(crate) fn put_where<T>(&mut self, base: usize, column: &[T], wanted: impl Fn(&T) -> bool) {
        for (word, values) in self.words.iter_mut().skip(base / 64).zip(column.chunks(64)) {
            let mut flags = [0_u8; 64];
            flags.iter_mut().zip(values).for_each(|(flag, value)| *flag = u8::from(wanted(value)));
            let eights = flags.as_chunks::<8>().0.iter();
            *word |= eights.rev().fold(0, |bits, eight| bits << 8 | packed(*eight));
        }
    }

    /// Whether the number is in the set.
    pub(crate) fn contains(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Keeps what is also in `other`.
    pub(crate) fn intersect(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Adds what is in `other`.
    pub(crate) fn unite(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Takes out a number.
    pub(crate) fn remove(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    /// Takes out what is in `other`.
    pub(crate) fn subtract(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    /// Keeps the numbers for which `keep` is true.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        for (at, word) in self.words.iter_mut().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros() as usize;
                if !keep(at * 64 + bit) {
                    *word &= !(1 << bit);
                }
                rest &= rest - 1;
            }
        }
    }

    /// How many numbers are in it.
    pub(crate) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The numbers in rising order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            std::iter::successors(Some(*word), |rest| Some(rest & rest.wrapping_sub(1)))
                .take_while(|rest| *rest != 0)
                .map(move |rest| at * 64 + rest.trailing_zeros() as usize)
        })
    }
}

/// Eight bytes of 0 or 1 as bits. One multiplication moves each to its place in the highest byte: where the bytes were looked at one
/// after another, each would wait for the one before.
fn packed(flags: [u8; 8]) -> u64 {
    u64::from_le_bytes(flags).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn sets_stand_behind_one_another(a in prop::collection::btree_set(0_usize..64, 0..30), b in prop::collection::btree_set(0_usize..90, 0..30)) {
            let (mut both, mut second) = (Mask::empty(140), Mask::empty(90));
            for number in &a {
                both.insert(*number);
            }
            for number in &b {
                second.insert(*number);
            }
            both.put(64, &second);
            let expected = a.iter().copied().chain(b.iter().map(|number| number + 64));
            prop_assert!(both.iter().eq(expected));
        }

        #[test]
        fn takes_what_a_column_tells(column in prop::collection::vec(0_u8..4, 0..200), block in 0_usize..3) {
            let mut mask = Mask::empty(400);
            mask.put_where(64 * block, &column, |value| *value == 3);
            let expected = column.iter().enumerate().filter(|(_, value)| **value == 3).map(|(at, _)| 64 * block + at);
            prop_assert!(mask.iter().eq(expected));
        }

        #[test]
        fn behaves_like_a_set(a in prop::collection::btree_set(0_usize..300, 0..80), b in prop::collection::btree_set(0_usize..300, 0..80)) {
            let mask = |set: &BTreeSet<usize>| {
                let mut mask = Mask::empty(300);
                for number in set {
                    mask.insert(*number);
                }
                mask
            };
            let (mut both, mut less, mut even, mut either) = (mask(&a), mask(&a), mask(&a), mask(&a));
            either.unite(&mask(&b));
            prop_assert!(either.iter().eq(a.union(&b).copied()));
            for number in &b {
                either.remove(*number);
            }
            prop_assert!(either.iter().eq(a.difference(&b).copied()));
            both.intersect(&mask(&b));
            less.subtract(&mask(&b));
            even.retain(|n| n % 2 == 0);
            prop_assert!(both.iter().eq(a.intersection(&b).copied()));
            prop_assert!(less.iter().eq(a.difference(&b).copied()));
            prop_assert!(even.iter().eq(a.iter().copied().filter(|n| n % 2 == 0)));
            prop_assert!((0..400).all(|n| mask(&a).contains(n) == a.contains(&n)));
        }
    }
}
