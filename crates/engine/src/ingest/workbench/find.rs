//! Which paper a record is about.

use std::collections::HashSet;

use domain::{IdKind, Record, likeness_keys, title_key};

use super::Workbench;
use crate::identity::{Evidence, Verdict};

/// Where a record belongs.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its paper.
    pub(super) at: Option<usize>,
    /// Why, where only likeness says so.
    pub(super) why: Option<String>,
    /// Papers that it may be about, and why.
    pub(super) doubts: Vec<(usize, String)>,
}

impl Workbench {
    /// The paper that `record` is about: where it went before, by id, or by likeness. Papers that it shows to be one are joined. An id that is
    /// made of the title is no more than the title.
    pub(super) fn find(&mut self, record: &Record, known: Option<usize>) -> Found {
        let mut found: Vec<usize> = known.into_iter().collect();
        let telling = record.ids.iter().filter(|id| id.kind() != IdKind::Title);
        found.extend(telling.filter_map(|id| self.by_id.get(id).copied()));
        if record.has_only_its_title() {
            found.extend(self.by_id.get(&record.own_title_id()).copied());
        }
        let Some(first) = found.first().map(|first| self.whole(*first)) else { return self.find_alike(record) };
        let mut seen = HashSet::from([first]);
        for other in found.into_iter().skip(1) {
            let other = self.whole(other);
            if seen.insert(other) && !self.are_apart(first, other) {
                self.join(first, other);
            }
        }
        Found { at: Some(first), ..Found::default() }
    }

    /// The paper that is most like a record.
    fn find_alike(&self, record: &Record) -> Found {
        let by_title = self.by_title.get(&title_key(&record.title)).into_iter();
        let keys = likeness_keys(&record.title, &record.authors);
        let by_likeness = keys.iter().filter_map(|key| self.by_likeness.get(key));
        let mut twins: Vec<usize> = by_title.chain(by_likeness).flatten().map(|at| self.whole(*at)).collect();
        twins.sort_unstable();
        twins.dedup();
        let mut best: Option<(usize, Evidence)> = None;
        let mut doubts = Vec::new();
        for at in twins {
            match self.slots.get(at).map(|slot| slot.judge(record)) {
                Some(Verdict::Same(evidence)) if best.is_none_or(|(_, known)| weight(evidence) > weight(known)) => {
                    best = Some((at, evidence));
                }
                Some(Verdict::Doubt(evidence)) => doubts.push((at, evidence.to_string())),
                _ => {}
            }
        }
        match best {
            Some((at, evidence)) => Found { at: Some(at), why: Some(evidence.to_string()), doubts: Vec::new() },
            None => Found { doubts, ..Found::default() },
        }
    }

    /// Whether somebody said that two papers are not one.
    fn are_apart(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.slots.get(one), self.slots.get(other)) else { return false };
        let says = |apart: &[domain::PaperKey], key: Option<_>| key.is_some_and(|key| apart.contains(&key));
        says(&one.apart, other.key) || says(&other.apart, one.key)
    }
}

/// Of two papers that a record may be, the one that is more like it.
fn weight(evidence: Evidence) -> f64 {
    evidence.title + evidence.authors.unwrap_or_default() + evidence.abstracts.unwrap_or_default()
}
