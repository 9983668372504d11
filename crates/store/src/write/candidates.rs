//! Finding stored papers that a record may be about.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{PaperId, PaperKey, StoredPaper};

use super::ids;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Session, Value};
use crate::stored::papers;

const BY_ID: Bulk = Bulk { doing: "look up ids", sql: "SELECT paper FROM paper_ids WHERE id IN ({list})", columns: 1 };
const BY_TITLE: Bulk =
    Bulk { doing: "look up titles", sql: "SELECT title_key, key FROM papers WHERE title_key IN ({list})", columns: 1 };
const BY_LIKENESS: Bulk = Bulk {
    doing: "look up keys of likeness",
    sql: "SELECT likeness, paper FROM paper_likeness WHERE likeness IN ({list})",
    columns: 1,
};
const MERGED: Bulk =
    Bulk { doing: "look up merges", sql: "SELECT DISTINCT paper FROM merges WHERE paper IN ({list})", columns: 1 };
const APART: Bulk =
    Bulk { doing: "look up papers apart", sql: "SELECT one, other FROM apart WHERE one IN ({list})", columns: 1 };

/// A title or key that more papers than this have in common, such as that of an editorial, tells none of them.
const TELLING: usize = 50;

/// A stored paper that shares an id, a title or a key of likeness with what is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The paper.
    pub paper: StoredPaper,
    /// All its ids, in the order of their text.
    pub ids: Vec<PaperId>,
    /// Whether it was put together from several, so that what its records say has to be kept (see [`Tx::keep_words`](super::Tx::keep_words)).
    pub merged: bool,
    /// Papers that it is not, as somebody said.
    pub apart: Vec<PaperKey>,
}

/// What stored papers are looked for by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks<'a> {
    /// Ids.
    pub ids: &'a [PaperId],
    /// Keys of titles ([`domain::title_key`]).
    pub titles: &'a [i64],
    /// Keys of likeness ([`domain::likeness_keys`]).
    pub likeness: &'a [i64],
}

pub(super) async fn find(session: &mut Session<'_>, marks: Marks<'_>) -> Result<Vec<Candidate>, StoreError> {
    let mut keys: BTreeSet<PaperKey> = BTreeSet::new();
    let ids: Vec<Value> = marks.ids.iter().map(|id| Value::text(id.as_str())).collect();
    for row in BY_ID.fetch(session, &[], &ids).await? {
        keys.insert(PaperKey(Cells::of(&row, "paper_ids").int()?));
    }
    keys.extend(telling(session, &BY_TITLE, marks.titles).await?);
    keys.extend(telling(session, &BY_LIKENESS, marks.likeness).await?);
    let keys: Vec<PaperKey> = keys.into_iter().collect();
    let mut all_ids: HashMap<PaperKey, Vec<PaperId>> = ids::of(session, &keys).await?;
    let list: Vec<Value> = keys.iter().map(|key| Value::int(key.0)).collect();
    let mut merged = BTreeSet::new();
    for row in MERGED.fetch(session, &[], &list).await? {
        merged.insert(Cells::of(&row, "merges").int()?);
    }
    let mut apart: BTreeMap<i64, Vec<PaperKey>> = BTreeMap::new();
    for row in APART.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "apart");
        apart.entry(cells.int()?).or_default().push(PaperKey(cells.int()?));
    }
    let found = papers(session, &keys).await?.into_iter();
    Ok(found
        .map(|paper| Candidate {
            ids: all_ids.remove(&paper.key).unwrap_or_default(),
            merged: merged.contains(&paper.key.0),
            apart: apart.remove(&paper.key.0).unwrap_or_default(),
            paper,
        })
        .collect())
}

/// The papers of those keys that few papers share.
async fn telling(session: &mut Session<'_>, query: &Bulk, keys: &[i64]) -> Result<Vec<PaperKey>, StoreError> {
    let list: Vec<Value> = keys.iter().map(|key| Value::int(*key)).collect();
    let mut papers: HashMap<i64, Vec<PaperKey>> = HashMap::new();
    for row in query.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "papers");
        papers.entry(cells.int()?).or_default().push(PaperKey(cells.int()?));
    }
    Ok(papers.into_values().filter(|papers| papers.len() <= TELLING).flatten().collect())
}
