//! Finding stored papers that a record may be about.

use std::collections::{BTreeSet, HashMap};

use domain::{PaperId, PaperKey, StoredPaper};

use super::ids;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Session, Value};
use crate::stored::papers;

const BY_ID: Bulk = Bulk { doing: "look up ids", sql: "SELECT paper FROM paper_ids WHERE id IN ({list})", columns: 1 };
const BY_TITLE: Bulk =
    Bulk { doing: "look up titles", sql: "SELECT key FROM papers WHERE title_key IN ({list})", columns: 1 };

/// A stored paper that shares an id or a title with what is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The paper.
    pub paper: StoredPaper,
    /// All its ids, in the order of their text.
    pub ids: Vec<PaperId>,
}

pub(super) async fn find(
    session: &mut Session<'_>,
    ids: &[PaperId],
    title_keys: &[i64],
) -> Result<Vec<Candidate>, StoreError> {
    let ids: Vec<Value> = ids.iter().map(|id| Value::text(id.as_str())).collect();
    let titles: Vec<Value> = title_keys.iter().map(|key| Value::int(*key)).collect();
    let mut rows = BY_ID.fetch(session, &[], &ids).await?;
    rows.extend(BY_TITLE.fetch(session, &[], &titles).await?);
    let mut keys = BTreeSet::new();
    for row in &rows {
        keys.insert(PaperKey(Cells::of(row, "paper_ids").int()?));
    }
    let keys: Vec<PaperKey> = keys.into_iter().collect();
    let mut all_ids: HashMap<PaperKey, Vec<PaperId>> = ids::of(session, &keys).await?;
    let found = papers(session, &keys).await?.into_iter();
    Ok(found.map(|paper| Candidate { ids: all_ids.remove(&paper.key).unwrap_or_default(), paper }).collect())
}
