//! What became one paper without a common id: looking at it, taking it apart again, and settling doubts.

mod error;
mod snapshot;
mod undo;

use std::collections::HashMap;

use domain::{PaperId, PaperKey, StoredPaper, Timestamp};
use store::{Candidate, Marks, MergeNote, PaperWrite, Tx, Window};

use crate::ingest::merge::Draft;
use crate::{EngineError, Newsstand, Page};

pub use error::MergeError;
pub(crate) use snapshot::Snapshot;

/// Two descriptions that became one paper.
#[derive(Debug, Clone, PartialEq)]
pub struct MergeSummary {
    /// Its number, by which it is undone.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Why, in words.
    pub why: String,
    /// The id and title of the paper before.
    pub kept: (PaperId, String),
    /// The id and title of what joined it, and who told it.
    pub joined: (PaperId, String),
}

/// Two papers that may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct DoubtSummary {
    /// When it arose.
    pub at: Timestamp,
    /// Why, in words.
    pub why: String,
    /// One of them.
    pub one: StoredPaper,
    /// The other.
    pub other: StoredPaper,
}

impl Newsstand {
    /// The merges of a page, the newest first, and how many there are.
    pub async fn merges(&self, page: Page) -> Result<(Vec<MergeSummary>, u64), EngineError> {
        let (merges, total) = self.store().merges(window(page)).await?;
        let summary = |merge: store::Merge| {
            let name = |snapshot: Snapshot| (snapshot.draft.paper.id, snapshot.draft.paper.title);
            let (kept, joined) = (undo::read(&merge, &merge.kept)?, undo::read(&merge, &merge.joined)?);
            Ok(MergeSummary {
                number: merge.number,
                at: merge.at,
                why: merge.why,
                kept: name(kept),
                joined: name(joined),
            })
        };
        Ok((merges.into_iter().map(summary).collect::<Result<_, MergeError>>()?, total))
    }

    /// The doubts of a page, the newest first, and how many there are.
    pub async fn doubts(&self, page: Page) -> Result<(Vec<DoubtSummary>, u64), EngineError> {
        let (doubts, total) = self.store().doubts(window(page)).await?;
        let keys: Vec<PaperKey> = doubts.iter().flat_map(|doubt| [doubt.one, doubt.other]).collect();
        let papers = self.store().papers(&keys).await?;
        let papers: HashMap<PaperKey, StoredPaper> = papers.into_iter().map(|paper| (paper.key, paper)).collect();
        let summary = |doubt: store::Doubt| {
            let (one, other) = (papers.get(&doubt.one)?.clone(), papers.get(&doubt.other)?.clone());
            Some(DoubtSummary { at: doubt.at, why: doubt.why, one, other })
        };
        Ok((doubts.into_iter().filter_map(summary).collect(), total))
    }

    /// Makes one paper of two, as somebody who looked at them says. Can be undone like any merge. Returns the paper.
    pub async fn join_papers(&self, pair: (&PaperId, &PaperId), now: Timestamp) -> Result<StoredPaper, EngineError> {
        let mut tx = self.store().begin().await?;
        let (into, from) = pair_of(&mut tx, pair).await?;
        let standing = tx.standing(&[into.paper.key, from.paper.key]).await?;
        let snapshot = |Candidate { paper, ids, .. }: Candidate| {
            let stood = standing.get(&paper.key).cloned().unwrap_or_default();
            let none = Snapshot {
                draft: Draft::of_stored(paper),
                ids,
                records: Vec::new(),
                listings: Vec::new(),
                observations: Vec::new(),
            };
            none.with(stood)
        };
        let key = into.paper.key;
        tx.merge(from.paper.key, key, now).await?;
        let (kept, joined) = (snapshot(into), snapshot(from));
        let mut whole = kept.clone();
        whole.absorb(joined.clone());
        let note = MergeNote {
            paper: key,
            why: "said by hand".to_owned(),
            kept: undo::print(&kept),
            joined: undo::print(&joined),
        };
        tx.note_merges(&[note], now).await?;
        tx.write(&[write(Some(key), whole)], now).await?;
        tx.commit().await?;
        self.read_paper(key).await
    }

    /// Settles a doubt: two papers are two, whatever they look like.
    pub async fn part_papers(&self, pair: (&PaperId, &PaperId), now: Timestamp) -> Result<(), EngineError> {
        let mut tx = self.store().begin().await?;
        let (one, other) = pair_of(&mut tx, pair).await?;
        tx.part((one.paper.key, other.paper.key), now).await?;
        Ok(tx.commit().await?)
    }

    async fn read_paper(&self, key: PaperKey) -> Result<StoredPaper, EngineError> {
        let found = self.store().papers(&[key]).await?.pop();
        Ok(found.ok_or(store::StoreError::UnknownPaper(key))?)
    }
}

/// Two papers by their ids, the older one first.
async fn pair_of(tx: &mut Tx, (one, other): (&PaperId, &PaperId)) -> Result<(Candidate, Candidate), EngineError> {
    let mut found = Vec::new();
    for id in [one, other] {
        let marks = Marks { ids: std::slice::from_ref(id), ..Marks::default() };
        let paper = tx.candidates(marks).await?.pop();
        found.push(paper.ok_or_else(|| MergeError::NoPaper { id: id.clone() })?);
    }
    found.sort_by_key(|candidate| candidate.paper.key);
    let (Some(second), Some(first)) = (found.pop(), found.pop()) else {
        return Err(MergeError::NoPaper { id: one.clone() }.into());
    };
    if first.paper.key == second.paper.key {
        return Err(MergeError::Same { one: one.clone(), other: other.clone() }.into());
    }
    Ok((first, second))
}

/// How a paper is written that is whole in memory. Its records are told anew by whoever knows what they said.
fn write(key: Option<PaperKey>, snapshot: Snapshot) -> PaperWrite {
    let Snapshot { draft, ids, listings, observations, .. } = snapshot;
    let Draft { paper, told, counts, shown, listed } = draft;
    PaperWrite { key, paper, told, counts, shown, listed, ids, said: Vec::new(), listings, observations, change: true }
}

fn window(page: Page) -> Window {
    Window { offset: page.offset(), limit: page.size }
}
