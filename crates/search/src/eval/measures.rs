//! The measures of a ranking.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::ops::AddAssign;

use domain::PaperKey;

/// What a ranking is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// nDCG over the first ten: a paper of relevance `r` at rank `i` is worth `r / log2(i + 1)`, divided by what the best ranking would be
    /// worth (Järvelin and Kekäläinen 2002, <https://doi.org/10.1145/582415.582418>, with the linear gains of `trec_eval` and BEIR).
    pub ndcg_at_10: f64,
    /// The share of the relevant papers among the first hundred.
    pub recall_at_100: f64,
    /// One over the rank of the first relevant paper; 0 where there is none.
    pub mrr: f64,
}

/// Measures one ranking against the judgements of its query: papers with their relevance above 0.
pub fn measure<S: BuildHasher>(ranking: &[PaperKey], relevant: &HashMap<PaperKey, u32, S>) -> Measures {
    let gains: Vec<f64> = ranking.iter().map(|key| f64::from(relevant.get(key).copied().unwrap_or(0))).collect();
    let mut ideal: Vec<f64> = relevant.values().map(|relevance| f64::from(*relevance)).collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let found = gains.iter().take(100).filter(|gain| **gain > 0.0).count();
    let first = gains.iter().position(|gain| *gain > 0.0);
    Measures {
        ndcg_at_10: ratio(discounted(&gains), discounted(&ideal)),
        recall_at_100: ratio(found as f64, relevant.len() as f64),
        mrr: first.map_or(0.0, |at| 1.0 / (at + 1) as f64),
    }
}

/// The discounted gain of the first ten.
fn discounted(gains: &[f64]) -> f64 {
    gains.iter().take(10).zip(2_u32..).map(|(gain, rank)| gain / f64::from(rank).log2()).sum()
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl Measures {
    /// The mean, of a sum over `n` rankings.
    #[must_use]
    pub fn divided_by(self, n: usize) -> Self {
        let n = n as f64;
        Self {
            ndcg_at_10: ratio(self.ndcg_at_10, n),
            recall_at_100: ratio(self.recall_at_100, n),
            mrr: ratio(self.mrr, n),
        }
    }
}

impl AddAssign for Measures {
    fn add_assign(&mut self, other: Self) {
        self.ndcg_at_10 += other.ndcg_at_10;
        self.recall_at_100 += other.recall_at_100;
        self.mrr += other.mrr;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relevant(judged: &[(i64, u32)]) -> HashMap<PaperKey, u32> {
        judged.iter().map(|(key, relevance)| (PaperKey(*key), *relevance)).collect()
    }

    #[test]
    fn the_best_ranking_is_worth_one() {
        let ranking = [PaperKey(1), PaperKey(2), PaperKey(9)];
        let best = measure(&ranking, &relevant(&[(1, 3), (2, 1)]));
        assert_eq!(best, Measures { ndcg_at_10: 1.0, recall_at_100: 1.0, mrr: 1.0 });
    }

    #[test]
    fn graded_gains_are_discounted_by_rank() {
        let ranking = [PaperKey(9), PaperKey(2), PaperKey(1)];
        let found = measure(&ranking, &relevant(&[(1, 3), (2, 1), (5, 1)]));
        // (1 / log2 3 + 3 / log2 4) / (3 + 1 / log2 3 + 1 / log2 4)
        assert!((found.ndcg_at_10 - 2.130_93 / 4.130_93).abs() < 1e-5, "{found:?}");
        assert!((found.recall_at_100 - 2.0 / 3.0).abs() < 1e-9);
        assert!((found.mrr - 0.5).abs() < 1e-9);
    }

    #[test]
    fn nothing_found_is_worth_nothing() {
        assert_eq!(measure(&[], &relevant(&[(1, 1)])), Measures::default());
        assert_eq!(measure(&[PaperKey(1)], &HashMap::new()), Measures::default());
    }
}
