//! Scoring all documents in parts, which several threads take from one another.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::cursor::Cursor;
use super::lists::Lists;
use super::tile::{Formula, Stretch, TILE, Tile, Totals};
use super::{ABSTRACT, AUTHORS, KEYWORDS, TITLE, WordCursors, alias};
use crate::SearchError;
use crate::mask::Mask;
use crate::parse::QueryWord;
use crate::snapshot::{Segment, Snapshot};
use crate::weights::Weights;

/// How many documents a part has at most, whole tiles: scoring it takes a tenth of a millisecond, which is what one thread may wait for
/// the other at the end.
const PART: usize = 4 * TILE;

/// The words of a query and how they count.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub asked: &'a [QueryWord],
    /// The weight of each.
    pub by_word: &'a [f32],
    /// Of each the posting lists in each segment.
    pub lists: &'a [Vec<Lists>],
    pub weights: &'a Weights,
}

/// Neighbouring documents of one segment, and where their scores go.
pub(super) struct Part<'a> {
    /// The place of the segment.
    segment: usize,
    docs: Range<usize>,
    out: Totals<'a>,
}

/// The work of scoring all documents of a snapshot.
pub(crate) struct Scoring<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) words: Words<'a>,
    pub(super) formula: Formula,
    pub(super) allowed: &'a Mask,
    /// What nobody has taken yet.
    pub(super) parts: Mutex<Parts<'a>>,
}

/// The parts of each segment that are left, in their order.
pub(super) type Parts<'a> = VecDeque<VecDeque<Part<'a>>>;

/// From which end a thread takes the segments. To open the lists of a segment takes as long as scoring some ten thousand documents:
/// two threads that come from both ends both open those of the one in which they meet, and of no other.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// From the first on.
    First,
    /// From the last on.
    Last,
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
pub(super) fn parts<'a>(snapshot: &Snapshot, mut out: Totals<'a>) -> Parts<'a> {
    let (length, mut found) = (snapshot.docs.len(), VecDeque::new());
    for (segment, Segment { base, .. }) in snapshot.segments.iter().enumerate() {
        let end = snapshot.segments.get(segment + 1).map_or(length, |next| next.base as usize);
        let parts = (*base as usize..end).step_by(PART).map(|start| start..(start + PART).min(end));
        found.push_back(parts.map(|docs| Part { segment, out: out.split_off(docs.len()), docs }).collect());
    }
    found
}

impl Scoring<'_> {
    /// Scores parts as long as there are any that no other thread has taken.
    pub(crate) fn work(&self, from: End) -> Result<(), SearchError> {
        let Some(first) = self.next(from) else { return Ok(()) };
        let mut worker = Worker::default();
        for part in std::iter::once(first).chain(std::iter::from_fn(|| self.next(from))) {
            self.score(part, &mut worker)?;
        }
        Ok(())
    }

    fn next(&self, from: End) -> Option<Part<'_>> {
        let mut segments = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let segment = match from {
                End::First => segments.front_mut(),
                End::Last => segments.back_mut(),
            };
            if let Some(part) = segment?.pop_front() {
                return Some(part);
            }
            match from {
                End::First => segments.pop_front(),
                End::Last => segments.pop_back(),
            };
        }
    }

    fn score(&self, part: Part<'_>, worker: &mut Worker) -> Result<(), SearchError> {
        let Part { segment: number, docs, mut out } = part;
        let Some(segment) = self.snapshot.segments.get(number) else { return Ok(()) };
        let base = segment.base as usize;
        let allowed = self.allowed.words().get(docs.start / 64..docs.end / 64).unwrap_or_default();
        let count: usize = allowed.iter().map(|word| word.count_ones() as usize).sum();
        let everything = count == docs.end.min(base + segment.columns.len()).saturating_sub(docs.start);
        if count > 0 && (worker.segment != Some(number) || worker.read > docs.start) {
            (worker.cursors, worker.segment) = (self.cursors(number, segment)?, Some(number));
        }
        for start in docs.clone().step_by(TILE) {
            let next = (start + TILE).min(docs.end);
            let among = allowed.get((start - docs.start) / 64..(next - docs.start) / 64).unwrap_or_default();
            let mut sums = out.split_off(next - start);
            sums.begin();
            if among.iter().any(|word| *word != 0) {
                let stretch = Stretch::new(segment, start - base, (among, everything));
                worker.tile.fill(&mut worker.cursors, &stretch, (&self.formula, &mut sums));
            }
        }
        worker.read = docs.end;
        Ok(())
    }

    /// The posting lists of each word with a weight in a segment, one a field.
    fn cursors(&self, number: usize, segment: &Segment) -> Result<Vec<WordCursors>, SearchError> {
        let Words { asked, by_word, lists, weights } = self.words;
        let mut cursors = Vec::with_capacity(asked.len());
        for ((word, weight), lists) in asked.iter().zip(by_word).zip(lists).filter(|((_, weight), _)| **weight > 0.0) {
            let mut cursor = WordCursors { weight: *weight, ..WordCursors::default() };
            if let Some(lists) = lists.get(number) {
                for field in [TITLE, KEYWORDS, AUTHORS] {
                    cursor.lists.extend(lists.open(segment, field)?.map(|postings| Cursor::new(field, postings)));
                }
                if let Some(mut postings) = lists.open(segment, ABSTRACT)? {
                    cursor.row = segment.rows.row(&word.stem, &mut postings, segment.reader.max_doc());
                    cursor.lists.extend(cursor.row.is_none().then(|| Cursor::new(ABSTRACT, postings)));
                }
            }
            alias::add_cursors(segment, (word, weights), &mut cursor)?;
            cursors.push(cursor);
        }
        Ok(cursors)
    }
}
