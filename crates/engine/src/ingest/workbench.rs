//! The papers of one batch: found by their ids and titles, merged in memory, written once.

use std::collections::{HashMap, HashSet};

use domain::{ListName, Listing, Observation, PaperId, PaperKey, Record, SourceKind, title_key};
use store::{Candidate, PaperWrite, Said};

use super::merge::Draft;
use crate::identity::{Likeness, same_paper};

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It made a paper.
    New,
    /// It added to a paper that it, or its source, had already spoken of.
    Changed,
    /// It joined a paper that others had spoken of.
    Merged,
    /// It said nothing new.
    Unchanged,
}

/// All papers that the records of a batch may be about.
#[derive(Debug, Default)]
pub(super) struct Workbench {
    slots: Vec<Slot>,
    by_id: HashMap<PaperId, usize>,
    by_title: HashMap<i64, Vec<usize>>,
    by_key: HashMap<PaperKey, usize>,
}

#[derive(Debug)]
struct Slot {
    key: Option<PaperKey>,
    before: Option<Draft>,
    draft: Draft,
    ids: Vec<PaperId>,
    new_ids: Vec<PaperId>,
    said: Vec<Said>,
    listings: Vec<Listing>,
    observations: Vec<(SourceKind, Observation)>,
    absorbed: Vec<PaperKey>,
    /// Became part of another slot.
    gone: bool,
}

/// What is to be done in the store for one batch.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub writes: Vec<PaperWrite>,
    /// Papers that turned out to be one: the second stays.
    pub merges: Vec<(PaperKey, PaperKey)>,
}

impl Workbench {
    /// Lays out the papers of the store that share an id or a title with the batch.
    pub(super) fn new(candidates: Vec<Candidate>) -> Self {
        let mut bench = Self::default();
        for Candidate { paper: stored, ids } in candidates {
            let draft = Draft {
                paper: stored.paper,
                told: stored.told,
                counts: stored.counts,
                shown: stored.shown,
                listed: stored.listed,
            };
            let slot = Slot { key: Some(stored.key), before: Some(draft.clone()), ids, ..Slot::new(draft) };
            bench.by_key.insert(stored.key, bench.slots.len());
            bench.add(slot);
        }
        bench
    }

    /// Merges a record into the paper it is about, or makes one. `known` is the paper that the same source's same record
    /// went to before.
    pub(super) fn take(&mut self, record: &Record, digest: i64, known: Option<PaperKey>) -> Outcome {
        let known = known.and_then(|key| self.by_key.get(&key).copied());
        let found = self.find(record, known);
        let at = match found {
            Some(at) => at,
            None => self.add(Slot::new(Draft::new(record))),
        };
        let Some(slot) = self.slots.get_mut(at) else { return Outcome::Unchanged };
        let before = slot.draft.clone();
        slot.draft.merge(record);
        let same_source = known == Some(at) || slot.said.iter().any(|said| said.source == record.source);
        let added = slot.note(record, digest);
        let same = added == 0 && slot.draft == before;
        self.index_ids(at, &record.ids, &record.title);
        match (found, same_source) {
            (None, _) => Outcome::New,
            (Some(_), true) if same => Outcome::Unchanged,
            (Some(_), true) => Outcome::Changed,
            (Some(_), false) => Outcome::Merged,
        }
    }

    /// What the store has to do.
    pub(super) fn finish(self) -> Work {
        let mut work = Work::default();
        for slot in self.slots {
            if slot.gone || slot.said.is_empty() {
                continue;
            }
            if let Some(into) = slot.key {
                work.merges.extend(slot.absorbed.iter().map(|from| (*from, into)));
            }
            let is_listed = slot.listings.iter().any(|listing| listing.list == ListName::Daily);
            let is_known_otherwise = is_listed || !slot.new_ids.is_empty() || !slot.absorbed.is_empty();
            let change = slot.before.as_ref() != Some(&slot.draft) || is_known_otherwise;
            work.writes.push(PaperWrite {
                key: slot.key,
                paper: slot.draft.paper,
                told: slot.draft.told,
                counts: slot.draft.counts,
                shown: slot.draft.shown,
                listed: slot.draft.listed,
                ids: slot.new_ids,
                said: slot.said,
                listings: slot.listings,
                observations: slot.observations,
                change,
            });
        }
        work
    }

    /// The slot of the paper that `record` is about: where it went before, by id, or by title. Papers that it shows to be
    /// one are joined.
    fn find(&mut self, record: &Record, known: Option<usize>) -> Option<usize> {
        let mut found: Vec<usize> = known.into_iter().collect();
        found.extend(record.ids.iter().filter_map(|id| self.by_id.get(id).copied()));
        if found.is_empty() {
            let twins = self.by_title.get(&title_key(&record.title)).into_iter().flatten().copied();
            found.extend(twins.filter(|at| self.slots.get(*at).is_some_and(|slot| slot.is_of(record))).take(1));
        }
        let first = *found.first()?;
        let mut seen = HashSet::from([first]);
        for other in found.into_iter().skip(1) {
            if seen.insert(other) {
                self.join(first, other);
            }
        }
        Some(first)
    }

    /// Makes the paper of slot `other` part of the one of slot `into`.
    fn join(&mut self, into: usize, other: usize) {
        let Some(taken) = self.slots.get_mut(other).filter(|slot| !slot.gone) else { return };
        taken.gone = true;
        let key = taken.key;
        let draft = taken.draft.clone();
        let ids = taken.ids.clone();
        let (said, listings) = (std::mem::take(&mut taken.said), std::mem::take(&mut taken.listings));
        let (observations, absorbed) = (std::mem::take(&mut taken.observations), std::mem::take(&mut taken.absorbed));
        let title = draft.paper.title.clone();
        if let Some(slot) = self.slots.get_mut(into) {
            slot.draft.absorb(&draft);
            slot.said.extend(said);
            slot.listings.extend(listings);
            slot.observations.extend(observations);
            slot.absorbed.extend(absorbed.into_iter().chain(key));
            // A paper that was only in this batch takes the number of the stored one that it swallows.
            if slot.key.is_none() {
                slot.key = key;
                slot.absorbed.retain(|from| Some(*from) != key);
            }
        }
        self.index_ids(into, &ids, &title);
        for id in &ids {
            self.by_id.insert(id.clone(), into);
        }
        self.by_key.extend(key.map(|key| (key, into)));
    }

    fn add(&mut self, slot: Slot) -> usize {
        let at = self.slots.len();
        for id in &slot.ids {
            self.by_id.insert(id.clone(), at);
        }
        self.by_title.entry(title_key(&slot.draft.paper.title)).or_default().push(at);
        self.slots.push(slot);
        at
    }

    fn index_ids(&mut self, at: usize, ids: &[PaperId], title: &str) {
        let Some(slot) = self.slots.get_mut(at) else { return };
        for id in ids {
            if !slot.ids.contains(id) {
                slot.ids.push(id.clone());
                slot.new_ids.push(id.clone());
                self.by_id.insert(id.clone(), at);
            }
        }
        let twins = self.by_title.entry(title_key(title)).or_default();
        if !twins.contains(&at) {
            twins.push(at);
        }
    }
}

impl Slot {
    fn new(draft: Draft) -> Self {
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
            gone: false,
        }
    }

    fn is_of(&self, record: &Record) -> bool {
        let paper = &self.draft.paper;
        let mine = Likeness {
            ids: &self.ids,
            title: &paper.title,
            abstract_text: &paper.abstract_text,
            authors: &paper.authors,
        };
        let theirs = Likeness {
            ids: &record.ids,
            title: &record.title,
            abstract_text: record.abstract_text.as_deref().unwrap_or_default(),
            authors: &record.authors,
        };
        !self.gone && same_paper(mine, theirs)
    }

    /// Keeps who said it, where it stood and what was observed; returns how many listings and observations came to it.
    fn note(&mut self, record: &Record, digest: i64) -> usize {
        self.said.push(Said { source: record.source, source_key: record.source_key.clone(), digest });
        let before = self.listings.len() + self.observations.len();
        self.listings.extend(record.listing);
        self.observations.extend(record.observed.map(|seen| (record.source, seen)));
        self.listings.len() + self.observations.len() - before
    }
}
