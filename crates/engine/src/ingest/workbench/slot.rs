//! One paper of a batch.

use domain::{Day, Listing, Observation, PaperId, PaperKey, Record, SourceKind};
use store::{Candidate, Said};

use super::super::merge::Draft;
use crate::identity::{Likeness, Verdict, judge};
use crate::merges::Snapshot;

/// A paper while records are merged into it.
#[derive(Debug)]
pub(in crate::ingest) struct Slot {
    pub(super) key: Option<PaperKey>,
    /// What it was before this batch, once something was said of it. Most papers that a batch may be about are only looked at.
    pub(super) before: Option<Draft>,
    pub(in crate::ingest) draft: Draft,
    pub(super) ids: Vec<PaperId>,
    pub(super) new_ids: Vec<PaperId>,
    pub(in crate::ingest) said: Vec<Said>,
    pub(super) listings: Vec<Listing>,
    pub(super) observations: Vec<(SourceKind, Observation)>,
    pub(super) absorbed: Vec<PaperKey>,
    /// Papers that it is not.
    pub(super) apart: Vec<PaperKey>,
    /// Whether it was put together from several papers: what is said of it is kept word by word.
    pub(super) merged: bool,
    /// What was said of it since.
    pub(super) words: Vec<Record>,
    /// The slot that it became part of.
    pub(super) gone: Option<usize>,
}

impl Slot {
    /// A paper that is not stored yet.
    pub(super) fn new(draft: Draft) -> Self {
        Self {
            key: None,
            before: None,
            draft,
            ids: Vec::new(),
            new_ids: Vec::new(),
            said: Vec::new(),
            listings: Vec::new(),
            observations: Vec::new(),
            absorbed: Vec::new(),
            apart: Vec::new(),
            merged: false,
            words: Vec::new(),
            gone: None,
        }
    }

    /// A stored paper.
    pub(super) fn stored(candidate: Candidate) -> Self {
        let Candidate { paper: stored, ids, merged, apart } = candidate;
        let key = Some(stored.key);
        let draft = Draft::of_stored(stored);
        Self { key, ids, apart, merged, ..Self::new(draft) }
    }

    /// Remembers what a stored paper was, before it is changed.
    pub(in crate::ingest) fn touch(&mut self) {
        if self.key.is_some() && self.before.is_none() {
            self.before = Some(self.draft.clone());
        }
    }

    /// What the paper is to a record.
    pub(super) fn judge(&self, record: &Record) -> Verdict {
        let paper = &self.draft.paper;
        let mine = Likeness {
            ids: &self.ids,
            title: &paper.title,
            abstract_text: &paper.abstract_text,
            authors: &paper.authors,
            year: self.draft.shown.map(Day::year).or(paper.facts.year),
        };
        let day = record.published.and_then(Day::of).or_else(|| record.listing.map(|listing| listing.day));
        let theirs = Likeness {
            ids: &record.ids,
            title: &record.title,
            abstract_text: record.abstract_text.as_deref().unwrap_or_default(),
            authors: &record.authors,
            year: day.map(Day::year).or(record.year),
        };
        judge(mine, theirs)
    }

    /// The paper as it stands in this batch.
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            draft: self.draft.clone(),
            ids: self.ids.clone(),
            records: self.said.iter().map(|said| (said.source, said.source_key.clone())).collect(),
            listings: self.listings.clone(),
            observations: self.observations.clone(),
        }
    }

    /// Keeps who said it, where it stood and what was observed; returns how many listings and observations came to it.
    pub(super) fn note(&mut self, record: &Record, digest: i64) -> usize {
        self.said.push(Said { source: record.source, source_key: record.source_key.clone(), digest });
        if self.merged {
            self.words.push(record.clone());
        }
        let before = self.listings.len() + self.observations.len();
        self.listings.extend(record.listing);
        self.observations.extend(record.observed.map(|seen| (record.source, seen)));
        self.listings.len() + self.observations.len() - before
    }
}
