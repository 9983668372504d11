//! Summing up the scores of a few thousand neighbouring documents, in the nearest cache.

use std::ops::Range;

use super::cursor::{Cursor, PhraseCursor};
use super::{ABSTRACT, LengthFactors, Peak, TITLE, WordCursors};
use crate::simd::{PEAK, highest};
use crate::snapshot::{Segment, TEXT_FIELDS};

/// How many documents stand in a tile: their sums take 16 KiB.
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

/// What is summed up for each document of a tile.
#[derive(Debug)]
pub(crate) struct Tile {
    /// Score and covered weight.
    sums: Box<[[f32; 2]; TILE]>,
    /// How many of the words the title holds.
    in_title: Box<[u8; TILE]>,
    /// The documents that hold the present word elsewhere than in the abstract, with its weighted frequency there.
    beside: Vec<(u32, f32)>,
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
        Self { sums: Box::new([[0.0; 2]; TILE]), in_title: Box::new([0; TILE]), beside: Vec::new() }
    }
}

impl Tile {
    /// Sums up what the words say about some documents.
    pub(crate) fn fill(&mut self, words: &mut [WordCursors], stretch: &Stretch<'_>, formula: &Formula) {
        for WordCursors { weight, lists, also, phrases } in words {
            self.beside.clear();
            let (mut abstracts, mut fields) = (None, 0_u8);
            for list in lists {
                if list.field == ABSTRACT {
                    abstracts = Some(list);
                } else {
                    fields = fields.saturating_add(u8::from(self.collect(list, stretch, formula)));
                }
            }
            for list in also {
                fields = fields.saturating_add(u8::from(self.collect(list, stretch, formula)));
            }
            for list in phrases {
                fields = fields.saturating_add(u8::from(self.collect_phrases(list, stretch, formula)));
            }
            if fields > 1 {
                self.join_fields();
            }
            self.add_word((*weight, abstracts), stretch, formula);
        }
    }

    /// Gathers the documents that hold a word in a field beside the abstract, or what says the same; whether there are any.
    fn collect(&mut self, list: &mut Cursor, stretch: &Stretch<'_>, formula: &Formula) -> bool {
        let (field, also, before) = (list.field, list.also, self.beside.len());
        list.each(stretch.docs.clone(), |doc, frequency| {
            let at = doc - stretch.docs.start;
            if stretch.allows(at) {
                let weighted = formula.weighted(field, (frequency, stretch.length(field, at)));
                self.beside.push((at, weighted * also.unwrap_or(1.0)));
                if let Some(count) = self.in_title.get_mut(at as usize).filter(|_| field == TITLE && also.is_none()) {
                    *count = count.saturating_add(1);
                }
            }
        });
        self.beside.len() > before
    }

    /// Gathers the documents that hold a phrase in place of a word; whether there are any.
    fn collect_phrases(&mut self, list: &mut PhraseCursor, stretch: &Stretch<'_>, formula: &Formula) -> bool {
        let (field, factor, before) = (list.field, list.factor, self.beside.len());
        list.each(stretch.docs.clone(), |doc| {
            let at = doc - stretch.docs.start;
            if stretch.allows(at) {
                self.beside.push((at, factor * formula.weighted(field, (1, stretch.length(field, at)))));
            }
        });
        self.beside.len() > before
    }

    /// Brings what several fields said into the order of documents, each once.
    fn join_fields(&mut self) {
        // Stable, so that the parts of one document are always added in the same order.
        self.beside.sort_by_key(|(at, _)| *at);
        self.beside.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0.0 };
            same
        });
    }

    /// Adds a word's part to the score of each document that holds it.
    fn add_word(&mut self, (weight, abstracts): (f32, Option<&mut Cursor>), stretch: &Stretch<'_>, formula: &Formula) {
        let sums = &mut self.sums;
        let mut add = |at: u32, part: f32| {
            if let Some([score, covered]) = sums.get_mut(at as usize) {
                *score += weight * part;
                *covered += weight;
            }
        };
        let mut beside = self.beside.iter().copied();
        let mut next = beside.next();
        if let Some(list) = abstracts {
            list.each(stretch.docs.clone(), |doc, frequency| {
                let at = doc - stretch.docs.start;
                if !stretch.allows(at) {
                    return;
                }
                let length = stretch.length(ABSTRACT, at);
                while let Some((other, elsewhere)) = next.filter(|(other, _)| *other <= at) {
                    next = beside.next();
                    if other == at {
                        let both = elsewhere + formula.weighted(ABSTRACT, (frequency, length));
                        return add(at, saturated(both, formula.k1));
                    }
                    add(other, saturated(elsewhere, formula.k1));
                }
                add(at, formula.in_abstract(frequency, length));
            });
        }
        for (at, elsewhere) in next.into_iter().chain(beside) {
            add(at, saturated(elsewhere, formula.k1));
        }
    }

    /// Moves the sums to where they stay, with the highest of each [`PEAK`], and begins anew.
    pub(crate) fn take(&mut self, out: Taken<'_>) {
        let Taken { scores, covered, in_title, peaks } = out;
        in_title.iter_mut().zip(self.in_title.iter_mut()).for_each(|(out, count)| *out = std::mem::take(count));
        let out = scores.chunks_mut(PEAK).zip(covered.chunks_mut(PEAK)).zip(peaks);
        for (sums, ((scores, covered), peak)) in self.sums.chunks_mut(PEAK).zip(out) {
            for ((sum, score), cover) in sums.iter_mut().zip(scores.iter_mut()).zip(covered.iter_mut()) {
                [*score, *cover] = std::mem::take(sum);
            }
            *peak = Peak { score: highest(0.0, scores), covered: highest(0.0, covered) };
        }
    }
}

/// Where the sums of a tile stay.
pub(crate) struct Taken<'a> {
    /// The scores.
    pub scores: &'a mut [f32],
    /// The covered weights.
    pub covered: &'a mut [f32],
    /// How many words titles hold.
    pub in_title: &'a mut [u8],
    /// The highest of each [`PEAK`] documents.
    pub peaks: &'a mut [Peak],
}

impl<'a> Taken<'a> {
    /// Cuts off the place of the first so many documents, a multiple of [`PEAK`].
    pub(crate) fn split_off(&mut self, documents: usize) -> Taken<'a> {
        let Taken { scores, covered, in_title, peaks } = self;
        Taken {
            scores: scores.split_off_mut(..documents).unwrap_or_default(),
            covered: covered.split_off_mut(..documents).unwrap_or_default(),
            in_title: in_title.split_off_mut(..documents).unwrap_or_default(),
            peaks: peaks.split_off_mut(..documents / PEAK).unwrap_or_default(),
        }
    }
}
