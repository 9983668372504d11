//! The index on disk.

use std::path::Path;
use std::sync::Arc;

use domain::{PaperKey, StoredPaper};

use crate::{Answer, Query, SearchError};

/// stub
#[derive(Debug)]
pub struct Index {}

/// stub
#[derive(Debug)]
pub struct Snapshot {}

/// stub
#[derive(Debug)]
pub struct IndexWriter {}

impl Index {
    /// Opens or creates the index in a folder.
    pub fn open(_dir: &Path) -> Result<Self, SearchError> {
        Ok(Self {})
    }

    /// An index in a temporary folder, which goes with it.
    pub fn temporary() -> Result<Self, SearchError> {
        Ok(Self {})
    }

    /// The newest published snapshot. Never waits for a writer.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::new(Snapshot {})
    }

    /// Publishes what another process committed since; `true` when there was something.
    pub fn reload_if_changed(&self) -> Result<bool, SearchError> {
        Ok(false)
    }

    /// The position in the change log up to which the published snapshot holds every change; 0 for a new index.
    pub fn cursor(&self) -> i64 {
        0
    }

    /// The one writer of the index.
    pub fn writer(&self, _memory_bytes: usize) -> Result<IndexWriter, SearchError> {
        Ok(IndexWriter {})
    }
}

impl Snapshot {
    /// Answers a query.
    pub fn search(&self, _query: &Query) -> Result<Answer, SearchError> {
        Ok(Answer::default())
    }

    /// The `n` papers nearest in meaning to a paper, with the cosine of their vectors, the nearest first.
    pub fn similar(&self, _key: PaperKey, _n: usize) -> Vec<(PaperKey, f32)> {
        Vec::new()
    }

    /// How many papers it holds.
    pub fn len(&self) -> usize {
        0
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        true
    }

    /// The position in the change log up to which it holds every change.
    pub fn cursor(&self) -> i64 {
        0
    }
}

impl IndexWriter {
    /// Adds papers, or replaces those that are there. Visible after [`commit`](Self::commit).
    pub fn upsert(&mut self, _papers: &[StoredPaper]) -> Result<(), SearchError> {
        Ok(())
    }

    /// Takes papers away. Visible after [`commit`](Self::commit).
    pub fn delete(&mut self, _keys: &[PaperKey]) -> Result<(), SearchError> {
        Ok(())
    }

    /// Makes everything since the last commit durable together with `cursor`, and publishes a snapshot of it.
    pub fn commit(&mut self, _cursor: i64) -> Result<(), SearchError> {
        Ok(())
    }
}
