//! Connections: how they are opened, lent and given back.

use std::time::{Duration, Instant};

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgPool, Postgres, Sqlite, SqlitePool};

use super::{Query, Session};
use crate::StoreError;
use crate::dialect::Dialect;
use crate::error::is_busy;
use crate::url::{Address, DatabaseUrl};

/// How long a writer waits for another one before it gives up.
const PATIENCE: Duration = Duration::from_mins(1);
/// Statements that a connection keeps prepared: the reads, and each bulk write in its few sizes.
pub(super) const PREPARED: usize = 256;
/// Bytes of a SQLite database's file that are mapped into memory: the cache of those who read.
pub(super) const MAPPED: u32 = 256 << 20;
/// Pages that each of those who read keeps besides, as SQLite wants to be told: a negative number is in KiB.
pub(super) const READ_CACHE: i64 = -4_096;

/// The connections to one database: some that read, and one that writes. There is one writer at a time anyway. Waiting for
/// it in our own queue is fair and costs nothing, while SQLite's own waiting is a sleep that others can overtake, and on
/// PostgreSQL waiting writers would take the readers' connections.
#[derive(Clone)]
pub(crate) enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres { read: PgPool, write: PgPool },
}

/// A connection lent for reading.
pub(crate) enum Reader {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// A transaction that is rolled back unless it is committed.
pub(crate) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Pools {
    /// Connects; creates the file of a SQLite database that does not exist.
    pub(crate) async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let opened = match &url.0 {
            Address::Sqlite(path) => open_sqlite(&SqliteConnectOptions::new().filename(path)).await,
            Address::Postgres { options, .. } => open_postgres((**options).clone()).await,
        };
        opened.map_err(|source| StoreError::Open { url: url.to_string(), source })
    }

    /// Lends a connection for reading.
    pub(crate) async fn reader(&self) -> Result<Reader, StoreError> {
        let lent = match self {
            Self::Sqlite { read, .. } => read.acquire().await.map(Reader::Sqlite),
            Self::Postgres { read, .. } => read.acquire().await.map(Reader::Postgres),
        };
        lent.map_err(|source| StoreError::database("get a connection", source))
    }

    /// Begins a transaction that may write. Other writers of this process wait from now on, and on SQLite all others.
    pub(crate) async fn begin(&self) -> Result<Transaction, StoreError> {
        let begun = match self {
            Self::Sqlite { write, .. } => write.begin_with(Dialect::Sqlite.begin()).await.map(Transaction::Sqlite),
            Self::Postgres { write, .. } => {
                write.begin_with(Dialect::Postgres.begin()).await.map(Transaction::Postgres)
            }
        };
        begun.map_err(|source| StoreError::database("begin a transaction", source))
    }

    /// Closes all connections; SQLite then moves its log into the file.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres { read, write } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

impl Reader {
    pub(crate) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Sqlite(connection) => Session::Sqlite(connection),
            Self::Postgres(connection) => Session::Postgres(connection),
        }
    }
}

impl Transaction {
    pub(crate) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Sqlite(transaction) => Session::Sqlite(transaction),
            Self::Postgres(transaction) => Session::Postgres(transaction),
        }
    }

    /// Executes a statement of the dialect that may have nothing to say in this one.
    pub(crate) async fn lock(&mut self, statement: Option<&'static str>) -> Result<(), StoreError> {
        match statement {
            Some(sql) => self.session().fetch(Query::new("wait for other writers", sql)).await.map(drop),
            None => Ok(()),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let done = match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        };
        done.map_err(|source| StoreError::database("commit a transaction", source))
    }
}

async fn open_sqlite(options: &SqliteConnectOptions) -> Result<Pools, sqlx::Error> {
    let shared = options
        .clone()
        .create_if_missing(true)
        .busy_timeout(PATIENCE)
        // In WAL mode the file stays whole after a crash or power cut; only the last commits before a power cut can be
        // missing, and then their changes are missing too (https://sqlite.org/pragma.html#pragma_synchronous).
        .synchronous(SqliteSynchronous::Normal)
        .pragma("temp_store", "memory")
        .pragma("mmap_size", MAPPED.to_string())
        .statement_cache_capacity(PREPARED)
        .disable_statement_logging();
    // Rows of papers are 2 kB long and the tables of authors are wide and touched all over, so large pages double the speed
    // of an import; the log is moved into the file when it has 64 MiB.
    let writing = shared
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .page_size(16_384)
        .pragma("wal_autocheckpoint", "4096")
        .pragma("cache_size", "-32768");
    let write = connect_patiently(writing).await?;
    let reading =
        shared.create_if_missing(false).pragma("cache_size", READ_CACHE.to_string()).pragma("query_only", "on");
    let readers = std::thread::available_parallelism().map_or(4, |cores| cores.get().clamp(4, 16));
    let read = sqlite_pool(u32::try_from(readers).unwrap_or(4)).connect_lazy_with(reading.row_buffer_size(256));
    Ok(Pools::Sqlite { read, write })
}

/// Opens the connection that writes. Turning a new file into one with a log fails at once, whatever the busy timeout, while
/// another process does the same (<https://sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode>), so
/// this tries again.
async fn connect_patiently(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let start = Instant::now();
    loop {
        match sqlite_pool(1).connect_with(options.clone()).await {
            Err(error) if is_busy(&error) && start.elapsed() < PATIENCE => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            opened => return opened,
        }
    }
}

/// Connections to a file need neither be tested nor replaced as time passes.
fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// The server's settings for each of our connections, unless the address says otherwise.
const POSTGRES_SETTINGS: [(&str, &str); 2] = [
    // A plan that was kept from when a table was small walks through all of it for each of a thousand ids: until the server
    // next counted its rows, an import took ten times as long. Planning anew costs 0.05 ms a statement
    // (<https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-PLAN-CACHE-MODE>).
    ("plan_cache_mode", "force_custom_plan"),
    // As long as PATIENCE.
    ("lock_timeout", "60s"),
];

async fn open_postgres(options: PgConnectOptions) -> Result<Pools, sqlx::Error> {
    let given = options.get_options().unwrap_or_default().to_owned();
    let ours = POSTGRES_SETTINGS.into_iter().filter(|(name, _)| !given.contains(name));
    let options = options.options(ours).statement_cache_capacity(PREPARED).disable_statement_logging();
    // The pool would try again for a minute and then not know why; whoever starts the program wants to know at once.
    options.connect().await?.close().await?;
    let pool = |connections| PgPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
    Ok(Pools::Postgres { read: pool(15).connect_lazy_with(options.clone()), write: pool(1).connect_lazy_with(options) })
}
