//! Looking up documents by what they hold: terms, words and phrases.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::query::{EnableScoring, PhraseQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::SearchError;
use crate::mask::Mask;
use crate::snapshot::{Segment, Snapshot};
use crate::words::{LONGEST_WORD, folded, is_stop_word, stem, words};

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhraseWord {
    /// How many words of the phrase stand before it.
    pub at: usize,
    /// Folded: how names are compared.
    pub folded: String,
    /// The stem: how running text is compared.
    pub stem: String,
}

/// The words of a text that must follow one another. Stop words only keep their place, except where `all` words are indexed.
pub(crate) fn phrase_words(text: &str, all: bool) -> Vec<PhraseWord> {
    let words = words(text).map(|range| folded(text.get(range).unwrap_or_default())).enumerate();
    let words = words.filter(|(_, word)| (all || !is_stop_word(word)) && word.len() <= LONGEST_WORD);
    words.map(|(at, folded)| PhraseWord { at, stem: stem(&folded).into_owned(), folded }).collect()
}

/// The documents of which one field holds the words one behind another: `stems` are fields of running text, `names` of words as they are
/// spelled. There must be a word at least.
pub(crate) fn with_phrase(
    snapshot: &Snapshot,
    phrase: &[PhraseWord],
    (stems, names): (&[Field], &[Field]),
) -> Result<Mask, SearchError> {
    let mut mask = Mask::empty(snapshot.docs.len());
    let stems = stems.iter().map(|field| (*field, false));
    for (field, exact) in stems.chain(names.iter().map(|field| (*field, true))) {
        let form = |word: &PhraseWord| {
            let form = if exact { &word.folded } else { &word.stem };
            (word.at, Term::from_field_text(field, form))
        };
        let terms: Vec<_> = phrase.iter().map(form).collect();
        match terms.as_slice() {
            [(_, term)] => insert_term(snapshot, term, &mut mask)?,
            _ => insert_phrase(snapshot, &PhraseQuery::new_with_offset(terms), &mut mask)?,
        }
    }
    Ok(mask)
}

/// The documents that hold the term. Deleted ones may be among them.
pub(crate) fn with_term(snapshot: &Snapshot, term: &Term) -> Result<Mask, SearchError> {
    let mut mask = Mask::empty(snapshot.docs.len());
    insert_term(snapshot, term, &mut mask)?;
    Ok(mask)
}

fn insert_term(snapshot: &Snapshot, term: &Term, mask: &mut Mask) -> Result<(), SearchError> {
    for segment in &snapshot.segments {
        let inverted = segment.reader.inverted_index(term.field())?;
        if let Some(info) = inverted.get_term_info(term).map_err(failed)? {
            insert_postings(segment, &inverted, &info, mask)?;
        }
    }
    Ok(())
}

/// Adds the documents of a posting list.
pub(crate) fn insert_postings(
    segment: &Segment,
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    mask: &mut Mask,
) -> Result<(), SearchError> {
    let mut postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic).map_err(failed)?;
    while !postings.docs().is_empty() {
        postings.docs().iter().for_each(|doc| mask.insert((segment.base + doc) as usize));
        postings.advance();
    }
    Ok(())
}

fn insert_phrase(snapshot: &Snapshot, query: &PhraseQuery, mask: &mut Mask) -> Result<(), SearchError> {
    use tantivy::query::Query;
    for segment in &snapshot.segments {
        let schema = segment.reader.schema();
        let weight = query.weight(EnableScoring::disabled_from_schema(schema))?;
        let mut found = weight.scorer(&segment.reader, 1.0)?;
        while found.doc() != TERMINATED {
            mask.insert((segment.base + found.doc()) as usize);
            found.advance();
        }
    }
    Ok(())
}

fn failed(error: std::io::Error) -> SearchError {
    tantivy::TantivyError::from(error).into()
}
