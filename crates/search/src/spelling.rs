//! Typing errors: a word that no paper holds is replaced by a similar one that some do.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::Term;
use tantivy::index::InvertedIndexReader;
use tantivy::query::FuzzyTermQuery;

use crate::SearchError;
use crate::lexical::idf;
use crate::parse::{Parsed, QueryWord};
use crate::snapshot::Snapshot;
use crate::words::stem;

/// At most so many words of a query are corrected: a text with more is in another language, not mistyped.
const MOST_CORRECTED: usize = 4;

/// The words of a text with more of them are not corrected: the others say enough, and what no paper holds is a name more often than a
/// mistake.
const MOST_WORDS: usize = 12;

/// Words of fewer letters are not corrected: too many others are similar.
const SHORTEST: usize = 4;

/// A word that so few papers hold may be mistyped in them too.
const FEW: f32 = 3.0;

/// A word with two letters swapped is taken for mistyped where the right one is held by so many papers.
const MANY: u64 = 100;

/// The mistyped words for which there is a better one, each as typed with what it should have been. `weights` are the words' (0 for
/// those that no paper holds).
pub(crate) fn corrections(
    snapshot: &Snapshot,
    Parsed { text, words, .. }: &Parsed,
    weights: &[f32],
) -> Result<Vec<(String, String)>, SearchError> {
    let (mut tried, mut corrections) = (0, Vec::new());
    if words.len() > MOST_WORDS {
        return Ok(corrections);
    }
    let rare = idf(snapshot.len() as f32, FEW) * 0.9999;
    for (word, weight) in words.iter().zip(weights).rev() {
        let (unknown, rare) = (*weight == 0.0, *weight >= rare * word.count as f32);
        if tried == MOST_CORRECTED || !(unknown || rare) || is_value(text, word) {
            continue;
        }
        tried += 1;
        corrections.extend(better(snapshot, word, unknown)?.map(|better| (word.typed.clone(), better)));
    }
    if !corrections.is_empty() {
        // What is corrected is shown: then it is right as a whole.
        for word in words.iter().filter(|word| !is_value(text, word)) {
            corrections.extend(respelled(snapshot.library(), word)?.map(|better| (word.typed.clone(), better)));
        }
    }
    Ok(corrections)
}

/// The spelling of a word that is found by its stem alone: *reinforcment* has that of *reinforcement*. Nothing else is found by it.
fn respelled(snapshot: &Snapshot, word: &QueryWord) -> Result<Option<String>, SearchError> {
    if word.folded.chars().count() < SHORTEST || is_name(&word.typed) || count(snapshot, &word.folded)? > 0 {
        return Ok(None);
    }
    // What begins as the other does is another form of it: the plural is no mistake.
    let is_mistake = |other: &String| !word.folded.starts_with(other.as_str()) && !other.starts_with(&word.folded);
    Ok(best_within(snapshot, &word.folded, 1)?.filter(|other| stem(other) == word.stem && is_mistake(other)))
}

/// Whether a word stands right behind a colon: it was meant as the value of an operator, which a similar word is not.
fn is_value(text: &str, word: &QueryWord) -> bool {
    text.get(..word.range.start).is_some_and(|before| before.ends_with(':'))
}

/// Whether a word may be searched as another; `false` is certain.
pub(crate) fn is_corrected(snapshot: &Snapshot, word: &QueryWord) -> Result<bool, SearchError> {
    let holding = snapshot.holding(word)?;
    Ok(holding as f32 <= FEW + 1.0 && better(snapshot, word, holding == 0)?.is_some())
}

/// The word that was meant, looked up once.
fn better(snapshot: &Snapshot, word: &QueryWord, unknown: bool) -> Result<Option<String>, SearchError> {
    match snapshot.known() {
        Some(known) => known.correction(&word.typed, unknown, || better_word(snapshot.library(), word, unknown)),
        None => better_word(snapshot, word, unknown),
    }
}

/// The word that was meant where one was typed that no paper holds, or few.
fn better_word(snapshot: &Snapshot, word: &QueryWord, unknown: bool) -> Result<Option<String>, SearchError> {
    if unknown { similar_word(snapshot, word) } else { unswapped_word(snapshot, word) }
}

/// The most likely word that differs by one letter (two in words of eight and more): left out, put in, changed or two swapped.
/// What has capitals inside is a name, and what has digits a model or a formula: these are spelled as they are meant.
fn similar_word(snapshot: &Snapshot, word: &QueryWord) -> Result<Option<String>, SearchError> {
    let letters: Vec<char> = word.folded.chars().collect();
    let all_letters = letters.iter().all(|c| c.is_alphabetic());
    if letters.len() < SHORTEST || !all_letters || is_name(&word.typed) {
        return Ok(None);
    }
    if let Some(found) = best_within(snapshot, &word.folded, 1)? {
        return Ok(Some(found));
    }
    let swapped = with_swapped(&letters, 1);
    if count(snapshot, &swapped)? > 0 {
        return Ok(Some(swapped));
    }
    if letters.len() < 8 { Ok(None) } else { best_within(snapshot, &word.folded, 2) }
}

/// Whether a word mixes capitals and small letters, other than at its start.
fn is_name(typed: &str) -> bool {
    typed.chars().any(char::is_lowercase) && typed.chars().skip(1).any(char::is_uppercase)
}

/// The word of the index within that distance that most papers hold. The first letter must be the same: it is rarely mistyped, and
/// so a small part of all words is looked at.
fn best_within(snapshot: &Snapshot, word: &str, distance: u8) -> Result<Option<String>, SearchError> {
    let field = snapshot.fields.spelling;
    let automaton = FuzzyTermQuery::new(Term::from_field_text(field, word), distance, true).automaton()?;
    let first = word.chars().next().unwrap_or_default();
    let next = char::from_u32(u32::from(first) + 1).unwrap_or(char::MAX);
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for inverted in dictionaries(snapshot)? {
        let search = inverted.terms().search(&automaton).ge(first.to_string()).lt(next.to_string());
        let mut found = search.into_stream().map_err(failed)?;
        while let Some((term, info)) = found.next() {
            if let Ok(term) = std::str::from_utf8(term) {
                *counts.entry(term.to_owned()).or_default() += u64::from(info.doc_freq);
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(term, count)| (*count, std::cmp::Reverse(term.clone())));
    Ok(most.map(|(term, _)| term))
}

/// The frequent word that comes about by swapping two neighbouring letters.
fn unswapped_word(snapshot: &Snapshot, word: &QueryWord) -> Result<Option<String>, SearchError> {
    let letters: Vec<char> = word.folded.chars().collect();
    if letters.len() < SHORTEST {
        return Ok(None);
    }
    let mut best = None;
    for at in 1..letters.len() {
        let swapped = with_swapped(&letters, at);
        let count = count(snapshot, &swapped)?;
        if count >= MANY && best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, swapped));
        }
    }
    Ok(best.map(|(_, word)| word))
}

/// The word with letter `at` and the one before it swapped.
fn with_swapped(letters: &[char], at: usize) -> String {
    let mut swapped = letters.to_vec();
    swapped.swap(at - 1, at);
    swapped.into_iter().collect()
}

/// How many papers hold the word in their title or keywords, and how many among their authors.
fn count(snapshot: &Snapshot, word: &str) -> Result<u64, SearchError> {
    let mut count = 0;
    for inverted in dictionaries(snapshot)? {
        let info = inverted.terms().get(word.as_bytes()).map_err(failed)?;
        count += info.map_or(0, |info| u64::from(info.doc_freq));
    }
    Ok(count)
}

/// The dictionaries of words as they are spelled.
fn dictionaries(snapshot: &Snapshot) -> Result<Vec<Arc<InvertedIndexReader>>, SearchError> {
    let mut all = Vec::with_capacity(2 * snapshot.segments.len());
    for segment in &snapshot.segments {
        for field in [snapshot.fields.spelling, snapshot.fields.authors] {
            all.push(segment.reader.inverted_index(field)?);
        }
    }
    Ok(all)
}

fn failed(error: std::io::Error) -> SearchError {
    tantivy::TantivyError::from(error).into()
}
