//! The inner product of two rows of int8.

/// A row of int8 that is multiplied with many others.
#[derive(Debug)]
pub(crate) struct Operand {
    values: Box<[i8]>,
    /// The same in 16 bits, as [`dot_avx2`] multiplies them; none where [`dot_vnni`] does.
    #[cfg(target_arch = "x86_64")]
    wide: Box<[i16]>,
    /// 128 times the sum of the numbers that [`dot_vnni`] takes 64 at a time.
    #[cfg(target_arch = "x86_64")]
    moved: i32,
}

impl Operand {
    /// Prepares a row.
    pub(crate) fn new(values: Box<[i8]>) -> Self {
        Self {
            #[cfg(target_arch = "x86_64")]
            wide: if has_vnni() { Box::default() } else { widened(&values) },
            #[cfg(target_arch = "x86_64")]
            moved: 128 * values.as_chunks::<64>().0.iter().flatten().map(|value| i32::from(*value)).sum::<i32>(),
            values,
        }
    }

    /// How many numbers it has.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// The inner product with a row of int8, given as bytes; of their common length where one is longer.
    ///
    /// Exact for every length below 65,000: no sum of products leaves 32 bits.
    #[inline]
    pub(crate) fn dot(&self, row: &[u8]) -> i32 {
        #[cfg(target_arch = "x86_64")]
        if row.len() == self.values.len() && has_vnni() {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX-512")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { dot_vnni(row, self) };
        }
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { dot_avx2(row, self) };
        }
        #[cfg(target_arch = "aarch64")]
        if std::arch::is_aarch64_feature_detected!("dotprod") {
            #[expect(unsafe_code, reason = "calls a function compiled for NEON with inner products")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { dot_neon(row, &self.values) };
        }
        dot_anywhere(row, &self.values)
    }
}

/// Whether the processor multiplies bytes 64 at a time.
#[cfg(target_arch = "x86_64")]
#[inline]
fn has_vnni() -> bool {
    std::is_x86_feature_detected!("avx512vnni") && std::is_x86_feature_detected!("avx512bw")
}

/// The numbers in 16 bits.
#[cfg(target_arch = "x86_64")]
fn widened(values: &[i8]) -> Box<[i16]> {
    values.iter().map(|value| i16::from(*value)).collect()
}

/// 64 products an instruction, of rows of one length. It multiplies unsigned by signed numbers: the first row is moved up by 128, which
/// adds 128 times the sum of the second.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avx512f,avx512bw,avx512vnni")]
fn dot_vnni(a: &[u8], Operand { values: b, moved, .. }: &Operand) -> i32 {
    use std::arch::x86_64::{
        _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_reduce_add_epi32, _mm512_set1_epi8, _mm512_setzero_si512,
        _mm512_xor_si512,
    };
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
    let (high, mut products) = (_mm512_set1_epi8(i8::MIN), _mm512_setzero_si512());
    for (a, b) in a.iter().zip(b) {
        #[expect(unsafe_code, reason = "loads of 64 bytes")]
        // SAFETY: each chunk has 64 bytes, and the load asks for no alignment.
        let (a, b) = unsafe { (_mm512_loadu_si512(a.as_ptr().cast()), _mm512_loadu_si512(b.as_ptr().cast())) };
        products = _mm512_dpbusd_epi32(products, _mm512_xor_si512(a, high), b);
    }
    _mm512_reduce_add_epi32(products) - moved + dot_anywhere(a_rest, b_rest)
}

/// 16 products an instruction; of the common length where one is longer.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn dot_avx2(a: &[u8], Operand { values, wide, .. }: &Operand) -> i32 {
    use std::arch::x86_64::{
        __m256i, _mm_loadu_si128, _mm256_add_epi32, _mm256_cvtepi8_epi16, _mm256_loadu_si256, _mm256_madd_epi16,
        _mm256_setzero_si256, _mm256_storeu_si256,
    };
    let length = a.len().min(wide.len()) / 16 * 16;
    let ((a, a_rest), (wide, _)) = (a.split_at(length), wide.split_at(length));
    let ((a, _), (b, _)) = (a.as_chunks::<16>(), wide.as_chunks::<16>());
    let products = |a: &[u8; 16], b: &[i16; 16]| {
        #[expect(unsafe_code, reason = "loads of 16 and 32 bytes")]
        // SAFETY: the chunks have as many bytes, and the loads ask for no alignment.
        let (a, b) = unsafe { (_mm_loadu_si128(a.as_ptr().cast()), _mm256_loadu_si256(b.as_ptr().cast())) };
        _mm256_madd_epi16(_mm256_cvtepi8_epi16(a), b)
    };
    let mut sums: [__m256i; 2] = [_mm256_setzero_si256(); 2];
    let ((a_pairs, a_last), (b_pairs, b_last)) = (a.as_chunks::<2>(), b.as_chunks::<2>());
    for ([a, a_next], [b, b_next]) in a_pairs.iter().zip(b_pairs) {
        sums = [_mm256_add_epi32(sums[0], products(a, b)), _mm256_add_epi32(sums[1], products(a_next, b_next))];
    }
    for (a, b) in a_last.iter().zip(b_last) {
        sums[0] = _mm256_add_epi32(sums[0], products(a, b));
    }
    let mut added = [0_i32; 8];
    #[expect(unsafe_code, reason = "stores 32 bytes")]
    // SAFETY: the array has as many, and the store asks for no alignment.
    unsafe {
        _mm256_storeu_si256(added.as_mut_ptr().cast(), _mm256_add_epi32(sums[0], sums[1]));
    }
    added.iter().sum::<i32>() + dot_anywhere(a_rest, values.get(length..).unwrap_or_default())
}

#[cfg(target_arch = "aarch64")]
#[target_feature(enable = "neon,dotprod")]
fn dot_neon(a: &[u8], b: &[i8]) -> i32 {
    dot_anywhere(a, b)
}

/// The plain loop; inlined into each of the functions above, which decide what it is compiled to.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a function that is not inlined is compiled without the caller's features")]
fn dot_anywhere(a: &[u8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(a.cast_signed()) * i32::from(*b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn inner_products_are_exact(
            rows in prop::collection::vec((any::<i8>(), any::<i8>()), 0..1100), kept in prop::option::of((0_usize..1100, 0_usize..1100)),
        ) {
            let (mut a, mut b): (Vec<i8>, Vec<i8>) = rows.into_iter().unzip();
            // One of them may be the longer one.
            let (first, second) = kept.unwrap_or((a.len(), b.len()));
            a.truncate(first);
            b.truncate(second);
            let bytes: Vec<u8> = a.iter().map(|x| x.cast_unsigned()).collect();
            let plain: i32 = a.iter().zip(&b).map(|(x, y)| i32::from(*x) * i32::from(*y)).sum();
            prop_assert_eq!(Operand::new(b.clone().into()).dot(&bytes), plain);
            prop_assert_eq!(dot_anywhere(&bytes, &b), plain);
            #[cfg(target_arch = "x86_64")]
            if std::is_x86_feature_detected!("avx2") {
                #[expect(unsafe_code, reason = "the path that a faster processor does not take")]
                // SAFETY: the processor has what the function was compiled for.
                let avx2 = unsafe { dot_avx2(&bytes, &Operand { wide: widened(&b), ..Operand::new(b.into()) }) };
                prop_assert_eq!(avx2, plain);
            }
        }
    }
}
