//! The one writer: feeds the lexical index and the vectors, and commits both at one point.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{PaperKey, StoredPaper};
use embed::StaticModel;
use rustc_hash::FxHashMap;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{TantivyError, Term};

use crate::SearchError;
use crate::commit::Commit;
use crate::document::document;
use crate::index::Shared;
use crate::suggest::{self, Pending, SuggestFile, SuggestRow};
use crate::vectors::{Kind, Row, RowRef, VectorFile, merge, newest_rows, write};

/// Vectors waiting for a commit are written to a file of their own when there are this many (about 50 MB).
const PENDING_ROWS: usize = 131_072;

/// How many threads turn papers into vectors and documents.
const THREADS: usize = 2;

/// The writer of an index. What is written is visible, and survives, after [`commit`](Self::commit); dropping the writer forgets
/// what was not committed.
pub struct IndexWriter {
    shared: Arc<Shared>,
    lexical: tantivy::IndexWriter,
    commit: Commit,
    /// Makes the vectors.
    model: StaticModel,
    files: Vec<Arc<VectorFile>>,
    /// Vectors that stand in no file yet.
    pending: Vec<Row>,
    /// Where a paper stands in `pending`.
    places: FxHashMap<i64, usize>,
    /// Suggestions: their files, what stands in no file yet, and the names of files that are damaged until all of it is made anew.
    suggestions: Vec<Arc<SuggestFile>>,
    suggested: Pending,
    missing: Vec<String>,
    /// Papers written since the last commit, which the published snapshot does not know.
    added: HashSet<i64>,
}

impl IndexWriter {
    /// Takes the lock, loads the last commit, and removes files that it does not name.
    pub(crate) fn open(shared: Arc<Shared>, memory_bytes: usize) -> Result<Self, SearchError> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(memory_bytes.max(15_000_000))
            .num_merge_threads(1)
            .build();
        let lexical = shared.lexical.writer_with_options(options).map_err(|error| match error {
            TantivyError::LockFailure(..) => SearchError::Locked { path: shared.dir().to_owned() },
            other => other.into(),
        })?;
        // Under the lock nobody else commits: from here on the published snapshot is the last commit.
        shared.publish()?;
        let snapshot = shared.snapshot();
        for damage in snapshot.damages().into_iter().filter(|damage| !snapshot.opened(&damage.path)) {
            shared.set_aside(&damage.path)?;
        }
        let (commit, files) = (snapshot.commit().clone(), snapshot.files().to_vec());
        remove_unnamed(&shared.vectors_dir(), &commit.vectors)?;
        remove_unnamed(&shared.suggestions_dir(), &commit.suggestions)?;
        let (suggestions, suggested) = (snapshot.suggestion_files(), Pending::default());
        let is_open = |name: &&String| suggestions.iter().any(|file| file.name() == **name);
        let missing = commit.suggestions.iter().filter(|name| !is_open(name)).cloned().collect();
        let (pending, places) = (Vec::new(), FxHashMap::default());
        let added = HashSet::new();
        let model = snapshot.model().cloned().unwrap_or_else(|| shared.model());
        Ok(Self { shared, lexical, commit, model, files, pending, places, suggestions, suggested, missing, added })
    }

    /// Adds papers, or replaces those that are there. Visible after [`commit`](Self::commit).
    pub fn upsert(&mut self, papers: &[StoredPaper]) -> Result<(), SearchError> {
        let mut latest: FxHashMap<i64, &StoredPaper> = FxHashMap::default();
        latest.extend(papers.iter().map(|paper| (paper.key.0, paper)));
        // In the order given, the last of each.
        let papers: Vec<&StoredPaper> = papers
            .iter()
            .filter(|paper| latest.get(&paper.key.0).is_some_and(|last| std::ptr::eq(*last, *paper)))
            .collect();
        for paper in &papers {
            self.forget(paper.key.0);
            self.suggested.add(SuggestRow::of(paper));
        }
        for row in self.add(&papers)? {
            self.added.insert(row.key());
            self.places.insert(row.key(), self.pending.len());
            self.pending.push(row);
        }
        if self.pending.len() >= PENDING_ROWS { self.flush() } else { Ok(()) }
    }

    /// Takes papers away. Visible after [`commit`](Self::commit).
    pub fn delete(&mut self, keys: &[PaperKey]) -> Result<(), SearchError> {
        for PaperKey(key) in keys {
            self.forget(*key);
            self.suggested.forget(*key);
            self.added.remove(key);
        }
        Ok(())
    }

    /// Takes all papers away, so that the index can be filled anew, by its present model. Readers see the former papers until
    /// [`commit`](Self::commit).
    pub fn clear(&mut self) -> Result<(), SearchError> {
        self.lexical.delete_all_documents()?;
        self.model = self.shared.model();
        self.commit.table = 0;
        self.files.clear();
        self.pending.clear();
        self.places.clear();
        self.suggestions.clear();
        self.suggested.clear();
        self.missing.clear();
        self.added.clear();
        Ok(())
    }

    /// Makes everything since the last commit durable together with `cursor`, and publishes a snapshot of it. After an error
    /// nothing of it is: open another writer, and write from the published cursor on.
    pub fn commit(&mut self, cursor: i64) -> Result<(), SearchError> {
        self.flush()?;
        let broken = self.mend()?;
        let mut merged = self.merge()?;
        merged.extend(self.merge_suggestions()?);
        self.commit.cursor = cursor;
        if self.commit.table == 0 {
            self.commit.table = self.model.identity();
        }
        self.commit.vectors = self.files.iter().map(|file| file.name()).collect();
        self.commit.suggestions = self.suggestion_names();
        let payload = self.commit.payload()?;
        let mut prepared = self.lexical.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit()?;
        self.added.clear();
        self.shared.publish()?;
        for path in broken {
            self.shared.set_aside(&path)?;
        }
        for path in merged {
            // One that stays is removed by the next writer.
            drop(std::fs::remove_file(path));
        }
        Ok(())
    }

    /// Waits until the lexical index has merged what it is merging. Only tidiness asks for it: at the end of a bulk of writing.
    pub fn finish(self) -> Result<(), SearchError> {
        self.lexical.wait_merging_threads()?;
        // Merging changes the files, not the commit.
        self.shared.publish()
    }

    /// Embeds the papers and hands their documents to the lexical index, on two threads.
    fn add(&self, papers: &[&StoredPaper]) -> Result<Vec<Row>, SearchError> {
        let (lexical, fields, model) = (&self.lexical, &self.shared.fields, &self.model);
        let add_part = |part: &[&StoredPaper]| -> Result<Vec<Row>, SearchError> {
            let mut rows = Vec::with_capacity(part.len());
            for stored in part {
                lexical.add_document(document(fields, stored))?;
                let vector = model.embed_paper(&stored.paper.title, &stored.paper.abstract_text);
                rows.push(Row::new(stored.key.0, &vector));
            }
            Ok(rows)
        };
        let parts: Vec<_> = papers.chunks(papers.len().div_ceil(THREADS).max(1)).collect();
        std::thread::scope(|scope| {
            let threads: Vec<_> = parts.into_iter().map(|part| scope.spawn(|| add_part(part))).collect();
            let mut rows = Vec::with_capacity(papers.len());
            for thread in threads {
                let part = thread.join().map_err(|_| TantivyError::ErrorInThread("embedding".to_owned()))?;
                rows.extend(part?);
            }
            Ok(rows)
        })
    }

    /// Takes a paper's document and waiting vector away, where there are any. Asking the lexical index to delete what it does
    /// not hold is dear, so it is asked only for papers that it may hold.
    fn forget(&mut self, key: i64) {
        if self.added.contains(&key) || self.shared.snapshot().holds(PaperKey(key)) {
            self.lexical.delete_term(Term::from_field_i64(self.shared.fields.key, key));
        }
        if let Some(place) = self.places.remove(&key) {
            self.pending.swap_remove(place);
            if let Some(moved) = self.pending.get(place) {
                self.places.insert(moved.key(), place);
            }
        }
    }

    /// Writes the waiting vectors to a file.
    fn flush(&mut self) -> Result<(), SearchError> {
        if !self.pending.is_empty() {
            let mut rows = std::mem::take(&mut self.pending);
            self.places.clear();
            rows.sort_unstable_by_key(Row::key);
            let file = self.write(&rows.iter().map(Row::as_ref).collect::<Vec<_>>())?;
            self.files.push(file);
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
        for at in 0..self.files.len() {
            let Some(file) = self.files.get(at).filter(|file| file.is_broken()).cloned() else { continue };
            let mended = self.write(&newest_rows(std::slice::from_ref(&file)))?;
            if let Some(place) = self.files.get_mut(at) {
                *place = mended;
            }
            broken.push(file.path().to_owned());
        }
        Ok(broken)
    }

    /// Merges the newest files where there are many; answers with the paths that no commit will name any more.
    fn merge(&mut self) -> Result<Vec<PathBuf>, SearchError> {
        let Some(kept) = merge(&self.files) else { return Ok(Vec::new()) };
        let merged = self.files.split_off(kept);
        let file = self.write(&newest_rows(&merged))?;
        self.files.push(file);
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

impl std::fmt::Debug for IndexWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexWriter")
            .field("shared", &self.shared)
            .field("pending", &self.pending.len())
            .finish_non_exhaustive()
    }
}
