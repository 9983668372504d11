//! The keys under which descriptions of one paper meet.

use domain::{StoredPaper, likeness_keys};

use super::papers::Batch;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Query, Session, Value};

const INSERT: Bulk = Bulk {
    doing: "write keys of likeness",
    sql: "INSERT INTO paper_likeness (likeness, paper) VALUES {rows} ON CONFLICT (likeness, paper) DO NOTHING",
    columns: 2,
};
const DELETE: &str = "DELETE FROM paper_likeness WHERE likeness = $1 AND paper = $2";

/// Papers whose keys are made at a time where a database had none.
const FILLED: i64 = 2_000;

/// A key and its paper.
type Link = (i64, i64);

/// Brings the keys in line with the papers of a batch: only what differs from before is touched.
pub(super) async fn write(session: &mut Session<'_>, batch: &Batch<'_>) -> Result<(), StoreError> {
    let mut added: Vec<Link> = Vec::new();
    for item in batch.items() {
        let after = likeness_keys(&item.write.paper.title, &item.write.paper.authors);
        let before = item.old.as_ref().map_or_else(Vec::new, keys);
        for key in before.iter().filter(|key| !after.contains(key)) {
            delete(session, (*key, item.key)).await?;
        }
        added.extend(after.iter().filter(|key| !before.contains(key)).map(|key| (*key, item.key)));
    }
    insert(session, added).await
}

/// Takes away the keys of a paper.
pub(super) async fn remove(session: &mut Session<'_>, paper: &StoredPaper) -> Result<(), StoreError> {
    for key in keys(paper) {
        delete(session, (key, paper.key.0)).await?;
    }
    Ok(())
}

/// Makes the keys of all papers, of a database that was written before there were any.
pub(crate) async fn fill(session: &mut Session<'_>) -> Result<(), StoreError> {
    let mut last = 0;
    loop {
        let sql = "SELECT key, title, authors FROM papers WHERE key > $1 ORDER BY key LIMIT $2";
        let rows = session.fetch(Query::new("read titles", sql).int(last).int(FILLED)).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut links = Vec::new();
        for row in &rows {
            let mut cells = Cells::of(row, "papers");
            let (paper, title, authors) = (cells.int()?, cells.text()?, cells.json::<Vec<String>>("authors")?);
            links.extend(likeness_keys(title, &authors).into_iter().map(|key| (key, paper)));
            last = paper;
        }
        insert(session, links).await?;
    }
}

fn keys(paper: &StoredPaper) -> Vec<i64> {
    likeness_keys(&paper.paper.title, &paper.paper.authors)
}

async fn insert(session: &mut Session<'_>, mut links: Vec<Link>) -> Result<(), StoreError> {
    // In the order of the table, so that a batch walks through it once.
    links.sort_unstable();
    let values = links.into_iter().flat_map(|(key, paper)| [Value::int(key), Value::int(paper)]).collect();
    INSERT.execute(session, values).await.map(drop)
}

async fn delete(session: &mut Session<'_>, (key, paper): Link) -> Result<(), StoreError> {
    session.execute(Query::new("take away keys of likeness", DELETE).int(key).int(paper)).await.map(drop)
}
