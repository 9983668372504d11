//! One published state of the index: immutable, shared by all who read it.
//!
//! It is put together from parts that never change, one for each segment of the lexical index, and a snapshot uses the parts of
//! the one before again: publishing costs as much as what is new, however many papers there are.

mod build;
mod columns;
mod deep;
mod docs;
mod join;
mod segment;
mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::PaperKey;
use embed::StaticModel;

use crate::commit::Commit;
use crate::mask::Mask;
use crate::percolate::Library;
use crate::schema::Fields;
use crate::suggest::{Held, SuggestFile};
use crate::vectors::VectorFile;
use crate::{Embeddings, TierProgress};

pub(crate) use build::Source;
pub(crate) use deep::Deep;
pub(crate) use docs::Docs;
pub(crate) use segment::{Segment, Size};

/// The fields in which words are looked up: title, abstract, keywords and authors, in this order.
pub(crate) const TEXT_FIELDS: usize = 4;

/// One published state of the index.
pub struct Snapshot {
    commit: Commit,
    /// The model that made the vectors; `None` where it is not at hand, and search goes by words alone.
    pub(crate) model: Option<StaticModel>,
    pub(crate) fields: Fields,
    /// The parts of the lexical index.
    pub(crate) segments: Vec<Segment>,
    files: Vec<Arc<VectorFile>>,
    /// What is suggested while one types.
    pub(crate) suggested: Held,
    /// Whether some of that is lost.
    pub(crate) suggestions_damaged: bool,
    /// Files of vectors and suggestions that the commit names and that cannot be used.
    damages: Vec<Damage>,
    pub(crate) docs: Docs,
    /// The mean length in words of the texts of each field, of those that are not empty.
    pub(crate) average_lengths: [f32; TEXT_FIELDS],
    papers: usize,
    /// The vectors of the second tier, if there is one.
    pub(crate) deep: Option<Arc<Deep>>,
    /// Where it holds only some papers of a library: that library, whose statistics count.
    library: Option<Library>,
}

/// A file of the index that cannot be used. Searching goes on without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl Snapshot {
    /// How many papers it holds; of a window, how many its library holds.
    pub fn len(&self) -> usize {
        self.papers
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.papers == 0
    }

    /// The position in the change log up to which it holds every change.
    pub fn cursor(&self) -> i64 {
        self.commit.cursor
    }

    /// Whether it holds the paper.
    pub fn holds(&self, key: PaperKey) -> bool {
        self.document(key).is_some()
    }

    /// What was found damaged among the vectors and suggestions. The papers are found by text meanwhile; [`without_vector`](Self::without_vector)
    /// and [`without_suggestion`](Self::without_suggestion) say which are to be written again.
    pub fn damages(&self) -> Vec<Damage> {
        let broken = self.files.iter().filter(|file| file.is_broken());
        let reason = "the checksum of some of its vectors is wrong";
        let broken = broken.map(|file| Damage { path: file.path().to_owned(), reason: reason.to_owned() });
        self.damages.iter().cloned().chain(broken).collect()
    }

    /// Up to `most` papers whose vectors are lost: writing them again makes them anew. Empty in a sound index.
    pub fn without_vector(&self, most: usize) -> Vec<PaperKey> {
        let broken: Vec<u32> = self.files.iter().filter(|file| file.is_broken()).map(|file| file.number()).collect();
        let lost = self.segments.iter().flat_map(|segment| segment.lost(&broken));
        let lost = lost.filter(|doc| !broken.contains(&self.docs.place(*doc).file) || self.vector(*doc).is_none());
        lost.map(|doc| self.docs.key(doc)).take(most).collect()
    }

    /// How far the second tier has come; `None` without one.
    pub fn second_tier(&self) -> Option<TierProgress> {
        self.deep.as_ref().map(|deep| TierProgress { papers: deep.papers, of: self.papers })
    }

    /// Up to `most` papers that have no vector of the second tier yet, the newest first.
    pub fn not_yet_read(&self, most: usize) -> Vec<PaperKey> {
        let Some(deep) = &self.deep else { return Vec::new() };
        let mut open = self.docs.alive.clone();
        open.subtract(&deep.has);
        self.newest(&open, most)
    }

    /// How far another model has come with these papers, and up to `most` of those that it has not read, the newest first.
    pub fn read_by(&self, embeddings: &Embeddings, most: usize) -> (TierProgress, Vec<PaperKey>) {
        let (files, mut open) = (embeddings.files(), Mask::empty(self.docs.len()));
        for segment in &self.segments {
            let places = join::located((&segment.columns.texts(), &segment.alive), &files);
            open.put_where(segment.base as usize, &places, |place| *place == join::Place::NOWHERE);
        }
        open.intersect(&self.docs.alive);
        let progress = TierProgress { papers: self.papers.saturating_sub(open.iter().count()), of: self.papers };
        (progress, self.newest(&open, most))
    }

    /// The newest of some papers.
    fn newest(&self, papers: &Mask, most: usize) -> Vec<PaperKey> {
        let mut open: Vec<(i32, PaperKey)> =
            papers.iter().map(|doc| (self.docs.day(doc), self.docs.key(doc))).collect();
        let newest = |paper: &(i32, PaperKey)| std::cmp::Reverse((paper.0, paper.1.0));
        if open.len() > most && most > 0 {
            open.select_nth_unstable_by_key(most - 1, newest);
        }
        open.truncate(most);
        open.sort_unstable_by_key(newest);
        open.into_iter().map(|(_, key)| key).collect()
    }

    /// The model that made the vectors; `None` where they were made by another than the index was opened with.
    pub fn model(&self) -> Option<&StaticModel> {
        self.model.as_ref()
    }

    /// Whether it reads this file of vectors.
    pub(crate) fn opened(&self, path: &Path) -> bool {
        self.files.iter().any(|file| file.path() == path)
    }

    /// The commit of which it is.
    pub(crate) fn commit(&self) -> &Commit {
        &self.commit
    }

    /// The open files of vectors, in the commit's order.
    pub(crate) fn files(&self) -> &[Arc<VectorFile>] {
        &self.files
    }

    /// The open files of suggestions, in the commit's order.
    pub(crate) fn suggestion_files(&self) -> Vec<Arc<SuggestFile>> {
        self.suggested.bare()
    }

    /// The int8 numbers of a document's vector, as bytes, and what a step of them stands for; `None` where it has none.
    pub(crate) fn vector(&self, doc: usize) -> Option<(&[u8], f32)> {
        let place = self.docs.place(doc);
        self.files.iter().find(|file| file.number() == place.file)?.values(place.row as usize)
    }

    /// The document of a paper.
    pub(crate) fn document(&self, key: PaperKey) -> Option<usize> {
        self.segments.iter().find_map(|segment| segment.document(self.fields.key, key.0))
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("papers", &self.len()).field("commit", &self.commit).finish_non_exhaustive()
    }
}
