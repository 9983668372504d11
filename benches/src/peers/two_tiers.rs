//! Newsstand once its second tier, the transformer, has read every paper.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use domain::{PaperKey, StoredPaper};
use embed::Vector;
use search::{SecondTier, text_hash};

use super::Peer;
use super::newsstand::Newsstand;
use crate::library;

/// More papers than this are not read on the way: that takes half an hour.
const MOST_TO_READ: usize = 20_000;

/// The dimensions of the transformer's vectors.
const DIMS: usize = 384;

/// An index with both tiers.
pub(super) struct TwoTiers {
    newsstand: Newsstand,
    tier: Arc<SecondTier>,
}

impl TwoTiers {
    /// An empty index in a folder; the vectors are kept beside the other data of the benchmarks.
    pub(super) fn create(folder: &Path) -> Result<Self> {
        let tier = Arc::new(SecondTier::bundled(&library::kept()?.join("second-tier"))?);
        Ok(Self { newsstand: Newsstand::create(folder)?, tier })
    }

    /// Takes over the vectors that the file named by `NEWSSTAND_MINILM` has of these texts.
    fn take_over(&self, mut wanted: HashSet<u64>) -> Result<()> {
        let Some(path) = std::env::var_os("NEWSSTAND_MINILM") else { return Ok(()) };
        let file = File::open(&path).with_context(|| format!("cannot read {}", Path::new(&path).display()))?;
        let (mut file, mut record) = (BufReader::new(file), [0; 8 + 4 * DIMS]);
        let mut found = Vec::new();
        while file.read_exact(&mut record).is_ok() {
            let (hash, values) = record.split_first_chunk().context("a record without a hash")?;
            let hash = u64::from_le_bytes(*hash);
            if wanted.remove(&hash) {
                let (values, _) = values.as_chunks();
                let values: Vec<f32> = values.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
                found.push((hash, Vector::normalized(values)));
            }
        }
        Ok(self.tier.embeddings().add(&found)?)
    }
}

impl Peer for TwoTiers {
    fn prepare(&mut self, papers: &[StoredPaper]) -> Result<()> {
        let hash = |stored: &StoredPaper| text_hash(&stored.paper.title, &stored.paper.abstract_text);
        let missing = || -> HashSet<u64> {
            papers.iter().map(hash).filter(|text| !self.tier.embeddings().holds(*text)).collect()
        };
        self.take_over(missing())?;
        let missing = missing().len();
        ensure!(
            missing <= MOST_TO_READ,
            "{missing} vectors are missing; NEWSSTAND_MINILM can name a file that has them"
        );
        let threads = std::thread::available_parallelism()?.get();
        for part in papers.chunks(512) {
            self.tier.read_in_parallel(part, threads)?;
        }
        Ok(())
    }

    fn index(&mut self, papers: &[StoredPaper]) -> Result<()> {
        self.newsstand.index(papers)?;
        Ok(self.newsstand.index.set_second_tier(Some(Arc::clone(&self.tier)))?)
    }

    fn search(&self, text: &str, limit: usize) -> Result<Vec<PaperKey>> {
        self.newsstand.search(text, limit)
    }
}
