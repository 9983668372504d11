//! Writing down what was searched for.

use domain::Day;

use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Query, Session, Value};
use crate::read::Searched;

/// The greater of two numbers is spelled differently by the two databases, but for this.
const NOTE: Bulk = Bulk {
    doing: "note what was searched for",
    sql: "INSERT INTO searches (day, query, asked, opened, total_us, slowest_us) VALUES {rows} \
          ON CONFLICT (day, query) DO UPDATE SET asked = searches.asked + excluded.asked, \
          opened = searches.opened + excluded.opened, total_us = searches.total_us + excluded.total_us, \
          slowest_us = CASE WHEN excluded.slowest_us > searches.slowest_us THEN excluded.slowest_us ELSE searches.slowest_us END",
    columns: 6,
};

/// Adds to what is known of that day. No query may be there twice.
pub(super) async fn note(session: &mut Session<'_>, day: Day, searches: &[Searched]) -> Result<(), StoreError> {
    let number = |number: u64| Value::int(i64::try_from(number).unwrap_or(i64::MAX));
    let values = searches.iter().flat_map(|Searched { query, asked, opened, total_us, slowest_us }| {
        let [asked, opened, total, slowest] = [asked, opened, total_us, slowest_us].map(|of| number(*of));
        [Value::int(day.number()), Value::text(query), asked, opened, total, slowest]
    });
    NOTE.execute(session, values.collect()).await.map(drop)
}

/// Forgets what was searched for before a day.
pub(super) async fn forget(session: &mut Session<'_>, before: Day) -> Result<(), StoreError> {
    let query = Query::new("forget old searches", "DELETE FROM searches WHERE day < $1");
    session.execute(query.int(before.number())).await.map(drop)
}
