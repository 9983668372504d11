//! Words: where they begin and end in a text, the form in which they are compared, and their stem.

mod analyzer;
mod split;
mod stop;

use std::borrow::Cow;
use std::cell::RefCell;

use embed::WordMap;
use frostem::{Algorithm, Stemmer};

pub(crate) use analyzer::{Analyzer, NAME};
pub(crate) use split::{fold_into, folded, words};
pub(crate) use stop::is_stop_word;

/// A thread forgets its stems when it knows this many (about 2 MB).
const CACHE_CAPACITY: usize = 32_768;

/// Words longer than this many bytes are no words: base64, hashes, runs of signs.
pub(crate) const LONGEST_WORD: usize = 64;

/// The stem of a folded word, by the English Snowball stemmer (<https://snowballstem.org/algorithms/english/stemmer.html>).
pub(crate) fn stem(word: &str) -> Cow<'_, str> {
    Stemmer::new(Algorithm::English).stem(word)
}

/// Runs `check` on the stem of a folded word; stems are remembered by each thread.
pub(crate) fn with_stem<R>(word: &str, check: impl FnOnce(&str) -> R) -> R {
    thread_local! {
        static STEMS: RefCell<WordMap<Box<str>>> = RefCell::default();
    }
    STEMS.with_borrow_mut(|stems| {
        if let Some(known) = stems.get(word) {
            return check(known);
        }
        if stems.len() >= CACHE_CAPACITY {
            stems.clear();
        }
        check(stems.insert(word, stem(word).into()))
    })
}
