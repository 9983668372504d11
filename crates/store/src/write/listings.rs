//! The list days on which papers stand.

use std::collections::{BTreeMap, BTreeSet};

use domain::{ListName, PaperKey};

use super::papers::{Batch, primary_category};
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Query, Session, Value};

/// The place of a paper whose list has no order: after all others.
pub(crate) const NO_RANK: i64 = i64::MAX;

const UPSERT: Bulk = Bulk {
    doing: "write listings",
    sql: "INSERT INTO listings (paper, list, day, place, category) VALUES {rows} \
          ON CONFLICT (paper, list, day) DO UPDATE SET category = excluded.category, place = CASE \
          WHEN excluded.place = 9223372036854775807 THEN listings.place ELSE excluded.place END",
    columns: 5,
};
const COUNT_DAYS: Bulk = Bulk {
    doing: "count the papers of a day",
    sql: "INSERT INTO list_days (list, day, papers) SELECT list, day, count(*) FROM listings \
          WHERE list = ? AND day IN ({list}) GROUP BY list, day \
          ON CONFLICT (list, day) DO UPDATE SET papers = excluded.papers RETURNING day",
    columns: 1,
};

/// Adds the list days of a batch, and tells the others of each paper when its primary category has changed.
pub(super) async fn write(session: &mut Session<'_>, batch: &Batch<'_>) -> Result<(), StoreError> {
    let mut rows: BTreeMap<(i64, &'static str, i64), (i64, String)> = BTreeMap::new();
    for item in batch.items() {
        let category = primary_category(&item.write.paper);
        for listing in &item.write.listings {
            let place = listing.rank.map_or(NO_RANK, i64::from);
            let row = rows.entry((item.key, listing.list.as_str(), listing.day.number()));
            let (best, _) = row.or_insert_with(|| (place, category.clone()));
            *best = if place == NO_RANK { *best } else { place };
        }
        if item.old.as_ref().is_some_and(|old| primary_category(&old.paper) != category) {
            recategorize(session, item.key, &category).await?;
        }
    }
    let values = rows.into_iter().flat_map(|((paper, list, day), (place, category))| {
        [Value::int(paper), Value::text(list), Value::int(day), Value::int(place), Value::Text(Some(category))]
    });
    UPSERT.execute(session, values.collect()).await.map(drop)
}

async fn recategorize(session: &mut Session<'_>, paper: i64, category: &str) -> Result<(), StoreError> {
    let sql = "UPDATE listings SET category = $2 WHERE paper = $1";
    session.execute(Query::new("write listings", sql).int(paper).text(category)).await.map(drop)
}

/// The list days that a batch names.
pub(super) fn days(batch: &Batch<'_>) -> impl Iterator<Item = (ListName, i64)> {
    batch.iter().flat_map(|(_, write)| write.listings.iter()).map(|listing| (listing.list, listing.day.number()))
}

/// Counts the papers of these list days anew.
pub(super) async fn count_days(
    session: &mut Session<'_>,
    touched: &BTreeSet<(ListName, i64)>,
) -> Result<(), StoreError> {
    for list in [ListName::Daily, ListName::New] {
        let days = touched.iter().filter(|(of, _)| *of == list).map(|(_, day)| Value::int(*day));
        let days: Vec<Value> = days.collect();
        COUNT_DAYS.fetch(session, &[Value::text(list.as_str())], &days).await?;
    }
    Ok(())
}

/// Leaves no more than the first papers on a list day, in the order in which readers see them. Returns those that stand there no more.
pub(super) async fn keep_first(
    session: &mut Session<'_>,
    (list, day): (ListName, i64),
    first: u32,
) -> Result<Vec<i64>, StoreError> {
    let sql = "DELETE FROM listings WHERE list = $1 AND day = $2 AND paper IN \
               (SELECT l.paper FROM listings l JOIN papers p ON p.key = l.paper WHERE l.list = $1 AND l.day = $2 \
               ORDER BY l.place, p.votes DESC, p.id LIMIT 9223372036854775807 OFFSET $3) RETURNING paper";
    let query = Query::new("shorten a list", sql).text(list.as_str()).int(day).int(first.into());
    let rows = session.fetch(query).await?;
    let gone: Vec<i64> = rows.iter().map(|row| Cells::of(row, "listings").int()).collect::<Result<_, _>>()?;
    for paper in &gone {
        let sql = "UPDATE papers SET listed_day = (SELECT max(day) FROM listings WHERE paper = $1) WHERE key = $1";
        session.execute(Query::new("shorten a list", sql).int(*paper)).await?;
    }
    Ok(gone)
}

/// Gives the list days of one paper to another, which keeps its own rank where it stands on the same day. Returns the days.
pub(super) async fn hand_over(
    session: &mut Session<'_>,
    (from, into): (PaperKey, PaperKey),
    category: &str,
) -> Result<Vec<(ListName, i64)>, StoreError> {
    let copy = "INSERT INTO listings (paper, list, day, place, category) \
                SELECT CAST($2 AS BIGINT), list, day, place, CAST($3 AS TEXT) FROM listings WHERE paper = $1 \
                ON CONFLICT (paper, list, day) DO UPDATE SET place = CASE \
                WHEN listings.place = 9223372036854775807 THEN excluded.place ELSE listings.place END";
    session.execute(Query::new("move listings", copy).int(from.0).int(into.0).text(category)).await?;
    let remove = "DELETE FROM listings WHERE paper = $1 RETURNING list, day";
    let rows = session.fetch(Query::new("move listings", remove).int(from.0)).await?;
    let day = |row| {
        let mut cells = Cells::of(row, "listings");
        Ok((cells.parsed("list")?, cells.int()?))
    };
    rows.iter().map(day).collect()
}
