//! What the store has to do for a batch.

use std::collections::{BTreeMap, HashMap};

use domain::{ListName, PaperKey};
use store::{DoubtNote, MergeNote, PaperWrite, Standing, WordsNote};

use super::{Joining, Slot, Workbench};

/// A paper that is stored already, or the one that is written as the n-th.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Which {
    Stored(PaperKey),
    Written(usize),
}

/// What is to be done in the store for one batch.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Work {
    pub(in crate::ingest) writes: Vec<PaperWrite>,
    /// Papers that turned out to be one: the second stays.
    pub(in crate::ingest) merges: Vec<(PaperKey, PaperKey)>,
    joinings: Vec<(Which, Joining)>,
    doubts: Vec<(Which, Which, String)>,
    words: Vec<(Which, WordsNote)>,
}

/// What is written down beside papers.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Notes {
    pub(in crate::ingest) merges: Vec<MergeNote>,
    pub(in crate::ingest) doubts: Vec<DoubtNote>,
    pub(in crate::ingest) words: Vec<WordsNote>,
}

impl Workbench {
    /// What the store has to do.
    pub(in crate::ingest) fn finish(self) -> Work {
        let mut which: HashMap<usize, Which> = HashMap::new();
        let mut work = Work::default();
        for (at, slot) in self.slots.iter().enumerate().filter(|(_, slot)| slot.gone.is_none()) {
            let written = !slot.said.is_empty();
            let place = if written { Some(Which::Written(work.writes.len())) } else { slot.key.map(Which::Stored) };
            which.extend(place.map(|place| (at, place)));
            if written {
                work.write(slot);
            }
            let words = slot.words.iter().filter_map(|record| {
                let said = serde_json::to_string(record).ok()?;
                let (source, source_key) = (record.source, record.source_key.clone());
                Some((place?, WordsNote { paper: PaperKey(0), source, source_key, said }))
            });
            work.words.extend(words);
        }
        let place = |at| which.get(&self.whole(at)).copied();
        work.doubts = self
            .doubts
            .iter()
            .filter_map(|(one, other, why)| Some((place(*one)?, place(*other)?, why.clone())))
            .filter(|(one, other, _)| one != other)
            .collect();
        let places: Vec<Option<Which>> = self.joinings.iter().map(|joining| place(joining.slot)).collect();
        work.joinings =
            places.into_iter().zip(self.joinings).filter_map(|(place, joining)| Some((place?, joining))).collect();
        work
    }
}

impl Work {
    fn write(&mut self, slot: &Slot) {
        if let Some(into) = slot.key {
            self.merges.extend(slot.absorbed.iter().map(|from| (*from, into)));
        }
        let is_listed = slot.listings.iter().any(|listing| listing.list == ListName::Daily);
        let is_known_otherwise = is_listed || !slot.new_ids.is_empty() || !slot.absorbed.is_empty();
        let change = slot.before.as_ref() != Some(&slot.draft) || is_known_otherwise;
        self.writes.push(PaperWrite {
            key: slot.key,
            paper: slot.draft.paper.clone(),
            told: slot.draft.told.clone(),
            counts: slot.draft.counts,
            shown: slot.draft.shown,
            listed: slot.draft.listed,
            ids: slot.new_ids.clone(),
            said: slot.said.clone(),
            listings: slot.listings.clone(),
            observations: slot.observations.clone(),
            change,
        });
    }

    /// The stored papers of which it has to be known how they stand, before anything is written.
    pub(in crate::ingest) fn joined_papers(&self) -> Vec<PaperKey> {
        let keys = self.joinings.iter().flat_map(|(_, joining)| [joining.kept_key, joining.joined_key]);
        let mut keys: Vec<PaperKey> = keys.flatten().collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// What is to be written down beside the papers, once they have `keys` in the order of `writes`. `standing` is how stored papers stood
    /// before.
    pub(in crate::ingest) fn notes(self, keys: &[PaperKey], standing: &BTreeMap<PaperKey, Standing>) -> Notes {
        let key = |which: Which| match which {
            Which::Stored(key) => Some(key),
            Which::Written(at) => keys.get(at).copied(),
        };
        let stood = |key: Option<PaperKey>| key.and_then(|key| standing.get(&key)).cloned().unwrap_or_default();
        let merge = |(which, joining): (Which, Joining)| {
            let Joining { why, kept, kept_key, joined, joined_key, .. } = joining;
            let (kept, joined) = (kept.with(stood(kept_key)), joined.with(stood(joined_key)));
            // Texts, numbers and days can always be printed.
            let print = |snapshot| serde_json::to_string(&snapshot).unwrap_or_default();
            Some(MergeNote { paper: key(which)?, why, kept: print(kept), joined: print(joined) })
        };
        let doubt = |(one, other, why)| Some(DoubtNote { one: key(one)?, other: key(other)?, why });
        let words = |(which, note)| Some(WordsNote { paper: key(which)?, ..note });
        Notes {
            merges: self.joinings.into_iter().filter_map(merge).collect(),
            doubts: self.doubts.into_iter().filter_map(doubt).collect(),
            words: self.words.into_iter().filter_map(words).collect(),
        }
    }
}
