//! From samples that were not drawn alike to the mean of all.

/// What one drawn query adds to the estimate of one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample {
    /// Its worth, or an unbiased estimate of it.
    pub(super) value: f64,
    /// The variance of that estimate, itself estimated without bias; 0 where the worth is known.
    pub(super) noise: f64,
    /// The probability with which it was drawn of those that were left.
    pub(super) chance: f64,
    /// A term whose expectation is 0: see [`Estimator::controls`](super::Estimator).
    pub(super) control: f64,
}

/// A value with its 95 % confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The mean over a pool of `pool` queries from those drawn so far, in the order in which they were drawn; none from fewer than two.
///
/// The estimator is LURE (Farquhar, Gal and Rainforth 2021, "On Statistical Bias in Active Learning", <https://arxiv.org/abs/2101.11665>;
/// equation 3 of Active Testing): with `N` in the pool and `M` drawn, the `m`-th with chance `q`,
/// `1/M * sum of v * value` where `v = 1 + (N - M) / (N - m) * (1 / ((N - m + 1) * q) - 1)`. It is the mean, weighted by
/// `c = N (N - M) / (M (N - m) (N - m + 1))`, of one unbiased estimate after each draw: what was drawn before, as it is, and
/// `value / q` for the rest. These estimates are uncorrelated, which gives the variance, and each may have a control variate
/// of its own.
pub(super) fn combine(samples: &[Sample], pool: usize) -> Option<Interval> {
    if samples.len() < 2 {
        return None;
    }
    let (all, drawn) = (pool as f64, samples.len() as f64);
    let weights: Vec<f64> = (1..=samples.len()).map(|m| weight(all, drawn, m as f64)).collect();
    let mut before = 0.0;
    let single: Vec<f64> = samples
        .iter()
        .map(|sample| {
            let estimate = (before + sample.value / sample.chance + sample.control) / all;
            before += sample.value;
            estimate
        })
        .collect();
    let value: f64 = weights.iter().zip(&single).map(|(weight, single)| weight * single).sum();
    let spread = weights.iter().zip(&single).map(|(weight, single)| (weight * (single - value)).powi(2));
    let variance = spread.sum::<f64>() * drawn / (drawn - 1.0) + later_noise(samples, &weights, all);
    Some(interval(value.clamp(0.0, 1.0), student(drawn - 1.0) * variance.max(0.0).sqrt()))
}

/// The interval of that half width around a share. It is symmetric on the scale of log odds, as wide there as the delta method says:
/// estimates of small shares are skewed, and a low one has a low variance too. At 0 and 1, which have no odds, it is plain.
fn interval(value: f64, half: f64) -> Interval {
    let odds = value / (1.0 - value);
    if !odds.is_normal() {
        return Interval { value, low: (value - half).max(0.0), high: (value + half).min(1.0) };
    }
    let factor = (half / (value * (1.0 - value))).exp();
    let share = |odds: f64| 1.0 - 1.0 / (1.0 + odds);
    Interval { value, low: share(odds / factor), high: share(odds * factor) }
}

/// The weight of the estimate after the `m`-th draw.
fn weight(all: f64, drawn: f64, m: f64) -> f64 {
    if drawn < all {
        all * (all - drawn) / (drawn * (all - m) * (all - m + 1.0))
    } else if m < drawn {
        0.0
    } else {
        1.0
    }
}

/// The variance that comes from the noise of values in the estimates after later draws: it is the same noise in all of them,
/// which the spread of the estimates does not show.
fn later_noise(samples: &[Sample], weights: &[f64], all: f64) -> f64 {
    let (mut later, mut variance) = (0.0, 0.0);
    for (sample, weight) in samples.iter().zip(weights).rev() {
        let own = weight / (all * sample.chance);
        variance += sample.noise * ((own + later).powi(2) - own.powi(2));
        later += weight / all;
    }
    variance.max(0.0)
}

/// The 97.5 % quantile of Student's t distribution of so many degrees of freedom, at least 1 (Abramowitz and Stegun, formula
/// 26.7.5, to 0.3 % from 4 degrees on; exact for 1 and 2).
fn student(freedom: f64) -> f64 {
    if freedom < 1.5 {
        return 12.706;
    }
    if freedom < 2.5 {
        return 4.303;
    }
    let z: f64 = 1.959_964;
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
    z + first / freedom + second / freedom.powi(2) + third / freedom.powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(value: f64, chance: f64) -> Sample {
        Sample { value, noise: 0.0, chance, control: 0.0 }
    }

    /// The weights `v` of the published formula, from which the estimate is `1/M * sum of v * value`.
    fn published(samples: &[Sample], pool: usize) -> f64 {
        let (all, drawn) = (pool as f64, samples.len() as f64);
        let terms = samples.iter().zip(1_u32..).map(|(sample, m)| {
            let rest = all - f64::from(m);
            let v = 1.0 + (all - drawn) / rest * (1.0 / ((rest + 1.0) * sample.chance) - 1.0);
            v * sample.value
        });
        terms.sum::<f64>() / drawn
    }

    #[test]
    fn it_is_the_published_estimator() {
        let samples = [sample(0.3, 0.2), sample(0.9, 0.15), sample(0.5, 0.4)];
        let found = combine(&samples, 7).unwrap();
        assert!((found.value - published(&samples, 7)).abs() < 1e-12, "{found:?}");
        // Drawn alike, everything counts alike.
        let alike = [sample(0.2, 1.0 / 5.0), sample(0.6, 1.0 / 4.0), sample(0.7, 1.0 / 3.0)];
        assert!((combine(&alike, 5).unwrap().value - 0.5).abs() < 1e-12);
    }

    /// All ordered draws of three out of four, each with its probability: the mean of the estimates is the mean of the values.
    #[test]
    fn no_choice_biases_it() {
        let (values, liking) = ([0.1, 0.9, 0.4, 0.6], [1.0, 5.0, 2.0, 0.5]);
        let predicted = [0.7, 0.2, 0.2, 0.9];
        let mut mean = 0.0;
        for order in (0..64).map(|n| [n / 16, n / 4 % 4, n % 4]) {
            let mut left = vec![0, 1, 2, 3];
            let (mut samples, mut probability) = (Vec::new(), 1.0);
            for pick in order {
                let sum: f64 = left.iter().map(|at| liking[*at]).sum();
                if !left.contains(&pick) {
                    probability = 0.0;
                    break;
                }
                let chance = liking[pick] / sum;
                let control = left.iter().map(|at| predicted[*at]).sum::<f64>() - predicted[pick] / chance;
                samples.push(Sample { control, ..sample(values[pick], chance) });
                probability *= chance;
                left.retain(|at| *at != pick);
            }
            if probability > 0.0 {
                let mut unclamped = published(&samples, 4);
                let weights = (1..=3).map(|m| weight(4.0, 3.0, f64::from(m)));
                unclamped += weights.zip(&samples).map(|(weight, sample)| weight * sample.control / 4.0).sum::<f64>();
                mean += probability * unclamped;
            }
        }
        assert!((mean - 0.5).abs() < 1e-12, "{mean}");
    }

    #[test]
    fn a_whole_pool_leaves_only_its_noise() {
        let mut samples = [sample(0.2, 0.5), sample(0.4, 0.9), sample(0.9, 1.0)];
        let found = combine(&samples, 3).unwrap();
        assert!((found.value - 0.5).abs() < 1e-12 && found.high - found.low < 1e-12, "{found:?}");
        samples[0].noise = 0.09;
        let found = combine(&samples, 3).unwrap();
        // The standard deviation of the mean is 0.3 / 3, and a half has odds of 1.
        let factor = (4.303_f64 * 0.1 / 0.25).exp();
        assert!((found.high - factor / (1.0 + factor)).abs() < 1e-9, "{found:?}");
        assert!((found.low + found.high - 1.0).abs() < 1e-9, "{found:?}");
        assert_eq!(combine(&samples[..1], 3), None);
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (freedom, quantile) in
            [(1.0, 12.706), (2.0, 4.303), (4.0, 2.776), (10.0, 2.228), (30.0, 2.042), (1e6, 1.960)]
        {
            assert!((student(freedom) - quantile).abs() < 0.01, "{freedom}: {}", student(freedom));
        }
    }
}
