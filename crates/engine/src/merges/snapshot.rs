//! A paper at a moment, with all that hangs on it: what is written down before it becomes part of another.

use domain::{Listing, Observation, PaperId, Record, SourceKind, Timestamp};
use serde::{Deserialize, Serialize};
use store::Standing;

use crate::ingest::merge::Draft;

/// A paper at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// Texts, facts, counts and days.
    pub(crate) draft: Draft,
    /// Its ids.
    pub(crate) ids: Vec<PaperId>,
    /// The records that speak of it: source, and the source's own name.
    pub(crate) records: Vec<(SourceKind, String)>,
    /// Where it stands.
    pub(crate) listings: Vec<Listing>,
    /// Votes and comments as they were seen.
    pub(crate) observations: Vec<(SourceKind, Observation)>,
}

impl Snapshot {
    /// The paper that a record alone makes.
    pub(crate) fn of_record(record: &Record, seen: Timestamp) -> Self {
        Self {
            draft: Draft::new(record, seen),
            ids: record.ids.clone(),
            records: vec![(record.source, record.source_key.clone())],
            listings: record.listing.into_iter().collect(),
            observations: record.observed.map(|seen| (record.source, seen)).into_iter().collect(),
        }
    }

    /// The same with what is stored beside it.
    pub(crate) fn with(mut self, stored: Standing) -> Self {
        let Standing { listings, observations, records } = stored;
        add_new(&mut self.listings, listings);
        add_new(&mut self.observations, observations);
        add_new(&mut self.records, records);
        self
    }

    /// Takes in what a record said later.
    pub(crate) fn hear(&mut self, record: &Record, at: Timestamp) {
        self.draft.merge(record, at);
        add_new(&mut self.ids, record.ids.iter().cloned());
        add_new(&mut self.records, [(record.source, record.source_key.clone())]);
        add_new(&mut self.listings, record.listing);
        add_new(&mut self.observations, record.observed.map(|seen| (record.source, seen)));
    }

    /// Takes in another paper.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.draft.absorb(&other.draft);
        add_new(&mut self.ids, other.ids);
        add_new(&mut self.records, other.records);
        add_new(&mut self.listings, other.listings);
        add_new(&mut self.observations, other.observations);
    }
}

fn add_new<T: PartialEq>(known: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for item in more {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}
