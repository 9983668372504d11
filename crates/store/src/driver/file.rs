//! Reading from the file of a SQLite database on the calling thread.
//!
//! sqlx keeps each connection on a thread of its own, which hands over row by row: for twenty papers that takes three times as long as
//! reading them does (0.3 and 0.1 ms), which does not matter but where somebody waits for the answer to a question.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OpenFlags, ToSql, params_from_iter};

use super::pools::{MAPPED, PREPARED, READ_CACHE};
use super::{Cells, Query, Value};
use crate::StoreError;

/// How long a thread waits that others need, where another process recovers or closes the database; who reads otherwise waits longer.
const PATIENCE: Duration = Duration::from_millis(100);

/// The file of a database, read by as many connections as there are threads that ask at once.
pub(crate) struct File {
    path: PathBuf,
    /// Connections that nobody is using; `None` when the database is closed. Who reads holds it for reading, so that whoever closes it
    /// waits for those who read.
    idle: RwLock<Option<Mutex<Vec<Connection>>>>,
}

impl File {
    /// The file at `path`, which is there already.
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: RwLock::new(Some(Mutex::default())) }
    }

    /// All rows of a query about `table`, as `read` makes something of each. The parameters stand in the query in their order. Fails with
    /// [`StoreError::Busy`] where nothing can be read for a moment.
    pub(crate) fn fetch<T>(
        &self,
        query: &Query,
        table: &'static str,
        read: impl Fn(Cells<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        query.trace();
        let doing = query.doing;
        let open = self.idle.read().unwrap_or_else(PoisonError::into_inner);
        let idle = open.as_ref().ok_or(StoreError::Closed { doing })?;
        let lent = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let failed = |source| StoreError::file(doing, source);
        let connection = lent.map_or_else(|| connect(&self.path), Ok).map_err(failed)?;
        let mut found = Vec::new();
        {
            let mut statement = connection.prepare_cached(query.sql.as_str()).map_err(failed)?;
            let columns = statement.column_count();
            let mut rows = statement.query(params_from_iter(&query.values)).map_err(failed)?;
            while let Some(row) = rows.next().map_err(failed)? {
                found.push(read(Cells::of_file(row, columns, table).map_err(failed)?)?);
            }
        }
        // One that failed is not used again.
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(found)
    }

    /// Closes all connections, when those that are lent are given back. Whatever is asked afterwards is an error.
    pub(crate) fn close(&self) {
        self.idle.write().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// A connection that only reads, set up as those of the pool that reads are.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI,
    )?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "mmap_size", MAPPED)?;
    connection.pragma_update(None, "cache_size", READ_CACHE)?;
    connection.set_prepared_statement_cache_capacity(PREPARED);
    Ok(connection)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Int(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}
