//! What is known of each document of one segment, in columns. A segment's documents never change, so neither does this.

use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;

use super::TEXT_FIELDS;
use crate::SearchError;
use crate::mask::Mask;
use crate::schema::Fields;

/// In place of a number of citations.
pub(crate) const NOT_COUNTED: u32 = u32::MAX;

/// The columns; all but `citations` have the same length, deleted documents keep their place.
pub(crate) struct Columns {
    /// The papers.
    pub keys: Vec<i64>,
    /// The days' numbers; `i32::MIN` where no day is known.
    pub days: Vec<i32>,
    /// Votes; `u32::MAX` where they are more.
    pub votes: Vec<u32>,
    /// Citations; [`NOT_COUNTED`] where nobody counted them. Empty where nobody counted any.
    pub citations: Vec<u32>,
    /// Which have a code repository.
    pub code: Mask,
    /// The fingerprints of the texts.
    pub text_hashes: Column<u64>,
    /// The lengths of the text fields.
    pub lengths: [Lengths; TEXT_FIELDS],
    /// The dictionaries and postings of the text fields.
    pub texts: [Arc<InvertedIndexReader>; TEXT_FIELDS],
    /// Those of titles' and keywords' words as they are spelled.
    pub spelling: Arc<InvertedIndexReader>,
    /// Those of the abbreviations that papers explain.
    pub abbreviations: Arc<InvertedIndexReader>,
    /// Those of the papers' keys.
    pub key_terms: Arc<InvertedIndexReader>,
    /// The lowest and the highest key.
    pub range: (i64, i64),
}

/// The lengths of a field's texts.
#[derive(Debug)]
pub(crate) struct Lengths {
    /// Of each document, as one of tantivy's 256 steps.
    pub ids: Vec<u8>,
    /// Of all documents.
    pub total: Total,
}

/// How much text some documents have in a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Total {
    /// The words of all texts.
    pub words: u64,
    /// The texts that are not empty.
    pub filled: u64,
}

impl Columns {
    /// Reads the columns of a segment.
    pub(crate) fn read(reader: &SegmentReader, fields: &Fields) -> Result<Self, SearchError> {
        let fast = reader.fast_fields();
        let documents = 0..reader.max_doc();
        let (keys, votes, code) = (fast.i64("key")?, fast.u64("votes")?, fast.u64("code")?);
        let days = fast.column_opt::<i64>("day")?;
        let citations = fast.column_opt::<u64>("citations")?;
        let cited = |doc| {
            let citations = u32::try_from(citations.as_ref()?.first(doc)?).unwrap_or(u32::MAX);
            Some(citations.min(NOT_COUNTED - 1))
        };
        let has_citations = documents.clone().any(|doc| cited(doc).is_some());
        let counted = if has_citations { documents.clone() } else { 0..0 };
        let day = |doc| i32::try_from(days.as_ref()?.first(doc)?).ok();
        let mut has_code = Mask::empty(reader.max_doc() as usize);
        documents.clone().filter(|doc| code.first(*doc) == Some(1)).for_each(|doc| has_code.insert(doc as usize));
        let texts = fields.texts();
        let [title, abstract_text, keywords, authors] = texts.map(|field| reader.inverted_index(field));
        let [titles, abstracts, all_keywords, names] = texts.map(|field| reader.get_fieldnorms_reader(field));
        let length = |lengths: FieldNormReader| Lengths::read(&lengths, reader.max_doc());
        let keys: Vec<i64> = documents.clone().map(|doc| keys.first(doc).unwrap_or_default()).collect();
        Ok(Self {
            range: (keys.iter().min().copied().unwrap_or_default(), keys.iter().max().copied().unwrap_or_default()),
            keys,
            days: documents.clone().map(|doc| day(doc).unwrap_or(i32::MIN)).collect(),
            citations: counted.map(|doc| cited(doc).unwrap_or(NOT_COUNTED)).collect(),
            votes: documents
                .map(|doc| votes.first(doc).and_then(|votes| u32::try_from(votes).ok()).unwrap_or(u32::MAX))
                .collect(),
            code: has_code,
            text_hashes: fast.u64("text_hash")?,
            lengths: [length(titles?), length(abstracts?), length(all_keywords?), length(names?)],
            texts: [title?, abstract_text?, keywords?, authors?],
            spelling: reader.inverted_index(fields.spelling)?,
            abbreviations: reader.inverted_index(fields.abbreviations)?,
            key_terms: reader.inverted_index(fields.key)?,
        })
    }

    /// The fingerprint of each document's text, as a key of the vectors that are kept by text.
    pub(crate) fn texts(&self) -> Vec<i64> {
        let hash = |doc: usize| self.text_hashes.first(u32::try_from(doc).unwrap_or(u32::MAX));
        (0..self.len()).map(|doc| hash(doc).unwrap_or_default().cast_signed()).collect()
    }

    /// How many documents there are, deleted ones included.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }
}

impl Lengths {
    fn read(lengths: &FieldNormReader, documents: u32) -> Self {
        let ids: Vec<u8> = (0..documents).map(|doc| lengths.fieldnorm_id(doc)).collect();
        let mut total = Total::default();
        for id in &ids {
            total.add(*id);
        }
        Self { ids, total }
    }
}

impl Total {
    /// Adds a text by the step of its length.
    pub(crate) fn add(&mut self, id: u8) {
        self.words += u64::from(FieldNormReader::id_to_fieldnorm(id));
        self.filled += u64::from(id > 0);
    }

    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self { words: self.words + other.words, filled: self.filled + other.filled }
    }

    /// What is left without `other`, which is part of it.
    pub(crate) fn minus(self, other: Self) -> Self {
        Self { words: self.words.saturating_sub(other.words), filled: self.filled.saturating_sub(other.filled) }
    }

    /// The mean length of the texts that are not empty, at least 1: a paper without keywords says nothing about how long
    /// keywords are.
    pub(crate) fn average(self) -> f32 {
        #[expect(clippy::cast_possible_truncation, reason = "a mean length in words needs no more precision")]
        let average = (self.words as f64 / self.filled.max(1) as f64) as f32;
        average.max(1.0)
    }
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Columns").field("documents", &self.len()).finish_non_exhaustive()
    }
}
