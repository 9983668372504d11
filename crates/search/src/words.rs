//! Words: where they begin and end in a text, the form in which they are compared, and their stem.

mod analyzer;
mod cjk;
mod compound;
mod fold;
mod pieces;
mod split;
mod stop;

use std::borrow::Cow;
use std::cell::RefCell;

use embed::WordMap;
use frostem::{Algorithm, Stemmer};

pub(crate) use analyzer::{Analyzer, NAME};
pub(crate) use cjk::is_cjk;
pub(crate) use fold::{fold_into, folded};
pub(crate) use pieces::{Kind, Pieces};
pub(crate) use split::words;
pub(crate) use stop::is_stop_word;

/// A thread forgets its stems when it knows this many (about 2 MB).
const CACHE_CAPACITY: usize = 32_768;

/// Words longer than this many bytes are no words: base64, hashes, runs of signs.
pub(crate) const LONGEST_WORD: usize = 64;

/// The stem of a folded word, by the English Snowball stemmer (<https://snowballstem.org/algorithms/english/stemmer.html>). It leaves the
/// plural of initials, which have no vowel (`cnns`): that is taken away here.
pub(crate) fn stem(word: &str) -> Cow<'_, str> {
    match word.strip_suffix('s').filter(|initials| initials.len() >= 3 && initials.bytes().all(is_consonant)) {
        Some(initials) => Cow::Borrowed(initials),
        None => Stemmer::new(Algorithm::English).stem(word),
    }
}

/// Whether it is a small letter that is no vowel. A word in double `s` keeps both.
fn is_consonant(byte: u8) -> bool {
    byte.is_ascii_lowercase() && !matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b's')
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
