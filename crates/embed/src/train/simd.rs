//! The inner loops of training, compiled for what the processor can do: the one place of training that needs `unsafe`. The
//! loops themselves are plain Rust; the compiler makes vector instructions of them. None of them adds up in another order when
//! it is compiled for other instructions, and none fuses a product with a sum, so all processors agree to the last bit.

use super::adam::{Moments, Rate, step};
use super::loss::exp;
use super::matrix::{TILE_COLUMNS, TILE_ROWS};
use crate::DIMS;

/// Defines a function that is compiled a second time for AVX2, and chooses between the two.
macro_rules! compiled_twice {
    ($(#[$doc:meta])* $name:ident, $avx2:ident, $plain:ident ($($arg:ident : $kind:ty),*) $(-> $out:ty)? $body:block) => {
        $(#[$doc])*
        pub(super) fn $name($($arg: $kind),*) $(-> $out)? {
            #[cfg(target_arch = "x86_64")]
            if std::is_x86_feature_detected!("avx2") {
                #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
                // SAFETY: the processor has what the function was compiled for.
                return unsafe { $avx2($($arg),*) };
            }
            $plain($($arg),*)
        }

        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2")]
        fn $avx2($($arg: $kind),*) $(-> $out)? {
            $plain($($arg),*)
        }

        #[inline(always)]
        fn $plain($($arg: $kind),*) $(-> $out)? $body
    };
}

compiled_twice! {
    /// A tile of a product: the sum over k of `left[k]` (a column of the tile's rows) times `right[k]` (a row of its columns).
    tile, tile_avx2, tile_anywhere(left: &[[f32; TILE_ROWS]], right: &[[f32; TILE_COLUMNS]]) -> [[f32; TILE_COLUMNS]; TILE_ROWS] {
        let mut sums = [[0.0; TILE_COLUMNS]; TILE_ROWS];
        for (column, row) in left.iter().zip(right) {
            for (sum, x) in sums.iter_mut().zip(column) {
                for (total, y) in sum.iter_mut().zip(row) {
                    *total += x * y;
                }
            }
        }
        sums
    }
}

compiled_twice! {
    /// Adds `weight` times a row to a sum.
    add, add_avx2, add_anywhere(sum: &mut [f32; DIMS], row: &[f32; DIMS], weight: f32) {
        for (total, number) in sum.iter_mut().zip(row) {
            *total += weight * number;
        }
    }
}

compiled_twice! {
    /// Replaces each number `s` by `exp((s - 1) / temperature)`, and returns their sum.
    exponentials, exponentials_avx2, exponentials_anywhere(numbers: &mut [f32], temperature: f32) -> f32 {
        let (mut sums, factor) = ([0.0_f32; 16], 1.0 / temperature);
        let (chunks, rest) = numbers.as_chunks_mut::<16>();
        for chunk in chunks {
            for (number, sum) in chunk.iter_mut().zip(&mut sums) {
                *number = exp((*number - 1.0) * factor);
                *sum += *number;
            }
        }
        for (number, sum) in rest.iter_mut().zip(&mut sums) {
            *number = exp((*number - 1.0) * factor);
            *sum += *number;
        }
        sums.iter().sum()
    }
}

compiled_twice! {
    /// One step of Adam on one row.
    descend, descend_avx2, descend_anywhere(row: &mut [f32; DIMS], gradient: &[f32; DIMS], moments: &mut Moments, rate: Rate) {
        step(row, gradient, moments, rate);
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn bits(numbers: &[f32]) -> Vec<u32> {
        numbers.iter().map(|number| number.to_bits()).collect()
    }

    fn numbers<const N: usize>(random: &mut Random) -> [f32; N] {
        std::array::from_fn(|_| random.unit() * 2.0 - 1.0)
    }

    #[test]
    fn vector_instructions_agree_with_plain_code_to_the_last_bit() {
        let mut random = Random::new(3);
        let left: Vec<[f32; TILE_ROWS]> = (0..50).map(|_| numbers(&mut random)).collect();
        let right: Vec<[f32; TILE_COLUMNS]> = (0..50).map(|_| numbers(&mut random)).collect();
        assert_eq!(bits(tile(&left, &right).as_flattened()), bits(tile_anywhere(&left, &right).as_flattened()));

        let row: [f32; DIMS] = numbers(&mut random);
        let (mut a, mut b) = ([0.5; DIMS], [0.5; DIMS]);
        add(&mut a, &row, 0.3);
        add_anywhere(&mut b, &row, 0.3);
        assert_eq!(bits(&a), bits(&b));

        let mut a: [f32; 61] = numbers(&mut random);
        let mut b = a;
        assert_eq!(exponentials(&mut a, 0.05).to_bits(), exponentials_anywhere(&mut b, 0.05).to_bits());
        assert_eq!(bits(&a), bits(&b));

        let (mut a, mut b) = (row, row);
        let (mut of_a, mut of_b) = (Moments::default(), Moments::default());
        for _ in 0..5 {
            let gradient = numbers(&mut random);
            descend(&mut a, &gradient, &mut of_a, Rate(0.01));
            descend_anywhere(&mut b, &gradient, &mut of_b, Rate(0.01));
        }
        assert_eq!(bits(&a), bits(&b));
    }
}
