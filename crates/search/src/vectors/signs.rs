//! A vector in one bit a dimension, with which the cosine to a query can be estimated: the signs of its numbers after a random
//! rotation.
//!
//! The estimator is that of `RaBitQ` (Gao and Long 2024, <https://arxiv.org/abs/2405.12497>, equations 12-20): for a unit
//! vector `o`, rotated to `o'`, with signs `s`, and a rotated query `q'`, `<o, q> ≈ <s, q'> / <s, o'>`. The estimate is unbiased and
//! its error about `0.75 / sqrt(D)`: 0.05 with 256 dimensions, 0.04 with 384.

use embed::Vector;

use super::rotate::rotate;
use crate::simd::{Line, Out, PEAK, ROWS, Rows, bits_set, estimates};
use crate::together::both;

/// The signs of a vector and what makes cosines of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Sketch {
    /// Of the rotated vector: bit `i % 32` of word `i / 32` is set where number `i` is positive.
    pub signs: Box<[u32]>,
    /// `1 / <s, o'>`; 0 for the zero vector.
    pub factor: f32,
}

impl Sketch {
    /// The sketch of a vector.
    pub(crate) fn new(vector: &Vector) -> Self {
        let rotated = rotate(vector.as_slice());
        let word = |numbers: &[f32; 32]| numbers.iter().rev().fold(0, |bits, x| bits << 1 | u32::from(*x > 0.0));
        let sum: f32 = rotated.iter().map(|x| x.abs()).sum();
        let signs = rotated.as_chunks().0.iter().map(word).collect();
        Self { signs, factor: if sum > 0.0 { 1.0 / sum } else { 0.0 } }
    }
}

/// From so many blocks of [`PEAK`] documents on, two threads estimate half of the cosines each: in a tenth of a millisecond or more.
const WORTH_SHARING: usize = 512;

/// Many sketches of vectors of one model, in the order in which they are read fastest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sketches {
    /// Bytes a sketch.
    width: usize,
    bytes: Vec<[u8; ROWS]>,
    set: Vec<u16>,
    factors: Vec<f32>,
}

impl Sketches {
    /// As many sketches of the zero vector of so many dimensions.
    pub(crate) fn zero(length: usize, dims: usize) -> Self {
        let width = dims.div_ceil(32) * 4;
        let bytes = vec![[0; ROWS]; length.div_ceil(ROWS) * width];
        Self { width, bytes, set: vec![0; length], factors: vec![0.0; length] }
    }

    /// Changes one, whose signs are given eight a byte; nothing behind the end. Of another model's signs, as many as there is room for are
    /// taken.
    pub(crate) fn set(&mut self, at: usize, signs: impl IntoIterator<Item = u8>, factor: f32) {
        let (Some(own_set), Some(own_factor)) = (self.set.get_mut(at), self.factors.get_mut(at)) else { return };
        let mut count = 0_u16;
        let places = self.bytes.iter_mut().skip(at / ROWS * self.width).take(self.width);
        for (places, byte) in places.zip(signs) {
            count = count.saturating_add(u16::from(bits_set(byte)));
            if let Some(place) = places.get_mut(at % ROWS) {
                *place = byte;
            }
        }
        (*own_set, *own_factor) = (count, factor);
    }
}

/// A query, prepared for estimating its cosine with many sketches.
#[derive(Debug)]
pub(crate) struct Estimator {
    /// The rotated query in four bits a dimension: `low + step * bits`.
    planes: Vec<[u8; 4]>,
    line: Line,
}

impl Estimator {
    /// Prepares a query.
    pub(crate) fn new(query: &Vector) -> Self {
        let rotated = rotate(query.as_slice());
        let low = rotated.iter().copied().reduce(f32::min).unwrap_or_default();
        let high = rotated.iter().copied().reduce(f32::max).unwrap_or_default();
        let step = (high - low) / 15.0;
        let mut planes = vec![[0; 4]; rotated.len() / 8];
        let mut total = 0.0;
        for (i, number) in rotated.iter().enumerate() {
            let level = level((number - low) / step.max(f32::MIN_POSITIVE));
            total += low + step * f32::from(level);
            for (j, byte) in planes.iter_mut().skip(i / 8).take(1).flatten().enumerate() {
                *byte |= (level >> j & 1) << (i % 8);
            }
        }
        // <s, q'> = (sum where the sign is set) - (sum where it is not) = 2 * (sum where it is set) - total
        Self { planes, line: Line { per_set: 2.0 * low, per_sum: 2.0 * step, total } }
    }

    /// The standard deviation of an estimated cosine of vectors of so many dimensions.
    pub(crate) fn error(dims: usize) -> f32 {
        0.75 / (dims.max(1) as f32).sqrt()
    }

    /// The estimated cosine for each of many sketches of the same model, in buffers at least as long; `wanted` as the words of a
    /// [`Mask`](crate::mask::Mask). What is nobody's, and where neither a document nor its neighbours are wanted, 0.
    pub(crate) fn estimate(&self, sketches: &Sketches, wanted: &[u64], out: Out<'_>) {
        let Out { values, peaks } = out;
        let (own, behind) = values.split_at_mut(sketches.factors.len().min(values.len()));
        behind.fill(0.0);
        if sketches.width == self.planes.len() {
            let rows = Rows { bytes: &sketches.bytes, set: &sketches.set, factors: &sketches.factors };
            self.estimate_rows(rows, wanted, Out { values: own, peaks });
        } else {
            own.fill(0.0);
            peaks.fill(0.0);
        }
    }
}

impl Estimator {
    /// The same of rows that are of the same model, in shares.
    fn estimate_rows(&self, rows: Rows<'_>, wanted: &[u64], out: Out<'_>) {
        let blocks = out.values.len() / PEAK;
        if blocks < WORTH_SHARING {
            return estimates(rows, wanted, (&self.planes, self.line), out);
        }
        let middle = blocks / 2 * PEAK;
        let (before, behind) = rows.split_at(middle, self.planes.len());
        let (wanted, wanted_behind) = wanted.split_at((middle / 64).min(wanted.len()));
        let (out, out_behind) = out.split_at(middle);
        both(|| self.estimate_rows(before, wanted, out), || self.estimate_rows(behind, wanted_behind, out_behind));
    }
}

/// The nearest of the 16 levels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to 0-15 before")]
fn level(x: f32) -> u8 {
    x.round().clamp(0.0, 15.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Sketch {
        /// The signs, eight a byte.
        fn bytes(&self) -> impl Iterator<Item = u8> {
            self.signs.iter().flat_map(|word| word.to_le_bytes())
        }
    }

    fn random(seed: u64, dims: usize) -> Vector {
        let mut state = seed;
        let next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 8_388_608.0 - 1.0
        };
        Vector::normalized(std::iter::repeat_with(next).take(dims).collect::<Vec<_>>())
    }

    /// The estimated cosines of a query with all vectors.
    fn estimated(query: &Vector, vectors: &[Vector]) -> Vec<f32> {
        let mut sketches = Sketches::zero(vectors.len(), query.dims());
        for (at, vector) in vectors.iter().enumerate() {
            let sketch = Sketch::new(vector);
            sketches.set(at, sketch.bytes(), sketch.factor);
        }
        let mut cosines = vec![9.0; vectors.len() + 3];
        let out = Out { values: &mut cosines, peaks: &mut [] };
        Estimator::new(query).estimate(&sketches, &vec![u64::MAX; vectors.len()], out);
        assert!(cosines.split_off(vectors.len()).iter().all(|cosine| cosine.to_bits() == 0));
        cosines
    }

    #[test]
    fn estimates_are_near_and_unbiased() {
        for (dims, most) in [(256, 0.07), (384, 0.06), (100, 0.11)] {
            let query = random(7, dims);
            let mixed = |i: u64| {
                let other = random(100 + i, dims);
                let both = query.as_slice().iter().zip(other.as_slice());
                Vector::normalized(both.map(|(x, y)| x * (i % 10) as f32 / 9.0 + y).collect::<Vec<_>>())
            };
            let vectors: Vec<Vector> = (0..2_000).map(mixed).collect();
            let cosines = estimated(&query, &vectors);
            let errors: Vec<f32> = vectors.iter().zip(&cosines).map(|(v, found)| found - v.cosine(&query)).collect();
            let mean = errors.iter().sum::<f32>() / errors.len() as f32;
            let spread = (errors.iter().map(|e| e * e).sum::<f32>() / errors.len() as f32).sqrt();
            assert!(mean.abs() < 0.01 && spread < most, "{dims} dimensions: mean {mean}, spread {spread}");
        }
    }

    #[test]
    fn halves_are_estimated_as_the_whole_is() {
        // Some blocks more than are halved twice, and the last one is not whole.
        let (rows, dims) = ((2 * WORTH_SHARING + 3) * PEAK + 17, 32);
        let mut sketches = Sketches::zero(rows, dims);
        for at in 0..rows {
            let sketch = Sketch::new(&random(at as u64, dims));
            sketches.set(at, sketch.bytes(), sketch.factor);
        }
        // Every third block of 64 is wanted by nobody.
        let wanted: Vec<u64> = (0..rows.div_ceil(64))
            .map(|block: usize| if block.is_multiple_of(3) { 0 } else { 1 << (block % 64) })
            .collect();
        let estimator = Estimator::new(&random(7, dims));
        let by = |estimate: &(dyn Fn(Out<'_>) + Sync)| {
            let (mut values, mut peaks) = (vec![9.0; rows], vec![9.0; rows.div_ceil(PEAK)]);
            rayon::scope(|_| estimate(Out { values: &mut values, peaks: &mut peaks }));
            values.into_iter().chain(peaks).map(f32::to_bits).collect::<Vec<_>>()
        };
        let all = Rows { bytes: &sketches.bytes, set: &sketches.set, factors: &sketches.factors };
        let whole = by(&|out| estimates(all, &wanted, (&estimator.planes, estimator.line), out));
        assert!(whole.contains(&0) && whole.iter().any(|bits| *bits != 0));
        assert!(by(&|out| estimator.estimate(&sketches, &wanted, out)) == whole);
    }

    #[test]
    fn nothing_is_near_the_zero_vector() {
        assert!(Sketch::new(&Vector::zero(256)).factor.abs() < f32::EPSILON);
        assert!(estimated(&Vector::zero(256), &[random(1, 256)]).iter().all(|c| c.abs() < 1e-6));
        assert!(estimated(&random(1, 256), &[Vector::zero(256)]).iter().all(|c| c.abs() < 1e-6));
    }

    #[test]
    fn vectors_of_another_model_are_left_alone() {
        let mut sketches = Sketches::zero(1, 384);
        let sketch = Sketch::new(&random(1, 384));
        sketches.set(0, sketch.bytes(), sketch.factor);
        let mut cosines = [9.0];
        let out = Out { values: &mut cosines, peaks: &mut [] };
        Estimator::new(&random(1, 256)).estimate(&sketches, &[1], out);
        assert_eq!(cosines.map(f32::to_bits), [0]);
    }
}
