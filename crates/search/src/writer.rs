//! The one writer: feeds the lexical index and the vectors, and commits both at one point.

mod files;
mod tidy;

use std::collections::HashSet;
use std::sync::Arc;

use domain::{PaperKey, StoredPaper};
use rustc_hash::FxHashMap;
use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::{TantivyDocument, TantivyError, Term};

use self::files::Files;
use self::tidy::Merging;
use crate::SearchError;
use crate::document::document;
use crate::index::Shared;
use crate::scheduling::politely;
use crate::suggest::SuggestRow;
use crate::vectors::Row;

/// How many threads turn papers into vectors and documents, and how many the lexical index has.
const THREADS: usize = 2;

/// From so many papers on at once the threads of the lexical index share them. Each makes a segment of its own for the next commit, so
/// that fewer papers, which are soon committed, go to one of them.
const WORTH_SHARING: usize = 1_000;

/// The writer of an index. What is written is visible, and survives, after [`commit`](Self::commit); dropping the writer forgets
/// what was not committed.
pub struct IndexWriter {
    shared: Arc<Shared>,
    lexical: tantivy::IndexWriter,
    /// Vectors and suggestions.
    files: Files,
    /// Papers written since the last commit, which the published snapshot does not know.
    added: HashSet<i64>,
    /// What brings its parts together, if anything does.
    merging: Option<Merging>,
}

impl IndexWriter {
    /// Takes the lock, loads the last commit, and removes files that it does not name.
    pub(crate) fn open(shared: Arc<Shared>, memory_bytes: usize) -> Result<Self, SearchError> {
        politely(|| Self::open_here(shared, memory_bytes))
    }

    fn open_here(shared: Arc<Shared>, memory_bytes: usize) -> Result<Self, SearchError> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(THREADS)
            .memory_budget_per_thread((memory_bytes / THREADS).max(15_000_000))
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
        let files = Files::open(&shared, &snapshot)?;
        Ok(Self { shared, lexical, files, added: HashSet::new(), merging: None })
    }

    /// Adds papers, or replaces those that are there. Visible after [`commit`](Self::commit).
    pub fn upsert(&mut self, papers: &[StoredPaper]) -> Result<(), SearchError> {
        politely(|| self.upsert_here(papers))
    }

    fn upsert_here(&mut self, papers: &[StoredPaper]) -> Result<(), SearchError> {
        let mut latest: FxHashMap<i64, &StoredPaper> = FxHashMap::default();
        latest.extend(papers.iter().map(|paper| (paper.key.0, paper)));
        // In the order given, the last of each.
        let papers: Vec<&StoredPaper> = papers
            .iter()
            .filter(|paper| latest.get(&paper.key.0).is_some_and(|last| std::ptr::eq(*last, *paper)))
            .collect();
        for paper in &papers {
            self.forget(paper.key.0);
        }
        let rows = self.add(&papers)?;
        self.added.extend(papers.iter().map(|paper| paper.key.0));
        self.files.add(rows)
    }

    /// Takes papers away. Visible after [`commit`](Self::commit).
    pub fn delete(&mut self, keys: &[PaperKey]) -> Result<(), SearchError> {
        for PaperKey(key) in keys {
            self.forget(*key);
            self.added.remove(key);
        }
        Ok(())
    }

    /// Takes all papers away, so that the index can be filled anew, by its present model. Readers see the former papers until
    /// [`commit`](Self::commit).
    pub fn clear(&mut self) -> Result<(), SearchError> {
        self.lexical.delete_all_documents()?;
        self.files.clear();
        self.added.clear();
        Ok(())
    }

    /// Makes everything since the last commit durable together with `cursor`, and publishes a snapshot of it. After an error
    /// nothing of it is: open another writer, and write from the published cursor on.
    pub fn commit(&mut self, cursor: i64) -> Result<(), SearchError> {
        politely(|| self.commit_here(cursor))
    }

    fn commit_here(&mut self, cursor: i64) -> Result<(), SearchError> {
        self.merge_as_usual_again();
        let Self { lexical, files, .. } = self;
        // The lexical index takes as long for what it still holds as the files beside it do.
        let (prepared, settled) = std::thread::scope(|scope| {
            let settled = scope.spawn(|| files.settle(cursor));
            (lexical.prepare_commit(), settled.join())
        });
        let settled = settled.map_err(|_| TantivyError::ErrorInThread("vectors and suggestions".to_owned()))??;
        let mut prepared = prepared?;
        prepared.set_payload(&settled.payload);
        prepared.commit()?;
        self.added.clear();
        self.shared.publish()?;
        for path in settled.broken {
            self.shared.set_aside(&path)?;
        }
        for path in settled.merged {
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

    /// Hands the papers' documents to the lexical index, and makes their vectors and suggestions, on two threads.
    fn add(&self, papers: &[&StoredPaper]) -> Result<Vec<(Row, SuggestRow)>, SearchError> {
        let (lexical, fields, model) = (&self.lexical, &self.shared.fields, self.files.model());
        let share = papers.len() >= WORTH_SHARING;
        let add_part = |part: &[&StoredPaper]| -> Result<Added, SearchError> {
            let mut added = Added::default();
            for stored in part {
                let document = document(fields, stored);
                if share {
                    lexical.add_document(document)?;
                } else {
                    added.held_back.push(UserOperation::Add(document));
                }
                let vector = model.embed_paper(&stored.paper.title, &stored.paper.abstract_text);
                added.rows.push((Row::new(stored.key.0, &vector), SuggestRow::of(stored)));
            }
            Ok(added)
        };
        let parts: Vec<_> = papers.chunks(papers.len().div_ceil(THREADS).max(1)).collect();
        let all = std::thread::scope(|scope| {
            let threads: Vec<_> = parts.into_iter().map(|part| scope.spawn(|| add_part(part))).collect();
            let mut all = Added::default();
            for thread in threads {
                let Added { rows, held_back } =
                    thread.join().map_err(|_| TantivyError::ErrorInThread("embedding".to_owned()))??;
                all.rows.extend(rows);
                all.held_back.extend(held_back);
            }
            Ok::<_, SearchError>(all)
        })?;
        lexical.run(all.held_back)?;
        Ok(all.rows)
    }

    /// Takes a paper away, where it is. Asking the lexical index to delete what it does not hold is dear, so it is asked only for papers
    /// that it may hold.
    fn forget(&mut self, key: i64) {
        if self.added.contains(&key) || self.shared.snapshot().holds(PaperKey(key)) {
            self.lexical.delete_term(Term::from_field_i64(self.shared.fields.key, key));
        }
        self.files.forget(key);
    }
}

impl std::fmt::Debug for IndexWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IndexWriter").field("shared", &self.shared).finish_non_exhaustive()
    }
}

/// What was made of some papers.
#[derive(Default)]
struct Added {
    /// Their vectors and suggestions.
    rows: Vec<(Row, SuggestRow)>,
    /// Their documents, where the lexical index is yet to get them.
    held_back: Vec<UserOperation<TantivyDocument>>,
}
