//! Typing errors: a word that no paper holds is replaced by a similar one that some do.

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use crate::SearchError;
use crate::lexical::occurs;
use crate::parse::{Parsed, QueryWord, parse};
use crate::snapshot::Snapshot;

/// At most so many words of a query are corrected: a text with more is in another language, not mistyped.
const MOST_CORRECTED: usize = 4;

/// The query with mistyped words replaced and its new text, if there are any that can be.
pub(crate) fn correct(snapshot: &Snapshot, parsed: &Parsed) -> Result<Option<Parsed>, SearchError> {
    let mut unknown = Vec::new();
    for word in &parsed.words {
        if !occurs(snapshot, word)? {
            unknown.push(word);
        }
    }
    let (mut text, mut corrected) = (parsed.text.clone(), false);
    // From the end, so that the places of earlier words stay right.
    for word in unknown.into_iter().rev().take(MOST_CORRECTED) {
        if let Some(better) = similar_word(snapshot, word)? {
            text.replace_range(word.range.clone(), &better);
            corrected = true;
        }
    }
    Ok(corrected.then(|| Parsed { excluded: parsed.excluded.clone(), ..parse(&text) }))
}

/// The most likely word that differs by one letter (two in words of eight and more): left out, put in, changed or two swapped.
fn similar_word(snapshot: &Snapshot, word: &QueryWord) -> Result<Option<String>, SearchError> {
    let length = word.folded.chars().count();
    if length < 4 || !word.folded.chars().all(char::is_alphabetic) {
        return Ok(None);
    }
    for distance in 1..=if length < 8 { 1 } else { 2 } {
        let found = best_within(snapshot, &word.folded, distance)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The word of the index within that distance that most papers hold. A typing error is rarely the first letter's: words
/// with the same count four times as much.
fn best_within(snapshot: &Snapshot, word: &str, distance: u8) -> Result<Option<String>, SearchError> {
    let field = snapshot.fields.spelling;
    let automaton = FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true).automaton()?;
    let mut counts: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    let failed = |error: std::io::Error| SearchError::from(tantivy::TantivyError::from(error));
    for segment in &snapshot.segments {
        let inverted = segment.reader.inverted_index(field)?;
        let mut found = inverted.terms().search(&automaton).into_stream().map_err(failed)?;
        while let Some((term, info)) = found.next() {
            if let Ok(term) = std::str::from_utf8(term) {
                *counts.entry(term.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    let likelihood = |(term, count): &(String, u64)| {
        let same_start = term.chars().next() == word.chars().next();
        (count * if same_start { 4 } else { 1 }, std::cmp::Reverse(term.clone()))
    };
    Ok(counts.into_iter().max_by_key(likelihood).map(|(term, _)| term))
}
