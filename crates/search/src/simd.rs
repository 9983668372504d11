//! The two inner loops over all vectors, compiled for what the processor can do: the other place of this crate that needs
//! `unsafe`. The loops themselves are plain Rust; the compiler makes vector instructions of them.

use embed::DIMS;

/// A vector's signs: one bit a dimension.
pub(crate) type Signs = [u64; 4];

/// A query in four bits a dimension: bit `j` of dimension `i` is bit `i` of `planes[j]`.
pub(crate) type Planes = [Signs; 4];

/// For each row the sum over the dimensions whose sign is set of the query's number (0-15). `sums` takes as many as it is long.
pub(crate) fn masked_sums(rows: &[Signs], planes: &Planes, sums: &mut [u32]) {
    #[cfg(target_arch = "x86_64")]
    {
        if std::is_x86_feature_detected!("avx512vpopcntdq") && std::is_x86_feature_detected!("avx512vl") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX-512")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { masked_sums_avx512(rows, planes, sums) };
        }
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("popcnt") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { masked_sums_avx2(rows, planes, sums) };
        }
    }
    masked_sums_anywhere(rows, planes, sums);
}

/// The inner product of two rows of int8.
pub(crate) fn dot(a: &[u8; DIMS], b: &[i8; DIMS]) -> i32 {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
        // SAFETY: the processor has what the function was compiled for.
        return unsafe { dot_avx2(a, b) };
    }
    dot_anywhere(a, b)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vpopcntdq,popcnt")]
fn masked_sums_avx512(rows: &[Signs], planes: &Planes, sums: &mut [u32]) {
    masked_sums_anywhere(rows, planes, sums);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt")]
fn masked_sums_avx2(rows: &[Signs], planes: &Planes, sums: &mut [u32]) {
    masked_sums_anywhere(rows, planes, sums);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn dot_avx2(a: &[u8; DIMS], b: &[i8; DIMS]) -> i32 {
    dot_anywhere(a, b)
}

#[inline(always)]
fn masked_sums_anywhere(rows: &[Signs], planes: &Planes, sums: &mut [u32]) {
    let [ones, twos, fours, eights] = planes;
    for (row, sum) in rows.iter().zip(sums) {
        let mut total = [0_u64; 4];
        for (i, part) in total.iter_mut().enumerate() {
            let count = |plane: &Signs| u64::from((row[i] & plane[i]).count_ones());
            *part = count(ones) + 2 * count(twos) + 4 * count(fours) + 8 * count(eights);
        }
        *sum = total.iter().sum::<u64>() as u32;
    }
}

#[inline(always)]
fn dot_anywhere(a: &[u8; DIMS], b: &[i8; DIMS]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(a.cast_signed()) * i32::from(*b)).sum()
}
