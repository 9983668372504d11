//! What the writer has to say about suggestions, until it is in a file.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::file::{SuggestFile, write};
use super::held::Held;
use super::make::Making;
use super::row::Row;
use crate::SearchError;
use crate::vectors::keep;

/// The most papers of a merged file: no commit is to take long.
const MOST_PAPERS: usize = 262_144;

/// Papers that stand in no file yet.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    rows: FxHashMap<i64, Row>,
    gone: FxHashSet<i64>,
}

impl Pending {
    /// Adds a paper, or what became of it.
    pub(crate) fn add(&mut self, row: Row) {
        self.gone.remove(&row.key);
        self.rows.insert(row.key, row);
    }

    /// Takes a paper away.
    pub(crate) fn forget(&mut self, key: i64) {
        self.rows.remove(&key);
        self.gone.insert(key);
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.gone.clear();
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.gone.is_empty()
    }

    /// Writes a file of all this at `path` and opens it.
    pub(crate) fn write(&mut self, path: &Path) -> Result<Arc<SuggestFile>, SearchError> {
        let mut making = Making::default();
        // In the order of keys: a file does not depend on the order of a map.
        let mut rows: Vec<Row> = std::mem::take(&mut self.rows).into_values().collect();
        rows.sort_unstable_by_key(|row| row.key);
        for row in &rows {
            making.add(row);
        }
        for key in self.gone.drain() {
            making.forget(key);
        }
        finish(path, making)
    }
}

/// How many of the files, oldest first, to keep, where there is something to merge behind them.
pub(crate) fn mergeable(files: &[Arc<SuggestFile>]) -> Option<usize> {
    let sizes: Vec<usize> = files.iter().map(|file| file.keys().max(1)).collect();
    Some(keep(&sizes, MOST_PAPERS)).filter(|kept| *kept < files.len())
}

/// Writes the newest files of an index, the `files`, as one at `path`. If they are `all` files, nothing older is left to be taken away.
pub(crate) fn merge(files: &[Arc<SuggestFile>], all: bool, path: &Path) -> Result<Arc<SuggestFile>, SearchError> {
    let (mut making, held) = (Making::default(), Held::default().next(files));
    for held in held.files() {
        making.take(&held.file, &held.alive);
    }
    let gone = held.files().iter().flat_map(|held| (0..held.file.keys()).filter_map(|at| held.file.sorted(at)));
    if !all {
        let mut gone: Vec<i64> = gone.filter(|(_, row)| row.is_none()).map(|(key, _)| key).collect();
        gone.sort_unstable();
        gone.dedup();
        // A paper that came back stands in its row.
        gone.retain(|key| !held.holds(*key));
        for key in gone {
            making.forget(key);
        }
    }
    finish(path, making)
}

fn finish(path: &Path, making: Making) -> Result<Arc<SuggestFile>, SearchError> {
    let (sections, papers) = making.finish();
    write(path, (&sections, papers))?;
    drop(sections);
    Ok(Arc::new(SuggestFile::open(path)?))
}
