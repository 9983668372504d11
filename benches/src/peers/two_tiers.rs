//! Newsstand once its second tier, the transformer, has read every paper.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use domain::{PaperKey, StoredPaper};
use search::SecondTier;

use super::newsstand::Newsstand;
use super::{Peer, reading};

/// An index with both tiers.
pub(super) struct TwoTiers {
    newsstand: Newsstand,
    tier: Arc<SecondTier>,
}

impl TwoTiers {
    /// An empty index in a folder; the vectors are kept beside the other data of the benchmarks.
    pub(super) fn create(folder: &Path) -> Result<Self> {
        Ok(Self { newsstand: Newsstand::create(folder)?, tier: Arc::new(reading::tier()?) })
    }
}

impl Peer for TwoTiers {
    fn index(&mut self, papers: &[StoredPaper]) -> Result<()> {
        self.newsstand.index(papers)?;
        Ok(self.newsstand.index.set_second_tier(Some(Arc::clone(&self.tier)))?)
    }

    fn search(&self, text: &str, limit: usize) -> Result<Vec<PaperKey>> {
        self.newsstand.search(text, limit)
    }
}
