//! The two inner loops over all vectors, compiled for what the processor can do: the other place of this crate that needs
//! `unsafe`. The loops themselves are plain Rust; the compiler makes vector instructions of them.

use embed::DIMS;

/// How many 32-bit words a vector's signs take.
const WORDS: usize = DIMS / 32;

/// How many rows stand in one [`Block`]: as many as fit the widest register.
pub(crate) const ROWS: usize = 16;

/// A vector's signs: bit `i % 32` of word `i / 32` is set where number `i` is positive.
pub(crate) type Signs = [u32; WORDS];

/// The signs of [`ROWS`] vectors, word by word, so that the rows are counted side by side.
pub(crate) type Block = [[u32; ROWS]; WORDS];

/// A query in four bits a dimension: bit `j` of dimension `i` is bit `i % 32` of `planes[i / 32][j]`.
pub(crate) type Planes = [[u32; 4]; WORDS];

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

/// The estimated cosine of each row; `out` takes as many as there are factors.
pub(crate) fn estimates((blocks, factors): (&[Block], &[f32]), planes: &Planes, line: Line, out: &mut [f32]) {
    #[cfg(target_arch = "x86_64")]
    {
        if std::is_x86_feature_detected!("avx512vpopcntdq") && std::is_x86_feature_detected!("avx512vl") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX-512")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { estimates_avx512((blocks, factors), planes, line, out) };
        }
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("popcnt") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { estimates_avx2((blocks, factors), planes, line, out) };
        }
    }
    estimates_anywhere((blocks, factors), planes, line, out);
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
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vpopcntdq")]
fn estimates_avx512(rows: (&[Block], &[f32]), planes: &Planes, line: Line, out: &mut [f32]) {
    estimates_anywhere(rows, planes, line, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt")]
fn estimates_avx2(rows: (&[Block], &[f32]), planes: &Planes, line: Line, out: &mut [f32]) {
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
fn estimates_anywhere((blocks, factors): (&[Block], &[f32]), planes: &Planes, line: Line, out: &mut [f32]) {
    for ((block, factors), out) in blocks.iter().zip(factors.chunks(ROWS)).zip(out.chunks_mut(ROWS)) {
        let (mut set, mut sum) = ([0_u32; ROWS], [0_u32; ROWS]);
        for (words, [ones, twos, fours, eights]) in block.iter().zip(planes) {
            for ((word, set), sum) in words.iter().zip(&mut set).zip(&mut sum) {
                let low = (word & ones).count_ones() + 2 * (word & twos).count_ones();
                let high = 4 * (word & fours).count_ones() + 8 * (word & eights).count_ones();
                *set += word.count_ones();
                *sum += low + high;
            }
        }
        for (((out, factor), set), sum) in out.iter_mut().zip(factors).zip(set).zip(sum) {
            *out = (set as f32 * line.per_set + sum as f32 * line.per_sum - line.total) * factor;
        }
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

    proptest! {
        #[test]
        fn vector_instructions_count_like_plain_code(
            rows in prop::collection::vec((prop::array::uniform8(any::<u32>()), -1.0_f32..1.0), 0..70),
            planes in prop::array::uniform8(prop::array::uniform4(any::<u32>())),
        ) {
            let line = Line { per_set: 0.25, per_sum: 0.5, total: 3.0 };
            let mut blocks = vec![Block::default(); rows.len().div_ceil(ROWS)];
            for (at, (signs, _)) in rows.iter().enumerate() {
                for (words, word) in blocks[at / ROWS].iter_mut().zip(signs) {
                    words[at % ROWS] = *word;
                }
            }
            let factors: Vec<f32> = rows.iter().map(|(_, factor)| *factor).collect();
            let mut found = vec![0.0; rows.len()];
            estimates((&blocks, &factors), &planes, line, &mut found);
            for ((signs, factor), found) in rows.iter().zip(found) {
                let bit = |word: u32, i: usize| (word >> (i % 32) & 1) as f32;
                let set: f32 = (0..DIMS).map(|i| bit(signs[i / 32], i)).sum();
                let number = |i: usize| (0..4).map(|j| bit(planes[i / 32][j], i) * [1.0, 2.0, 4.0, 8.0][j]).sum::<f32>();
                let sum: f32 = (0..DIMS).map(|i| bit(signs[i / 32], i) * number(i)).sum();
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
