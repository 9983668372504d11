//! Predicting, from rank and score, whether a paper will be judged relevant.

/// The weights before anything is judged, of a constant, of the rank's logarithm and of the standardised score, and how firmly each
/// is believed (the precision of its normal distribution). Set by judgement, not fitted: they matter for the first few answers only.
const PRIOR: [f64; 3] = [0.0, -1.0, 0.5];
const FIRMNESS: [f64; 3] = [1.0, 4.0, 4.0];

/// Newton steps after new judgements: the weights start near their optimum.
const STEPS: usize = 3;

/// Logistic regression, its weights those of highest posterior probability. It decides only what is asked and how steady the estimate
/// is, never what the estimate tends to.
#[derive(Debug)]
pub(super) struct Relevance {
    weights: [f64; 3],
    judged: Vec<([f64; 3], bool)>,
}

impl Default for Relevance {
    fn default() -> Self {
        Self { weights: PRIOR, judged: Vec::new() }
    }
}

impl Relevance {
    /// The probability that a paper with these features is relevant.
    pub(super) fn probability(&self, features: &[f64; 3]) -> f64 {
        1.0 / (1.0 + (-dot(&self.weights, features)).exp())
    }

    /// Notes a judgement.
    pub(super) fn observe(&mut self, features: [f64; 3], relevant: bool) {
        self.judged.push((features, relevant));
    }

    /// How many judgements were noted.
    pub(super) fn observed(&self) -> usize {
        self.judged.len()
    }

    /// Fits the weights to all judgements by Newton's method.
    pub(super) fn learn(&mut self) {
        for _ in 0..STEPS {
            let mut gradient = [0, 1, 2].map(|_| 0.0);
            let mut curvature = [[0.0; 3]; 3];
            for (at, ((slope, row), ((prior, firmness), weight))) in
                gradient.iter_mut().zip(&mut curvature).zip(PRIOR.iter().zip(FIRMNESS).zip(self.weights)).enumerate()
            {
                *slope = firmness * (prior - weight);
                row.iter_mut().skip(at).take(1).for_each(|own| *own = firmness);
            }
            for (features, relevant) in &self.judged {
                let probability = self.probability(features);
                let missed = f64::from(u8::from(*relevant)) - probability;
                let doubt = probability * (1.0 - probability);
                for ((slope, row), feature) in gradient.iter_mut().zip(&mut curvature).zip(features) {
                    *slope += missed * feature;
                    row.iter_mut().zip(features).for_each(|(cell, other)| *cell += doubt * feature * other);
                }
            }
            let step = solve(&curvature, &gradient);
            self.weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
        }
    }
}

/// The features of each query's papers: a constant, the logarithm of the rank, and the score in standard deviations from the mean
/// of all scores. Only the first `depth` papers of a ranking are looked at.
pub(super) fn features(rankings: &[Vec<f64>], depth: usize) -> Vec<Vec<[f64; 3]>> {
    let scores: Vec<f64> = rankings.iter().flat_map(|scores| scores.iter().take(depth).copied()).collect();
    let count = scores.len().max(1) as f64;
    let mean = scores.iter().sum::<f64>() / count;
    let variance = scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / count;
    let deviation = if variance > 0.0 { variance.sqrt() } else { 1.0 };
    let of_paper = |(score, rank): (&f64, u32)| [1.0, f64::from(rank).ln(), (score - mean) / deviation];
    rankings.iter().map(|scores| scores.iter().take(depth).zip(1..).map(of_paper).collect()).collect()
}

/// The solution of three linear equations with a regular matrix, by Cramer's rule: the columns of the inverse are the cross products
/// of the rows.
fn solve(matrix: &[[f64; 3]; 3], right: &[f64; 3]) -> [f64; 3] {
    let [a, b, c] = matrix;
    let columns = [cross(b, c), cross(c, a), cross(a, b)];
    let determinant = dot(a, &columns[0]);
    let at = |place: fn(&[f64; 3]) -> f64| {
        columns.iter().zip(right).map(|(column, right)| place(column) * right).sum::<f64>() / determinant
    };
    [at(|column| column[0]), at(|column| column[1]), at(|column| column[2])]
}

fn cross(a: &[f64; 3], b: &[f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_equations_are_solved() {
        let matrix = [[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 5.0]];
        let found = solve(&matrix, &[4.0 + 2.0 + 1.5, 1.0 + 6.0 - 3.0, 0.5 - 2.0 + 15.0]);
        for (found, expected) in found.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - expected).abs() < 1e-12, "{found}");
        }
    }

    #[test]
    fn judgements_move_what_is_expected() {
        let rankings = vec![vec![3.0, 2.0, 1.0]; 60];
        let papers = features(&rankings, 2);
        assert!(papers.iter().all(|papers| papers.len() == 2));
        let mut relevance = Relevance::default();
        let before = relevance.probability(&papers[0][0]);
        for (at, papers) in papers.iter().enumerate() {
            relevance.observe(papers[0], at % 10 != 0);
            relevance.observe(papers[1], at % 10 == 0);
        }
        relevance.learn();
        let [first, second] = [0, 1].map(|place| relevance.probability(&papers[0][place]));
        assert!(first > before && first > 0.75 && second < 0.25, "{before} {first} {second}");
        assert_eq!(relevance.observed(), 120);
    }

    #[test]
    fn rankings_without_papers_or_differences_have_features() {
        assert_eq!(features(&[vec![], vec![2.0]], 20), [vec![], vec![[1.0, 0.0, 0.0]]]);
        assert!(features(&[], 20).is_empty());
    }
}
