//! Where the posting lists of a word are.

use tantivy::TantivyError;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use super::AUTHORS;
use crate::SearchError;
use crate::parse::QueryWord;
use crate::snapshot::{Segment, TEXT_FIELDS};

/// The posting list of a word in each text field of a segment that holds it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists([Option<TermInfo>; TEXT_FIELDS]);

/// What tells the lists of a word from those of every other word in a segment: where they begin.
pub(super) type Place = [Option<usize>; TEXT_FIELDS];

impl Lists {
    /// Looks a word up in a segment.
    pub(super) fn of(segment: &Segment, word: &QueryWord) -> Result<Self, SearchError> {
        let mut lists = Self::default();
        for (field, list) in lists.0.iter_mut().enumerate() {
            *list = term_info(segment, field, form(field, word))?;
        }
        Ok(lists)
    }

    /// The number of postings, and that of fields that have any.
    pub(super) fn postings(&self) -> (u32, usize) {
        let held = self.0.iter().flatten();
        held.fold((0, 0), |(postings, fields), list| (postings + list.doc_freq, fields + 1))
    }

    /// Where they begin.
    pub(super) fn place(&self) -> Place {
        self.0.each_ref().map(|list| list.as_ref().map(|list| list.postings_range.start))
    }

    /// Opens the list of a field with the positions of the word in each document.
    pub(crate) fn open_positions(
        &self,
        segment: &Segment,
        field: usize,
    ) -> Result<Option<SegmentPostings>, SearchError> {
        let Some((inverted, info)) = segment.columns.texts.get(field).zip(self.0.get(field).and_then(Option::as_ref))
        else {
            return Ok(None);
        };
        let option = IndexRecordOption::WithFreqsAndPositions;
        inverted.read_postings_from_terminfo(info, option).map(Some).map_err(failed)
    }

    /// Opens the list of a field.
    pub(super) fn open(&self, segment: &Segment, field: usize) -> Result<Option<BlockSegmentPostings>, SearchError> {
        let list = self.0.get(field).and_then(Option::as_ref);
        list.map_or(Ok(None), |list| open(segment, field, list))
    }
}

/// The documents of a segment that hold the word in a field, with its frequencies.
pub(crate) fn postings(
    segment: &Segment,
    field: usize,
    word: &QueryWord,
) -> Result<Option<BlockSegmentPostings>, SearchError> {
    postings_of(segment, field, form(field, word))
}

/// The documents of a segment that hold a word in this form in a field, with its frequencies.
pub(super) fn postings_of(
    segment: &Segment,
    field: usize,
    form: &str,
) -> Result<Option<BlockSegmentPostings>, SearchError> {
    term_info(segment, field, form)?.map_or(Ok(None), |info| open(segment, field, &info))
}

/// The form by which a field holds a word.
fn form(field: usize, word: &QueryWord) -> &str {
    if field == AUTHORS { &word.folded } else { &word.stem }
}

fn term_info(segment: &Segment, field: usize, form: &str) -> Result<Option<TermInfo>, SearchError> {
    let Some(inverted) = segment.columns.texts.get(field) else { return Ok(None) };
    inverted.terms().get(form.as_bytes()).map_err(failed)
}

fn open(segment: &Segment, field: usize, info: &TermInfo) -> Result<Option<BlockSegmentPostings>, SearchError> {
    let Some(inverted) = segment.columns.texts.get(field) else { return Ok(None) };
    inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs).map(Some).map_err(failed)
}

fn failed(error: std::io::Error) -> SearchError {
    SearchError::from(TantivyError::from(error))
}
