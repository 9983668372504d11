//! What a question means: its vectors in both tiers, and the cosines of papers with them.
//!
//! While the second tier is still reading, some papers have its vectors and some have not. Both kinds are ordered together: what the
//! first tier says is brought to the scale of the second by what both say of the papers nearest to the question. Of papers that the second
//! has read the first has a share in what counts: the two err about different papers.

use std::sync::Arc;

use embed::Vector;

use super::candidates::Top;
use crate::mask::Mask;
use crate::simd::PEAK;
use crate::snapshot::{Deep, Snapshot};
use crate::vectors::{Cosines, Estimator, Probe};

/// So many of the nearest papers say what a cosine of the first tier is worth in the second.
const COMPARED: usize = 8;

/// The exchange between the tiers stays within one over this and this.
const MOST_EXCHANGE: f32 = 2.0;

/// A question's vectors.
#[derive(Debug)]
pub(super) struct Question {
    /// By the static table.
    pub shallow: Vector,
    /// By the second tier, where a paper has a vector of it.
    pub deep: Option<Vector>,
    /// The share of the first tier in the cosine of a paper that the second has read, 0 to 1.
    pub blend: f32,
}

/// Estimated cosines, in buffers that are used again.
#[derive(Debug, Default)]
pub(super) struct Estimates {
    /// Of all documents, on one scale.
    pub cosines: Cosines,
    deep: Cosines,
}

/// A question, ready for exact cosines.
#[derive(Debug)]
pub(super) struct Meaning {
    shallow: Probe,
    deep: Option<DeepMeaning>,
    /// The share of papers that the second tier has read, 0 to 1.
    pub read: f32,
    /// The standard deviation of an estimated cosine from the exact one.
    pub error: f32,
}

#[derive(Debug)]
struct DeepMeaning {
    deep: Arc<Deep>,
    probe: Probe,
    mix: Mix,
}

/// How one cosine is made of those of both tiers.
#[derive(Debug, Clone, Copy)]
struct Mix {
    /// The share of the first tier where there are both.
    blend: f32,
    /// What a cosine of the first tier is worth where there is no other.
    exchange: f32,
}

impl Mix {
    #[inline]
    fn of(self, shallow: f32, deep: Option<f32>) -> f32 {
        deep.map_or(shallow * self.exchange, |deep| deep + (shallow - deep) * self.blend)
    }

    /// The error of a mixed estimate, by those of both: of two that are independent, and at least that of a paper which the second tier
    /// has not read, as long as there are any.
    fn error(self, (shallow, deep): (f32, f32), read: f32) -> f32 {
        let both = (shallow * self.blend).hypot(deep * (1.0 - self.blend));
        if read < 1.0 { both.max(shallow * self.exchange) } else { both }
    }
}

impl Meaning {
    /// Estimates the cosine of every wanted document, and makes ready for exact ones.
    pub(super) fn estimate(snapshot: &Snapshot, question: &Question, wanted: &Mask, estimates: &mut Estimates) -> Self {
        estimates.begin(snapshot, &question.shallow, wanted);
        Self::go_on(snapshot, question, wanted, estimates)
    }

    /// The same where the first tier's estimates were [begun](Estimates::begin) before.
    pub(super) fn go_on(snapshot: &Snapshot, question: &Question, wanted: &Mask, estimates: &mut Estimates) -> Self {
        let shallow = Probe::new(&question.shallow);
        let error = Estimator::error(question.shallow.dims());
        let Some((deep, vector)) = snapshot.deep.as_ref().zip(question.deep.as_ref()) else {
            return Self { shallow, deep: None, read: 0.0, error };
        };
        let (deep, probe, blend) = (Arc::clone(deep), Probe::new(vector), question.blend);
        deep.estimate(&Estimator::new(vector), wanted, &mut estimates.deep);
        let mut mix = Mix { blend, exchange: 1.0 };
        if deep.papers < snapshot.len() {
            let exchange = estimates.exchange(&deep.has, wanted);
            mix.exchange = exchange + (1.0 - exchange) * blend;
        }
        estimates.put_together(&deep.has, mix);
        let read = deep.papers as f32 / snapshot.len().max(1) as f32;
        let error = mix.error((error, Estimator::error(vector.dims())), read);
        Self { shallow, deep: Some(DeepMeaning { deep, probe, mix }), read, error }
    }

    /// The int8 numbers of a paper's vector by the second tier, as bytes, and what a step of them stands for.
    pub(super) fn row(&self, doc: usize) -> Option<(&[u8], f32)> {
        let DeepMeaning { deep, .. } = self.deep.as_ref()?;
        deep.has.contains(doc).then(|| deep.vector(doc))?
    }

    /// The exact cosine of a paper with the question, on the scale of the estimates; 0 where it has no vector.
    pub(super) fn cosine(&self, snapshot: &Snapshot, doc: usize) -> f32 {
        let shallow = || snapshot.cosine(doc, &self.shallow);
        let Some(DeepMeaning { deep, probe, mix }) = &self.deep else { return shallow() };
        if !deep.has.contains(doc) {
            return mix.of(shallow(), None);
        }
        let cosine = deep.vector(doc).map_or(0.0, |(values, scale)| probe.cosine_with(values, scale));
        if mix.blend > 0.0 { mix.of(shallow(), Some(cosine)) } else { cosine }
    }
}

impl Estimates {
    /// Estimates the cosine of every wanted document by the first tier.
    pub(super) fn begin(&mut self, snapshot: &Snapshot, shallow: &Vector, wanted: &Mask) {
        snapshot.docs.estimate(&Estimator::new(shallow), wanted, &mut self.cosines);
    }

    /// What a cosine of the first tier is worth in the second: how the nearest papers' cosines compare, among those that have both.
    fn exchange(&self, has: &Mask, wanted: &Mask) -> f32 {
        let mut both = has.clone();
        both.intersect(wanted);
        let (shallow, deep) = (highest(&self.cosines, &both), highest(&self.deep, &both));
        if shallow > 0.0 && deep > 0.0 { (deep / shallow).clamp(1.0 / MOST_EXCHANGE, MOST_EXCHANGE) } else { 1.0 }
    }

    /// Mixes the cosines of both tiers.
    fn put_together(&mut self, has: &Mask, mix: Mix) {
        let Cosines { values, peaks } = &mut self.cosines;
        let blocks = values.chunks_mut(PEAK).zip(peaks).zip(self.deep.values.chunks(PEAK)).zip(has.words());
        for (((values, peak), deep), has) in blocks {
            *peak = 0.0;
            for (at, (value, deep)) in values.iter_mut().zip(deep).enumerate() {
                *value = mix.of(*value, (has >> at & 1 == 1).then_some(*deep));
                *peak = peak.max(*value);
            }
        }
    }
}

/// The mean of the highest cosines of some documents.
fn highest(cosines: &Cosines, documents: &Mask) -> f32 {
    let mut top = Top::new(COMPARED);
    top.offer_all(cosines, documents);
    let docs = top.into_docs();
    let sum: f32 = docs.iter().filter_map(|doc| cosines.values.get(*doc)).sum();
    sum / docs.len().max(1) as f32
}
