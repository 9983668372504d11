//! Moving a query towards papers and away from others.

use embed::Vector;

use crate::weights::Rocchio;

/// The papers that an answer is to be like, and unlike, as documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Liking {
    pub liked: Vec<usize>,
    pub disliked: Vec<usize>,
}

impl Liking {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.liked.is_empty() && self.disliked.is_empty()
    }

    /// All of them.
    pub(crate) fn docs(&self) -> impl Iterator<Item = usize> + '_ {
        self.liked.iter().chain(&self.disliked).copied()
    }

    /// A query's vector, moved by Rocchio's formula (Rocchio 1971, "Relevance Feedback in Information Retrieval"; Manning, Raghavan and
    /// Schütze 2008, section 9.1.1): `query * q + liked * mean(liked) - disliked * mean(disliked)`, brought to length 1. A query
    /// without words is the zero vector, of whatever length. `numbers` are those of a document's vector, of the query's model.
    pub(crate) fn moved(
        &self,
        query: Vector,
        numbers: impl Fn(usize) -> Option<Vec<f32>>,
        factors: &Rocchio,
    ) -> Vector {
        if self.is_empty() {
            return query;
        }
        let mut sum: Vec<f32> = query.as_slice().iter().map(|x| x * factors.query).collect();
        for (docs, factor) in [(&self.liked, factors.liked), (&self.disliked, -factors.disliked)] {
            let vectors: Vec<Vec<f32>> = docs.iter().filter_map(|doc| numbers(*doc)).collect();
            for vector in &vectors {
                sum.resize(sum.len().max(vector.len()), 0.0);
                sum.iter_mut().zip(vector).for_each(|(sum, x)| *sum += factor / vectors.len() as f32 * x);
            }
        }
        Vector::normalized(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_moves_towards_the_mean_and_away_from_the_other() {
        let factors = Rocchio { query: 1.0, liked: 0.75, disliked: 0.25 };
        let numbers = |doc: usize| [[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]].get(doc).map(|numbers| numbers.to_vec());
        let liking = Liking { liked: vec![0, 1], disliked: vec![2] };
        let moved = liking.moved(Vector::normalized(vec![1.0, 0.0]), numbers, &factors);
        assert!(moved.as_slice().iter().all(|x| (x - 0.5_f32.sqrt()).abs() < 1e-6), "{moved:?}");
        let alone = liking.moved(Vector::zero(0), numbers, &factors);
        assert!(alone.as_slice()[0] < 0.0 && alone.as_slice()[1] > 0.9, "{alone:?}");
        let query = Vector::normalized(vec![1.0, 0.0]);
        assert_eq!(Liking::default().moved(query.clone(), numbers, &factors), query);
    }
}
