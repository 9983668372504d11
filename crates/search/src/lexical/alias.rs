//! What says the same as a word of the query: other spellings, abbreviations and what they stand for.
//!
//! A document that holds an alias holds the word: its frequency there, times the alias's factor, is added to the word's own before
//! saturation, field by field. So a word's weight stays that of the word, and coverage and titles see one word.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::cursor::{Cursor, PhraseCursor};
use super::lists::postings_of;
use super::{ABSTRACT, KEYWORDS, TITLE, WordCursors};
use crate::SearchError;
use crate::filter::{PhraseWord, docs_with_phrase};
use crate::parse::{Alias, AliasKind, QueryWord};
use crate::snapshot::{Segment, Snapshot};
use crate::weights::Weights;

/// The fields of running text, in which aliases are looked for.
const FIELDS: [usize; 3] = [TITLE, KEYWORDS, ABSTRACT];

/// How many phrases a segment remembers, as long as their documents are fewer than [`MOST_HOLDING`].
const MOST_PHRASES: usize = 4_096;

/// How many documents of phrases a segment remembers, for each document that it has: four bytes each.
const MOST_HOLDING: usize = 2;

/// The documents of a segment that hold a phrase in a field, as far as it was asked for. Deleted ones may be among them, so that what is
/// remembered stays true as long as the segment lives.
#[derive(Debug, Default)]
pub(crate) struct Phrases(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    phrases: FxHashMap<PhraseKey, Arc<[u32]>>,
    /// How many documents they have together.
    holding: usize,
}

/// A field and the words with their places.
type PhraseKey = (usize, Box<str>);

impl Phrases {
    /// The documents that hold the words one behind another.
    fn docs(&self, segment: &Segment, field: usize, phrase: &[PhraseWord]) -> Result<Arc<[u32]>, SearchError> {
        let words = phrase.iter().map(|word| format!("{} {}", word.at, word.stem)).collect::<Vec<_>>().join(" ");
        let key = (field, words.into_boxed_str());
        let remembered = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(docs) = remembered().phrases.get(&key) {
            return Ok(Arc::clone(docs));
        }
        let Some(in_index) = segment.text_fields.get(field).copied() else { return Ok(Arc::default()) };
        let docs: Arc<[u32]> = docs_with_phrase(segment, in_index, phrase)?.into();
        let mut remembered = remembered();
        let most = segment.columns.len().saturating_mul(MOST_HOLDING);
        if remembered.phrases.len() >= MOST_PHRASES || remembered.holding + docs.len() > most {
            *remembered = Remembered::default();
        }
        remembered.holding += docs.len();
        remembered.phrases.insert(key, Arc::clone(&docs));
        Ok(docs)
    }
}

impl Alias {
    /// What an occurrence counts, as a share of one of the word itself.
    fn factor(&self, weights: &Weights) -> f32 {
        let of_kind = match self.kind {
            AliasKind::Spelling => weights.spelling,
            AliasKind::Abbreviation => weights.abbreviation,
        };
        self.share * of_kind
    }
}

/// Adds the lists of everything that says the same as a word.
pub(super) fn add_cursors(
    segment: &Segment,
    (word, weights): (&QueryWord, &Weights),
    cursors: &mut WordCursors,
) -> Result<(), SearchError> {
    for alias in &word.also {
        let factor = alias.factor(weights);
        if factor <= 0.0 {
            continue;
        }
        for field in FIELDS {
            if let [only] = alias.words.as_slice() {
                let postings = postings_of(segment, field, &only.stem)?;
                cursors.also.extend(postings.map(|postings| Cursor::also(field, postings, factor)));
            } else {
                let docs = segment.phrases.docs(segment, field, &alias.words)?;
                cursors.phrases.push(PhraseCursor::new(field, docs, factor));
            }
        }
    }
    Ok(())
}

/// About how many documents say in other words what a word says that none holds: those of the most frequent alias, in its most
/// frequent field.
pub(super) fn holding(snapshot: &Snapshot, word: &QueryWord) -> Result<u32, SearchError> {
    let mut most = 0;
    for alias in &word.also {
        for field in FIELDS {
            let mut holding = 0;
            for segment in &snapshot.segments {
                holding += match alias.words.as_slice() {
                    [only] => postings_of(segment, field, &only.stem)?.map_or(0, |postings| postings.doc_freq()),
                    phrase => u32::try_from(segment.phrases.docs(segment, field, phrase)?.len()).unwrap_or(u32::MAX),
                };
            }
            most = most.max(holding);
        }
    }
    let papers = u32::try_from(snapshot.len()).unwrap_or(u32::MAX);
    Ok(most.min(papers))
}

/// Which of some documents of a segment, in rising order, hold an alias.
pub(crate) fn holders(segment: &Segment, alias: &Alias, docs: &[u32]) -> Result<Vec<bool>, SearchError> {
    let mut holds = vec![false; docs.len()];
    for field in FIELDS {
        if let [only] = alias.words.as_slice() {
            let Some(mut postings) = postings_of(segment, field, &only.stem)? else { continue };
            for (doc, holds) in docs.iter().zip(&mut holds) {
                let at = postings.seek(*doc);
                *holds |= postings.docs().get(at) == Some(doc);
            }
        } else {
            let found = segment.phrases.docs(segment, field, &alias.words)?;
            docs.iter().zip(&mut holds).for_each(|(doc, holds)| *holds |= found.binary_search(doc).is_ok());
        }
    }
    Ok(holds)
}
