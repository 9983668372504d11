//! A segment of the lexical index as a snapshot sees it: what never changes, and which of its documents live.

use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::TEXT_FIELDS;
use super::columns::{Columns, Total};
use super::join::Joined;
use crate::SearchError;
use crate::lexical::{Counts, Phrases, Rows};
use crate::mask::Mask;
use crate::schema::Fields;
use crate::vectors::{Kind, VectorFile};

/// A part of the lexical index. Documents are numbered through all parts.
#[derive(Clone)]
pub(crate) struct Segment {
    /// The number of its first document, a multiple of 64.
    pub base: u32,
    /// Its reader.
    pub reader: SegmentReader,
    /// What is known of its documents.
    pub columns: Arc<Columns>,
    /// Their vectors.
    pub joined: Arc<Joined>,
    /// Which of them are not deleted.
    pub alive: Arc<Mask>,
    /// How many of the living hold a word.
    pub counts: Arc<Counts>,
    /// Which hold a phrase.
    pub phrases: Arc<Phrases>,
    /// How often words that are asked for stand in abstracts.
    pub rows: Arc<Rows>,
    /// The text fields, in their order.
    pub text_fields: [Field; TEXT_FIELDS],
    /// How much text the deleted ones have.
    dead: [Total; TEXT_FIELDS],
}

/// How many documents a segment has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    /// That are there.
    pub living: u64,
    /// That were deleted, or written anew elsewhere, and take up room.
    pub gone: u64,
}

impl Segment {
    /// Opens a segment of the last commit.
    pub(super) fn open(
        segment: &tantivy::Segment,
        fields: &Fields,
        (files, kind): (&[Arc<VectorFile>], Kind),
    ) -> Result<Self, SearchError> {
        let reader = SegmentReader::open(segment)?;
        let columns = Arc::new(Columns::read(&reader, fields)?);
        let alive = Arc::new(alive(&reader));
        let joined = Arc::new(Joined::new((&columns.keys, &alive), files, kind));
        let dead = dead(&columns, &alive);
        let (counts, phrases, rows) = (Arc::default(), Arc::default(), Arc::default());
        let text_fields = fields.texts();
        Ok(Self { base: 0, reader, columns, joined, alive, counts, phrases, rows, text_fields, dead })
    }

    /// The segment in a later commit, in which more of its documents may be deleted.
    pub(super) fn later(&self, segment: &tantivy::Segment, files: &[Arc<VectorFile>]) -> Result<Self, SearchError> {
        let mut later = self.clone();
        if segment.meta().delete_opstamp() != self.reader.delete_opstamp() {
            later.reader = SegmentReader::open(segment)?;
            later.alive = Arc::new(alive(&later.reader));
            later.dead = dead(&later.columns, &later.alive);
            later.counts = Arc::default();
        }
        later.joined = self.joined.in_files((&self.columns.keys, &later.alive), files);
        Ok(later)
    }

    /// Its name.
    pub(crate) fn id(&self) -> SegmentId {
        self.reader.segment_id()
    }

    /// How many documents it has.
    pub(crate) fn size(&self) -> Size {
        let [living, gone] = [self.reader.num_docs(), self.reader.num_deleted_docs()].map(u64::from);
        Size { living, gone }
    }

    /// How much text its living documents have in each field.
    pub(super) fn totals(&self) -> [Total; TEXT_FIELDS] {
        let all = self.columns.lengths.each_ref().map(|lengths| lengths.total);
        std::array::from_fn(|field| {
            let of = |totals: &[Total; TEXT_FIELDS]| totals.get(field).copied().unwrap_or_default();
            of(&all).minus(of(&self.dead))
        })
    }

    /// The living document of a paper, as the snapshot numbers them. A term that cannot be read counts as none.
    pub(super) fn document(&self, key_field: Field, key: i64) -> Option<usize> {
        let (lowest, highest) = self.columns.range;
        if key < lowest || key > highest {
            return None;
        }
        let term = Term::from_field_i64(key_field, key);
        let terms = &self.columns.key_terms;
        let mut found = terms.read_postings(&term, IndexRecordOption::Basic).ok()??;
        while found.doc() != TERMINATED {
            if self.alive.contains(found.doc() as usize) {
                return Some((self.base + found.doc()) as usize);
            }
            found.advance();
        }
        None
    }

    /// The living documents, as the snapshot numbers them, that have no vector or whose vector lies in one of these files.
    pub(super) fn lost(&self, files: &[u32]) -> impl Iterator<Item = usize> {
        let missing = self.joined.missing.iter().map(|doc| *doc as usize);
        let places = if files.is_empty() { &[] } else { self.joined.places.as_slice() };
        let suspect = places.iter().enumerate().filter(|(_, place)| files.contains(&place.file)).map(|(doc, _)| doc);
        missing.chain(suspect).filter(|doc| self.alive.contains(*doc)).map(|doc| self.base as usize + doc)
    }
}

/// Which documents are not deleted.
fn alive(reader: &SegmentReader) -> Mask {
    let mut mask = Mask::empty(reader.max_doc() as usize);
    (0..reader.max_doc()).filter(|doc| !reader.is_deleted(*doc)).for_each(|doc| mask.insert(doc as usize));
    mask
}

/// How much text deleted documents have in each field.
fn dead(columns: &Columns, alive: &Mask) -> [Total; TEXT_FIELDS] {
    let dead: Vec<usize> = (0..columns.len()).filter(|doc| !alive.contains(*doc)).collect();
    columns.lengths.each_ref().map(|lengths| {
        let mut total = Total::default();
        dead.iter().filter_map(|doc| lengths.ids.get(*doc)).for_each(|id| total.add(*id));
        total
    })
}
