//! Which letters words have, by which most are told to be no misspelling of what was typed, at a small part of the cost of their distance.

use super::columns::Strings;

/// Letters have a bit each: those of ASCII by their lower five bits, up to the 26th.
const LETTERS: u32 = (1 << 27) - 1;

/// Where the length stands, and what it is at most.
const LENGTH: u32 = 27;
const LONGEST: usize = 30;

/// In the place of the length: the word has other letters.
const OTHER: u32 = 31 << LENGTH;

/// The letters of a word, and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alphabet(u32);

impl Alphabet {
    /// Of a word.
    pub(super) fn of(word: &[u8]) -> Self {
        let (mut letters, mut is_other) = (0, false);
        for byte in word {
            let letter = byte & 31;
            is_other |= !byte.is_ascii() || letter > 26;
            letters |= 1 << letter;
        }
        if is_other {
            return Self(OTHER);
        }
        Self(letters | u32::try_from(word.len().min(LONGEST)).unwrap_or_default() << LENGTH)
    }

    /// Of each of some words.
    pub(super) fn of_all(words: Strings<'_>) -> Vec<Self> {
        (0..words.len()).map(|at| Self::of(words.bytes(at))).collect()
    }

    /// Whether so many errors cannot make `word` what was typed, which is this, or with `begun` a beginning of it: each brings in or takes
    /// away one letter at most.
    #[inline]
    pub(super) fn is_far(self, word: Self, (most, begun): (u8, bool)) -> bool {
        if self.0 >= OTHER || word.0 >= OTHER {
            return false;
        }
        let lacks = |other: u32, letters: u32| {
            let left = letters & !other & LETTERS;
            (0..most).fold(left, |left, _| left & left.wrapping_sub(1)) != 0
        };
        let short = (self.0 >> LENGTH) > (word.0 >> LENGTH) + u32::from(most);
        short || lacks(word.0, self.0) || !begun && lacks(self.0, word.0)
    }
}
