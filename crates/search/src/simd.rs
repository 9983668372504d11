//! The two inner loops over all vectors, compiled for what the processor can do: the other place of this crate that needs
//! `unsafe`. The loops themselves are plain Rust; the compiler makes vector instructions of them.

use embed::DIMS;

/// A vector's signs: one bit a dimension.
pub(crate) type Signs = [u64; 4];

/// A query in four bits a dimension: bit `j` of dimension `i` is bit `i` of `planes[j]`.
pub(crate) type Planes = [Signs; 4];

/// How a row's counts become an estimated cosine: `(set * per_set + sum * per_sum - total) * factor`, where `set` is the number of set
/// signs and `sum` the sum of the query's numbers (0-15) where they are set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// What a set sign counts.
    pub per_set: f32,
    /// What a step of the query's numbers counts.
    pub per_sum: f32,
    /// What is taken away.
    pub total: f32,
}

/// The estimated cosine of each row; `out` takes as many as there are signs and factors.
pub(crate) fn estimates((signs, factors): (&[Signs], &[f32]), planes: &Planes, line: Line, out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    {
        if std::is_x86_feature_detected!("avx512vpopcntdq") && std::is_x86_feature_detected!("avx512vl") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX-512")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { estimates_avx512((signs, factors), planes, line, out) };
        }
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("popcnt") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { estimates_avx2((signs, factors), planes, line, out) };
        }
    }
    estimates_anywhere((signs, factors), planes, line, out);
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
fn estimates_avx512(rows: (&[Signs], &[f32]), planes: &Planes, line: Line, out: &mut [f32]) {
    estimates_anywhere(rows, planes, line, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt")]
fn estimates_avx2(rows: (&[Signs], &[f32]), planes: &Planes, line: Line, out: &mut [f32]) {
    estimates_anywhere(rows, planes, line, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn dot_avx2(a: &[u8; DIMS], b: &[i8; DIMS]) -> i32 {
    dot_anywhere(a, b)
}

/// The loop over rows; inlined into each of the functions above, which decide what it is compiled to.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a function that is not inlined is compiled without the caller's features")]
fn estimates_anywhere((signs, factors): (&[Signs], &[f32]), planes: &Planes, line: Line, out: &mut [f32]) {
    for ((row, factor), out) in signs.iter().zip(factors).zip(out) {
        let count = |plane: &Signs| row.iter().zip(plane).map(|(row, plane)| (row & plane).count_ones()).sum::<u32>();
        let [ones, twos, fours, eights] = planes;
        let sum = count(ones) + 2 * count(twos) + 4 * count(fours) + 8 * count(eights);
        let set = row.iter().map(|word| word.count_ones()).sum::<u32>();
        *out = (set as f32 * line.per_set + sum as f32 * line.per_sum - line.total) * factor;
    }
}

/// The loop over dimensions; see [`estimates_anywhere`].
#[inline(always)]
#[expect(clippy::inline_always, reason = "a function that is not inlined is compiled without the caller's features")]
fn dot_anywhere(a: &[u8; DIMS], b: &[i8; DIMS]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(a.cast_signed()) * i32::from(*b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signs() -> impl Strategy<Value = Signs> {
        prop::array::uniform4(any::<u64>())
    }

    proptest! {
        #[test]
        fn vector_instructions_count_like_plain_code(
            rows in prop::collection::vec((signs(), -1.0_f32..1.0), 0..70),
            planes in prop::array::uniform4(signs()),
        ) {
            let line = Line { per_set: 0.25, per_sum: 0.5, total: 3.0 };
            let (signs, factors): (Vec<Signs>, Vec<f32>) = rows.iter().copied().unzip();
            let mut found = vec![0.0; rows.len()];
            estimates((&signs, &factors), &planes, line, &mut found);
            let bit = |signs: &Signs, i: usize| (signs[i / 64] >> (i % 64) & 1) as f32;
            for ((row, factor), found) in rows.iter().zip(found) {
                let set: f32 = (0..DIMS).map(|i| bit(row, i)).sum();
                let number = |i| (0..4).map(|j| bit(&planes[j], i) * [1.0, 2.0, 4.0, 8.0][j]).sum::<f32>();
                let sum: f32 = (0..DIMS).map(|i| bit(row, i) * number(i)).sum();
                let expected = (set * line.per_set + sum * line.per_sum - line.total) * factor;
                prop_assert!((found - expected).abs() < 1e-3, "{found} {expected}");
            }
        }

        #[test]
        fn inner_products_are_exact(a in prop::collection::vec(any::<i8>(), DIMS), b in prop::collection::vec(any::<i8>(), DIMS)) {
            let bytes: Vec<u8> = a.iter().map(|x| x.cast_unsigned()).collect();
            let plain: i32 = a.iter().zip(&b).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum();
            prop_assert_eq!(dot(&bytes.try_into().unwrap(), &b.try_into().unwrap()), plain);
        }
    }
}
