//! Going through a posting list in steps.

use std::ops::Range;
use std::sync::Arc;

use tantivy::postings::BlockSegmentPostings;

/// A posting list and how far it was read.
pub(crate) struct Cursor {
    /// The field whose list it is.
    pub field: usize,
    /// What an occurrence counts, as a share of one of the word itself; `None` for the word itself.
    pub also: Option<f32>,
    postings: BlockSegmentPostings,
    /// The next posting within the present block.
    at: usize,
}

impl Cursor {
    /// A list from its beginning.
    pub(crate) fn new(field: usize, postings: BlockSegmentPostings) -> Self {
        Self { field, also: None, postings, at: 0 }
    }

    /// The list of a word that says the same, from its beginning.
    pub(crate) fn also(field: usize, postings: BlockSegmentPostings, factor: f32) -> Self {
        Self { field, also: Some(factor), postings, at: 0 }
    }

    /// Calls `each` with the documents of a range and their frequencies. Blocks that end before it are not
    /// decoded. Steps must go forwards.
    #[inline]
    pub(crate) fn each(&mut self, Range { start, end }: Range<u32>, mut each: impl FnMut(u32, u32)) {
        if self.postings.docs().last().is_some_and(|last| *last < start) {
            self.at = self.postings.seek(start);
        }
        loop {
            let (all, freqs) = (self.postings.docs(), self.postings.freqs());
            let left = all.get(self.at..).unwrap_or_default();
            let from = self.at + if left.first() < Some(&start) { left.partition_point(|doc| *doc < start) } else { 0 };
            let to = if all.last() < Some(&end) { all.len() } else { self.at + left.partition_point(|doc| *doc < end) };
            let step = all.get(from..to).unwrap_or_default().iter().zip(freqs.get(from..to).unwrap_or_default());
            step.for_each(|(doc, frequency)| each(*doc, *frequency));
            self.at = to;
            if all.is_empty() || to < all.len() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// The documents with a phrase that says the same as a word, and how far they were read.
pub(crate) struct PhraseCursor {
    /// The field that holds it.
    pub field: usize,
    /// What an occurrence counts, as a share of one of the word itself.
    pub factor: f32,
    docs: Arc<[u32]>,
    at: usize,
}

impl PhraseCursor {
    /// The documents, in rising order, from the first.
    pub(crate) fn new(field: usize, docs: Arc<[u32]>, factor: f32) -> Self {
        Self { field, factor, docs, at: 0 }
    }

    /// Calls `each` with the documents of a range. Steps must go forwards.
    pub(crate) fn each(&mut self, range: Range<u32>, each: impl FnMut(u32)) {
        let left = self.docs.get(self.at..).unwrap_or_default();
        let from = left.partition_point(|doc| *doc < range.start);
        let to = left.partition_point(|doc| *doc < range.end);
        left.get(from..to).unwrap_or_default().iter().copied().for_each(each);
        self.at += to;
    }
}
