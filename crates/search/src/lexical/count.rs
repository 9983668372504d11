//! Counting the documents that hold a word, in whatever field.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::postings::BlockSegmentPostings;

use super::postings;
use crate::SearchError;
use crate::mask::Mask;
use crate::parse::QueryWord;
use crate::snapshot::{Segment, TEXT_FIELDS};

/// Words that fewer documents hold are counted anew each time: that is as fast as remembering them.
const WORTH_REMEMBERING: u32 = 256;

/// How many words a segment remembers.
const MOST_WORDS: usize = 4_096;

/// How many living documents of a segment hold which frequent word, as far as it was asked for. Documents and deletions of a
/// segment in a snapshot never change.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<FxHashMap<Forms, u32>>);

/// A word's stem and the word as it stands.
type Forms = (Box<str>, Box<str>);

impl Counts {
    fn get(&self, word: &QueryWord) -> Option<u32> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(word.stem.as_str().into(), word.folded.as_str().into())).copied()
    }

    fn remember(&self, word: &QueryWord, count: u32) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_WORDS {
            known.clear();
        }
        known.insert((word.stem.as_str().into(), word.folded.as_str().into()), count);
    }
}

/// How many living documents of a segment hold the word in one field at least.
pub(super) fn holding(segment: &Segment, word: &QueryWord) -> Result<u32, SearchError> {
    let mut lists = Vec::with_capacity(TEXT_FIELDS);
    for field in 0..TEXT_FIELDS {
        lists.extend(postings(segment, field, word)?);
    }
    let postings: u32 = lists.iter().map(BlockSegmentPostings::doc_freq).sum();
    if lists.len() < 2 && !segment.reader.has_deletes() {
        return Ok(postings);
    }
    if postings < WORTH_REMEMBERING {
        let mut docs = Vec::with_capacity(postings as usize);
        for list in &mut lists {
            each(list, &mut |doc| docs.push(doc));
        }
        docs.retain(|doc| segment.alive.contains(*doc as usize));
        docs.sort_unstable();
        docs.dedup();
        return Ok(u32::try_from(docs.len()).unwrap_or(u32::MAX));
    }
    if let Some(known) = segment.counts.get(word) {
        return Ok(known);
    }
    let mut mask = Mask::empty(segment.columns.len());
    for list in &mut lists {
        each(list, &mut |doc| mask.insert(doc as usize));
    }
    mask.intersect(&segment.alive);
    let count = mask.words().iter().map(|word| word.count_ones()).sum();
    segment.counts.remember(word, count);
    Ok(count)
}

/// Calls `each` with every document of a posting list.
fn each(list: &mut BlockSegmentPostings, each: &mut impl FnMut(u32)) {
    while !list.docs().is_empty() {
        list.docs().iter().for_each(|doc| each(*doc));
        list.advance();
    }
}
