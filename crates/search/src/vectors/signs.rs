//! A vector in 32 bytes, with which the cosine to a query can be estimated: the signs of its numbers after a random rotation.
//!
//! The estimator is that of `RaBitQ` (Gao and Long 2024, <https://arxiv.org/abs/2405.12497>, equations 12-20): for a unit
//! vector `o`, rotated to `o'`, with signs `s`, and a rotated query `q'`, `<o, q> ≈ <s, q'> / <s, o'>`. The estimate is unbiased and
//! its error about `0.75 / sqrt(D)`: 0.05 with 256 dimensions.

use embed::{DIMS, Vector};

use crate::simd::{Block, Line, Planes, ROWS, Signs, estimates};

/// The signs of a vector and what makes cosines of them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sketch {
    /// Of the rotated vector.
    pub signs: Signs,
    /// `1 / <s, o'>`; 0 for the zero vector.
    pub factor: f32,
}

/// Many sketches, in the order in which they are read fastest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sketches {
    blocks: Vec<Block>,
    factors: Vec<f32>,
}

impl Sketches {
    /// As many sketches of the zero vector.
    pub(crate) fn zero(length: usize) -> Self {
        Self { blocks: vec![Block::default(); length.div_ceil(ROWS)], factors: vec![0.0; length] }
    }

    /// Changes one; nothing behind the end.
    pub(crate) fn set(&mut self, at: usize, sketch: &Sketch) {
        let (Some(block), Some(factor)) = (self.blocks.get_mut(at / ROWS), self.factors.get_mut(at)) else { return };
        *factor = sketch.factor;
        for (words, word) in block.iter_mut().zip(sketch.signs) {
            if let Some(place) = words.get_mut(at % ROWS) {
                *place = word;
            }
        }
    }
}

/// The sketch of a vector.
pub(crate) fn sketch(vector: &Vector) -> Sketch {
    let rotated = rotate(vector);
    let mut signs = Signs::default();
    for (word, numbers) in signs.iter_mut().zip(rotated.as_chunks::<32>().0) {
        *word = numbers.iter().rev().fold(0, |bits, number| bits << 1 | u32::from(*number > 0.0));
    }
    let sum: f32 = rotated.iter().map(|x| x.abs()).sum();
    Sketch { signs, factor: if sum > 0.0 { 1.0 / sum } else { 0.0 } }
}

/// A query, prepared for estimating its cosine with many sketches.
#[derive(Debug)]
pub(crate) struct Estimator {
    /// The rotated query in four bits a dimension: `low + step * bits`.
    planes: Planes,
    low: f32,
    step: f32,
    /// The sum of the rotated query's numbers.
    total: f32,
}

impl Estimator {
    /// Prepares a query.
    pub(crate) fn new(query: &Vector) -> Self {
        let rotated = rotate(query);
        let low = rotated.iter().copied().fold(f32::INFINITY, f32::min);
        let high = rotated.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let step = (high - low) / 15.0;
        let mut planes = Planes::default();
        let mut total = 0.0;
        for (i, number) in rotated.iter().enumerate() {
            let level = level((number - low) / step.max(f32::MIN_POSITIVE));
            total += low + step * f32::from(level);
            for (j, word) in planes.iter_mut().skip(i / 32).take(1).flatten().enumerate() {
                *word |= u32::from(level >> j & 1) << (i % 32);
            }
        }
        Self { planes, low, step, total }
    }

    /// The estimated cosine for each of many sketches.
    pub(crate) fn estimate(&self, sketches: &Sketches, cosines: &mut Vec<f32>) {
        cosines.clear();
        cosines.resize(sketches.factors.len(), 0.0);
        // <s, q'> = (sum where the sign is set) - (sum where it is not) = 2 * (sum where it is set) - total
        let line = Line { per_set: 2.0 * self.low, per_sum: 2.0 * self.step, total: self.total };
        estimates((&sketches.blocks, &sketches.factors), &self.planes, line, cosines);
    }
}

/// The nearest of the 16 levels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held to 0-15 before")]
fn level(x: f32) -> u8 {
    x.round().clamp(0.0, 15.0) as u8
}

/// A fixed random rotation: twice, flip half of the signs and take the Walsh-Hadamard transform.
fn rotate(vector: &Vector) -> [f32; DIMS] {
    let mut numbers = vector.as_slice().first_chunk().copied().unwrap_or([0.0; DIMS]);
    for seed in [0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03] {
        flip(&mut numbers, seed);
        hadamard(&mut numbers);
    }
    numbers
}

/// Flips signs by the bits of a random sequence: splitmix64 (<https://prng.di.unimi.it/splitmix64.c>, public domain).
fn flip(numbers: &mut [f32; DIMS], mut seed: u64) {
    for chunk in numbers.as_chunks_mut::<64>().0 {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (seed ^ seed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        for number in chunk {
            if bits & 1 == 1 {
                *number = -*number;
            }
            bits >>= 1;
        }
    }
}

/// The orthonormal Walsh-Hadamard transform, in place.
fn hadamard(numbers: &mut [f32; DIMS]) {
    let mut half = 1;
    while half < DIMS {
        for pair in numbers.chunks_exact_mut(2 * half) {
            let (left, right) = pair.split_at_mut(half);
            for (a, b) in left.iter_mut().zip(right) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        half *= 2;
    }
    for number in numbers {
        *number /= (DIMS as f32).sqrt();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(seed: u64) -> Vector {
        let mut numbers = [1.0; DIMS];
        let mut state = seed;
        for number in &mut numbers {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *number = (state >> 40) as f32 / 8_388_608.0 - 1.0;
        }
        Vector::normalized(numbers)
    }

    fn sketches(vectors: &[Vector]) -> Sketches {
        let mut sketches = Sketches::zero(vectors.len());
        for (at, vector) in vectors.iter().enumerate() {
            sketches.set(at, &sketch(vector));
        }
        sketches
    }

    #[test]
    fn the_rotation_keeps_lengths_and_angles() {
        let (a, b) = (random(1), random(2));
        let dot: f32 = rotate(&a).iter().zip(rotate(&b)).map(|(x, y)| x * y).sum();
        assert!((dot - a.cosine(&b)).abs() < 1e-5);
    }

    #[test]
    fn estimates_are_near_and_unbiased() {
        let vectors: Vec<Vector> = (0..2_000)
            .map(|i| {
                let (a, b) = (random(7), random(100 + i));
                let mixed: Vec<f32> =
                    a.as_slice().iter().zip(b.as_slice()).map(|(x, y)| x * (i % 10) as f32 / 9.0 + y).collect();
                Vector::normalized(mixed)
            })
            .collect();
        let mut cosines = Vec::new();
        Estimator::new(&random(7)).estimate(&sketches(&vectors), &mut cosines);
        let errors: Vec<f32> =
            vectors.iter().zip(&cosines).map(|(v, estimate)| estimate - v.cosine(&random(7))).collect();
        let mean = errors.iter().sum::<f32>() / errors.len() as f32;
        let spread = (errors.iter().map(|e| e * e).sum::<f32>() / errors.len() as f32).sqrt();
        assert!(mean.abs() < 0.01 && spread < 0.07, "mean {mean}, spread {spread}");
    }

    #[test]
    fn nothing_is_near_the_zero_vector() {
        let zero = sketch(&Vector::zero(DIMS));
        assert!(zero.factor.abs() < f32::EPSILON);
        let mut cosines = Vec::new();
        Estimator::new(&Vector::zero(DIMS)).estimate(&sketches(&[random(1)]), &mut cosines);
        assert!(cosines.iter().all(|c| c.abs() < 1e-6));
    }
}
