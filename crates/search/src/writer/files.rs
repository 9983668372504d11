//! What the writer keeps in files of its own beside the lexical index: vectors and suggestions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use embed::StaticModel;
use rustc_hash::FxHashMap;

use crate::SearchError;
use crate::commit::Commit;
use crate::index::Shared;
use crate::snapshot::Snapshot;
use crate::suggest::{self, Pending, SuggestFile, SuggestRow};
use crate::vectors::{Kind, Row, RowRef, VectorFile, merge, newest_rows, write};

/// Vectors waiting for a commit are written to a file of their own when there are this many (about 50 MB).
const PENDING_ROWS: usize = 131_072;

/// The files of the next commit, and what stands in none yet.
pub(super) struct Files {
    shared: Arc<Shared>,
    commit: Commit,
    model: StaticModel,
    vectors: Vec<Arc<VectorFile>>,
    /// Vectors that stand in no file yet.
    pending: Vec<Row>,
    /// Where a paper stands in `pending`.
    places: FxHashMap<i64, usize>,
    /// Suggestions: their files, what stands in no file yet, and the names of files that are damaged until all of it is made anew.
    suggestions: Vec<Arc<SuggestFile>>,
    suggested: Pending,
    missing: Vec<String>,
}

/// What a commit is to say, and what it leaves behind.
pub(super) struct Settled {
    /// The commit's own words.
    pub payload: String,
    /// Files in which damage was found, and that no commit will name any more.
    pub broken: Vec<PathBuf>,
    /// Files that were merged, and that no commit will name any more.
    pub merged: Vec<PathBuf>,
}

impl Files {
    /// Those of the last commit; removes files that it does not name.
    pub(super) fn open(shared: &Arc<Shared>, snapshot: &Snapshot) -> Result<Self, SearchError> {
        let commit = snapshot.commit().clone();
        remove_unnamed(&shared.vectors_dir(), &commit.vectors)?;
        remove_unnamed(&shared.suggestions_dir(), &commit.suggestions)?;
        let suggestions = snapshot.suggestion_files();
        let is_open = |name: &&String| suggestions.iter().any(|file| file.name() == **name);
        Ok(Self {
            shared: Arc::clone(shared),
            model: snapshot.model().cloned().unwrap_or_else(|| shared.model()),
            vectors: snapshot.files().to_vec(),
            pending: Vec::new(),
            places: FxHashMap::default(),
            missing: commit.suggestions.iter().filter(|name| !is_open(name)).cloned().collect(),
            suggested: Pending::default(),
            suggestions,
            commit,
        })
    }

    /// Makes the vectors.
    pub(super) fn model(&self) -> &StaticModel {
        &self.model
    }

    /// Takes what is to be written of papers that are not in `pending`.
    pub(super) fn add(&mut self, papers: Vec<(Row, SuggestRow)>) -> Result<(), SearchError> {
        for (row, suggestion) in papers {
            self.places.insert(row.key(), self.pending.len());
            self.pending.push(row);
            self.suggested.add(suggestion);
        }
        if self.pending.len() >= PENDING_ROWS { self.flush() } else { Ok(()) }
    }

    /// Takes a paper away that is to come anew, or not.
    pub(super) fn forget(&mut self, key: i64) {
        if let Some(place) = self.places.remove(&key) {
            self.pending.swap_remove(place);
            if let Some(moved) = self.pending.get(place) {
                self.places.insert(moved.key(), place);
            }
        }
        self.suggested.forget(key);
    }

    /// Takes everything away, and goes on by the index's present model.
    pub(super) fn clear(&mut self) {
        self.model = self.shared.model();
        self.commit.table = 0;
        self.vectors.clear();
        self.pending.clear();
        self.places.clear();
        self.suggestions.clear();
        self.suggested.clear();
        self.missing.clear();
    }

    /// Writes everything to files; answers with what a commit at `cursor` is to say.
    pub(super) fn settle(&mut self, cursor: i64) -> Result<Settled, SearchError> {
        self.flush()?;
        let broken = self.mend()?;
        let mut merged = self.merge()?;
        merged.extend(self.merge_suggestions()?);
        self.commit.cursor = cursor;
        if self.commit.table == 0 {
            self.commit.table = self.model.identity();
        }
        self.commit.vectors = self.vectors.iter().map(|file| file.name()).collect();
        self.commit.suggestions = self.suggestion_names();
        Ok(Settled { payload: self.commit.payload()?, broken, merged })
    }

    /// Writes the waiting vectors to a file.
    fn flush(&mut self) -> Result<(), SearchError> {
        if !self.pending.is_empty() {
            let mut rows = std::mem::take(&mut self.pending);
            self.places.clear();
            rows.sort_unstable_by_key(Row::key);
            let file = self.write(&rows.iter().map(Row::as_ref).collect::<Vec<_>>())?;
            self.vectors.push(file);
        }
        if !self.suggested.is_empty() {
            let path = self.next_suggestions();
            self.suggestions.push(self.suggested.write(&path)?);
        }
        Ok(())
    }

    /// Where the next file of suggestions lies.
    fn next_suggestions(&mut self) -> PathBuf {
        self.commit.next_suggestions += 1;
        self.shared.suggestions_dir().join(format!("{:08}.sug", self.commit.next_suggestions - 1))
    }

    /// Merges the newest files of suggestions where there are many; answers with the paths that no commit will name any more.
    fn merge_suggestions(&mut self) -> Result<Vec<PathBuf>, SearchError> {
        let Some(kept) = suggest::mergeable(&self.suggestions) else { return Ok(Vec::new()) };
        let path = self.next_suggestions();
        let merged = self.suggestions.split_off(kept);
        self.suggestions.push(suggest::merge(&merged, kept == 0 && self.missing.is_empty(), &path)?);
        Ok(merged.iter().map(|file| file.path().to_owned()).collect())
    }

    /// The files of suggestions that the commit is to name: damaged ones too, as long as not all of what they held was written again.
    fn suggestion_names(&mut self) -> Vec<String> {
        if !self.missing.is_empty() && self.shared.snapshot().without_suggestion(1).is_empty() {
            self.missing.clear();
        }
        self.missing.iter().cloned().chain(self.suggestions.iter().map(|file| file.name())).collect()
    }

    /// Writes the sound rows of files in which damage was found anew; answers with the paths of the broken files.
    fn mend(&mut self) -> Result<Vec<PathBuf>, SearchError> {
        let mut broken = Vec::new();
        for at in 0..self.vectors.len() {
            let Some(file) = self.vectors.get(at).filter(|file| file.is_broken()).cloned() else { continue };
            let mended = self.write(&newest_rows(std::slice::from_ref(&file)))?;
            if let Some(place) = self.vectors.get_mut(at) {
                *place = mended;
            }
            broken.push(file.path().to_owned());
        }
        Ok(broken)
    }

    /// Merges the newest files where there are many; answers with the paths that no commit will name any more.
    fn merge(&mut self) -> Result<Vec<PathBuf>, SearchError> {
        let Some(kept) = merge(&self.vectors) else { return Ok(Vec::new()) };
        let merged = self.vectors.split_off(kept);
        let file = self.write(&newest_rows(&merged))?;
        self.vectors.push(file);
        Ok(merged.iter().map(|file| file.path().to_owned()).collect())
    }

    /// Writes rows to a new file and opens it.
    fn write(&mut self, rows: &[RowRef<'_>]) -> Result<Arc<VectorFile>, SearchError> {
        let path = self.shared.vectors_dir().join(format!("{:08}.vec", self.commit.next_file));
        self.commit.next_file += 1;
        write(&path, Kind::of(&self.model), rows)?;
        Ok(Arc::new(VectorFile::open(&path)?))
    }
}

/// Removes files of a folder that the last commit does not name: a crash left them behind.
fn remove_unnamed(dir: &Path, kept: &[String]) -> Result<(), SearchError> {
    let entries = std::fs::read_dir(dir).map_err(SearchError::io("read the folder", dir))?;
    for entry in entries {
        let path = entry.map_err(SearchError::io("read the folder", dir))?.path();
        let named = path.file_name().is_some_and(|name| kept.iter().any(|known| name == known.as_str()));
        if !named && path.is_file() {
            std::fs::remove_file(&path).map_err(SearchError::io("remove", &path))?;
        }
    }
    Ok(())
}
