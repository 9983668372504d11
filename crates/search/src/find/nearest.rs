//! The papers nearest to a vector.

use domain::PaperKey;
use embed::Vector;

use super::candidates::Top;
use super::worth_an_exact_score;
use crate::snapshot::Snapshot;
use crate::vectors::{Cosines, Estimator, Probe};

impl Snapshot {
    /// The `n` papers nearest to a vector of the index's model, with their cosines, the nearest first, as a search finds them: the
    /// highest estimates, by exact cosines.
    pub fn nearest(&self, vector: &Vector, n: usize) -> Vec<(PaperKey, f32)> {
        let mut cosines = Cosines::default();
        self.docs.estimate(&Estimator::new(vector), &self.docs.alive, &mut cosines);
        let mut top = Top::new(n.saturating_mul(2).max(worth_an_exact_score(self.len())));
        top.offer_all(&cosines, &self.docs.alive);
        self.nearest_of(top.into_docs().into_iter(), vector, n)
    }

    /// The same by the exact cosines of all papers: what the choice by estimates is measured against. Slow.
    pub fn nearest_by_scan(&self, vector: &Vector, n: usize) -> Vec<(PaperKey, f32)> {
        self.nearest_of(self.docs.alive.iter(), vector, n)
    }

    fn nearest_of(&self, docs: impl Iterator<Item = usize>, vector: &Vector, n: usize) -> Vec<(PaperKey, f32)> {
        let probe = Probe::new(vector);
        let mut near: Vec<(usize, f32)> = docs.map(|doc| (doc, self.cosine(doc, &probe))).collect();
        near.retain(|(_, cosine)| *cosine > 0.0);
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.into_iter().take(n).map(|(doc, cosine)| (self.docs.key(doc), cosine)).collect()
    }
}
