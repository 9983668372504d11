//! What a question means: its vectors in both tiers, and the cosines of papers with them.
//!
//! While the second tier is still reading, some papers have its vectors and some have not. Both kinds are ordered together: what the
//! first tier says is brought to the scale of the second by what both say of the papers nearest to the question. Of papers that the second
//! has read the first has a share in what counts: the two err about different papers.

use std::sync::Arc;

use embed::Vector;

use super::candidates::Top;
use crate::mask::Mask;
use crate::simd::{PEAK, highest as peak_of, prefetch};
use crate::snapshot::{Deep, Snapshot};
use crate::together::both;
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
    /// And of one that is [nearly exact](Self::nearly).
    pub small_error: f32,
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
            return Self { shallow, deep: None, read: 0.0, error, small_error: 0.0 };
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
        let small_error = error * blend;
        let error = mix.error((error, Estimator::error(vector.dims())), read);
        Self { shallow, deep: Some(DeepMeaning { deep, probe, mix }), read, error, small_error }
    }

    /// The int8 numbers of a paper's vector by the second tier, as bytes, and what a step of them stands for.
    pub(super) fn row(&self, doc: usize) -> Option<(&[u8], f32)> {
        let DeepMeaning { deep, .. } = self.deep.as_ref()?;
        deep.has.contains(doc).then(|| deep.vector(doc))?
    }

    /// Fetches what [`nearly`](Self::nearly) reads of a paper.
    pub(super) fn fetch(&self, snapshot: &Snapshot, doc: usize) {
        if let Some((values, _)) = self.row(doc).or_else(|| snapshot.vector(doc)) {
            prefetch(values);
        }
    }

    /// The cosine of a paper with the question as [`cosine`](Self::cosine) gives it, of which the first tier's share stays an estimate where
    /// there is another: so that one vector is read for each of many papers, not two.
    pub(super) fn nearly(&self, snapshot: &Snapshot, estimates: &Estimates, doc: usize) -> f32 {
        let known = self.deep.as_ref().filter(|DeepMeaning { deep, .. }| deep.has.contains(doc));
        let Some(DeepMeaning { deep, probe, mix }) = known else { return self.cosine(snapshot, doc) };
        let [mixed, second] =
            [&estimates.cosines, &estimates.deep].map(|of| of.values.get(doc).copied().unwrap_or_default());
        let cosine = deep.vector(doc).map_or(0.0, |(values, scale)| probe.cosine_with(values, scale));
        mixed + (cosine - second) * (1.0 - mix.blend)
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
        let Self { cosines: Cosines { values, peaks }, deep } = self;
        mix.put_together((values, peaks), (&deep.values, has.words()));
    }
}

/// From so many blocks of [`PEAK`] documents on, two threads mix half of them each.
const WORTH_SHARING: usize = 512;

impl Mix {
    /// Mixes blocks of cosines of the first tier, and finds their peaks anew, with those of the second, where it `has` a document.
    fn put_together(self, (values, peaks): (&mut [f32], &mut [f32]), (deep, has): (&[f32], &[u64])) {
        if peaks.len() >= WORTH_SHARING {
            let blocks = peaks.len() / 2;
            let ((values, values_behind), (peaks, peaks_behind)) =
                (values.split_at_mut((blocks * PEAK).min(values.len())), peaks.split_at_mut(blocks));
            let ((deep, deep_behind), (has, has_behind)) =
                (deep.split_at((blocks * PEAK).min(deep.len())), has.split_at(blocks.min(has.len())));
            let before = || self.put_together((values, peaks), (deep, has));
            both(before, || self.put_together((values_behind, peaks_behind), (deep_behind, has_behind)));
            return;
        }
        let blocks = values.chunks_mut(PEAK).zip(peaks).zip(deep.chunks(PEAK)).zip(has);
        for (((values, peak), deep), has) in blocks {
            if *has == u64::MAX {
                values.iter_mut().zip(deep).for_each(|(value, deep)| *value = self.of(*value, Some(*deep)));
            } else {
                for (at, (value, deep)) in values.iter_mut().zip(deep).enumerate() {
                    *value = self.of(*value, (has >> at & 1 == 1).then_some(*deep));
                }
            }
            *peak = peak_of(0.0, values);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_mixed_as_the_whole_is() {
        let documents = (2 * WORTH_SHARING + 3) * PEAK + 17;
        let cosines = |of: usize| (0..documents).map(|doc| (doc * of % 1_009) as f32 / 1_009.0).collect::<Vec<_>>();
        let (mut shallow, deep) = (cosines(7), cosines(11));
        let mut has = Mask::empty(documents);
        (0..documents)
            .filter(|doc| (doc / PEAK).is_multiple_of(2) || doc.is_multiple_of(3))
            .for_each(|doc| has.insert(doc));
        let mix = Mix { blend: 0.2, exchange: 0.7 };
        let both = |doc: usize| mix.of(shallow[doc], has.contains(doc).then_some(deep[doc]));
        let expected: Vec<f32> = (0..documents).map(both).collect();
        let mut peaks = vec![9.0; documents.div_ceil(PEAK)];
        rayon::scope(|_| mix.put_together((&mut shallow, &mut peaks), (&deep, has.words())));
        assert!(shallow == expected);
        assert!(
            peaks.iter().zip(expected.chunks(PEAK)).all(|(peak, cosines)| cosines.iter().all(|cosine| cosine <= peak))
        );
        assert!(peaks.iter().zip(expected.chunks(PEAK)).all(|(peak, cosines)| cosines.contains(peak)));
    }
}
