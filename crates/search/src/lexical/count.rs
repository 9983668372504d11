//! Counting the documents that hold a word, in whatever field.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::postings::BlockSegmentPostings;

use super::lists::{Lists, Place};
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
pub(crate) struct Counts(Mutex<FxHashMap<Place, u32>>);

impl Counts {
    fn get(&self, place: &Place) -> Option<u32> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(place).copied()
    }

    fn remember(&self, place: Place, count: u32) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_WORDS {
            known.clear();
        }
        known.insert(place, count);
    }
}

/// How many living documents of some segments hold the word in one field at least.
pub(super) fn of(segments: &[Segment], word: &QueryWord) -> Result<u32, SearchError> {
    segments.iter().map(|segment| in_segment(segment, &Lists::of(segment, word)?)).sum()
}

/// The same for a word that was looked up in each segment.
pub(super) fn holding<'a>(found: impl Iterator<Item = (&'a Segment, &'a Lists)>) -> Result<u32, SearchError> {
    found.map(|(segment, lists)| in_segment(segment, lists)).sum()
}

fn in_segment(segment: &Segment, lists: &Lists) -> Result<u32, SearchError> {
    let (postings, fields) = lists.postings();
    if fields < 2 && !segment.reader.has_deletes() {
        return Ok(postings);
    }
    let place = lists.place();
    if let Some(known) = (postings >= WORTH_REMEMBERING).then(|| segment.counts.get(&place)).flatten() {
        return Ok(known);
    }
    let mut opened = Vec::with_capacity(fields);
    for field in 0..TEXT_FIELDS {
        opened.extend(lists.open(segment, field)?);
    }
    if postings < WORTH_REMEMBERING {
        let mut docs = Vec::with_capacity(postings as usize);
        for list in &mut opened {
            each(list, &mut |doc| docs.push(doc));
        }
        docs.retain(|doc| segment.alive.contains(*doc as usize));
        docs.sort_unstable();
        docs.dedup();
        return Ok(u32::try_from(docs.len()).unwrap_or(u32::MAX));
    }
    let mut mask = Mask::empty(segment.columns.len());
    for list in &mut opened {
        each(list, &mut |doc| mask.insert(doc as usize));
    }
    mask.intersect(&segment.alive);
    let count = mask.words().iter().map(|word| word.count_ones()).sum();
    segment.counts.remember(place, count);
    Ok(count)
}

/// Calls `each` with every document of a posting list.
fn each(list: &mut BlockSegmentPostings, each: &mut impl FnMut(u32)) {
    while !list.docs().is_empty() {
        list.docs().iter().for_each(|doc| each(*doc));
        list.advance();
    }
}
