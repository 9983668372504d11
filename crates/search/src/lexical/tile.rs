//! Summing up the scores of a few thousand neighbouring documents, in the nearest cache.

use std::ops::Range;

use super::beside::Beside;
use super::cursor::{Cursor, PhraseCursor};
use super::frequent::Row;
use super::{ABSTRACT, LengthFactors, Peak, TITLE, WordCursors};
use crate::simd::{Frequencies, PEAK, Sums, add_saturated, highest, keep_wanted};
use crate::snapshot::{Segment, TEXT_FIELDS};

/// How many documents stand in a tile: their sums take 18 KiB.
pub(crate) const TILE: usize = 2_048;

/// Frequencies of an abstract below this are looked up.
const TABLED: usize = 16;

/// BM25F without the words' weights.
pub(crate) struct Formula {
    factors: LengthFactors,
    k1: f32,
    /// For each frequency in an abstract below [`TABLED`], for each step of its length, what a word counts that stands nowhere else.
    table: Vec<f32>,
}

/// What is needed beside the totals to sum up a tile.
#[derive(Debug)]
pub(crate) struct Tile {
    /// Where the present word stands elsewhere than in the abstract.
    beside: Beside,
    /// What an occurrence in each abstract counts; only where a word has a row.
    factors: Box<[f32; TILE]>,
    /// The documents of which a row does not say all.
    aside: Vec<Aside>,
}

/// A document of which a word's row does not say all.
#[derive(Debug)]
struct Aside {
    at: u32,
    /// The word's weighted frequency in all fields.
    weighted: f32,
    /// The sums before the word.
    score: f32,
    covered: f32,
}

/// The documents of a tile, by their places in their segment.
pub(crate) struct Stretch<'a> {
    docs: Range<u32>,
    /// The steps of the lengths of their texts in each field.
    lengths: [&'a [u8]; TEXT_FIELDS],
    /// Which are allowed, where not all are.
    allowed: Option<&'a [u64]>,
}

impl<'a> Stretch<'a> {
    /// The documents of a segment from `start` on, as many as bits are given.
    pub(crate) fn new(segment: &'a Segment, start: usize, (allowed, all): (&'a [u64], bool)) -> Self {
        let first = u32::try_from(start).unwrap_or(u32::MAX);
        let length = u32::try_from(allowed.len() * 64).unwrap_or(u32::MAX);
        let lengths = segment.columns.lengths.each_ref().map(|lengths| lengths.ids.get(start..).unwrap_or_default());
        Self { docs: first..first.saturating_add(length), lengths, allowed: (!all).then_some(allowed) }
    }

    /// Whether the document at a place in the tile is allowed.
    #[inline]
    fn allows(&self, at: u32) -> bool {
        self.allowed.is_none_or(|mask| mask.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1))
    }

    /// The step of the length of a text.
    #[inline]
    fn length(&self, field: usize, at: u32) -> u8 {
        self.lengths.get(field).and_then(|lengths| lengths.get(at as usize)).copied().unwrap_or_default()
    }
}

impl Formula {
    /// The formula with these factors of lengths and this saturation.
    pub(crate) fn new(factors: &LengthFactors, k1: f32) -> Self {
        let abstracts = factors.get(ABSTRACT).copied().unwrap_or([0.0; 256]);
        let impact = |frequency: usize| abstracts.map(|factor| saturated(frequency as f32 * factor, k1));
        let table = (0..TABLED).flat_map(impact).collect();
        Self { factors: *factors, k1, table }
    }

    /// The weighted frequency of a word that stands `frequency` times in a text of that step of length.
    fn weighted(&self, field: usize, (frequency, length): (u32, u8)) -> f32 {
        let factor = self.factors.get(field).and_then(|factors| factors.get(usize::from(length)));
        frequency as f32 * factor.copied().unwrap_or_default()
    }

    /// What a word counts that stands in an abstract alone.
    #[inline]
    fn in_abstract(&self, frequency: u32, length: u8) -> f32 {
        let known = self.table.get((frequency as usize) << 8 | usize::from(length)).copied();
        known.unwrap_or_else(|| saturated(self.weighted(ABSTRACT, (frequency, length)), self.k1))
    }
}

/// The saturation of BM25: a frequency counts the less the more there is already.
fn saturated(frequency: f32, k1: f32) -> f32 {
    frequency * (k1 + 1.0) / (frequency + k1)
}

impl Default for Tile {
    fn default() -> Self {
        Self { beside: Beside::default(), factors: Box::new([0.0; TILE]), aside: Vec::new() }
    }
}

impl Tile {
    /// Sums up what the words say about some documents, in totals that have [begun](Totals::begin).
    pub(crate) fn fill(
        &mut self,
        words: &mut [WordCursors],
        stretch: &Stretch<'_>,
        (formula, totals): (&Formula, &mut Totals<'_>),
    ) {
        let has_rows = words.iter().any(|word| word.row.is_some());
        if let Some(factors) = formula.factors.get(ABSTRACT).filter(|_| has_rows) {
            let lengths = stretch.lengths.get(ABSTRACT).copied().unwrap_or_default();
            let factor = |length: &u8| factors.get(usize::from(*length)).copied().unwrap_or_default();
            self.factors.iter_mut().zip(lengths).for_each(|(out, length)| *out = factor(length));
        }
        for WordCursors { weight, lists, row, also, phrases } in words {
            let mut abstracts = None;
            for list in lists {
                if list.field == ABSTRACT {
                    abstracts = Some(list);
                } else {
                    self.collect(list, stretch, (formula, &mut *totals.in_title));
                }
            }
            for list in also {
                self.collect(list, stretch, (formula, &mut *totals.in_title));
            }
            for list in phrases {
                self.collect_phrases(list, stretch, formula);
            }
            match row {
                Some(row) => self.add_frequent((*weight, row), stretch, (formula, totals)),
                None => self.add_word((*weight, abstracts), stretch, (formula, totals)),
            }
        }
        if let Some(allowed) = stretch.allowed.filter(|_| has_rows) {
            keep_wanted(totals.scores, allowed);
            keep_wanted(totals.covered, allowed);
        }
        totals.end();
    }

    /// Gathers the documents that hold a word in a field beside the abstract, or what says the same.
    fn collect(&mut self, list: &mut Cursor, stretch: &Stretch<'_>, (formula, in_title): (&Formula, &mut [u8])) {
        let (field, also) = (list.field, list.also);
        list.each(stretch.docs.clone(), |doc, frequency| {
            let at = doc - stretch.docs.start;
            if stretch.allows(at) {
                let weighted = formula.weighted(field, (frequency, stretch.length(field, at)));
                self.beside.add(at, weighted * also.unwrap_or(1.0));
                if let Some(count) = in_title.get_mut(at as usize).filter(|_| field == TITLE && also.is_none()) {
                    *count = count.saturating_add(1);
                }
            }
        });
    }

    /// Gathers the documents that hold a phrase in place of a word.
    fn collect_phrases(&mut self, list: &mut PhraseCursor, stretch: &Stretch<'_>, formula: &Formula) {
        let (field, factor) = (list.field, list.factor);
        list.each(stretch.docs.clone(), |doc| {
            let at = doc - stretch.docs.start;
            if stretch.allows(at) {
                self.beside.add(at, factor * formula.weighted(field, (1, stretch.length(field, at))));
            }
        });
    }

    /// Adds a word's part to the score of each document that holds it.
    fn add_word(
        &mut self,
        (weight, abstracts): (f32, Option<&mut Cursor>),
        stretch: &Stretch<'_>,
        (formula, totals): (&Formula, &mut Totals<'_>),
    ) {
        let beside = &mut self.beside;
        let mut add = |at: u32, part: f32| {
            if let Some((score, covered)) = totals.of(at) {
                *score += weight * part;
                *covered += weight;
            }
        };
        if let Some(list) = abstracts {
            let start = stretch.docs.start;
            if beside.is_empty() && stretch.allowed.is_none() {
                return list.each(stretch.docs.clone(), |doc, frequency| {
                    let at = doc - start;
                    add(at, formula.in_abstract(frequency, stretch.length(ABSTRACT, at)));
                });
            }
            list.each(stretch.docs.clone(), |doc, frequency| {
                let at = doc - start;
                if stretch.allows(at) {
                    let length = stretch.length(ABSTRACT, at);
                    let everywhere = |elsewhere: f32| elsewhere + formula.weighted(ABSTRACT, (frequency, length));
                    let both = beside.take(at).map(|elsewhere| saturated(everywhere(elsewhere), formula.k1));
                    add(at, both.unwrap_or_else(|| formula.in_abstract(frequency, length)));
                }
            });
        }
        beside.drain(|at, elsewhere| add(at, saturated(elsewhere, formula.k1)));
    }

    /// The same for a word with a row. Documents that are not allowed may get something, too.
    fn add_frequent(
        &mut self,
        (weight, row): (f32, &Row),
        stretch: &Stretch<'_>,
        (formula, totals): (&Formula, &mut Totals<'_>),
    ) {
        let Self { beside, factors, aside } = self;
        aside.clear();
        let start = stretch.docs.start;
        let mut put_aside = |at: u32, frequency: u32, elsewhere: f32| {
            let weighted = elsewhere + formula.weighted(ABSTRACT, (frequency, stretch.length(ABSTRACT, at)));
            let sums = totals.of(at).map(|(score, covered)| (*score, *covered));
            aside.extend(sums.map(|(score, covered)| Aside { at, weighted, score, covered }));
        };
        for (doc, frequency) in row.many(&stretch.docs) {
            put_aside(doc - start, *frequency, beside.take(doc - start).unwrap_or_default());
        }
        beside.drain(|at, elsewhere| put_aside(at, row.frequency(start + at), elsewhere));
        let sums = Sums { scores: totals.scores, covered: totals.covered };
        let packed = row.packed_from(start);
        let word = Frequencies { packed, factors: factors.as_slice(), wanted: stretch.allowed };
        add_saturated(word, (weight, formula.k1), sums);
        for Aside { at, weighted, score, covered } in aside.iter() {
            if let Some(sums) = totals.of(*at) {
                (*sums.0, *sums.1) = (score + weight * saturated(*weighted, formula.k1), covered + weight);
            }
        }
    }
}

/// What is summed up about some documents.
pub(crate) struct Totals<'a> {
    /// The scores.
    pub scores: &'a mut [f32],
    /// The weights of the words that each holds.
    pub covered: &'a mut [f32],
    /// How many words titles hold.
    pub in_title: &'a mut [u8],
    /// The highest of each [`PEAK`] documents.
    pub peaks: &'a mut [Peak],
}

impl<'a> Totals<'a> {
    /// Cuts off those of the first so many documents, a multiple of [`PEAK`].
    pub(crate) fn split_off(&mut self, documents: usize) -> Totals<'a> {
        let Totals { scores, covered, in_title, peaks } = self;
        Totals {
            scores: scores.split_off_mut(..documents).unwrap_or_default(),
            covered: covered.split_off_mut(..documents).unwrap_or_default(),
            in_title: in_title.split_off_mut(..documents).unwrap_or_default(),
            peaks: peaks.split_off_mut(..documents / PEAK).unwrap_or_default(),
        }
    }

    /// Nothing yet.
    pub(crate) fn begin(&mut self) {
        self.scores.fill(0.0);
        self.covered.fill(0.0);
        self.in_title.fill(0);
        self.peaks.fill(Peak::default());
    }

    /// Score and cover of the document at a place.
    #[inline]
    fn of(&mut self, at: u32) -> Option<(&mut f32, &mut f32)> {
        self.scores.get_mut(at as usize).zip(self.covered.get_mut(at as usize))
    }

    /// Notes the highest.
    fn end(&mut self) {
        let documents = self.scores.chunks(PEAK).zip(self.covered.chunks(PEAK));
        for ((scores, covered), peak) in documents.zip(self.peaks.iter_mut()) {
            *peak = Peak { score: highest(0.0, scores), covered: highest(0.0, covered) };
        }
    }
}
