//! Newsstand's own search, as the server asks it.

use std::path::Path;

use anyhow::Result;
use domain::{PaperKey, StoredPaper};
use search::{Index, Query};

use super::Peer;

/// Memory of the writer, and papers handed to it at a time: as the engine has them.
const WRITER_MEMORY: usize = 128 << 20;
const AT_A_TIME: usize = 4_000;

/// An index in a folder.
#[derive(Debug)]
pub(super) struct Newsstand {
    pub(super) index: Index,
}

impl Newsstand {
    /// An empty index.
    pub(super) fn create(folder: &Path) -> Result<Self> {
        Ok(Self { index: Index::open(folder)? })
    }
}

impl Peer for Newsstand {
    fn index(&mut self, papers: &[StoredPaper]) -> Result<()> {
        let mut writer = self.index.writer(WRITER_MEMORY)?;
        for part in papers.chunks(AT_A_TIME) {
            writer.upsert(part)?;
        }
        Ok(writer.commit(1)?)
    }

    fn search(&self, text: &str, limit: usize) -> Result<Vec<PaperKey>> {
        let answer = self.index.snapshot().search(&Query { limit, ..Query::words(text) })?;
        Ok(answer.hits.into_iter().map(|hit| hit.key).collect())
    }
}
