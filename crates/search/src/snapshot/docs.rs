//! What is known of each document: documents are numbered from 0 through all segments, each of which begins at a multiple of 64. The
//! numbers between two segments are no documents, and never alive.

use std::ops::RangeInclusive;
use std::sync::Arc;

use domain::{Day, PaperKey};
use tantivy::fieldnorm::FieldNormReader;

use super::TEXT_FIELDS;
use super::columns::{Columns, NOT_COUNTED};
use super::join::{Joined, Place};
use super::segment::Segment;
use crate::mask::Mask;
use crate::vectors::{Cosines, Estimator};

/// The documents of a snapshot.
#[derive(Debug)]
pub(crate) struct Docs {
    parts: Vec<Part>,
    length: usize,
    /// Which have a code repository.
    pub code: Mask,
    /// Which are not deleted.
    pub alive: Mask,
}

/// The documents of a segment.
#[derive(Debug)]
struct Part {
    base: usize,
    columns: Arc<Columns>,
    joined: Arc<Joined>,
}

impl Docs {
    /// The documents of some segments, which are given their places.
    pub(super) fn of(segments: &mut [Segment]) -> Self {
        let mut length = 0_usize;
        for segment in segments.iter_mut() {
            segment.base = u32::try_from(length).unwrap_or(u32::MAX);
            length = (length + segment.columns.len()).next_multiple_of(64);
        }
        let (mut code, mut alive) = (Mask::empty(length), Mask::empty(length));
        let part = |segment: &Segment| {
            let base = segment.base as usize;
            code.put(base, &segment.columns.code);
            alive.put(base, &segment.alive);
            Part { base, columns: Arc::clone(&segment.columns), joined: Arc::clone(&segment.joined) }
        };
        let parts = segments.iter().map(part).collect();
        Self { parts, length, code, alive }
    }

    /// One more than the highest number.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// The part in which a document stands, and its place there.
    #[inline]
    fn part(&self, doc: usize) -> Option<(&Part, usize)> {
        let at = self.parts.partition_point(|part| part.base <= doc);
        let part = self.parts.get(at.checked_sub(1)?)?;
        Some((part, doc - part.base))
    }

    /// What a column holds for a document.
    #[inline]
    fn read<T: Copy>(&self, doc: usize, column: impl Fn(&Part) -> &[T]) -> Option<T> {
        let (part, at) = self.part(doc)?;
        column(part).get(at).copied()
    }

    /// The paper of a document.
    pub(crate) fn key(&self, doc: usize) -> PaperKey {
        PaperKey(self.read(doc, |part| &part.columns.keys).unwrap_or_default())
    }

    /// The number of the day of a document; `i32::MIN` where none is known.
    pub(crate) fn day(&self, doc: usize) -> i32 {
        self.read(doc, |part| &part.columns.days).unwrap_or(i32::MIN)
    }

    /// The documents of which a day between two is known.
    pub(crate) fn between(&self, days: &RangeInclusive<i32>) -> Mask {
        let mut mask = Mask::empty(self.length);
        for part in &self.parts {
            mask.put_where(part.base, &part.columns.days, |day| *day > i32::MIN && days.contains(day));
        }
        mask
    }

    /// The votes of a document.
    pub(crate) fn votes(&self, doc: usize) -> u32 {
        self.read(doc, |part| &part.columns.votes).unwrap_or_default()
    }

    /// How many works cite a document's paper; `None` where nobody counted.
    pub(crate) fn citations(&self, doc: usize) -> Option<u32> {
        self.read(doc, |part| &part.columns.citations).filter(|citations| *citations != NOT_COUNTED)
    }

    /// Whether the citations of any document were counted.
    pub(crate) fn has_citations(&self) -> bool {
        self.parts.iter().any(|part| !part.columns.citations.is_empty())
    }

    /// The length in words of a document's text in a field, by tantivy's steps.
    pub(crate) fn words_in(&self, field: usize, doc: usize) -> u32 {
        debug_assert!(field < TEXT_FIELDS, "one of the text fields");
        let id = self.read(doc, |part| part.columns.lengths.get(field).map_or(&[], |lengths| &lengths.ids));
        id.map_or(0, FieldNormReader::id_to_fieldnorm)
    }

    /// Where the vector of a document lies.
    pub(super) fn place(&self, doc: usize) -> Place {
        self.read(doc, |part| &part.joined.places).unwrap_or(Place::NOWHERE)
    }

    /// The estimated cosine of each document; 0 where there is none, and where neither a document nor its neighbours are wanted.
    pub(crate) fn estimate(&self, estimator: &Estimator, wanted: &Mask, cosines: &mut Cosines) {
        let parts = self.parts.iter().map(|part| (part.base, &*part.joined));
        estimate_parts((parts, self.length), (estimator, wanted), cosines);
    }

    /// The number of a day as the column holds it: every [`Day`] fits.
    pub(crate) fn day_number(day: Day) -> i32 {
        i32::try_from(day.number()).unwrap_or(i32::MIN)
    }
}

/// The estimated cosine of each document of some parts (where they begin, and their vectors), in rising order, of `length`
/// documents in all.
pub(super) fn estimate_parts<'a>(
    (parts, length): (impl Iterator<Item = (usize, &'a Joined)>, usize),
    (estimator, wanted): (&Estimator, &Mask),
    cosines: &mut Cosines,
) {
    cosines.resize(length);
    let mut parts = parts.peekable();
    while let Some((base, joined)) = parts.next() {
        let end = parts.peek().map_or(length, |(next, _)| *next);
        let wanted = wanted.words().get(base / 64..).unwrap_or_default();
        estimator.estimate(&joined.sketches, wanted, cosines.part(base..end));
    }
}
