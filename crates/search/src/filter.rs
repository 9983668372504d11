//! Looking up documents by what they hold: terms, words and phrases.

use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::query::{EnableScoring, PhraseQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::SearchError;
use crate::mask::Mask;
use crate::snapshot::{Segment, Snapshot};
use crate::words::{Kind, Pieces, is_stop_word, stem};

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

impl PhraseWord {
    /// A folded word at that place.
    pub(crate) fn new(at: usize, folded: &str) -> Self {
        Self { at, folded: folded.to_owned(), stem: stem(folded).into_owned() }
    }
}

/// The words of a text that must follow one another. Stop words only keep their place, except where `all` words are indexed.
pub(crate) fn phrase_words(text: &str, all: bool) -> Vec<PhraseWord> {
    let (mut pieces, mut phrase) = (Pieces::of(text), Vec::new());
    while pieces.advance() {
        let counts = match pieces.kind {
            Kind::Word => all || !is_stop_word(&pieces.folded),
            Kind::Character { alone } => alone,
            Kind::Pair => true,
            Kind::Joined { .. } => false,
        };
        if counts {
            phrase.push(PhraseWord::new(pieces.position - 1, &pieces.folded));
        }
    }
    phrase
}

/// The same with each name of several parts written together, as others write it: `gpt4` for `GPT-4`; `None` where there is none.
pub(crate) fn phrase_together(text: &str, all: bool) -> Option<Vec<PhraseWord>> {
    let (mut pieces, mut phrase, mut shorter) = (Pieces::of(text), phrase_words(text, all), 0);
    while pieces.advance() {
        if let Kind::Joined { parts } = pieces.kind {
            let first = pieces.position - 1 - shorter;
            phrase.retain(|word| !(first..first + parts).contains(&word.at));
            phrase.iter_mut().filter(|word| word.at > first).for_each(|word| word.at -= parts - 1);
            phrase.push(PhraseWord::new(first, &pieces.folded));
            shorter += parts - 1;
        }
    }
    phrase.sort_by_key(|word| word.at);
    (shorter > 0).then_some(phrase)
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

/// Whether a document holds the term, which may be a deleted one.
pub(crate) fn holds_term(snapshot: &Snapshot, term: &Term) -> Result<bool, SearchError> {
    for segment in &snapshot.segments {
        let inverted = segment.reader.inverted_index(term.field())?;
        if inverted.get_term_info(term).map_err(failed)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
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
    for segment in &snapshot.segments {
        each_with_phrase(segment, query, |doc| mask.insert((segment.base + doc) as usize))?;
    }
    Ok(())
}

/// Calls `each` with the documents of a segment that hold a phrase, in rising order. Deleted ones may be among them.
fn each_with_phrase(segment: &Segment, query: &PhraseQuery, mut each: impl FnMut(u32)) -> Result<(), SearchError> {
    use tantivy::query::Query;
    let schema = segment.reader.schema();
    let weight = query.weight(EnableScoring::disabled_from_schema(schema))?;
    let mut found = weight.scorer(&segment.reader, 1.0)?;
    while found.doc() != TERMINATED {
        each(found.doc());
        found.advance();
    }
    Ok(())
}

/// The documents of a segment whose running text in a field holds the words, two at least, one behind another.
pub(crate) fn docs_with_phrase(
    segment: &Segment,
    field: Field,
    phrase: &[PhraseWord],
) -> Result<Vec<u32>, SearchError> {
    let terms = phrase.iter().map(|word| (word.at, Term::from_field_text(field, &word.stem))).collect();
    let mut docs = Vec::new();
    each_with_phrase(segment, &PhraseQuery::new_with_offset(terms), |doc| docs.push(doc))?;
    Ok(docs)
}

fn failed(error: std::io::Error) -> SearchError {
    tantivy::TantivyError::from(error).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(phrase: Vec<PhraseWord>) -> Vec<(usize, String)> {
        phrase.into_iter().map(|word| (word.at, word.stem)).collect()
    }

    #[test]
    fn names_stand_in_phrases_in_parts_and_together() {
        let text = "the GPT-4 report on β-VAE models";
        let expected = [(1, "gpt"), (2, "4"), (3, "report"), (5, "beta"), (6, "vae"), (7, "model")];
        assert_eq!(places(phrase_words(text, false)), expected.map(|(at, word)| (at, word.to_owned())));
        let expected = [(1, "gpt4"), (2, "report"), (4, "betava"), (5, "model")];
        assert_eq!(places(phrase_together(text, false).unwrap()), expected.map(|(at, word)| (at, word.to_owned())));
        assert_eq!(phrase_together("image recognition", false), None);
    }

    #[test]
    fn characters_stand_in_phrases_as_pairs() {
        let expected = [(0, "深度"), (1, "度学"), (2, "学习"), (4, "model")];
        assert_eq!(places(phrase_words("深度学习 models", false)), expected.map(|(at, word)| (at, word.to_owned())));
        assert_eq!(places(phrase_words("图", false)), [(0, "图".to_owned())]);
    }
}
