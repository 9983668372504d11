//! A fixed random rotation, with which no direction of a model's space is special.

/// The rotation of a vector, padded with zeros to a multiple of 32 dimensions: twice, signs are flipped at random and neighbours mixed
/// by the Walsh-Hadamard transform, over the first and the last power of two of dimensions where their number is none
/// (so every number reaches every other, and lengths and angles stay).
pub(super) fn rotate(vector: &[f32]) -> Vec<f32> {
    let mut numbers = vector.to_vec();
    numbers.resize(vector.len().next_multiple_of(32), 0.0);
    let power = 1 << numbers.len().max(1).ilog2();
    let (whole, behind) = (power == numbers.len(), numbers.len().saturating_sub(power));
    for seed in [0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03] {
        flip(&mut numbers, seed);
        hadamard(numbers.get_mut(..power).unwrap_or_default());
        if !whole {
            hadamard(numbers.get_mut(behind..).unwrap_or_default());
        }
    }
    numbers
}

/// Flips signs by the bits of a random sequence: splitmix64 (<https://prng.di.unimi.it/splitmix64.c>, public domain).
fn flip(numbers: &mut [f32], mut seed: u64) {
    for chunk in numbers.chunks_mut(64) {
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

/// The orthonormal Walsh-Hadamard transform of a power of two of numbers, in place.
fn hadamard(numbers: &mut [f32]) {
    let mut half = 1;
    while half < numbers.len() {
        for pair in numbers.chunks_exact_mut(2 * half) {
            let (left, right) = pair.split_at_mut(half);
            for (a, b) in left.iter_mut().zip(right) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        half *= 2;
    }
    let norm = (numbers.len() as f32).sqrt();
    for number in numbers {
        *number /= norm;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_rotation_keeps_lengths_and_angles(pairs in prop::collection::vec((-1.0_f32..1.0, -1.0_f32..1.0), 0..800)) {
            let (a, b): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
            let (turned_a, turned_b) = (rotate(&a), rotate(&b));
            prop_assert_eq!(turned_a.len(), a.len().next_multiple_of(32));
            prop_assert!((dot(&turned_a, &turned_b) - dot(&a, &b)).abs() < 1e-2);
            prop_assert!((dot(&turned_a, &turned_a) - dot(&a, &a)).abs() < 1e-2);
        }
    }
}
