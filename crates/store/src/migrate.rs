//! Brings a database to the version that this program knows.

use domain::Timestamp;

use crate::StoreError;
use crate::driver::{Pools, Query, Session};
use crate::write::fill;

/// The migrations, in order; the number is their position from 1. One that has been released is never changed again.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_papers.sql"),
    include_str!("../migrations/0002_topics.sql"),
    include_str!("../migrations/0003_searches.sql"),
    include_str!("../migrations/0004_one_paper.sql"),
    include_str!("../migrations/0005_post.sql"),
    include_str!("../migrations/0006_delivery.sql"),
    include_str!("../migrations/0007_returns.sql"),
    include_str!("../migrations/0008_alerts.sql"),
    include_str!("../migrations/0009_readers.sql"),
];

/// The migration that keeps keys of likeness, which are made of what stands in the papers.
const LIKENESS: i64 = 4;

/// Executes the migrations that the database lacks, all in one transaction. Processes that start at the same time wait for
/// one another. A database of a newer program is refused; `url` is named in that error.
pub(crate) async fn migrate(pools: &Pools, url: &str) -> Result<(), StoreError> {
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    // Looked up without any lock first, so that a program can start while another one is writing.
    let found = version(&mut pools.reader().await?.session()).await?;
    if found == known {
        return Ok(());
    }
    let mut transaction = pools.begin().await?;
    let dialect = transaction.session().dialect();
    transaction.lock(dialect.lock_migrations()).await?;
    let mut session = transaction.session();
    let found = version(&mut session).await?;
    if found > known {
        return Err(StoreError::Newer { url: url.to_owned(), found, known });
    }
    let create = "CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, at BIGINT NOT NULL)";
    session.execute_script("create the table of migrations", create.to_owned()).await?;
    for (number, sql) in (1..).zip(MIGRATIONS).filter(|(number, _)| *number > found) {
        session.execute_script("migrate the database", dialect.migration(sql)).await?;
        let note = Query::new("note a migration", "INSERT INTO migrations (version, at) VALUES ($1, $2)");
        session.execute(note.int(number).instant(Timestamp::now())).await?;
    }
    if (1..LIKENESS).contains(&found) {
        fill(&mut session).await?;
    }
    transaction.commit().await
}

/// The number of the last migration that the database has seen; 0 for a new one.
async fn version(session: &mut Session<'_>) -> Result<i64, StoreError> {
    let has_migrations = Query::new("look for migrations", session.dialect().has_migrations());
    if session.fetch_number(has_migrations).await? == 0 {
        return Ok(0);
    }
    session.fetch_number(Query::new("read the database's version", "SELECT max(version) FROM migrations")).await
}
