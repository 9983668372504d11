//! Judging one ranking from its top, as deep as chance decides.
//!
//! The worth of a ranking is a sum of steps: what judging one paper more changes. Going on only with some probability and dividing
//! each step by the probability of having come so far leaves the expectation of the sum as it is ("Russian roulette"; Kahn 1955,
//! unbiased truncation as in Rhee and Glynn 2015, <https://doi.org/10.1287/opre.2015.1404>). The same gives the square of the worth, and
//! so the variance that the roulette adds.

use super::lure::Sample;

/// Papers behind this rank do not count for the measures.
const COUNTED: usize = 10;

/// A step that is expected to change nDCG by this much (root mean square) is always made; lesser ones in proportion.
const STEP: f64 = 0.4;

/// The least probability of coming to the end of a ranking.
const LEAST: f64 = 0.1;

/// A ranking that is being judged.
#[derive(Debug)]
pub(super) struct Walk {
    /// The place of its query.
    pub(super) query: usize,
    /// The places of its papers, without those that the judge could not decide, and how probably each is relevant.
    papers: Vec<(usize, f64)>,
    judged: usize,
    /// The probability with which judging came as far as it did.
    reached: f64,
    stopped: bool,
    found: Found,
    ndcg: Truncated,
    precision: Truncated,
    chance: f64,
    controls: (f64, f64),
}

/// What was found in a ranking so far.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    gain: f64,
    relevant: usize,
}

impl Walk {
    /// The beginning: how probably each paper is relevant, and of the draw its chance and its control variates.
    pub(super) fn new(query: usize, probabilities: Vec<f64>, chance: f64, controls: (f64, f64)) -> Self {
        let papers = probabilities.into_iter().enumerate().collect();
        let (found, ndcg, precision) = (Found::default(), Truncated::default(), Truncated::default());
        Self { query, papers, judged: 0, reached: 1.0, stopped: false, found, ndcg, precision, chance, controls }
    }

    /// The place of the paper to judge now; none at the end.
    pub(super) fn place(&self) -> Option<usize> {
        let next = self.papers.get(self.judged).filter(|_| !self.stopped);
        next.map(|(place, _)| *place)
    }

    /// Takes the judgement of the present paper.
    pub(super) fn judge(&mut self, relevant: bool) {
        if relevant {
            self.found = self.found.with(self.judged);
        }
        let hits = if relevant && self.judged < COUNTED { 1.0 / COUNTED as f64 } else { 0.0 };
        self.judged += 1;
        self.ndcg.step(self.found.ndcg(), self.reached);
        self.precision.step(self.precision.worth + hits, self.reached);
    }

    /// Goes on as if the present paper were not in the ranking.
    pub(super) fn leave_out(&mut self) {
        self.papers.remove(self.judged);
    }

    /// Ends here if the point, between 0 and 1, lies above the probability of going on.
    pub(super) fn perhaps_stop(&mut self, point: f64) {
        let reached = self.reached.min(self.wanted());
        self.stopped = point >= reached / self.reached;
        self.reached = reached;
    }

    /// The probability with which judging should come to the next paper: as much as the most important of all that follow deserves.
    fn wanted(&self) -> f64 {
        let rest = self.papers.iter().enumerate().skip(self.judged);
        let change = |(rank, (_, probability)): (usize, &(usize, f64))| {
            probability.sqrt() * (self.found.with(rank).ndcg() - self.found.ndcg()).abs()
        };
        (rest.map(change).fold(0.0, f64::max) / STEP).clamp(LEAST, 1.0)
    }

    /// What the query adds to the estimates of nDCG and of precision.
    pub(super) fn samples(self) -> (Sample, Sample) {
        let sample = |measure: Truncated, control| Sample {
            value: measure.sum,
            noise: measure.sum.powi(2) - measure.squares,
            chance: self.chance,
            control,
        };
        (sample(self.ndcg, self.controls.0), sample(self.precision, self.controls.1))
    }
}

impl Found {
    /// With one more relevant paper at that rank, from 0.
    fn with(self, rank: usize) -> Self {
        let gain = if rank < COUNTED { discount(rank) } else { 0.0 };
        Self { gain: self.gain + gain, relevant: self.relevant + 1 }
    }

    /// nDCG against the best order of what was found.
    fn ndcg(self) -> f64 {
        let best: f64 = (0..self.relevant.min(COUNTED)).map(discount).sum();
        if best > 0.0 { self.gain / best } else { 0.0 }
    }
}

/// A worth that is estimated step by step.
#[derive(Debug, Clone, Copy, Default)]
struct Truncated {
    worth: f64,
    /// The unbiased estimate of the worth.
    sum: f64,
    /// The unbiased estimate of its square.
    squares: f64,
}

impl Truncated {
    /// One step more, which is reached with that probability.
    fn step(&mut self, worth: f64, reached: f64) {
        self.sum += (worth - self.worth) / reached;
        self.squares += (worth.powi(2) - self.worth.powi(2)) / reached;
        self.worth = worth;
    }
}

/// What a relevant paper at that rank, from 0, is worth.
fn discount(rank: usize) -> f64 {
    1.0 / (rank as f64 + 2.0).log2()
}

/// The nDCG and the precision to be expected of a ranking whose papers are relevant with these probabilities: the expected gain
/// against the best order of the expected number, and the expected share.
pub(super) fn expected(probabilities: impl Iterator<Item = f64>) -> (f64, f64) {
    let (mut gain, mut relevant, mut counted) = (0.0, 0.0, 0.0);
    for (rank, probability) in probabilities.enumerate() {
        relevant += probability;
        if rank < COUNTED {
            gain += probability * discount(rank);
            counted += probability;
        }
    }
    let best: f64 = (0..COUNTED).map(|rank| discount(rank) * (relevant - rank as f64).clamp(0.0, 1.0)).sum();
    ((gain / best.max(1.0)).clamp(0.02, 0.98), counted / COUNTED as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expectations of the sums and of the noise, counted out over all ends, for a ranking of these judgements.
    fn expectations(relevant: &[bool]) -> [f64; 4] {
        let probabilities: Vec<f64> = (0..relevant.len()).map(|rank| 0.4 / (rank as f64 + 1.0)).collect();
        let mut all = [0.0; 4];
        for end in 1..=relevant.len() {
            let (mut walk, mut probability) = (Walk::new(0, probabilities.clone(), 1.0, (0.0, 0.0)), 1.0);
            for (rank, relevant) in relevant.iter().take(end).enumerate() {
                assert_eq!(walk.place(), Some(rank));
                let before = walk.reached;
                walk.judge(*relevant);
                walk.perhaps_stop(0.0);
                let on = if rank + 1 < walk.papers.len() { walk.reached / before } else { 0.0 };
                probability *= if rank + 1 == end { 1.0 - on } else { on };
            }
            let (ndcg, precision) = walk.samples();
            let values = [ndcg.value, precision.value, ndcg.value.powi(2) - ndcg.noise, ndcg.noise];
            all.iter_mut().zip(values).for_each(|(sum, value)| *sum += probability * value);
        }
        all
    }

    #[test]
    fn stopping_early_biases_nothing() {
        for places in [&[0_usize][..], &[2], &[0, 3, 11], &[1, 2, 4, 9, 10], &[], &[15]] {
            let relevant: Vec<bool> = (0..16).map(|rank| places.contains(&rank)).collect();
            let gain: f64 = places.iter().filter(|rank| **rank < 10).map(|rank| discount(*rank)).sum();
            let best: f64 = (0..places.len()).map(discount).sum();
            let worth = if best > 0.0 { gain / best } else { 0.0 };
            let precision = places.iter().filter(|rank| **rank < 10).count() as f64 / 10.0;
            let found = expectations(&relevant);
            for (found, expected) in found.iter().zip([worth, precision, worth * worth]) {
                assert!((found - expected).abs() < 1e-9, "{places:?}: {found} {expected}");
            }
            assert!(found[3] >= -1e-12, "a variance: {}", found[3]);
        }
    }

    #[test]
    fn a_paper_that_cannot_be_judged_is_as_if_it_were_not_there() {
        let mut walk = Walk::new(3, vec![0.5, 0.5, 0.5], 0.25, (0.0, 0.0));
        walk.leave_out();
        assert_eq!((walk.query, walk.place()), (3, Some(1)));
        walk.judge(true);
        walk.leave_out();
        assert_eq!(walk.place(), None);
        let (ndcg, precision) = walk.samples();
        assert!((ndcg.value - 1.0).abs() < 1e-12 && (precision.value - 0.1).abs() < 1e-12);
        assert!((ndcg.chance - 0.25).abs() < 1e-12 && ndcg.noise.abs() < 1e-12);
    }

    #[test]
    fn judging_stops_where_nothing_is_to_be_expected() {
        let mut walk = Walk::new(0, vec![0.9, 0.0001, 0.0001], 1.0, (0.0, 0.0));
        walk.judge(true);
        walk.perhaps_stop(0.2);
        assert_eq!(walk.place(), None);
        let mut walk = Walk::new(0, vec![0.9, 0.9, 0.9], 1.0, (0.0, 0.0));
        walk.judge(false);
        walk.perhaps_stop(0.99);
        assert_eq!(walk.place(), Some(1));
    }

    #[test]
    fn what_is_expected_lies_between_bounds() {
        assert_eq!(expected([].into_iter()), (0.02, 0.0));
        let (ndcg, precision) = expected([1.0; 20].into_iter());
        assert!((ndcg - 0.98).abs() < 1e-12 && (precision - 1.0).abs() < 1e-12);
        let (ndcg, precision) = expected([0.5, 0.0].into_iter());
        assert!((ndcg - 0.5).abs() < 1e-12 && (precision - 0.05).abs() < 1e-12);
    }
}
