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
        let bounds = self.starts.iter().zip(self.starts.iter().skip(1)).collect::<Vec<_>>();
        let pupil = pupil.rows.chunks_mut(ROWS_AT_ONCE).zip(pupil.moments.chunks_mut(ROWS_AT_ONCE));
        let parts = pupil.zip(bounds.chunks(ROWS_AT_ONCE));
        each(threads, parts, |((rows, moments), bounds)| {
            for ((row, moments), (start, end)) in rows.iter_mut().zip(moments).zip(bounds) {
                let texts = self.entries.get(**start..**end).unwrap_or_default();
                if !texts.is_empty() {
                    descend(row, &slope(texts, slopes), moments, rate);
                }
            }
        });
    }
}

/// The derivative of the loss by a row: the sum of those by the texts that hold it, each with the row's weight there.
fn slope(texts: &[(u32, f32)], slopes: &Matrix) -> [f32; DIMS] {
    let (mut slope, of_texts) = ([0.0; DIMS], slopes.numbers.as_chunks::<DIMS>().0);
    for (text, weight) in texts {
        of_texts.get(*text as usize).into_iter().for_each(|of_text| add(&mut slope, of_text, *weight));
    }
    slope
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

#[cfg(test)]
mod tests {
    use super::super::loss::contrast;
    use super::super::matrix::{View, product};
    use super::super::random::Random;
    use super::*;

    const TEMPERATURE: f32 = 0.2;

    /// Three texts and their partners, over a table of eight rows.
    fn texts() -> Bags {
        let mut bags = Bags::default();
        for text in [&mut [0, 1, 1, 2][..], &mut [3, 4], &mut [5, 2], &mut [1, 6, 0], &mut [4, 4, 4, 7], &mut [2, 5, 6]]
        {
            bags.push(text);
        }
        bags
    }

    fn table() -> Rows {
        let mut random = Random::new(11);
        (0..8).map(|_| std::array::from_fn(|_| random.unit() - 0.5)).collect()
    }

    /// The summed loss of the texts, and its derivatives by their sums.
    fn loss(rows: &Rows) -> (f64, Matrix) {
        let vectors = texts().vectors(rows, 1);
        let (queries, partners) = (vectors.units.part(0..3), vectors.units.part(3..6));
        let mut cosines = product(1, View::Plain(&queries), View::Turned(&partners));
        let loss = contrast(&mut cosines, TEMPERATURE, 1) * 3.0;
        let mut slopes = product(1, View::Plain(&cosines), View::Plain(&partners));
        slopes.numbers.extend(product(1, View::Turned(&cosines), View::Plain(&queries)).numbers);
        vectors.through_length(&mut slopes);
        (loss, slopes)
    }

    #[test]
    fn the_slopes_of_rows_are_those_of_the_whole_loss() {
        const STEP: f32 = 2e-2;
        let (rows, slopes) = (table(), loss(&table()).1);
        let postings = texts().by_piece(rows.len());
        for piece in 0..rows.len() {
            let texts = &postings.entries[postings.starts[piece]..postings.starts[piece + 1]];
            let found = slope(texts, &slopes);
            for at in [0, 1, 100, 255] {
                let moved = |by: f32| {
                    let mut rows = rows.clone();
                    rows[piece][at] += by;
                    loss(&rows).0
                };
                let truth = (moved(STEP) - moved(-STEP)) / f64::from(2.0 * STEP);
                let found = f64::from(found[at]);
                assert!(
                    (truth - found).abs() < 1e-3 + 0.02 * truth.abs(),
                    "{piece} {at}: {found}, by differences {truth}"
                );
            }
        }
    }

    #[test]
    fn a_text_is_the_weighted_sum_of_its_rows() {
        let (rows, vectors) = (table(), texts().vectors(&table(), 2));
        let sum: [f32; DIMS] = std::array::from_fn(|at| rows[0][at] + 2_f32.sqrt() * rows[1][at] + rows[2][at]);
        let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        for (unit, truth) in vectors.units.row(0).iter().zip(sum) {
            assert!((unit - truth / length).abs() < 1e-6);
        }
    }

    #[test]
    fn rows_that_no_text_holds_stay() {
        let mut pupil = Pupil::new(vec![[0.1; DIMS]; 9]);
        let slopes = Matrix { columns: DIMS, numbers: vec![1.0; 6 * DIMS] };
        texts().by_piece(9).descend(&slopes, &mut pupil, (Rate(0.01), 2));
        let moved: Vec<bool> = pupil.rows.iter().map(|row| row[0] < 0.099).collect();
        assert_eq!(moved, [true, true, true, true, true, true, true, true, false]);
    }
}
