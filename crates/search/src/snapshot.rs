//! One published state of the index: immutable, shared by all who read it.

mod build;
mod docs;

use std::sync::Arc;

use domain::PaperKey;
use rustc_hash::FxHashMap;
use tantivy::index::InvertedIndexReader;

use crate::commit::Commit;
use crate::schema::Fields;
use crate::vectors::VectorFile;

pub(crate) use docs::Docs;

/// The fields in which words are looked up, in this order.
pub(crate) const TEXT_FIELDS: usize = 4;

/// One published state of the index.
pub struct Snapshot {
    commit: Commit,
    pub(crate) fields: Fields,
    pub(crate) segments: Vec<Segment>,
    files: Vec<Arc<VectorFile>>,
    pub(crate) docs: Docs,
    pub(crate) texts: [TextField; TEXT_FIELDS],
    /// From a paper's key to its document.
    by_key: FxHashMap<i64, u32>,
}

/// A part of the lexical index. Documents are numbered through all parts.
pub(crate) struct Segment {
    /// The number of its first document.
    pub base: u32,
    /// Its reader.
    pub reader: tantivy::SegmentReader,
    /// The dictionaries and postings of the text fields.
    pub texts: [Arc<InvertedIndexReader>; TEXT_FIELDS],
}

/// The lengths of a field's texts.
#[derive(Debug, Default)]
pub(crate) struct TextField {
    /// The length in words of each document's text, as one of tantivy's 256 steps.
    pub lengths: Vec<u8>,
    /// The mean length in words.
    pub average: f32,
}

impl Snapshot {
    /// How many papers it holds.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// The position in the change log up to which it holds every change.
    pub fn cursor(&self) -> i64 {
        self.commit.cursor
    }

    /// Whether it holds the paper.
    pub fn holds(&self, key: PaperKey) -> bool {
        self.by_key.contains_key(&key.0)
    }

    /// The commit of which it is.
    pub(crate) fn commit(&self) -> &Commit {
        &self.commit
    }

    /// The open files of vectors, in the commit's order.
    pub(crate) fn files(&self) -> &[Arc<VectorFile>] {
        &self.files
    }

    /// The int8 numbers of a document's vector, as bytes, and what a step of them stands for; `None` where it has none.
    pub(crate) fn vector(&self, doc: usize) -> Option<(&[u8], f32)> {
        self.docs.place(doc).values(&self.files)
    }

    /// The document of a paper.
    pub(crate) fn document(&self, key: PaperKey) -> Option<usize> {
        self.by_key.get(&key.0).map(|doc| *doc as usize)
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("papers", &self.len()).field("commit", &self.commit).finish_non_exhaustive()
    }
}
