//! Estimated cosines of many sketches.

/// How many rows stand side by side: as many as fit the widest register.
pub(crate) const ROWS: usize = 16;

/// The sketches of many rows: for each [`ROWS`] of them the words of their signs, word by word, so that the rows are counted
/// side by side; and a factor a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    /// As many words a group of rows as the query has planes.
    pub words: &'a [[u32; ROWS]],
    /// One a row.
    pub factors: &'a [f32],
}

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

/// How many estimates have a peak together.
pub(crate) const PEAK: usize = 64;

/// Where estimates are written to.
#[derive(Debug)]
pub(crate) struct Out<'a> {
    /// One a row.
    pub values: &'a mut [f32],
    /// The highest of each [`PEAK`] of them, at least 0.
    pub peaks: &'a mut [f32],
}

/// The estimated cosine of each row; `out` takes as many as there are factors. `planes` are the query in four bits a dimension: bit
/// `j` of dimension `i` is bit `i % 32` of `planes[i / 32][j]`. Rows of which `wanted` (bit `i % 64` of word `i / 64`) holds none among
/// their neighbours are passed over, and 0 is written. `peaks` takes the highest of each [`PEAK`] estimates, at least 0.
pub(crate) fn estimates(rows: Rows<'_>, wanted: &[u64], query: (&[[u32; 4]], Line), out: Out<'_>) {
    #[cfg(target_arch = "x86_64")]
    {
        if std::is_x86_feature_detected!("avx512vpopcntdq") && std::is_x86_feature_detected!("avx512vl") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX-512")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { estimates_avx512(rows, wanted, query, out) };
        }
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("popcnt") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { estimates_avx2(rows, wanted, query, out) };
        }
    }
    // On aarch64 NEON is always there: the plain loop is compiled to it.
    estimates_anywhere(rows, wanted, query, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avx512f,avx512vl,avx512vpopcntdq")]
fn estimates_avx512(rows: Rows<'_>, wanted: &[u64], query: (&[[u32; 4]], Line), out: Out<'_>) {
    estimates_anywhere(rows, wanted, query, out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt")]
fn estimates_avx2(rows: Rows<'_>, wanted: &[u64], query: (&[[u32; 4]], Line), out: Out<'_>) {
    estimates_anywhere(rows, wanted, query, out);
}

/// The plain loop; inlined into each of the functions above, which decide what it is compiled to.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a function that is not inlined is compiled without the caller's features")]
fn estimates_anywhere(rows: Rows<'_>, wanted: &[u64], (planes, line): (&[[u32; 4]], Line), out: Out<'_>) {
    let Out { values, peaks: out_peaks } = out;
    out_peaks.fill(0.0);
    let groups = rows.words.chunks_exact(planes.len().max(1));
    for (at, ((words, factors), out)) in groups.zip(rows.factors.chunks(ROWS)).zip(values.chunks_mut(ROWS)).enumerate()
    {
        let among = wanted.get(at * ROWS / 64).map_or(0, |word| word >> (at * ROWS % 64) & 0xffff);
        if among == 0 {
            out.fill(0.0);
            continue;
        }
        let (mut set, mut sum) = ([0_u32; ROWS], [0_u32; ROWS]);
        for (words, [ones, twos, fours, eights]) in words.iter().zip(planes) {
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
        if let Some(peak) = out_peaks.get_mut(at * ROWS / PEAK) {
            *peak = out.iter().fold(*peak, |peak, cosine| if *cosine > peak { *cosine } else { peak });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The signs of a row and its factor.
    type Signed = (Vec<u32>, f32);

    /// Rows of some length, with planes for it.
    fn rows() -> impl Strategy<Value = (Vec<Signed>, Vec<[u32; 4]>)> {
        (1_usize..14).prop_flat_map(|words| {
            let row = (prop::collection::vec(any::<u32>(), words), -1.0_f32..1.0);
            (prop::collection::vec(row, 0..70), prop::collection::vec(prop::array::uniform4(any::<u32>()), words))
        })
    }

    proptest! {
        #[test]
        fn vector_instructions_count_like_plain_code((rows, planes) in rows(), wanted in any::<[u64; 2]>()) {
            let line = Line { per_set: 0.25, per_sum: 0.5, total: 3.0 };
            let mut words = vec![[0; ROWS]; rows.len().div_ceil(ROWS) * planes.len()];
            for (at, (signs, _)) in rows.iter().enumerate() {
                for (word, sign) in signs.iter().enumerate() {
                    words[at / ROWS * planes.len() + word][at % ROWS] = *sign;
                }
            }
            let factors: Vec<f32> = rows.iter().map(|(_, factor)| *factor).collect();
            let (mut fast, mut plain) = (vec![9.0; rows.len()], vec![9.0; rows.len()]);
            let packed = Rows { words: &words, factors: &factors };
            let mut peaks = [9.0; 2];
            estimates(packed, &wanted, (&planes, line), Out { values: &mut fast, peaks: &mut peaks });
            for (peak, values) in peaks.iter().zip(fast.chunks(PEAK)) {
                let highest = values.iter().copied().fold(0.0, f32::max);
                prop_assert_eq!(peak.to_bits(), highest.to_bits());
            }
            estimates_anywhere(packed, &wanted, (&planes, line), Out { values: &mut plain, peaks: &mut peaks });
            prop_assert!(fast.iter().zip(&plain).all(|(a, b)| (a - b).abs() < 1e-3), "{fast:?} {plain:?}");
            for (at, ((signs, factor), found)) in rows.iter().zip(fast).enumerate() {
                let bit = |word: u32, i: usize| (word >> (i % 32) & 1) as f32;
                let number = |i: usize| (0..4).map(|j| bit(planes[i / 32][j], i) * [1.0, 2.0, 4.0, 8.0][j]).sum::<f32>();
                let all = 0..32 * planes.len();
                let set: f32 = all.clone().map(|i| bit(signs[i / 32], i)).sum();
                let sum: f32 = all.map(|i| bit(signs[i / 32], i) * number(i)).sum();
                let expected = (set * line.per_set + sum * line.per_sum - line.total) * factor;
                if wanted[at / 64] >> (at % 64) & 1 == 1 {
                    prop_assert!((found - expected).abs() < 1e-2, "{found} {expected}");
                }
            }
        }
    }

    #[test]
    fn what_nobody_wants_is_passed_over() {
        let rows = Rows { words: &[[u32::MAX; ROWS]; 9], factors: &[1.0; 48] };
        let line = Line { per_set: 1.0, per_sum: 0.0, total: 0.0 };
        let mut out = [7.0; 48];
        estimates(rows, &[1 << 20], (&[[0; 4]; 3], line), Out { values: &mut out, peaks: &mut [0.0] });
        assert_eq!(out.map(f32::to_bits), std::array::from_fn(|i| if i / 16 == 1 { 96.0_f32.to_bits() } else { 0 }));
    }
}
