//! Taking apart what became one paper.
//!
//! Both papers begin as they were written down before the merge. What their records said since was kept word by word, and is said again to
//! the one it belongs to; what joined later goes with the one it is like. What was judged about the paper by people stays with it.

use std::collections::{HashMap, HashSet};

use domain::{IdKind, PaperId, PaperKey, Record, SourceKind, StoredPaper, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Marks, Merge, PaperWrite, Said, Tx, Words, WordsNote};

use super::{MergeError, Snapshot, write};
use crate::identity::{Likeness, Verdict, judge};
use crate::{EngineError, Newsstand};

/// The two papers that come out.
struct Halves {
    kept: Snapshot,
    joined: Snapshot,
    /// Other merges, each with whether it is of what joined, and how the paper was before it.
    others: Vec<(i64, bool, String)>,
    /// What is kept of records, each with whether it is about what joined.
    words: Vec<(Words, bool)>,
}

/// What joined the paper after the merge that is undone.
struct Joined {
    number: i64,
    paper: Snapshot,
    /// What was said of it since.
    words: Vec<Words>,
}

impl Joined {
    fn of(later: &Merge, undone: &Merge) -> Result<Self, MergeError> {
        Ok(Self { number: later.number, paper: read(undone, &later.joined)?, words: Vec::new() })
    }
}

impl Newsstand {
    /// Undoes a merge: what joined becomes a paper of its own again, and is never joined with the other again. Returns both, the one that keeps
    /// its place first.
    pub async fn undo_merge(&self, number: i64, now: Timestamp) -> Result<(StoredPaper, StoredPaper), EngineError> {
        let merge = self.store().merge(number).await?.ok_or(MergeError::NoMerge { number })?;
        let mut tx = self.store().begin().await?;
        let (merges, words) = tx.merges_of(merge.paper).await?;
        // Between the two somebody else may have undone it.
        let this = merges.iter().find(|merge| merge.number == number).ok_or(MergeError::NoMerge { number })?;
        let halves = Halves::of(this, &merges, words)?;
        let keys = store_halves(&mut tx, merge.paper, halves, now).await?;
        tx.forget_merge(number, keys.into()).await?;
        tx.commit().await?;
        Ok((self.read_paper(keys.0).await?, self.read_paper(keys.1).await?))
    }
}

impl Halves {
    fn of(merge: &Merge, all: &[Merge], words: Vec<Words>) -> Result<Self, MergeError> {
        let (kept, joined) = (read(merge, &merge.kept)?, read(merge, &merge.joined)?);
        let mut halves = Self { kept, joined, others: Vec::new(), words: Vec::new() };
        let later = all.iter().filter(|later| later.number > merge.number);
        let mut later: Vec<Joined> = later.map(|later| Joined::of(later, merge)).collect::<Result<_, _>>()?;
        let holds_this = |later: &&Joined| halves.joined.records.iter().any(|name| later.paper.records.contains(name));
        if let Some(later) = later.iter().find(holds_this) {
            return Err(MergeError::LaterFirst { number: merge.number, later: later.number });
        }
        let (of_kept, of_joining) = (halves.kept.ids.clone(), halves.joined.ids.clone());
        // What the papers were made of before they met goes with each.
        for earlier in all.iter().filter(|earlier| earlier.number < merge.number) {
            let part: Snapshot = read(merge, &earlier.joined)?;
            let of_joined = part.records.iter().any(|name| halves.joined.records.contains(name));
            halves.others.push((earlier.number, of_joined, earlier.kept.clone()));
        }
        for words in words {
            let mut record: Record = read(merge, &words.said)?;
            record.source_key.clone_from(&words.source_key);
            let name = (record.source, record.source_key.clone());
            if let Some(joined) = later.iter_mut().find(|later| later.paper.records.contains(&name)) {
                joined.paper.hear(&record, words.at);
                joined.words.push(words);
                continue;
            }
            let of_joined = halves.is_of_joined(&record);
            // Whoever said that both are one has said so in vain.
            let of_other = if of_joined { &of_kept } else { &of_joining };
            record.ids.retain(|id| !of_other.contains(id));
            halves.half(of_joined).hear(&record, words.at);
            halves.words.push((words, of_joined));
        }
        for Joined { number, paper, words } in later {
            let of_joined = is_like(&halves.joined, &paper) && !is_like(&halves.kept, &paper);
            let half = halves.half(of_joined);
            let before = print(half);
            half.absorb(paper);
            halves.others.push((number, of_joined, before));
            halves.words.extend(words.into_iter().map(|words| (words, of_joined)));
        }
        Ok(halves)
    }

    fn half(&mut self, of_joined: bool) -> &mut Snapshot {
        if of_joined { &mut self.joined } else { &mut self.kept }
    }

    /// Whether a record speaks of what joined: as it did before, or by an id that only that has.
    fn is_of_joined(&self, record: &Record) -> bool {
        let name = (record.source, record.source_key.clone());
        if self.joined.records.contains(&name) || self.kept.records.contains(&name) {
            return !self.kept.records.contains(&name);
        }
        let has =
            |snapshot: &Snapshot| record.ids.iter().any(|id| id.kind() != IdKind::Title && snapshot.ids.contains(id));
        has(&self.joined) && !has(&self.kept)
    }

    /// Leaves each id to one of the papers, `ids` being those of both; what joined gets one of its own where it has none.
    fn share_ids(&mut self, ids: &[PaperId]) {
        let of_kept: HashSet<PaperId> = self.kept.ids.iter().cloned().collect();
        self.joined.ids.retain(|id| ids.contains(id) && !of_kept.contains(id));
        let paper = &mut self.joined.draft.paper;
        if !self.joined.ids.contains(&paper.id) {
            let own = || PaperId::from_title(&format!("{} apart from {}", paper.title, self.kept.draft.paper.id));
            let best = self.joined.ids.iter().find(|id| id.kind() != IdKind::Title).cloned();
            paper.id = best.unwrap_or_else(own);
        }
        let joined = &self.joined.ids;
        self.kept.ids = ids.iter().filter(|id| !joined.contains(id)).cloned().collect();
    }
}

/// Whether two papers are one by their likeness.
fn is_like(one: &Snapshot, other: &Snapshot) -> bool {
    fn likeness(snapshot: &Snapshot) -> Likeness<'_> {
        let paper = &snapshot.draft.paper;
        let (title, abstract_text, authors) = (&paper.title, &paper.abstract_text, &paper.authors);
        Likeness { ids: &snapshot.ids, title, abstract_text, authors, year: paper.facts.year }
    }
    matches!(judge(likeness(one), likeness(other)), Verdict::Same(_))
}

/// Writes both papers; returns the key that was there and the new one.
async fn store_halves(
    tx: &mut Tx,
    paper: PaperKey,
    mut halves: Halves,
    now: Timestamp,
) -> Result<(PaperKey, PaperKey), EngineError> {
    let ids = ids_of(tx, &halves.kept, paper).await?;
    halves.share_ids(&ids);
    let stood = tx.standing(&[paper]).await?.remove(&paper).unwrap_or_default();
    // What belongs to neither stays where it is.
    let joined = &halves.joined;
    let mut left = stood;
    left.listings.retain(|listing| !joined.listings.contains(listing));
    left.observations.retain(|seen| !joined.observations.contains(seen));
    left.records.retain(|record| !joined.records.contains(record));
    let kept = halves.kept.clone().with(left);
    halves.kept = kept;
    let said = said(tx, &halves.joined.records).await?;
    tx.take_apart(paper, &halves.joined.ids).await?;
    let Halves { kept, joined, others, words } = halves;
    let writes = [write(Some(paper), kept), PaperWrite { said, ..write(None, joined) }];
    let keys = tx.write(&writes, now).await?;
    let new = keys.get(1).copied().unwrap_or(paper);
    let key = |of_joined| if of_joined { new } else { paper };
    for (number, of_joined, before) in &others {
        tx.correct_merge(*number, (key(*of_joined), before)).await?;
    }
    for (words, of_joined) in words {
        let Words { source, source_key, at, said } = words;
        tx.keep_words(&[WordsNote { paper: key(of_joined), source, source_key, said }], at).await?;
    }
    tx.part((paper, new), now).await?;
    Ok((paper, new))
}

/// All ids of a stored paper.
async fn ids_of(tx: &mut Tx, kept: &Snapshot, paper: PaperKey) -> Result<Vec<PaperId>, EngineError> {
    let found = tx.candidates(Marks { ids: &kept.ids, ..Marks::default() }).await?;
    Ok(found
        .into_iter()
        .find(|candidate| candidate.paper.key == paper)
        .map(|candidate| candidate.ids)
        .unwrap_or_default())
}

/// The records with what they said last.
async fn said(tx: &mut Tx, records: &[(SourceKind, String)]) -> Result<Vec<Said>, EngineError> {
    let known: HashMap<_, _> = tx.provenance(records).await?;
    let said = |((source, source_key), said): ((SourceKind, String), store::Provenance)| Said {
        source,
        source_key,
        digest: said.digest,
    };
    Ok(known.into_iter().map(said).collect())
}

/// What was written down of a merge.
pub(super) fn read<T: DeserializeOwned>(merge: &Merge, text: &str) -> Result<T, MergeError> {
    serde_json::from_str(text).map_err(|source| MergeError::Unreadable { number: merge.number, source })
}

/// What is written down: texts, numbers and days, which can always be printed.
pub(super) fn print(snapshot: &impl Serialize) -> String {
    serde_json::to_string(snapshot).unwrap_or_default()
}
