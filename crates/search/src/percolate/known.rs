//! What saved searches look up in the whole library, each thing once: thousands of them share their words.

use std::sync::{Arc, OnceLock};

use super::memo::Memo;
use crate::SearchError;
use crate::abbreviations::{Long, Short, each_shortened};
use crate::parse::QueryWord;
use crate::snapshot::Snapshot;

/// How many words are remembered of each kind: some 50 bytes each.
const WORDS: usize = 200_000;

/// How many beginnings and forms are remembered: they hold texts.
const FORMS: usize = 20_000;

/// The bits of a fingerprint that say whether a long form may be shortened by some paper: two megabytes for all of them.
const BITS: u32 = 24;

/// A library, and what was looked up in it.
pub(crate) struct Library {
    /// The library.
    pub snapshot: Arc<Snapshot>,
    /// What was looked up.
    pub known: Known,
}

/// What was looked up in a library. A snapshot never changes, so it stays true as long as this lives.
#[derive(Debug)]
pub(crate) struct Known {
    holding: Memo<u32>,
    corrections: Memo<Option<Box<str>>>,
    long_forms: Memo<Arc<[Long]>>,
    short_forms: Memo<Arc<[Short]>>,
    beginnings: Memo<Arc<[String]>>,
    /// Which fingerprints of long forms occur.
    shortened: OnceLock<Vec<u64>>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            holding: Memo::new(WORDS),
            corrections: Memo::new(WORDS),
            long_forms: Memo::new(WORDS),
            short_forms: Memo::new(FORMS),
            beginnings: Memo::new(FORMS),
            shortened: OnceLock::new(),
        }
    }
}

impl Known {
    /// How many papers hold a word.
    pub(crate) fn holding(
        &self,
        word: &QueryWord,
        count: impl FnOnce() -> Result<u32, SearchError>,
    ) -> Result<u32, SearchError> {
        self.holding.get(&format!("{} {}", word.stem, word.folded), count)
    }

    /// What should have been typed.
    pub(crate) fn correction(
        &self,
        typed: &str,
        unknown: bool,
        look: impl FnOnce() -> Result<Option<String>, SearchError>,
    ) -> Result<Option<String>, SearchError> {
        let look = || Ok(look()?.map(String::into_boxed_str));
        let found: Result<_, SearchError> = self.corrections.get(&format!("{unknown} {typed}"), look);
        Ok(found?.map(String::from))
    }

    /// What a short form stands for.
    pub(crate) fn long_forms(
        &self,
        short: &str,
        look: impl FnOnce() -> Result<Arc<[Long]>, SearchError>,
    ) -> Result<Arc<[Long]>, SearchError> {
        self.long_forms.get(short, look)
    }

    /// What a long form is shortened to.
    pub(crate) fn short_forms(
        &self,
        long: &str,
        look: impl FnOnce() -> Result<Arc<[Short]>, SearchError>,
    ) -> Result<Arc<[Short]>, SearchError> {
        self.short_forms.get(long, look)
    }

    /// Whether some paper may shorten the long form of this term: `false` is certain. Of a query each run of words is looked up, and nearly none
    /// is there.
    pub(crate) fn may_be_shortened(&self, library: &Snapshot, term: &str) -> Result<bool, SearchError> {
        if self.shortened.get().is_none() {
            let mut bits = vec![0_u64; 1 << (BITS - 6)];
            each_shortened(library, |term| {
                let (word, bit) = place(term);
                bits.get_mut(word).into_iter().for_each(|bits| *bits |= bit);
            })?;
            self.shortened.get_or_init(|| bits);
        }
        let (word, bit) = place(term);
        Ok(self.shortened.get().and_then(|bits| bits.get(word)).is_some_and(|bits| bits & bit != 0))
    }

    /// The stems of words that begin so.
    pub(crate) fn stems(
        &self,
        begun: &str,
        look: impl FnOnce() -> Result<Arc<[String]>, SearchError>,
    ) -> Result<Arc<[String]>, SearchError> {
        self.beginnings.get(&format!("stems {begun}"), look)
    }

    /// The most frequent words that begin so.
    pub(crate) fn frequent(
        &self,
        (begun, most): (&str, usize),
        look: impl FnOnce() -> Result<Arc<[String]>, SearchError>,
    ) -> Result<Arc<[String]>, SearchError> {
        self.beginnings.get(&format!("{most} {begun}"), look)
    }
}

/// Where the bit of a term stands.
fn place(term: &str) -> (usize, u64) {
    let hash = xxhash_rust::xxh3::xxh3_64(term.as_bytes());
    let bit = usize::try_from(hash >> (64 - BITS)).unwrap_or_default();
    (bit / 64, 1 << (bit % 64))
}
