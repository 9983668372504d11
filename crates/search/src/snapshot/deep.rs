//! The second tier's vectors in a snapshot: which document has which, as far as they were made.

use std::sync::Arc;

use tantivy::index::SegmentId;

use super::join::{Joined, Place};
use super::{Docs, Segment};
use crate::SecondTier;
use crate::mask::Mask;
use crate::vectors::{Cosines, Estimator, VectorFile};

/// The second tier of a snapshot.
#[derive(Debug)]
pub(crate) struct Deep {
    tier: Arc<SecondTier>,
    files: Arc<Vec<Arc<VectorFile>>>,
    parts: Vec<Part>,
    length: usize,
    /// Which documents have a vector, of those that are not deleted.
    pub has: Mask,
    /// How many.
    pub papers: usize,
}

/// The vectors of a segment's documents.
#[derive(Debug, Clone)]
struct Part {
    segment: SegmentId,
    base: usize,
    joined: Arc<Joined>,
}

impl Deep {
    /// Joins the documents of all segments with the vectors of their texts. What has not changed since `previous` is used again.
    pub(super) fn join(tier: &Arc<SecondTier>, (segments, docs): (&[Segment], &Docs), previous: Option<&Self>) -> Self {
        Self::join_files((tier, tier.embeddings().files()), (segments, docs), previous)
    }

    /// The same of some papers of a library, as far as it has been read there.
    pub(super) fn within(&self, (segments, docs): (&[Segment], &Docs)) -> Self {
        let part = Self::join_files((&self.tier, Arc::clone(&self.files)), (segments, docs), None);
        // How far the library was read decides how much the tier counts.
        Self { papers: self.papers, ..part }
    }

    fn join_files(
        (tier, files): (&Arc<SecondTier>, Arc<Vec<Arc<VectorFile>>>),
        (segments, docs): (&[Segment], &Docs),
        previous: Option<&Self>,
    ) -> Self {
        let previous = previous.filter(|deep| Arc::ptr_eq(&deep.files, &files) && Arc::ptr_eq(&deep.tier, tier));
        let (mut parts, mut has) = (Vec::with_capacity(segments.len()), Mask::empty(docs.len()));
        for segment in segments {
            let (id, base) = (segment.id(), segment.base as usize);
            let known = previous.and_then(|deep| deep.parts.iter().find(|part| part.segment == id));
            let join = || {
                let texts = segment.columns.texts();
                Arc::new(Joined::new((&texts, &segment.alive), &files, tier.embeddings().kind()))
            };
            let joined = known.map_or_else(join, |part| Arc::clone(&part.joined));
            has.put_where(base, &joined.places, |place| *place != Place::NOWHERE);
            parts.push(Part { segment: id, base, joined });
        }
        has.intersect(&docs.alive);
        let papers = has.iter().count();
        Self { tier: Arc::clone(tier), files, parts, length: docs.len(), has, papers }
    }

    /// The tier.
    pub(crate) fn tier(&self) -> &Arc<SecondTier> {
        &self.tier
    }

    /// The int8 numbers of a document's vector, as bytes, and what a step of them stands for; `None` where it has none.
    pub(crate) fn vector(&self, doc: usize) -> Option<(&[u8], f32)> {
        let at = self.parts.partition_point(|part| part.base <= doc);
        let part = self.parts.get(at.checked_sub(1)?)?;
        let place = part.joined.places.get(doc - part.base)?;
        self.files.iter().find(|file| file.number() == place.file)?.values(place.row as usize)
    }

    /// The estimated cosine of each document that has a vector; 0 elsewhere.
    pub(crate) fn estimate(&self, estimator: &Estimator, wanted: &Mask, cosines: &mut Cosines) {
        let parts = self.parts.iter().map(|part| (part.base, &*part.joined));
        super::docs::estimate_parts((parts, self.length), (estimator, wanted), cosines);
    }
}
