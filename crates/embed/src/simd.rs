//! The inner loop of embedding, compiled for what the processor can do: the one place of this crate that needs `unsafe`. The
//! loop itself is plain Rust; the compiler makes vector instructions of it.

use crate::DIMS;

/// Adds `weight` times a row of int8 to a sum.
pub(crate) fn add(sum: &mut [f32], row: &[u8], weight: f32) {
    // That the usual length is known while compiling lets the compiler unroll the loop.
    match (<&mut [f32; DIMS]>::try_from(&mut *sum), <&[u8; DIMS]>::try_from(row)) {
        (Ok(sum), Ok(row)) => add_known(sum, row, weight),
        _ => add_anywhere(sum, row, weight),
    }
}

fn add_known(sum: &mut [f32; DIMS], row: &[u8; DIMS], weight: f32) {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
        // SAFETY: the processor has what the function was compiled for.
        return unsafe { add_avx2(sum, row, weight) };
    }
    add_anywhere(sum, row, weight);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn add_avx2(sum: &mut [f32; DIMS], row: &[u8; DIMS], weight: f32) {
    add_anywhere(sum, row, weight);
}

/// The loop; inlined into each of the functions above, which decide what it is compiled to.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a function that is not inlined is compiled without the caller's features")]
fn add_anywhere(sum: &mut [f32], row: &[u8], weight: f32) {
    for (total, number) in sum.iter_mut().zip(row) {
        *total += weight * f32::from(number.cast_signed());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn vector_instructions_add_like_plain_code(row in prop::collection::vec(any::<u8>(), DIMS), weight in -2.0_f32..2.0) {
            let (mut sum, mut plain) = ([0.5; DIMS], [0.5; DIMS]);
            add(&mut sum, &row, weight);
            add_anywhere(&mut plain, &row, weight);
            prop_assert_eq!(sum.map(f32::to_bits), plain.map(f32::to_bits));
        }
    }
}
