//! One paper with everything around it.

use domain::{Listing, PaperId, PaperKey, StoredPaper};
use store::Provenance;

use crate::{EngineError, Newsstand};

/// How many similar papers stand beside a paper.
const SIMILAR: usize = 10;

/// A paper, where it came from, where it stood, and its neighbours.
#[derive(Debug, Clone)]
pub struct PaperDetail {
    /// The paper; asked for under a former id, its id differs from the one asked for.
    pub stored: StoredPaper,
    /// All its ids.
    pub ids: Vec<PaperId>,
    /// Which sources spoke of it, and when.
    pub provenance: Vec<Provenance>,
    /// On which lists it stood.
    pub listings: Vec<Listing>,
    /// Papers near to it in meaning, the nearest first.
    pub similar: Vec<Similar>,
}

/// A neighbour.
#[derive(Debug, Clone)]
pub struct Similar {
    /// The paper.
    pub stored: StoredPaper,
    /// Cosine of the two papers' vectors, at most 1.
    pub closeness: f32,
}

impl Newsstand {
    /// The paper of that id, present or former; `None` where there is none.
    pub async fn paper(&self, id: &PaperId) -> Result<Option<PaperDetail>, EngineError> {
        let Some(stored) = self.store().paper(id).await? else { return Ok(None) };
        let key = stored.key;
        let (ids, provenance, listings, similar) = tokio::try_join!(
            async { Ok(self.store().ids(key).await?) },
            async { Ok(self.store().provenance(key).await?) },
            async { Ok(self.store().listings(key).await?) },
            self.similar(key, SIMILAR),
        )?;
        Ok(Some(PaperDetail { stored, ids, provenance, listings, similar }))
    }

    /// The `count` papers nearest in meaning, the nearest first; none where the index does not hold the paper yet.
    pub async fn similar(&self, key: PaperKey, count: usize) -> Result<Vec<Similar>, EngineError> {
        let snapshot = self.snapshot();
        let near = tokio::task::spawn_blocking(move || snapshot.similar(key, count)).await?;
        let keys: Vec<_> = near.iter().map(|(key, _)| *key).collect();
        let papers = self.store().papers(&keys).await?;
        let closeness = |key| near.iter().find(|(near, _)| *near == key).map(|(_, closeness)| *closeness);
        Ok(papers
            .into_iter()
            .filter_map(|stored| closeness(stored.key).map(|closeness| Similar { stored, closeness }))
            .collect())
    }
}
