//! Many measurements of one thing.

use std::time::{Duration, Instant};

/// Durations of one thing, done many times.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    /// Adds one duration.
    pub(crate) fn push(&mut self, taken: Duration) {
        self.0.push(taken.as_secs_f64() * 1e3);
    }

    /// Does something and adds how long it took.
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        self.push(started.elapsed());
        done
    }

    /// Adds those of another.
    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The value in milliseconds below or at which a share `q` lies; 0 without samples.
    pub(crate) fn quantile(&self, q: f64) -> f64 {
        quantile(&self.0, q)
    }

    /// Each in milliseconds, in the order in which they were added.
    pub(crate) fn into_millis(self) -> Vec<f64> {
        self.0
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The median in milliseconds; 0 without samples.
    pub(crate) fn p50(&self) -> f64 {
        quantile(&self.0, 0.5)
    }

    /// The 99th percentile in milliseconds; 0 without samples.
    pub(crate) fn p99(&self) -> f64 {
        quantile(&self.0, 0.99)
    }
}

/// The value below or at which a share `q` of the numbers lies (nearest rank); 0 without numbers.
pub(crate) fn quantile(numbers: &[f64], q: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "q is between 0 and 1")]
    let rank = (q * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// The middle one of a few rounds.
pub(crate) fn median(numbers: &[f64]) -> f64 {
    quantile(numbers, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_among_the_numbers() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        let whole = |number: f64| format!("{number:.0}");
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|q| whole(quantile(&hundred, q))), ["1", "50", "99", "100"]);
        assert_eq!(whole(median(&[3.0, 9.0, 1.0])), "3");
        assert_eq!(whole(median(&[])), "0");
    }

    #[test]
    fn samples_are_milliseconds() {
        let mut samples = Samples::default();
        [2, 4, 6].map(Duration::from_millis).into_iter().for_each(|taken| samples.push(taken));
        assert_eq!(format!("{:.1} {:.1}", samples.p50(), samples.p99()), "4.0 6.0");
    }
}
