//! Estimated cosines of many sketches.
//!
//! The sum of a query's numbers where a row's signs are set is looked up, four signs at a time, in tables that are made for the query:
//! of 32 rows side by side in one instruction, as André, Kermarrec and Le Scouarnec do for product quantisation (2015,
//! <https://doi.org/10.14778/2856318.2856324>). The plain loop counts bits instead, and comes to the same sums.

/// How many rows stand side by side: as many as fit a register of AVX2, a byte each.
pub(crate) const ROWS: usize = 32;

/// The sketches of many rows: for each [`ROWS`] of them the bytes of their signs, byte by byte, so that the rows are counted
/// side by side; and what is known of each row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    /// As many bytes a group of rows as the query has planes.
    pub bytes: &'a [[u8; ROWS]],
    /// How many signs are set, one a row.
    pub set: &'a [u16],
    /// One a row.
    pub factors: &'a [f32],
}

impl Rows<'_> {
    /// The first `rows`, a multiple of [`ROWS`], of signs of so many bytes each, and the others.
    pub(crate) fn split_at(self, rows: usize, bytes: usize) -> (Self, Self) {
        fn split<T>(all: &[T], at: usize) -> (&[T], &[T]) {
            all.split_at(at.min(all.len()))
        }
        let (groups, set, factors) =
            (split(self.bytes, rows / ROWS * bytes), split(self.set, rows), split(self.factors, rows));
        let part = |bytes, set, factors| Rows { bytes, set, factors };
        (part(groups.0, set.0, factors.0), part(groups.1, set.1, factors.1))
    }
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

/// So many bytes of a row are summed up in 16 bits: their signs count 120 at most.
const SUMMED: usize = 512;

/// Where estimates are written to.
#[derive(Debug)]
pub(crate) struct Out<'a> {
    /// One a row.
    pub values: &'a mut [f32],
    /// The highest of each [`PEAK`] of them, at least 0.
    pub peaks: &'a mut [f32],
}

impl Out<'_> {
    /// The place of the first `rows`, a multiple of [`PEAK`], and of the others.
    pub(crate) fn split_at(self, rows: usize) -> (Self, Self) {
        fn split<T>(all: &mut [T], at: usize) -> (&mut [T], &mut [T]) {
            all.split_at_mut(at.min(all.len()))
        }
        let (values, peaks) = (split(self.values, rows), split(self.peaks, rows / PEAK));
        (Out { values: values.0, peaks: peaks.0 }, Out { values: values.1, peaks: peaks.1 })
    }
}

/// The query in four bits a dimension: bit `j` of dimension `i` is bit `i % 8` of `planes[i / 8][j]`.
pub(crate) type Planes<'a> = &'a [[u8; 4]];

/// The estimated cosine of each row; `out` takes as many as there are factors. Rows of which `wanted` (bit `i % 64` of word `i / 64`)
/// holds none among their neighbours are passed over, and 0 is written. `peaks` takes the highest of each [`PEAK`] estimates, at least 0.
pub(crate) fn estimates(rows: Rows<'_>, wanted: &[u64], query: (Planes<'_>, Line), out: Out<'_>) {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx512bw") && std::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "calls a function compiled for AVX-512")]
        // SAFETY: the processor has what the function was compiled for.
        return unsafe { estimates_avx512(rows, wanted, query, out) };
    } else if std::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
        // SAFETY: the processor has what the function was compiled for.
        return unsafe { estimates_avx2(rows, wanted, query, out) };
    }
    // On aarch64 NEON is always there, and counts the bits of bytes: the plain loop is compiled to it.
    estimates_anywhere(rows, wanted, query, out);
}

/// Twice as many bytes at once.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512bw,avx2")]
fn estimates_avx512(rows: Rows<'_>, wanted: &[u64], (planes, line): (Planes<'_>, Line), out: Out<'_>) {
    let tables: Vec<[u8; 32]> = planes.iter().copied().map(tables).collect();
    let wide: Vec<WideTables> = tables.as_chunks().0.iter().map(wide).collect();
    let sums = |bytes: &[[u8; ROWS]], sums: &mut [u32; ROWS]| {
        let (fours, rest) = bytes.as_chunks();
        for (bytes, tables) in fours.chunks(SUMMED / 4).zip(wide.chunks(SUMMED / 4)) {
            add_avx512(bytes, tables, sums);
        }
        add_avx2(rest, tables.as_chunks::<4>().1, sums);
    };
    estimates_by(rows, wanted, (tables.len(), line, sums), out);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn estimates_avx2(rows: Rows<'_>, wanted: &[u64], (planes, line): (Planes<'_>, Line), out: Out<'_>) {
    let tables: Vec<[u8; 32]> = planes.iter().copied().map(tables).collect();
    let sums = |bytes: &[[u8; ROWS]], sums: &mut [u32; ROWS]| {
        for (bytes, tables) in bytes.chunks(SUMMED).zip(tables.chunks(SUMMED)) {
            add_avx2(bytes, tables, sums);
        }
    };
    estimates_by(rows, wanted, (tables.len(), line, sums), out);
}

/// The plain loop, by bits.
fn estimates_anywhere(rows: Rows<'_>, wanted: &[u64], (planes, line): (Planes<'_>, Line), out: Out<'_>) {
    let sums = |bytes: &[[u8; ROWS]], sums: &mut [u32; ROWS]| {
        for (bytes, planes) in bytes.chunks(SUMMED).zip(planes.chunks(SUMMED)) {
            add_anywhere(bytes, planes, sums);
        }
    };
    estimates_by(rows, wanted, (planes.len(), line, sums), out);
}

/// Makes estimates of what the `width` bytes of each row sum up to. Inlined into each of the functions above, which decide what it is
/// compiled to.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a function that is not inlined is compiled without the caller's features")]
fn estimates_by(
    rows: Rows<'_>,
    wanted: &[u64],
    (width, line, sums_of): (usize, Line, impl Fn(&[[u8; ROWS]], &mut [u32; ROWS])),
    out: Out<'_>,
) {
    let Out { values, peaks } = out;
    peaks.fill(0.0);
    let of_rows = rows.set.chunks(ROWS).zip(rows.factors.chunks(ROWS));
    let groups = rows.bytes.chunks_exact(width.max(1)).zip(of_rows).zip(values.chunks_mut(ROWS));
    for (at, ((bytes, (set, factors)), out)) in groups.enumerate() {
        let among = wanted.get(at * ROWS / 64).map_or(0, |word| word >> (at * ROWS % 64) & 0xffff_ffff);
        if among == 0 {
            out.fill(0.0);
            continue;
        }
        let mut sums = [0_u32; ROWS];
        sums_of(bytes, &mut sums);
        for (((out, factor), set), sum) in out.iter_mut().zip(factors).zip(set).zip(sums) {
            *out = (f32::from(*set) * line.per_set + sum as f32 * line.per_sum - line.total) * factor;
        }
        if let Some(peak) = peaks.get_mut(at * ROWS / PEAK) {
            *peak = highest(*peak, out);
        }
    }
}

/// How many bits of a byte are set.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "8 at most")]
pub(crate) fn bits_set(byte: u8) -> u8 {
    byte.count_ones() as u8
}

/// The highest of some numbers and another, of which none is NaN.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a function that is not inlined is compiled without the caller's features")]
pub(crate) fn highest(first: f32, numbers: &[f32]) -> f32 {
    let higher = |a: f32, b: f32| if b > a { b } else { a };
    let (groups, rest) = numbers.as_chunks::<8>();
    // Eight side by side: one after another each would wait for the one before.
    let mut side_by_side = [first; 8];
    for group in groups {
        side_by_side.iter_mut().zip(group).for_each(|(best, number)| *best = higher(*best, *number));
    }
    side_by_side.iter().chain(rest).copied().fold(first, higher)
}

/// The sum of the query's numbers where signs are set, for each of the 16 ways in which the lower four of a byte can be, then the upper four.
#[cfg(target_arch = "x86_64")]
fn tables(planes: [u8; 4]) -> [u8; 32] {
    let level = |bit: usize| (0..4).zip(planes).map(|(j, plane)| (plane >> bit & 1) << j).sum::<u8>();
    let sum = |signs: usize, from: usize| (0..4).filter(|bit| signs >> bit & 1 == 1).map(|bit| level(from + bit)).sum();
    std::array::from_fn(|at| sum(at % 16, at / 16 * 4))
}

/// Adds what the bytes of [`ROWS`] rows sum up to, [`SUMMED`] of each at most, by their tables.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn add_avx2(bytes: &[[u8; ROWS]], tables: &[[u8; 32]], sums: &mut [u32; ROWS]) {
    use std::arch::x86_64::{
        _mm_loadu_si128, _mm256_add_epi8, _mm256_add_epi16, _mm256_and_si256, _mm256_broadcastsi128_si256,
        _mm256_loadu_si256, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_setzero_si256, _mm256_shuffle_epi8,
        _mm256_srli_epi16,
    };
    let (half, byte) = (_mm256_set1_epi8(0x0f), _mm256_set1_epi16(0xff));
    let (mut even, mut odd) = (_mm256_setzero_si256(), _mm256_setzero_si256());
    let sum_of = |(bytes, tables): (&[u8; ROWS], &[u8; 32])| {
        #[expect(unsafe_code, reason = "loads of 32 and twice 16 bytes")]
        // SAFETY: both arrays have 32 bytes, and the loads ask for no alignment.
        let (signs, low, high) = unsafe {
            let tables = tables.as_ptr();
            let (low, high) = (_mm_loadu_si128(tables.cast()), _mm_loadu_si128(tables.add(16).cast()));
            (_mm256_loadu_si256(bytes.as_ptr().cast()), low, high)
        };
        let (low, high) = (_mm256_broadcastsi128_si256(low), _mm256_broadcastsi128_si256(high));
        let low = _mm256_shuffle_epi8(low, _mm256_and_si256(signs, half));
        let high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16::<4>(signs), half));
        _mm256_add_epi8(low, high)
    };
    let mut add = |sum| {
        even = _mm256_add_epi16(even, _mm256_and_si256(sum, byte));
        odd = _mm256_add_epi16(odd, _mm256_srli_epi16::<8>(sum));
    };
    // A byte counts 120 at most: two fit one.
    let ((pairs, last), (tables, last_table)) = (bytes.as_chunks::<2>(), tables.as_chunks::<2>());
    for ([first, second], [table, second_table]) in pairs.iter().zip(tables) {
        add(_mm256_add_epi8(sum_of((first, table)), sum_of((second, second_table))));
    }
    last.iter().zip(last_table).for_each(|one| add(sum_of(one)));
    add_found((even, odd), sums);
}

/// Adds what was summed up in 16 bits, of rows with even numbers and of the others.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn add_found((even, odd): (std::arch::x86_64::__m256i, std::arch::x86_64::__m256i), sums: &mut [u32; ROWS]) {
    use std::arch::x86_64::{
        __m256i, _mm256_permute2x128_si256, _mm256_storeu_si256, _mm256_unpackhi_epi16, _mm256_unpacklo_epi16,
    };
    // Each half of a register is unpacked by itself: rows 0-7 and 16-23, then 8-15 and 24-31.
    let (outer, inner) = (_mm256_unpacklo_epi16(even, odd), _mm256_unpackhi_epi16(even, odd));
    let mut found = [0_u16; ROWS];
    let (first, last) = found.split_at_mut(ROWS / 2);
    let store = |place: &mut [u16], sums: __m256i| {
        #[expect(unsafe_code, reason = "stores 32 bytes")]
        // SAFETY: each half has 16 numbers of 2 bytes, and the store asks for no alignment.
        unsafe {
            _mm256_storeu_si256(place.as_mut_ptr().cast(), sums);
        }
    };
    store(first, _mm256_permute2x128_si256::<0x20>(outer, inner));
    store(last, _mm256_permute2x128_si256::<0x31>(outer, inner));
    sums.iter_mut().zip(found).for_each(|(sum, found)| *sum += u32::from(found));
}

/// The tables of four bytes, for registers of AVX-512, of which each quarter looks up in its own: two of the lower four signs, those of
/// the first two bytes and those of the others, then two of the upper four.
#[cfg(target_arch = "x86_64")]
type WideTables = [[u8; 64]; 4];

#[cfg(target_arch = "x86_64")]
fn wide(tables: &[[u8; 32]; 4]) -> WideTables {
    let two = |first: usize, from: usize| {
        std::array::from_fn(|at| {
            let table = tables.get(first + at / 32);
            table.and_then(|table| table.get(from + at % 16)).copied().unwrap_or_default()
        })
    };
    [two(0, 0), two(2, 0), two(0, 16), two(2, 16)]
}

/// The same as [`add_avx2`] of four bytes at a time, of which two stand in a register.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512bw,avx2")]
fn add_avx512(bytes: &[[[u8; ROWS]; 4]], tables: &[WideTables], sums: &mut [u32; ROWS]) {
    use std::arch::x86_64::{
        __m512i, _mm256_add_epi16, _mm512_add_epi8, _mm512_add_epi16, _mm512_and_si512, _mm512_castsi512_si256,
        _mm512_extracti64x4_epi64, _mm512_loadu_si512, _mm512_set1_epi8, _mm512_set1_epi16, _mm512_setzero_si512,
        _mm512_shuffle_epi8, _mm512_srli_epi16,
    };
    #[expect(unsafe_code, reason = "loads 64 bytes")]
    // SAFETY: there are 64 bytes, and the load asks for no alignment.
    let load = |from: &[u8; 64]| unsafe { _mm512_loadu_si512(from.as_ptr().cast()) };
    let (half, byte) = (_mm512_set1_epi8(0x0f), _mm512_set1_epi16(0xff));
    let (mut even, mut odd) = (_mm512_setzero_si512(), _mm512_setzero_si512());
    let sum_of = |signs: &[u8; 64], low: &[u8; 64], high: &[u8; 64]| {
        let (signs, low, high) = (load(signs), load(low), load(high));
        let low = _mm512_shuffle_epi8(low, _mm512_and_si512(signs, half));
        let high = _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16::<4>(signs), half));
        _mm512_add_epi8(low, high)
    };
    for (bytes, [first_low, last_low, first_high, last_high]) in bytes.iter().zip(tables) {
        let [first, last] = bytes.as_flattened().as_chunks().0 else { continue };
        let sum = _mm512_add_epi8(sum_of(first, first_low, first_high), sum_of(last, last_low, last_high));
        even = _mm512_add_epi16(even, _mm512_and_si512(sum, byte));
        odd = _mm512_add_epi16(odd, _mm512_srli_epi16::<8>(sum));
    }
    let folded = |sums: __m512i| _mm256_add_epi16(_mm512_castsi512_si256(sums), _mm512_extracti64x4_epi64::<1>(sums));
    add_found((folded(even), folded(odd)), sums);
}

/// The same by counting bits, which takes four planes.
fn add_anywhere(bytes: &[[u8; ROWS]], planes: Planes<'_>, sums: &mut [u32; ROWS]) {
    let mut found = [0_u16; ROWS];
    for (bytes, [ones, twos, fours, eights]) in bytes.iter().zip(planes) {
        for (sum, byte) in found.iter_mut().zip(bytes) {
            let (low, high) = (
                bits_set(byte & ones) + 2 * bits_set(byte & twos),
                bits_set(byte & fours) + 2 * bits_set(byte & eights),
            );
            *sum += u16::from(low + 4 * high);
        }
    }
    sums.iter_mut().zip(found).for_each(|(sum, found)| *sum += u32::from(found));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A way of making estimates.
    type Way = fn(Rows<'_>, &[u64], (Planes<'_>, Line), Out<'_>);

    /// The signs of a row and its factor.
    type Signed = (Vec<u8>, f32);

    /// Rows of some length, with planes for it.
    fn rows() -> impl Strategy<Value = (Vec<Signed>, Vec<[u8; 4]>)> {
        (1_usize..50).prop_flat_map(|bytes| {
            let row = (prop::collection::vec(any::<u8>(), bytes), -1.0_f32..1.0);
            (prop::collection::vec(row, 0..70), prop::collection::vec(prop::array::uniform4(any::<u8>()), bytes))
        })
    }

    /// What a processor with more would pass over.
    #[cfg(target_arch = "x86_64")]
    fn by_avx2(rows: Rows<'_>, wanted: &[u64], query: (Planes<'_>, Line), out: Out<'_>) {
        assert!(std::is_x86_feature_detected!("avx2"));
        #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
        // SAFETY: the processor has what the function was compiled for.
        unsafe {
            estimates_avx2(rows, wanted, query, out);
        }
    }

    proptest! {
        #[test]
        fn vector_instructions_count_like_plain_code((rows, planes) in rows(), wanted in any::<[u64; 2]>()) {
            let line = Line { per_set: 0.25, per_sum: 0.5, total: 3.0 };
            let mut bytes = vec![[0; ROWS]; rows.len().div_ceil(ROWS) * planes.len()];
            for (at, (signs, _)) in rows.iter().enumerate() {
                for (byte, sign) in signs.iter().enumerate() {
                    bytes[at / ROWS * planes.len() + byte][at % ROWS] = *sign;
                }
            }
            let factors: Vec<f32> = rows.iter().map(|(_, factor)| *factor).collect();
            let counts: Vec<u16> = rows.iter().map(|(signs, _)| signs.iter().map(|byte| u16::from(bits_set(*byte))).sum()).collect();
            let (mut fast, mut plain) = (vec![9.0; rows.len()], vec![9.0; rows.len()]);
            let packed = Rows { bytes: &bytes, set: &counts, factors: &factors };
            let mut peaks = [9.0; 2];
            estimates(packed, &wanted, (&planes, line), Out { values: &mut fast, peaks: &mut peaks });
            for (peak, values) in peaks.iter().zip(fast.chunks(PEAK)) {
                let highest = values.iter().copied().fold(0.0, f32::max);
                prop_assert_eq!(peak.to_bits(), highest.to_bits());
            }
            estimates_anywhere(packed, &wanted, (&planes, line), Out { values: &mut plain, peaks: &mut peaks });
            prop_assert_eq!(&fast, &plain);
            #[cfg(target_arch = "x86_64")]
            if std::is_x86_feature_detected!("avx2") {
                let mut fast = vec![9.0; rows.len()];
                by_avx2(packed, &wanted, (&planes, line), Out { values: &mut fast, peaks: &mut peaks });
                prop_assert_eq!(&fast, &plain);
            }
            for (at, ((signs, factor), found)) in rows.iter().zip(fast).enumerate() {
                let bit = |byte: u8, i: usize| (byte >> (i % 8) & 1) as f32;
                let number = |i: usize| (0..4).map(|j| bit(planes[i / 8][j], i) * [1.0, 2.0, 4.0, 8.0][j]).sum::<f32>();
                let all = 0..8 * planes.len();
                let set: f32 = all.clone().map(|i| bit(signs[i / 8], i)).sum();
                let sum: f32 = all.map(|i| bit(signs[i / 8], i) * number(i)).sum();
                let expected = (set * line.per_set + sum * line.per_sum - line.total) * factor;
                if wanted[at / 64] >> (at % 64) & 1 == 1 {
                    prop_assert!((found - expected).abs() < 1e-2, "{found} {expected}");
                }
            }
        }

        #[test]
        fn the_highest_is_found_wherever_it_stands(numbers in prop::collection::vec(-2.0_f32..2.0, 0..70), first in -1.0_f32..1.0) {
            let expected = numbers.iter().copied().fold(first, f32::max);
            prop_assert!((highest(first, &numbers) - expected).abs() < f32::EPSILON);
        }
    }

    #[test]
    fn long_rows_do_not_run_over() {
        let (width, line) = (3 * SUMMED + 7, Line { per_set: 0.0, per_sum: 1.0, total: 0.0 });
        let (bytes, planes) = (vec![[u8::MAX; ROWS]; width], vec![[u8::MAX; 4]; width]);
        let rows = Rows { bytes: &bytes, set: &[0; ROWS], factors: &[1.0; ROWS] };
        let mut ways: Vec<Way> = vec![estimates, estimates_anywhere];
        #[cfg(target_arch = "x86_64")]
        ways.extend(std::is_x86_feature_detected!("avx2").then_some(by_avx2 as Way));
        for by in ways {
            let mut out = [0.0; ROWS];
            by(rows, &[1], (&planes, line), Out { values: &mut out, peaks: &mut [0.0] });
            assert_eq!(out.map(f32::to_bits), [(8.0 * 15.0 * width as f32).to_bits(); ROWS]);
        }
    }

    #[test]
    fn what_nobody_wants_is_passed_over() {
        let rows = Rows { bytes: &[[u8::MAX; ROWS]; 9], set: &[24; 96], factors: &[1.0; 96] };
        let line = Line { per_set: 1.0, per_sum: 0.0, total: 0.0 };
        let mut out = [7.0; 96];
        estimates(rows, &[1 << 40], (&[[0; 4]; 3], line), Out { values: &mut out, peaks: &mut [0.0, 0.0] });
        assert_eq!(out.map(f32::to_bits), std::array::from_fn(|i| if i / 32 == 1 { 24.0_f32.to_bits() } else { 0 }));
    }
}
