//! Two stored papers turn out to be one.

use domain::{ListName, PaperKey};

use super::papers::primary_category;
use super::{alerts, changes, ids, likeness, listings, merges, readers, said, shelves, topics};
use crate::StoreError;
use crate::driver::{Query, Session};
use crate::stored::papers;

/// Moves everything that hangs on `from` to `into` and deletes `from`. Returns the list days that moved.
pub(super) async fn merge(
    session: &mut Session<'_>,
    from: PaperKey,
    into: PaperKey,
) -> Result<Vec<(ListName, i64)>, StoreError> {
    let found = papers(session, &[from, into]).await?;
    let find = |key| found.iter().find(|paper| paper.key == key).ok_or(StoreError::UnknownPaper(key));
    let (lost, kept) = (find(from)?, find(into)?);
    shelves::remove(session, lost).await?;
    likeness::remove(session, lost).await?;
    merges::hand_over(session, from, into).await?;
    ids::hand_over(session, from, into).await?;
    said::hand_over(session, from, into).await?;
    topics::hand_over(session, from, into).await?;
    readers::hand_over(session, from, into).await?;
    alerts::hand_over(session, from, into).await?;
    let days = listings::hand_over(session, (from, into), &primary_category(&kept.paper)).await?;
    session.execute(Query::new("delete a paper", "DELETE FROM papers WHERE key = $1").int(from.0)).await?;
    changes::add(session, "papers", -1).await?;
    Ok(days)
}
