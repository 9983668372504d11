//! Whether one configuration is better than another, or was lucky with these queries.

use super::random::Random;

/// How often signs are drawn anew. If all signs can be tried in fewer steps, they are, and the p-value is exact.
const PERMUTATIONS: u32 = 100_000;

/// How many differences share one look-up.
const TOGETHER: usize = 8;

/// What the paired randomisation test says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Significance {
    /// The mean over the collections of each collection's mean difference.
    pub gain: f64,
    /// How probable it is that two configurations of equal worth differ by as much or more, in either direction.
    pub p: f64,
}

/// The two-sided paired randomisation test (Smucker, Allan and Carterette 2007, "A Comparison of Statistical Significance Tests for
/// Information Retrieval Evaluation", <https://doi.org/10.1145/1321440.1321528>). `differences` holds, for each collection, for each
/// query what the second configuration is better by. If both were equally good, each query's two figures might as well be exchanged,
/// which turns the sign of its difference; p is the share of such exchanges that move the gain at least as far from 0.
///
/// Of several collections each counts alike, however many queries it has, and exchanges stay within their query. What was measured
/// counts as one of the drawn exchanges, so p is never 0 (Davison and Hinkley 1997, section 4.2).
pub fn paired_randomization(differences: &[Vec<f64>], seed: u64) -> Significance {
    let weighted = weighted(differences);
    let gain: f64 = weighted.iter().sum();
    let changing: Vec<f64> = weighted.into_iter().filter(|difference| *difference != 0.0).collect();
    let sums = Sums::of(&changing);
    // Sums of the same numbers in another order differ in their last bits.
    let far = gain.abs() * (1.0 - 1e-9);
    let is_far = |sum: f64| u32::from(sum.abs() >= far);
    let p = match 1_u32.checked_shl(u32::try_from(changing.len()).unwrap_or(u32::MAX)) {
        Some(all) if all <= PERMUTATIONS => {
            let reached: u32 = (0..all).map(|signs| is_far(sums.with_signs(|| u64::from(signs)))).sum();
            f64::from(reached) / f64::from(all)
        }
        _ => {
            let mut random = Random::new(seed);
            let reached: u32 = (0..PERMUTATIONS).map(|_| is_far(sums.with_signs(|| random.bits()))).sum();
            f64::from(reached + 1) / f64::from(PERMUTATIONS + 1)
        }
    };
    Significance { gain, p }
}

/// All differences in one list, each with its share in the mean over collections.
fn weighted(differences: &[Vec<f64>]) -> Vec<f64> {
    let asked = differences.iter().filter(|collection| !collection.is_empty()).count();
    let share = |collection: &Vec<f64>| 1.0 / (asked * collection.len()) as f64;
    differences.iter().flat_map(|collection| collection.iter().map(move |by| by * share(collection))).collect()
}

/// For every eight differences their sum with each of the 256 combinations of signs.
struct Sums(Vec<[f64; 1 << TOGETHER]>);

impl Sums {
    fn of(differences: &[f64]) -> Self {
        let table = |chunk: &[f64]| {
            std::array::from_fn(|signs| {
                let signed = chunk.iter().enumerate().map(|(at, by)| if signs >> at & 1 == 0 { *by } else { -by });
                signed.sum()
            })
        };
        Self(differences.chunks(TOGETHER).map(table).collect())
    }

    /// The sum of all differences; `signs` gives 64 bits at a time.
    fn with_signs(&self, mut signs: impl FnMut() -> u64) -> f64 {
        let mut sum = 0.0;
        for tables in self.0.chunks(64 / TOGETHER) {
            let bits = signs().to_le_bytes();
            for (table, signs) in tables.iter().zip(bits) {
                sum += table.get(usize::from(signs)).copied().unwrap_or_default();
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(differences: &[&[f64]]) -> Significance {
        paired_randomization(&differences.iter().map(|of| of.to_vec()).collect::<Vec<_>>(), 1)
    }

    #[test]
    fn few_queries_are_counted_out() {
        // Of the 16 combinations of signs only all-plus and all-minus reach the sum of 10.
        let found = test(&[&[1.0, 2.0, 3.0, 4.0]]);
        assert!((found.gain - 2.5).abs() < 1e-12 && (found.p - 0.125).abs() < 1e-12, "{found:?}");
        // With a plus before 4 the sums are 10, 8, 6, 4, 4, 2, 0, -2: five of eight reach 4, and so do their mirror images.
        assert!((test(&[&[1.0, 2.0, -3.0, 4.0]]).p - 0.625).abs() < 1e-12);
    }

    /// Darwin's fifteen pairs of cross- and self-fertilised maize, in eighths of an inch. Fisher (1935, "The Design of Experiments",
    /// section 21) counted 863 of the 32,768 combinations of signs that reach the sum of 314 on one side, 1,726 on both.
    #[test]
    fn fishers_count_of_darwins_maize() {
        let eighths = [49.0, -67.0, 8.0, 16.0, 6.0, 23.0, 28.0, 41.0, 14.0, 29.0, 56.0, 24.0, 75.0, 60.0, -48.0];
        let found = test(&[&eighths]);
        assert!((found.gain * 15.0 - 314.0).abs() < 1e-9);
        assert!((found.p - 1_726.0 / 32_768.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn drawing_comes_near_to_counting() {
        let eighths = [49.0, -67.0, 8.0, 16.0, 6.0, 23.0, 28.0, 41.0, 14.0, 29.0, 56.0, 24.0, 75.0, 60.0, -48.0];
        // Two more queries that decide nothing, yet make counting impossible.
        let many = [&eighths[..], &[1e-13, 1e-13, 1e-13]].concat();
        let found = test(&[&many]);
        assert!((found.p - 1_726.0 / 32_768.0).abs() < 0.003, "{found:?}");
        assert_eq!(found, test(&[&many]), "the same seed, the same draws");
    }

    #[test]
    fn each_collection_counts_alike() {
        let found = test(&[&[1.0], &[0.0, 0.0, 0.0, 2.0], &[]]);
        assert!((found.gain - 0.75).abs() < 1e-12, "{found:?}");
        assert!((found.p - 0.5).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn no_difference_is_no_evidence() {
        for differences in [&[&[] as &[f64]][..], &[], &[&[0.0, 0.0]]] {
            assert_eq!(test(differences), Significance { gain: 0.0, p: 1.0 });
        }
        let long: Vec<f64> = (0..400).map(|at| f64::from(at % 7 - 3)).collect();
        assert!(test(&[&long]).p > 0.5);
        let better: Vec<f64> = (0..400).map(|at| f64::from(at % 7 - 2)).collect();
        assert!(test(&[&better]).p < 1e-4);
    }
}
