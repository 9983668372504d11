//! Whether probabilities mean what they say.

/// The expected calibration error of probabilities of relevance: the papers are put in order of their probability and cut into `bins`
/// parts of equal size; the error is the mean over all papers of the distance between their part's mean probability and the share
/// of it that is relevant. 0 to 1; 0 without papers.
///
/// Parts of equal size are those of Nguyen and O'Connor 2015, "Posterior Calibration and Exploratory Analysis for Natural Language
/// Processing Models" (<https://doi.org/10.18653/v1/D15-1182>); parts of equal width (Guo et al. 2017) would leave most of them
/// empty here, where nearly all papers are improbable. Papers of the same probability stay in one part, so that the order
/// in which they are given does not matter; `bins` of 0 counts as 1.
pub fn expected_calibration_error(said: &[(f64, bool)], bins: usize) -> f64 {
    let mut sorted = said.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = sorted.len().div_ceil(bins.max(1)).max(1);
    let (mut rest, mut error) = (sorted.as_slice(), 0.0);
    while let Some((last, _)) = rest.get(size.min(rest.len()).saturating_sub(1)) {
        let end = rest.partition_point(|(probability, _)| probability.total_cmp(last).is_le());
        let (part, others) = rest.split_at(end);
        error += distance(part);
        rest = others;
    }
    if said.is_empty() { 0.0 } else { error / said.len() as f64 }
}

/// How many papers of a part more, or fewer, are relevant than their probabilities add up to.
fn distance(part: &[(f64, bool)]) -> f64 {
    let expected: f64 = part.iter().map(|(probability, _)| probability).sum();
    let relevant = part.iter().filter(|(_, relevant)| *relevant).count();
    (expected - relevant as f64).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_by_hand() {
        // Two parts: 0.1, 0.2 with none relevant is off by 0.15 each, 0.6, 0.8 with both relevant by 0.3 each.
        let said = [(0.8, true), (0.1, false), (0.6, true), (0.2, false)];
        assert!((expected_calibration_error(&said, 2) - 0.225).abs() < 1e-12);
        // One part: 1.7 expected, 2 relevant, of 4.
        assert!((expected_calibration_error(&said, 1) - 0.075).abs() < 1e-12);
        assert!((expected_calibration_error(&said, 0) - 0.075).abs() < 1e-12);
        // A part for each: 0.2, 0.1, 0.4, 0.2 off.
        assert!((expected_calibration_error(&said, 9) - 0.225).abs() < 1e-12);
    }

    #[test]
    fn what_means_what_it_says_has_no_error() {
        let said: Vec<_> = (0..1_000).map(|at| (0.25, at % 4 == 0)).collect();
        assert!(expected_calibration_error(&said, 15) < 1e-12);
        assert!(expected_calibration_error(&[], 15).abs() < 1e-12);
        assert!((expected_calibration_error(&[(1.0, false)], 15) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_among_equals_does_not_matter() {
        let mut said: Vec<_> = (0..97).map(|at| (f64::from(at % 5) / 5.0, at % 3 == 0)).collect();
        let forwards = expected_calibration_error(&said, 10);
        said.reverse();
        assert!((expected_calibration_error(&said, 10) - forwards).abs() < 1e-12);
    }
}
