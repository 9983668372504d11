//! The scores of both sides put together, and those that are of interest picked out.

use super::PEAK;

/// How a paper's score by words and its nearness to the question become one: `score * lexical + max(cosine - floor, 0) * semantic`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fusion {
    /// What the score counts.
    pub lexical: f32,
    /// What the nearness counts.
    pub semantic: f32,
    /// Nearness up to this says nothing.
    pub floor: f32,
}

impl Fusion {
    /// The two of one paper put together.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a function that is not inlined is compiled without the caller's features"
    )]
    pub(crate) fn of(self, score: f32, cosine: f32) -> f32 {
        let above = cosine - self.floor;
        score * self.lexical + if above > 0.0 { above } else { 0.0 } * self.semantic
    }

    /// Those of neighbours, written to `fused`; answers with the ones that are above `least`: bit `i` for neighbour `i`.
    pub(crate) fn of_block(
        self,
        (scores, cosines): (&[f32; PEAK], &[f32; PEAK]),
        least: f32,
        fused: &mut [f32; PEAK],
    ) -> u64 {
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
            // SAFETY: the processor has what the function was compiled for.
            return unsafe { self.of_block_avx2((scores, cosines), least, fused) };
        }
        self.put_together((scores, cosines), fused);
        above_anywhere(fused, least)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn of_block_avx2(self, both: (&[f32; PEAK], &[f32; PEAK]), least: f32, fused: &mut [f32; PEAK]) -> u64 {
        self.put_together(both, fused);
        above_avx2(fused, least)
    }

    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a function that is not inlined is compiled without the caller's features"
    )]
    fn put_together(self, (scores, cosines): (&[f32; PEAK], &[f32; PEAK]), fused: &mut [f32; PEAK]) {
        for ((fused, score), cosine) in fused.iter_mut().zip(scores).zip(cosines) {
            *fused = self.of(*score, *cosine);
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn above_avx2(numbers: &[f32; PEAK], least: f32) -> u64 {
    use std::arch::x86_64::{_CMP_GT_OQ, _mm256_cmp_ps, _mm256_loadu_ps, _mm256_movemask_ps, _mm256_set1_ps};
    let least = _mm256_set1_ps(least);
    numbers.as_chunks::<8>().0.iter().rev().fold(0, |bits, eight| {
        #[expect(unsafe_code, reason = "loads 32 bytes")]
        // SAFETY: eight numbers of 4 bytes are there, and the load asks for no alignment.
        let eight = unsafe { _mm256_loadu_ps(eight.as_ptr()) };
        let above = _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_GT_OQ>(eight, least));
        bits << 8 | u64::from(above.cast_unsigned())
    })
}

fn above_anywhere(numbers: &[f32; PEAK], least: f32) -> u64 {
    numbers.iter().rev().fold(0, |bits, number| bits << 1 | u64::from(*number > least))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_are_put_together_as_single_papers_are(
            papers in prop::collection::vec((0.0_f32..30.0, -1.0_f32..1.0), PEAK),
            (lexical, semantic, floor, least) in (0.0_f32..0.1, 0.0_f32..2.0, -0.2_f32..0.5, 0.0_f32..2.0),
        ) {
            let fusion = Fusion { lexical, semantic, floor };
            let (scores, cosines): (Vec<f32>, Vec<f32>) = papers.into_iter().unzip();
            let (scores, cosines) = (scores.as_array().unwrap(), cosines.as_array().unwrap());
            let mut fused = [9.0; PEAK];
            let above = fusion.of_block((scores, cosines), least, &mut fused);
            for at in 0..PEAK {
                let one = fusion.of(scores[at], cosines[at]);
                prop_assert_eq!(one.to_bits(), fused[at].to_bits());
                let plain = scores[at] * lexical + (cosines[at] - floor).max(0.0) * semantic;
                prop_assert!((one - plain).abs() < f32::EPSILON, "{one} {plain}");
                prop_assert_eq!(above >> at & 1 == 1, one > least);
            }
            prop_assert_eq!(above, above_anywhere(&fused, least));
        }
    }
}
