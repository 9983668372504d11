//! Papers that are near to a paper in meaning.

use domain::PaperKey;

use super::candidates::Top;
use super::meaning::{Estimates, Meaning};
use super::worth_an_exact_score;
use crate::Weights;
use crate::language::Liking;
use crate::parse::Parsed;
use crate::snapshot::Snapshot;
use crate::vectors::Probe;

/// Vectors at least so near are of one text: a second entry of one paper, not a neighbour.
const SAME_TEXT: f32 = 0.995;

impl Snapshot {
    /// The `n` papers nearest in meaning to a paper, with the cosine of their vectors, the nearest first; by the second tier where it
    /// has read the paper. Neither the paper itself nor another entry of the same text is among them, and of neighbours of one
    /// text there is only one. Titles are the store's: whoever has them can tell more.
    pub fn similar(&self, key: PaperKey, n: usize) -> Vec<(PaperKey, f32)> {
        let Some(doc) = self.document(key) else { return Vec::new() };
        let liking = Liking { liked: vec![doc], disliked: Vec::new() };
        let weights = Weights { blend: 0.0, ..Weights::default() };
        let question = self.question((&Parsed::default(), &liking), &weights);
        let Some(question) = question.ok().filter(|question| question.deep.is_some() || !question.shallow.is_zero())
        else {
            return Vec::new();
        };
        let mut estimates = Estimates::default();
        let meaning = Meaning::estimate(self, &question, &self.docs.alive, &mut estimates);
        let mut top = Top::new(n.saturating_mul(2).max(worth_an_exact_score(self.len())));
        top.offer_all(&estimates.cosines, &self.docs.alive);
        let others = top.into_docs().into_iter().filter(|other| *other != doc);
        let exact = others.map(|other| (other, meaning.cosine(self, other)));
        let mut near: Vec<_> = exact.filter(|(_, cosine)| *cosine > 0.0 && *cosine < SAME_TEXT).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut shown = vec![self.probe(doc)];
        near.retain(|(other, _)| {
            // Those that are not wanted any more are not compared.
            let is_new =
                shown.len() <= n && !shown.iter().flatten().any(|probe| self.cosine(*other, probe) >= SAME_TEXT);
            if is_new {
                shown.push(self.probe(*other));
            }
            is_new
        });
        near.into_iter().map(|(other, cosine)| (self.docs.key(other), cosine)).collect()
    }

    /// A document's vector of the first tier, ready to be compared.
    fn probe(&self, doc: usize) -> Option<Probe> {
        self.numbers(doc).map(|numbers| Probe::new(&embed::Vector::normalized(numbers)))
    }
}
