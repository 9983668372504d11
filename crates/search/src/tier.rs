//! The second tier: a slow model that understands more, and the vectors that it has made so far.

mod questions;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use domain::StoredPaper;
use embed::{Transformer, Vector};

use crate::document::text_hash;
use crate::pool::{on_each_thread, prepare, processors};
use crate::rerank::ReadSentences;
use crate::scheduling::step_back;
use crate::tier::questions::Questions;
use crate::{Embeddings, SearchError};

/// So many questions are remembered with their vectors: paging, filtering and ordering ask the same one again.
const REMEMBERED: usize = 64;

/// A transformer with the vectors it made of papers. An [`Index`](crate::Index) that has one finds papers by these vectors as far as
/// they are there, and by the static table's where they are not yet.
#[derive(Debug)]
pub struct SecondTier {
    /// Reads questions, on threads that search shares.
    asking: Transformer,
    /// Reads papers, on a thread of its own: a question never waits for an abstract.
    reading: Transformer,
    embeddings: Embeddings,
    sentences: ReadSentences,
    /// What saved searches ask.
    saved: Questions,
    /// The last questions, the newest at the end.
    asked: Mutex<VecDeque<(String, Vector)>>,
}

impl SecondTier {
    /// A model with its vectors in a folder of their own below `dir`, made if there is none.
    pub fn open(model: &Transformer, dir: &Path) -> Result<Self, SearchError> {
        let embeddings = Embeddings::open(&Self::folder(dir, model.identity()), model.dims(), model.identity())?;
        let (asking, reading) = (model.on_own_threads(processors()), model.on_own_threads(1));
        asking.among_threads(|| on_each_thread(prepare));
        reading.among_threads(|| on_each_thread(|_| step_back()));
        let sentences = ReadSentences::new(model);
        let saved = Questions::new(model, &Self::folder(dir, model.identity()));
        Ok(Self { asking, reading, embeddings, sentences, saved, asked: Mutex::default() })
    }

    /// The folder below `dir` in which the vectors of the model with that identity lie.
    pub fn folder(dir: &Path, model: u64) -> PathBuf {
        dir.join(format!("{model:016x}"))
    }

    /// The model that is compiled into the binary, with its vectors in a folder of their own below `dir`.
    pub fn bundled(dir: &Path) -> Result<Self, SearchError> {
        Self::open(Transformer::bundled()?, dir)
    }

    /// The vectors made so far.
    pub fn embeddings(&self) -> &Embeddings {
        &self.embeddings
    }

    /// Makes and keeps the vectors of those papers that have none yet, some thirty a second; answers with their number. To be found
    /// by them, [`Index::take_in`](crate::Index::take_in) has to be called.
    pub fn read(&self, papers: &[StoredPaper]) -> Result<usize, SearchError> {
        let made = self.vectors(papers, &self.reading)?;
        self.embeddings.add(&made)?;
        Ok(made.len())
    }

    /// The same on as many threads: as fast as it goes, and not polite.
    pub fn read_in_parallel(&self, papers: &[StoredPaper], threads: usize) -> Result<usize, SearchError> {
        let parts = papers.chunks(papers.len().div_ceil(threads.max(1)).max(1));
        let made = std::thread::scope(|scope| {
            let start = |part| scope.spawn(move || self.vectors(part, &self.reading.on_own_threads(1)));
            let threads: Vec<_> = parts.map(start).collect();
            let all = threads.into_iter().map(|thread| {
                thread.join().unwrap_or_else(|_| Err(tantivy::TantivyError::ErrorInThread("reading".to_owned()).into()))
            });
            all.collect::<Result<Vec<_>, SearchError>>()
        })?;
        let made = made.concat();
        self.embeddings.add(&made)?;
        Ok(made.len())
    }

    /// The vectors of those papers that have none yet.
    fn vectors(&self, papers: &[StoredPaper], model: &Transformer) -> Result<Vec<(u64, Vector)>, SearchError> {
        let mut made = Vec::with_capacity(papers.len());
        for StoredPaper { paper, .. } in papers {
            let text = text_hash(&paper.title, &paper.abstract_text);
            if !self.embeddings.holds(text) {
                made.push((text, model.embed_paper(&paper.title, &paper.abstract_text)?));
            }
        }
        Ok(made)
    }

    /// What reads the sentences of papers that are looked at once more.
    pub(crate) fn reading_sentences(&self) -> &ReadSentences {
        &self.sentences
    }

    /// The vector of a saved search, which is asked day after day.
    pub(crate) fn saved_question(&self, text: &str) -> Result<Vector, SearchError> {
        self.saved.vector(text)
    }

    /// Does something on the threads on which questions are read: what it splits they share with the reading.
    pub(crate) fn among_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.asking.among_threads(work)
    }

    /// The vector of a question.
    pub(crate) fn question(&self, text: &str) -> Result<Vector, SearchError> {
        let asked = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, vector)) = asked().iter().find(|(known, _)| known == text) {
            return Ok(vector.clone());
        }
        let vector = self.asking.embed(text)?;
        let mut asked = asked();
        if asked.len() >= REMEMBERED {
            asked.pop_front();
        }
        asked.push_back((text.to_owned(), vector.clone()));
        Ok(vector)
    }
}

/// How far the second tier has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TierProgress {
    /// Papers that have a vector of it.
    pub papers: usize,
    /// Papers in all.
    pub of: usize,
}

/// The tier of an index, if it has one.
pub(crate) type Tier = Option<Arc<SecondTier>>;
