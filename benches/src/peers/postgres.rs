//! PostgreSQL's full text: a `tsvector` with weights for title and abstract, a GIN index, and `ts_rank`.

use anyhow::{Context, Result};
use domain::{PaperKey, StoredPaper};
use sqlx::postgres::{PgPool, PgPoolOptions};
use tokio::runtime::Runtime;

use super::Peer;
use crate::{library, process};

const CREATE: &str = "CREATE TABLE papers (key BIGINT PRIMARY KEY, words TSVECTOR)";
const INSERT: &str = "INSERT INTO papers SELECT key, setweight(to_tsvector('english', title), 'A') || \
    to_tsvector('english', abstract) FROM unnest($1::bigint[], $2::text[], $3::text[]) AS p(key, title, abstract)";
/// Any of the question's words, as the other systems are asked: `plainto_tsquery` would want all of them.
const SEARCH: &str = "SELECT key FROM papers, \
    CAST(replace(CAST(plainto_tsquery('english', $1) AS TEXT), '&', '|') AS tsquery) AS wanted \
    WHERE words @@ wanted ORDER BY ts_rank(words, wanted) DESC LIMIT $2";

/// A table in the database that `NEWSSTAND_BENCH_POSTGRES` names, on one connection.
pub(super) struct Postgres {
    pool: PgPool,
    runtime: Runtime,
}

impl Postgres {
    /// An empty table; one of an earlier run goes.
    pub(super) fn create() -> Result<Self> {
        let url = std::env::var("NEWSSTAND_BENCH_POSTGRES").context("there is no PostgreSQL")?;
        let runtime = library::runtime()?;
        let pool = runtime.block_on(async {
            let pool = PgPoolOptions::new().max_connections(1).connect(&url).await?;
            sqlx::query("DROP TABLE IF EXISTS papers").execute(&pool).await?;
            sqlx::query(CREATE).execute(&pool).await?;
            anyhow::Ok(pool)
        })?;
        Ok(Self { pool, runtime })
    }
}

impl Peer for Postgres {
    fn index(&mut self, papers: &[StoredPaper]) -> Result<()> {
        self.runtime.block_on(async {
            for part in papers.chunks(1_000) {
                let keys: Vec<i64> = part.iter().map(|stored| stored.key.0).collect();
                // What PostgreSQL's texts cannot hold.
                let plain = |text: &str| text.replace('\0', " ");
                let titles: Vec<String> = part.iter().map(|stored| plain(&stored.paper.title)).collect();
                let abstracts: Vec<String> = part.iter().map(|stored| plain(&stored.paper.abstract_text)).collect();
                sqlx::query(INSERT).bind(keys).bind(titles).bind(abstracts).execute(&self.pool).await?;
            }
            sqlx::query("CREATE INDEX ON papers USING gin (words)").execute(&self.pool).await?;
            sqlx::query("VACUUM ANALYZE papers").execute(&self.pool).await?;
            Ok(())
        })
    }

    fn search(&self, text: &str, limit: usize) -> Result<Vec<PaperKey>> {
        let query = sqlx::query_scalar(SEARCH).bind(text).bind(i64::try_from(limit)?).fetch_all(&self.pool);
        let keys: Vec<i64> = self.runtime.block_on(query)?;
        Ok(keys.into_iter().map(PaperKey).collect())
    }

    /// That of the server's process for this connection, with what it has touched of the shared memory.
    fn resident_mib(&self) -> Result<f64> {
        let pid: i32 = self.runtime.block_on(sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&self.pool))?;
        process::resident_mib(u32::try_from(pid)?)
    }
}
