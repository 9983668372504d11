//! Texts as bags of weighted rows, and the way from the derivatives of their vectors back to the rows.

use super::adam::{Moments, Rate};
use super::crew::each;
use super::matrix::Matrix;
use super::simd::{add, descend};
use crate::DIMS;

/// Rows of the table that one thread takes at a time.
const ROWS_AT_ONCE: usize = 128;

/// Texts that one thread takes at a time.
const TEXTS_AT_ONCE: usize = 16;

/// The rows of the table, as they are trained.
pub(super) type Rows = Vec<[f32; DIMS]>;

/// The table that learns, and what Adam remembers of each row.
#[derive(Debug)]
pub(super) struct Pupil {
    /// The table.
    pub rows: Rows,
    moments: Vec<Moments>,
}

/// Several texts, each a bag of distinct pieces with their weights.
#[derive(Debug, Default)]
pub(super) struct Bags {
    /// Pieces and weights, text after text.
    entries: Vec<(u32, f32)>,
    /// Where each text ends.
    ends: Vec<usize>,
}

/// Texts brought to length 1, and the lengths they had.
#[derive(Debug)]
pub(super) struct Vectors {
    /// One text a row.
    pub units: Matrix,
    lengths: Vec<f32>,
}

impl Pupil {
    /// A table before the first step.
    pub(super) fn new(rows: Rows) -> Self {
        Self { moments: vec![Moments::default(); rows.len()], rows }
    }
}

impl Bags {
    /// Adds a text of these pieces: each distinct one weighs the square root of its count.
    pub(super) fn push(&mut self, pieces: &mut [u32]) {
        pieces.sort_unstable();
        for same in pieces.chunk_by(|a, b| a == b) {
            self.entries.extend(same.first().map(|piece| (*piece, (same.len() as f32).sqrt())));
        }
        self.ends.push(self.entries.len());
    }

    /// The texts of several, one after another.
    pub(super) fn joined<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let mut joined = Self::default();
        for part in parts {
            let before = joined.entries.len();
            joined.entries.extend_from_slice(&part.entries);
            joined.ends.extend(part.ends.iter().map(|end| before + end));
        }
        joined
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn texts(&self) -> impl Iterator<Item = &[(u32, f32)]> + Send {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.entries.get(start..*end).unwrap_or_default())
    }

    /// The vectors of the texts by the table `rows`.
    pub(super) fn vectors(&self, rows: &Rows, threads: usize) -> Vectors {
        let mut units = Matrix::zero(self.len(), DIMS);
        let mut lengths = vec![0.0; self.len()];
        let texts: Vec<_> = self.texts().collect();
        let places = units.numbers.chunks_mut(DIMS * TEXTS_AT_ONCE).zip(lengths.chunks_mut(TEXTS_AT_ONCE));
        each(threads, places.zip(texts.chunks(TEXTS_AT_ONCE)), |((units, lengths), texts)| {
            for ((unit, length), text) in units.as_chunks_mut().0.iter_mut().zip(lengths).zip(texts) {
                for (piece, weight) in *text {
                    rows.get(*piece as usize).into_iter().for_each(|row| add(unit, row, *weight));
                }
                *length = normalize(unit);
            }
        });
        Vectors { units, lengths }
    }

    /// For each piece of the table the texts that hold it, with its weight there: in the order of texts.
    pub(super) fn by_piece(&self, rows: usize) -> Postings {
        let mut starts = vec![0_usize; rows + 1];
        for (piece, _) in &self.entries {
            if let Some(count) = starts.get_mut(*piece as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let (mut next, mut entries) = (starts.clone(), vec![(0, 0.0); self.entries.len()]);
        for (number, text) in (0_u32..).zip(self.texts()) {
            for (piece, weight) in text {
                let Some(place) = next.get_mut(*piece as usize) else { continue };
                entries.get_mut(*place).into_iter().for_each(|entry| *entry = (number, *weight));
                *place += 1;
            }
        }
        Postings { entries, starts }
    }
}

/// Which texts hold which pieces.
#[derive(Debug)]
pub(super) struct Postings {
    entries: Vec<(u32, f32)>,
    starts: Vec<usize>,
}

impl Postings {
    /// One step downhill: each row that a text holds moves against the sum of the texts' `slopes` (the derivatives of the loss
    /// by the texts' sums), each with its weight.
    pub(super) fn descend(&self, slopes: &Matrix, pupil: &mut Pupil, (rate, threads): (Rate, usize)) {
        let slopes = slopes.numbers.as_chunks::<DIMS>().0;
        let bounds = self.starts.iter().zip(self.starts.iter().skip(1)).collect::<Vec<_>>();
        let pupil = pupil.rows.chunks_mut(ROWS_AT_ONCE).zip(pupil.moments.chunks_mut(ROWS_AT_ONCE));
        let parts = pupil.zip(bounds.chunks(ROWS_AT_ONCE));
        each(threads, parts, |((rows, moments), bounds)| {
            for ((row, moments), (start, end)) in rows.iter_mut().zip(moments).zip(bounds) {
                let Some(texts @ [_, ..]) = self.entries.get(**start..**end) else { continue };
                let mut slope = [0.0; DIMS];
                for (text, weight) in texts {
                    slopes.get(*text as usize).into_iter().for_each(|of_text| add(&mut slope, of_text, *weight));
                }
                descend(row, &slope, moments, rate);
            }
        });
    }
}

impl Vectors {
    /// Turns the derivatives of the loss by the unit vectors into those by the sums that were brought to length 1, in place:
    /// for `x = u / |u|`, `du = (dx - x (x . dx)) / |u|`.
    pub(super) fn through_length(&self, slopes: &mut Matrix) {
        let units = self.units.numbers.as_chunks::<DIMS>().0;
        for ((slope, unit), length) in slopes.numbers.as_chunks_mut::<DIMS>().0.iter_mut().zip(units).zip(&self.lengths)
        {
            let along: f32 = slope.iter().zip(unit).map(|(a, b)| a * b).sum();
            let shorter = if *length > 0.0 { 1.0 / length } else { 0.0 };
            for (slope, unit) in slope.iter_mut().zip(unit) {
                *slope = (*slope - unit * along) * shorter;
            }
        }
    }
}

/// Brings a sum to length 1; returns the length it had. Zero stays zero.
fn normalize(sum: &mut [f32; DIMS]) -> f32 {
    let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        for x in sum.iter_mut() {
            *x /= length;
        }
    }
    length
}
