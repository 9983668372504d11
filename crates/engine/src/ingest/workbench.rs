//! The papers of one batch: found by their ids and by likeness, merged in memory, written once.

mod find;
mod slot;
mod work;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use domain::{IdKind, PaperId, PaperKey, Record, Timestamp, likeness_keys, title_key};
use store::Candidate;

use super::merge::Draft;
use crate::merges::Snapshot;
use find::Found;
pub(super) use slot::Slot;

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
#[derive(Debug)]
pub(super) struct Workbench {
    slots: Vec<Slot>,
    by_id: HashMap<PaperId, usize>,
    by_title: HashMap<i64, Vec<usize>>,
    by_likeness: HashMap<i64, Vec<usize>>,
    by_key: HashMap<PaperKey, usize>,
    joinings: Vec<Joining>,
    /// Papers that may be one.
    doubts: Vec<(usize, usize, String)>,
    /// When all this is seen.
    seen: Timestamp,
}

/// That two descriptions became one.
#[derive(Debug)]
struct Joining {
    slot: usize,
    why: String,
    kept: Snapshot,
    /// The stored paper that was kept, where it was stored before.
    kept_key: Option<PaperKey>,
    joined: Snapshot,
    joined_key: Option<PaperKey>,
}

impl Workbench {
    /// Lays out the papers of the store that the batch may be about.
    pub(super) fn new(candidates: Vec<Candidate>, seen: Timestamp) -> Self {
        let mut bench = Self {
            slots: Vec::new(),
            by_id: HashMap::new(),
            by_title: HashMap::new(),
            by_likeness: HashMap::new(),
            by_key: HashMap::new(),
            joinings: Vec::new(),
            doubts: Vec::new(),
            seen,
        };
        for candidate in candidates {
            bench.by_key.insert(candidate.paper.key, bench.slots.len());
            bench.add(Slot::stored(candidate));
        }
        bench
    }

    /// Merges a record into the paper it is about, or makes one. `known` is the paper that the same source's same record
    /// went to before.
    pub(super) fn take(&mut self, record: &Record, digest: i64, known: Option<PaperKey>) -> Outcome {
        let known = known.and_then(|key| self.by_key.get(&key).copied());
        let Found { at: found, why, doubts } = self.find(record, known);
        let record = if found.is_none() { self.with_own_id(record) } else { Cow::Borrowed(record) };
        let at = match found {
            Some(at) => at,
            None => self.add(Slot::new(Draft::new(&record, self.seen))),
        };
        self.doubts.extend(doubts.into_iter().map(|(other, why)| (at, other, why)));
        if let Some(why) = why {
            let joined = Snapshot::of_record(&record, self.seen);
            self.note_joining(at, why, (joined, None));
        }
        let Some(slot) = self.slots.get_mut(at) else { return Outcome::Unchanged };
        slot.touch();
        let before = slot.draft.clone();
        slot.draft.merge(&record, self.seen);
        let same_source = known == Some(at) || slot.said.iter().any(|said| said.source == record.source);
        let added = slot.note(&record, digest);
        let same = added == 0 && slot.draft == before;
        self.index(at, &record.ids, (&record.title, &record.authors));
        match (found, same_source) {
            (None, _) => Outcome::New,
            (Some(_), true) if same => Outcome::Unchanged,
            (Some(_), true) => Outcome::Changed,
            (Some(_), false) => Outcome::Merged,
        }
    }

    /// The record, with another id in the place of its title's where that is another paper's.
    fn with_own_id<'r>(&self, record: &'r Record) -> Cow<'r, Record> {
        let is_taken = |id: &PaperId| id.kind() == IdKind::Title && self.by_id.contains_key(id);
        if !record.ids.iter().any(is_taken) {
            return Cow::Borrowed(record);
        }
        let mut own = record.clone();
        own.ids.retain(|id| !is_taken(id));
        own.ids.push(record.own_title_id());
        Cow::Owned(own)
    }

    /// Makes the paper of slot `other` part of the one of slot `into`.
    fn join(&mut self, into: usize, other: usize) {
        let Some(taken) = self.slots.get_mut(other).filter(|slot| slot.gone.is_none()) else { return };
        let joined = (taken.snapshot(), taken.key);
        taken.gone = Some(into);
        let key = taken.key;
        let draft = taken.draft.clone();
        let ids = taken.ids.clone();
        let (said, listings) = (std::mem::take(&mut taken.said), std::mem::take(&mut taken.listings));
        let (observations, absorbed) = (std::mem::take(&mut taken.observations), std::mem::take(&mut taken.absorbed));
        let words = std::mem::take(&mut taken.words);
        self.note_joining(into, "a record names ids of both".to_owned(), joined);
        if let Some(slot) = self.slots.get_mut(into) {
            slot.touch();
            slot.draft.absorb(&draft);
            slot.said.extend(said);
            slot.listings.extend(listings);
            slot.observations.extend(observations);
            slot.words.extend(words);
            slot.absorbed.extend(absorbed.into_iter().chain(key));
            // A paper that was only in this batch takes the number of the stored one that it swallows.
            if slot.key.is_none() {
                slot.key = key;
                slot.absorbed.retain(|from| Some(*from) != key);
            }
        }
        self.index(into, &ids, (&draft.paper.title, &draft.paper.authors));
        for id in &ids {
            self.by_id.insert(id.clone(), into);
        }
        self.by_key.extend(key.map(|key| (key, into)));
    }

    fn note_joining(&mut self, slot: usize, why: String, (joined, joined_key): (Snapshot, Option<PaperKey>)) {
        if let Some(into) = self.slots.get_mut(slot) {
            into.merged = true;
            let (kept, kept_key) = (into.snapshot(), into.key);
            self.joinings.push(Joining { slot, why, kept, kept_key, joined, joined_key });
        }
    }

    fn add(&mut self, slot: Slot) -> usize {
        let at = self.slots.len();
        let (ids, paper) = (slot.ids.clone(), &slot.draft.paper);
        let (title, authors) = (paper.title.clone(), paper.authors.clone());
        self.slots.push(slot);
        for id in &ids {
            self.by_id.insert(id.clone(), at);
        }
        self.index(at, &[], (&title, &authors));
        at
    }

    /// From now on the paper of slot `at` is found by these ids, this title and these names.
    fn index(&mut self, at: usize, ids: &[PaperId], (title, authors): (&str, &[String])) {
        // What somebody took apart does not get the other's ids.
        let of_another = |id: &&PaperId| self.by_id.get(*id).is_some_and(|owner| self.whole(*owner) != at);
        let ids: Vec<&PaperId> = ids.iter().filter(|id| !of_another(id)).collect();
        let Some(slot) = self.slots.get_mut(at) else { return };
        for id in ids {
            if !slot.ids.contains(id) {
                slot.ids.push(id.clone());
                slot.new_ids.push(id.clone());
                self.by_id.insert(id.clone(), at);
            }
        }
        let meet = |twins: &mut Vec<usize>| {
            if !twins.contains(&at) {
                twins.push(at);
            }
        };
        meet(self.by_title.entry(title_key(title)).or_default());
        for key in likeness_keys(title, authors) {
            meet(self.by_likeness.entry(key).or_default());
        }
    }

    /// The paper with that id.
    pub(super) fn slot_of(&mut self, id: &PaperId) -> Option<&mut Slot> {
        let at = self.whole(*self.by_id.get(id)?);
        self.slots.get_mut(at)
    }

    /// The slot that a slot has become part of, or itself.
    fn whole(&self, mut at: usize) -> usize {
        let mut seen = HashSet::new();
        while let Some(into) = self.slots.get(at).and_then(|slot| slot.gone).filter(|into| seen.insert(*into)) {
            at = into;
        }
        at
    }
}
