//! Making a snapshot: the columns are read once, and each document is joined with its vector.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::{Searcher, SegmentReader};

use super::docs::Place;
use super::{Docs, Segment, Snapshot, TEXT_FIELDS, TextField};
use crate::SearchError;
use crate::commit::Commit;
use crate::schema::Fields;
use crate::vectors::VectorFile;

impl Snapshot {
    /// The snapshot of an index without papers.
    pub(crate) fn empty(fields: Fields) -> Self {
        Self {
            commit: Commit::first(),
            fields,
            segments: Vec::new(),
            files: Vec::new(),
            docs: Docs::with_capacity(0),
            texts: <[TextField; TEXT_FIELDS]>::default(),
            by_key: FxHashMap::default(),
        }
    }

    /// The snapshot of a commit: of what a searcher sees and these files of vectors.
    pub(crate) fn build(
        (commit, fields): (Commit, Fields),
        searcher: &Searcher,
        files: Vec<Arc<VectorFile>>,
    ) -> Result<Self, SearchError> {
        let length = searcher.segment_readers().iter().map(|reader| reader.max_doc() as usize).sum();
        let mut snapshot = Self { commit, files, docs: Docs::with_capacity(length), ..Self::empty(fields) };
        for reader in searcher.segment_readers() {
            snapshot.add_segment(reader)?;
        }
        snapshot.average_lengths();
        snapshot.join_vectors();
        Ok(snapshot)
    }

    fn add_segment(&mut self, reader: &SegmentReader) -> Result<(), SearchError> {
        let base = u32::try_from(self.docs.len()).unwrap_or(u32::MAX);
        self.read_columns(reader)?;
        let fields = [self.fields.title, self.fields.abstract_text, self.fields.keywords, self.fields.authors];
        for (text, field) in self.texts.iter_mut().zip(fields) {
            let lengths = reader.get_fieldnorms_reader(field)?;
            text.lengths.extend((0..reader.max_doc()).map(|doc| lengths.fieldnorm_id(doc)));
        }
        let [title, abstract_text, keywords, authors] = fields.map(|field| reader.inverted_index(field));
        let texts = [title?, abstract_text?, keywords?, authors?];
        self.segments.push(Segment { base, reader: reader.clone(), texts });
        Ok(())
    }

    fn read_columns(&mut self, reader: &SegmentReader) -> Result<(), SearchError> {
        let fast = reader.fast_fields();
        let (keys, votes, code) = (fast.i64("key")?, fast.u64("votes")?, fast.u64("code")?);
        let hashes = fast.u64("text_hash")?;
        let days = fast.column_opt::<i64>("day")?;
        for doc in 0..reader.max_doc() {
            let (number, key) = (self.docs.len(), keys.first(doc).unwrap_or_default());
            if !reader.is_deleted(doc) {
                self.docs.alive.insert(number);
                self.by_key.insert(key, u32::try_from(number).unwrap_or(u32::MAX));
            }
            if code.first(doc) == Some(1) {
                self.docs.code.insert(number);
            }
            let day = days.as_ref().and_then(|days| days.first(doc)).and_then(|day| i32::try_from(day).ok());
            self.docs.keys.push(key);
            self.docs.text_hashes.push(hashes.first(doc).unwrap_or_default());
            self.docs.days.push(day.unwrap_or(i32::MIN));
            self.docs.votes.push(votes.first(doc).and_then(|votes| u32::try_from(votes).ok()).unwrap_or(u32::MAX));
        }
        Ok(())
    }

    /// The mean length of each field's texts, over the texts that are not empty: a paper without keywords says nothing about
    /// how long keywords are.
    fn average_lengths(&mut self) {
        for text in &mut self.texts {
            let alive = text.lengths.iter().enumerate().filter(|(doc, _)| self.docs.alive.contains(*doc));
            let lengths = alive.map(|(_, id)| f64::from(FieldNormReader::id_to_fieldnorm(*id)));
            let (sum, filled) =
                lengths.filter(|length| *length > 0.0).fold((0.0, 0.0), |(s, n), length| (s + length, n + 1.0));
            #[expect(clippy::cast_possible_truncation, reason = "a mean length in words needs no more precision")]
            let average = (sum / f64::max(filled, 1.0)) as f32;
            text.average = average.max(1.0);
        }
    }

    /// Gives each document its newest row: files and rows are in the order of their writing.
    fn join_vectors(&mut self) {
        for (number, file) in (0..).zip(&self.files) {
            for row in 0..file.len() {
                let Some(doc) = file.key(row).and_then(|key| self.by_key.get(&key)).map(|doc| *doc as usize) else {
                    continue;
                };
                if let Some((signs, factor)) = file.sketch(row) {
                    self.docs.sketches.set(doc, words_of(signs), factor);
                }
                if let Some(place) = self.docs.places.get_mut(doc) {
                    *place = Place { file: number, row: u32::try_from(row).unwrap_or(u32::MAX) };
                }
            }
        }
    }
}

/// The words of signs, four bytes each.
fn words_of(signs: &[u8]) -> impl Iterator<Item = u32> {
    signs.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes))
}
