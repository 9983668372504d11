//! What a word that was typed can stand for in a file.

use std::ops::Range;

use super::columns::small;
use super::file::ShelfView;
use super::similar::{LONGEST, similar};
use crate::seek::first_not;

/// At most so many similar words, or beginnings of words, are tried in the place of one.
const MOST_SIMILAR: usize = 6;

/// Words of fewer letters are not corrected.
const SHORTEST: usize = 4;

/// Words of so many letters may have two errors.
const LONG: usize = 8;

/// A word that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Folded.
    pub text: String,
    /// Whether more may follow.
    pub begun: bool,
    /// Words that differ by so many typing errors count too; two in long words only.
    pub errors: u8,
}

/// What a word of a file can be: the word that was typed, or those that begin so, and similar ones.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    pub exact: Range<u32>,
    /// Whether the first of these is just what was typed.
    pub whole: bool,
    similar: Vec<Range<u32>>,
}

impl Meant {
    /// Looks up a word.
    pub(super) fn of(view: ShelfView<'_>, token: &Token) -> Self {
        let (words, typed) = (view.words, token.text.as_bytes());
        let start = first_not(words.len(), |at| words.bytes(at) < typed);
        let whole = words.bytes(start) == typed && start < words.len();
        let end = if token.begun {
            words.first_not(start, |word| word.starts_with(typed))
        } else {
            start + usize::from(whole)
        };
        let exact = small(start)..small(end);
        let similar = if token.errors > 0 { others(view, token, &exact) } else { Vec::new() };
        Self { exact, whole, similar }
    }

    /// Whether a word is one of those meant: `Some(true)` where it is another than typed.
    #[inline]
    pub(super) fn is(&self, word: u32) -> Option<bool> {
        if self.exact.contains(&word) {
            return Some(false);
        }
        self.similar.iter().any(|range| range.contains(&word)).then_some(true)
    }

    /// How many texts hold one of these words, at least about.
    pub(super) fn texts(&self, view: ShelfView<'_>) -> usize {
        self.ranges().map(|range| view.postings.span(range.clone()).len()).sum()
    }

    /// All of these words.
    pub(super) fn ranges(&self) -> impl Iterator<Item = &Range<u32>> {
        [&self.exact].into_iter().chain(&self.similar).filter(|range| !range.is_empty())
    }
}

/// The similar words that most texts hold. What has digits is a model or a formula, and spelled as it is meant.
fn others(view: ShelfView<'_>, token: &Token, exact: &Range<u32>) -> Vec<Range<u32>> {
    let letters = token.text.chars().count();
    if !(SHORTEST..=LONGEST).contains(&letters) || !token.text.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let most = if letters >= LONG { token.errors } else { token.errors.min(1) };
    let mut found = similar((view.words, view.alphabets), (&token.text, token.begun), most);
    found.retain(|range| !range.is_empty() && !exact.contains(&range.start));
    found.sort_by_cached_key(|range| std::cmp::Reverse(view.postings.span(range.clone()).len()));
    found.truncate(MOST_SIMILAR);
    found
}
