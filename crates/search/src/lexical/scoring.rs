//! Scoring all documents in parts, which several threads take from one another.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::vec;

use super::cursor::Cursor;
use super::tile::{Formula, Stretch, TILE, Taken, Tile};
use super::{ABSTRACT, AUTHORS, KEYWORDS, TITLE, WordCursors, alias, postings};
use crate::SearchError;
use crate::mask::Mask;
use crate::parse::QueryWord;
use crate::snapshot::{Segment, Snapshot, TEXT_FIELDS};
use crate::weights::Weights;

/// How many documents a part has at most, whole tiles. Each part looks up the words anew, which takes some dozens of microseconds; scoring it
/// takes milliseconds.
const PART: usize = 64 * TILE;

/// The words of a query and how they count.
pub(super) struct Words<'a> {
    pub asked: &'a [QueryWord],
    /// The weight of each.
    pub by_word: &'a [f32],
    pub weights: &'a Weights,
}

/// Neighbouring documents of one segment, and where their scores go.
pub(super) struct Part<'a> {
    /// The place of the segment.
    segment: usize,
    docs: Range<usize>,
    out: Taken<'a>,
}

/// The work of scoring all documents of a snapshot.
pub(crate) struct Scoring<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) words: Words<'a>,
    pub(super) formula: Formula,
    pub(super) allowed: &'a Mask,
    /// What nobody has taken yet.
    pub(super) parts: Mutex<vec::IntoIter<Part<'a>>>,
}

/// What a thread goes on with from part to part.
#[derive(Default)]
struct Worker {
    tile: Tile,
    /// The posting lists, of which segment, and up to which document they were read.
    cursors: Vec<WordCursors>,
    segment: Option<usize>,
    read: usize,
}

/// The parts of all documents of a snapshot.
pub(super) fn parts<'a>(snapshot: &Snapshot, mut out: Taken<'a>) -> Vec<Part<'a>> {
    let (length, mut found) = (snapshot.docs.len(), Vec::new());
    for (segment, Segment { base, .. }) in snapshot.segments.iter().enumerate() {
        let end = snapshot.segments.get(segment + 1).map_or(length, |next| next.base as usize);
        for start in (*base as usize..end).step_by(PART) {
            let docs = start..(start + PART).min(end);
            found.push(Part { segment, out: out.split_off(docs.len()), docs });
        }
    }
    found
}

impl Scoring<'_> {
    /// Scores parts as long as there are any that no other thread has taken.
    pub(crate) fn work(&self) -> Result<(), SearchError> {
        let next = || self.parts.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some(first) = next() else { return Ok(()) };
        let mut worker = Worker::default();
        for part in std::iter::once(first).chain(std::iter::from_fn(next)) {
            self.score(part, &mut worker)?;
        }
        Ok(())
    }

    fn score(&self, part: Part<'_>, worker: &mut Worker) -> Result<(), SearchError> {
        let Part { segment: number, docs, mut out } = part;
        let Some(segment) = self.snapshot.segments.get(number) else { return Ok(()) };
        let base = segment.base as usize;
        let allowed = self.allowed.words().get(docs.start / 64..docs.end / 64).unwrap_or_default();
        let count: usize = allowed.iter().map(|word| word.count_ones() as usize).sum();
        let everything = count == docs.end.min(base + segment.columns.len()).saturating_sub(docs.start);
        if count > 0 && (worker.segment != Some(number) || worker.read > docs.start) {
            (worker.cursors, worker.segment) = (self.cursors(segment)?, Some(number));
        }
        for start in docs.clone().step_by(TILE) {
            let next = (start + TILE).min(docs.end);
            let among = allowed.get((start - docs.start) / 64..(next - docs.start) / 64).unwrap_or_default();
            if among.iter().any(|word| *word != 0) {
                let stretch = Stretch::new(segment, start - base, (among, everything));
                worker.tile.fill(&mut worker.cursors, &stretch, &self.formula);
            }
            worker.tile.take(out.split_off(next - start));
        }
        worker.read = docs.end;
        Ok(())
    }

    /// The posting lists of each word with a weight in a segment, one a field.
    fn cursors(&self, segment: &Segment) -> Result<Vec<WordCursors>, SearchError> {
        let Words { asked, by_word, weights } = self.words;
        let mut cursors = Vec::with_capacity(asked.len());
        for (word, weight) in asked.iter().zip(by_word).filter(|(_, weight)| **weight > 0.0) {
            let mut lists = Vec::with_capacity(TEXT_FIELDS);
            for field in [TITLE, KEYWORDS, AUTHORS, ABSTRACT] {
                lists.extend(postings(segment, field, word)?.map(|postings| Cursor::new(field, postings)));
            }
            let mut cursor = WordCursors { weight: *weight, lists, also: Vec::new(), phrases: Vec::new() };
            alias::add_cursors(segment, (word, weights), &mut cursor)?;
            cursors.push(cursor);
        }
        Ok(cursors)
    }
}
