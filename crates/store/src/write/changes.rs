//! Numbers from the counters, and the log of changes.

use domain::Timestamp;

use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Query, Session, Value};

/// The kind of a change after which the paper should be read again.
pub(crate) const UPSERT: &str = "upsert";
/// The kind of a change after which the paper is gone.
pub(crate) const DELETE: &str = "delete";
/// The kind of a change of topics, which is about no paper: its paper is 0.
pub(crate) const TOPIC: &str = "topic";

/// The kind of a change of what is known of sources, which is about no paper either.
pub(crate) const SOURCE: &str = "source";

const INSERT: Bulk =
    Bulk { doing: "note changes", sql: "INSERT INTO changes (seq, paper, kind, at) VALUES {rows}", columns: 4 };

/// Appends one change for each paper, of the kind and moment of `stamp`.
pub(super) async fn append(
    session: &mut Session<'_>,
    papers: impl Iterator<Item = i64>,
    (kind, at): (&'static str, Timestamp),
) -> Result<(), StoreError> {
    let papers: Vec<i64> = papers.collect();
    if papers.is_empty() {
        return Ok(());
    }
    let first = take_numbers(session, "change", papers.len()).await?;
    let row = |(seq, paper)| [Value::int(seq), Value::int(paper), Value::text(kind), Value::instant(at)];
    INSERT.execute(session, (first..).zip(papers).flat_map(row).collect()).await.map(drop)
}

/// Takes `count` numbers from a counter and returns the first of them.
pub(super) async fn take_numbers(
    session: &mut Session<'_>,
    counter: &'static str,
    count: usize,
) -> Result<i64, StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let last = add(session, counter, count).await?;
    Ok(last.saturating_sub(count).saturating_add(1))
}

/// Adds to a counter (0 and negative numbers are allowed) and returns its new value.
pub(super) async fn add(session: &mut Session<'_>, counter: &'static str, number: i64) -> Result<i64, StoreError> {
    let sql = "UPDATE counters SET value = value + $2 WHERE name = $1 RETURNING value";
    session.fetch_number(Query::new("count", sql).text(counter).int(number)).await
}
