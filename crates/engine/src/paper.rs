//! One paper with everything around it.

use domain::{Listing, PaperId, SourceKind, StoredPaper};
use sources::providers::HfDaily;
use sources::{Said, said_of_itself};
use store::Provenance;

use crate::{EngineError, Newsstand, Similar};

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

impl PaperDetail {
    /// What the paper says of itself: its length, its links, its language.
    pub fn said(&self) -> Said {
        let paper = &self.stored.paper;
        let (comment, reference) = (paper.comment.as_deref(), paper.facts.journal_ref.as_deref());
        said_of_itself(&paper.title, Some(&paper.abstract_text), comment, reference)
    }

    /// Where its votes were given and its comments written, if a source that counts them has a page for it.
    pub fn votes_page(&self) -> Option<String> {
        let is_counted = self.provenance.iter().any(|told| told.source == SourceKind::HfDaily);
        let arxiv = self.ids.iter().find_map(PaperId::arxiv)?;
        is_counted.then(|| HfDaily::page(arxiv))
    }
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
            self.similar(&stored, SIMILAR),
        )?;
        Ok(Some(PaperDetail { stored, ids, provenance, listings, similar }))
    }
}
