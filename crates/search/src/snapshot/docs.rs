//! What is known of each document, in columns: documents are numbered from 0.

use std::sync::Arc;

use domain::{Day, PaperKey};
use embed::DIMS;

use crate::mask::Mask;
use crate::vectors::{Sketches, VectorFile};

/// The columns. All have the same length; deleted documents keep their place.
#[derive(Debug)]
pub(crate) struct Docs {
    /// The papers.
    pub keys: Vec<i64>,
    /// The days' numbers; `i32::MIN` where no day is known.
    pub days: Vec<i32>,
    /// Votes.
    pub votes: Vec<u32>,
    /// The fingerprints of the texts.
    pub text_hashes: Vec<u64>,
    /// Which have a code repository.
    pub code: Mask,
    /// Which are not deleted.
    pub alive: Mask,
    /// The vectors' sketches; that of the zero vector where there is none.
    pub sketches: Sketches,
    /// Where the vectors lie.
    pub places: Vec<Place>,
}

/// Where a document's vector lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which file; `u32::MAX` for a document without vector.
    pub file: u32,
    /// Which row of it.
    pub row: u32,
}

impl Place {
    /// Where the vector of a document lies that has none.
    pub(crate) const NOWHERE: Self = Self { file: u32::MAX, row: 0 };

    /// The int8 numbers there and what a step of them stands for.
    pub(crate) fn values(self, files: &[Arc<VectorFile>]) -> Option<(&[u8], f32)> {
        files.get(self.file as usize)?.values(self.row as usize)
    }
}

impl Docs {
    /// No documents, with room for `length`.
    pub(crate) fn with_capacity(length: usize) -> Self {
        Self {
            keys: Vec::with_capacity(length),
            days: Vec::with_capacity(length),
            votes: Vec::with_capacity(length),
            text_hashes: Vec::with_capacity(length),
            code: Mask::empty(length),
            alive: Mask::empty(length),
            sketches: Sketches::zero(length, DIMS),
            places: vec![Place::NOWHERE; length],
        }
    }

    /// How many there are, deleted ones included.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The paper of a document.
    pub(crate) fn key(&self, doc: usize) -> PaperKey {
        PaperKey(self.keys.get(doc).copied().unwrap_or_default())
    }

    /// The number of the day of a document; `i32::MIN` where none is known.
    pub(crate) fn day(&self, doc: usize) -> i32 {
        self.days.get(doc).copied().unwrap_or(i32::MIN)
    }

    /// The votes of a document.
    pub(crate) fn votes(&self, doc: usize) -> u32 {
        self.votes.get(doc).copied().unwrap_or_default()
    }

    /// The [fingerprint](crate::document::text_hash) of a document's text.
    #[expect(dead_code, reason = "what joins documents with the vectors of another model comes next")]
    pub(crate) fn text_hash(&self, doc: usize) -> u64 {
        self.text_hashes.get(doc).copied().unwrap_or_default()
    }

    /// Where the vector of a document lies.
    pub(crate) fn place(&self, doc: usize) -> Place {
        self.places.get(doc).copied().unwrap_or(Place::NOWHERE)
    }

    /// The number of a day as the column holds it: every [`Day`] fits.
    pub(crate) fn day_number(day: Day) -> i32 {
        i32::try_from(day.number()).unwrap_or(i32::MIN)
    }
}
