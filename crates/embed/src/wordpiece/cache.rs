//! The pieces of words that were split before. Half of all running words outside the vocabulary are the same few thousand.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::WordMap;

/// A thread forgets its words when it knows this many (about 1.5 MB).
const CAPACITY: usize = 16_384;

/// Words longer than this many bytes are not worth remembering.
const LONGEST: usize = 40;

thread_local! {
    static CACHE: RefCell<Pieces> = RefCell::default();
}

/// The pieces of words, for one vocabulary.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    identity: u64,
    words: WordMap<Vec<u32>>,
    /// The pieces of the last word that was too long to remember.
    last: Vec<u32>,
}

/// A number that no other vocabulary of this process has.
pub(super) fn new_identity() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Runs `work` with this thread's cache for the vocabulary of that identity.
pub(super) fn with<R>(identity: u64, work: impl FnOnce(&mut Pieces) -> R) -> R {
    CACHE.with(|cache| match cache.try_borrow_mut() {
        Ok(mut cache) => {
            cache.belong_to(identity);
            work(&mut cache)
        }
        // A callback that tokenizes again finds the cache taken, and does without.
        Err(_) => work(&mut Pieces { identity, ..Pieces::default() }),
    })
}

impl Pieces {
    fn belong_to(&mut self, identity: u64) {
        if self.identity != identity {
            self.words.clear();
            self.identity = identity;
        }
    }

    /// The pieces of a word seen before.
    pub(super) fn get(&self, word: &str) -> Option<&[u32]> {
        self.words.get(word).map(Vec::as_slice)
    }

    /// Remembers the pieces of a word, and gives them back.
    pub(super) fn insert(&mut self, word: &str, pieces: Vec<u32>) -> &[u32] {
        if word.len() > LONGEST {
            self.last = pieces;
            return &self.last;
        }
        if self.words.len() >= CAPACITY {
            self.words.clear();
        }
        self.words.insert(word, pieces)
    }
}
