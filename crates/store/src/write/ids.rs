//! The ids under which papers are found.

use std::collections::{BTreeMap, HashMap};

use domain::{PaperId, PaperKey};

use super::papers::Batch;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Query, Session, Value};

const INSERT: Bulk = Bulk {
    doing: "write ids",
    sql: "INSERT INTO paper_ids (id, paper) VALUES {rows} ON CONFLICT (id) DO NOTHING",
    columns: 2,
};
const OWNERS: Bulk =
    Bulk { doing: "look up ids", sql: "SELECT id, paper FROM paper_ids WHERE id IN ({list})", columns: 1 };
const OF_PAPERS: Bulk =
    Bulk { doing: "read ids", sql: "SELECT paper, id FROM paper_ids WHERE paper IN ({list})", columns: 1 };

/// Adds the ids of a batch.
pub(super) async fn write(session: &mut Session<'_>, batch: &Batch<'_>) -> Result<(), StoreError> {
    let mut wanted: BTreeMap<&PaperId, i64> = BTreeMap::new();
    for (key, write) in batch.iter() {
        for id in write.ids.iter().chain([&write.paper.id]) {
            if let Some(owner) = wanted.insert(id, key).filter(|owner| *owner != key) {
                return Err(StoreError::IdTaken { id: id.clone(), owner, wanted: key });
            }
        }
    }
    let values = wanted.iter().flat_map(|(id, key)| [Value::text(id.as_str()), Value::int(*key)]).collect();
    let inserted = INSERT.execute(session, values).await?;
    if usize::try_from(inserted) == Ok(wanted.len()) { Ok(()) } else { check_owners(session, &wanted).await }
}

/// Fails if one of the ids belongs to another paper than it should. Those that were not inserted usually stood there
/// already, for the same paper.
async fn check_owners(session: &mut Session<'_>, wanted: &BTreeMap<&PaperId, i64>) -> Result<(), StoreError> {
    let list: Vec<Value> = wanted.keys().map(|id| Value::text(id.as_str())).collect();
    for row in OWNERS.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "paper_ids");
        let (id, owner) = (cells.parsed("id")?, cells.int()?);
        if let Some(wanted) = wanted.get(&id).filter(|wanted| **wanted != owner) {
            return Err(StoreError::IdTaken { id, owner, wanted: *wanted });
        }
    }
    Ok(())
}

/// All ids of these papers, each paper's in the order of their text.
pub(super) async fn of(
    session: &mut Session<'_>,
    keys: &[PaperKey],
) -> Result<HashMap<PaperKey, Vec<PaperId>>, StoreError> {
    let list: Vec<Value> = keys.iter().map(|key| Value::int(key.0)).collect();
    let mut found: HashMap<PaperKey, Vec<PaperId>> = HashMap::with_capacity(keys.len());
    for row in OF_PAPERS.fetch(session, &[], &list).await? {
        let mut cells = Cells::of(&row, "paper_ids");
        let key = PaperKey(cells.int()?);
        found.entry(key).or_default().push(cells.parsed("id")?);
    }
    for ids in found.values_mut() {
        ids.sort_unstable();
    }
    Ok(found)
}

/// Gives all ids of one paper to another.
pub(super) async fn hand_over(session: &mut Session<'_>, from: PaperKey, into: PaperKey) -> Result<(), StoreError> {
    let move_ids = Query::new("move ids", "UPDATE paper_ids SET paper = $2 WHERE paper = $1");
    session.execute(move_ids.int(from.0).int(into.0)).await.map(drop)
}
