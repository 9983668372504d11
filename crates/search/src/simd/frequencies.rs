//! What the frequencies of one word count in the scores of many documents.

/// So many documents' frequencies are packed together.
pub(crate) const PACKED: usize = 64;

/// And take so many bytes: the lower four bits are those of the first half of the documents, the upper four of the second.
pub(crate) const PACKED_BYTES: usize = PACKED / 2;

/// How often a word stands in the texts of some documents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frequencies<'a> {
    /// The frequencies, 15 at most.
    pub packed: &'a [[u8; PACKED_BYTES]],
    /// What an occurrence in each text counts, a number a document.
    pub factors: &'a [f32],
    /// The documents that are asked for (bit `i % 64` of word `i / 64`), where not all are: neighbours of which none is may be passed over.
    pub wanted: Option<&'a [u64]>,
}

/// The sums that a word adds to, one a document.
#[derive(Debug)]
pub(crate) struct Sums<'a> {
    /// The scores.
    pub scores: &'a mut [f32],
    /// The weights of the words that each holds.
    pub covered: &'a mut [f32],
}

/// For each document that holds a word adds `weight * x * (k1 + 1) / (x + k1)` to its score and `weight` to its cover, where `x` is the
/// word's frequency times the document's factor. There are as many documents as sums, a multiple of [`PACKED`].
pub(crate) fn add_saturated(word: Frequencies<'_>, (weight, k1): (f32, f32), sums: Sums<'_>) {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "calls a function compiled for AVX2")]
        // SAFETY: the processor has what the function was compiled for.
        return unsafe { add_saturated_avx2(word, (weight, k1), sums) };
    }
    add_saturated_anywhere(word, (weight, k1), sums);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn add_saturated_avx2(word: Frequencies<'_>, (weight, k1): (f32, f32), sums: Sums<'_>) {
    add_saturated_anywhere(word, (weight, k1), sums);
}

/// The plain loop, which compilers make one over vectors of. Each number is made by the same operations wherever it is made.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a function that is not inlined is compiled without the caller's features")]
fn add_saturated_anywhere(word: Frequencies<'_>, (weight, k1): (f32, f32), Sums { scores, covered }: Sums<'_>) {
    let Frequencies { packed, factors, wanted } = word;
    let halves = packed.iter().flat_map(|bytes| [(bytes, 0), (bytes, 4)]);
    let factors = factors.as_chunks::<PACKED_BYTES>().0.iter();
    let sums = scores.as_chunks_mut::<PACKED_BYTES>().0.iter_mut().zip(covered.as_chunks_mut::<PACKED_BYTES>().0);
    for (half, (((bytes, shift), factors), (scores, covered))) in halves.zip(factors).zip(sums).enumerate() {
        if wanted.is_some_and(|wanted| wanted.get(half / 2).is_some_and(|word| *word == 0)) {
            continue;
        }
        for (((byte, factor), score), covered) in bytes.iter().zip(factors).zip(scores).zip(covered) {
            let frequency = byte >> shift & 15;
            let weighted = f32::from(frequency) * factor;
            let part = weight * (weighted * (k1 + 1.0) / (weighted + k1));
            *score += if frequency > 0 { part } else { 0.0 };
            *covered += if frequency > 0 { weight } else { 0.0 };
        }
    }
}

/// Sets the numbers at 0 that are not `wanted` (bit `i % 64` of word `i / 64`).
pub(crate) fn keep_wanted(numbers: &mut [f32], wanted: &[u64]) {
    for (numbers, wanted) in numbers.chunks_mut(64).zip(wanted) {
        if *wanted == 0 {
            numbers.fill(0.0);
        } else if *wanted != u64::MAX {
            for (at, number) in numbers.iter_mut().enumerate() {
                *number = if wanted >> at & 1 == 1 { *number } else { 0.0 };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Path = fn(Frequencies<'_>, (f32, f32), Sums<'_>);

    proptest! {
        #[test]
        fn every_path_adds_what_the_formula_says(
            packed in prop::collection::vec(prop::array::uniform32(any::<u8>()), 1..5),
            factor in 0.01_f32..3.0, weight in 0.0_f32..12.0, k1 in 0.0_f32..3.0, wanted in any::<[u64; 5]>(),
        ) {
            let documents = packed.len() * PACKED;
            let factors: Vec<f32> = (0..documents).map(|at| factor + at as f32 / 100.0).collect();
            let added = |path: Path, wanted: Option<&[u64]>| {
                let (mut scores, mut covered) = (vec![0.5; documents], vec![0.25; documents]);
                let word = Frequencies { packed: &packed, factors: &factors, wanted };
                path(word, (weight, k1), Sums { scores: &mut scores, covered: &mut covered });
                (scores, covered)
            };
            let by_hand = |at: usize| {
                let byte = packed[at / PACKED][at % PACKED_BYTES];
                let frequency = f32::from(if at % PACKED < PACKED_BYTES { byte & 15 } else { byte >> 4 });
                let x = frequency * factors[at];
                let part = weight * (x * (k1 + 1.0) / (x + k1));
                if frequency > 0.0 { (0.5 + part, 0.25 + weight) } else { (0.5, 0.25) }
            };
            let expected: (Vec<f32>, Vec<f32>) = (0..documents).map(by_hand).unzip();
            prop_assert_eq!(&added(add_saturated, None), &expected);
            prop_assert_eq!(&added(add_saturated_anywhere, None), &expected);
            let mut some = added(add_saturated, Some(&wanted)).0;
            keep_wanted(&mut some, &wanted);
            let is_wanted = |at: usize| wanted[at / 64] >> (at % 64) & 1 == 1;
            let kept = |(at, score): (usize, &f32)| if is_wanted(at) { *score } else { 0.0 };
            prop_assert_eq!(some, expected.0.iter().enumerate().map(kept).collect::<Vec<f32>>());
        }
    }
}
