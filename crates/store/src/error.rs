//! What can go wrong between the rest of Newsstand and its database.

use domain::{PaperId, PaperKey};

/// Why the store could not do what was asked. Passwords never appear in the messages.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database cannot be read.
    #[error(
        "{value:?} is not the address of a database: {reason}; hint: write sqlite:PATH or postgres://USER@HOST/DATABASE"
    )]
    Url {
        /// The address with its password masked.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The database could not be opened or reached.
    #[error("could not open the database {url}: {source}")]
    Open {
        /// The address with its password masked.
        url: String,
        /// The driver's error.
        source: sqlx::Error,
    },
    /// The database was written by a newer version of the program.
    #[error(
        "the database {url} has version {found}, this program knows versions up to {known}; hint: use a newer program"
    )]
    Newer {
        /// The address with its password masked.
        url: String,
        /// The version of the database.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// Another writer held the database for longer than the store is ready to wait.
    #[error("could not {doing}: another writer holds the database; hint: try again when it has finished")]
    Busy {
        /// What the store was about to do.
        doing: &'static str,
    },
    /// The database refused a statement or could not be reached.
    #[error("could not {doing}: {source}")]
    Database {
        /// What the store was about to do.
        doing: &'static str,
        /// The driver's error.
        source: sqlx::Error,
    },
    /// The file of the database could not be read.
    #[error("could not {doing}: {source}")]
    File {
        /// What the store was about to do.
        doing: &'static str,
        /// The driver's error.
        source: rusqlite::Error,
    },
    /// The database is closed.
    #[error("could not {doing}: the database is closed")]
    Closed {
        /// What the store was about to do.
        doing: &'static str,
    },
    /// A stored value cannot be read back: somebody else wrote to the database.
    #[error("{table} holds {value} in {column}, which cannot be read: {reason}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The value as it stands there, shortened.
        value: String,
        /// Why it cannot be read.
        reason: String,
    },
    /// A write gives a paper an id that another paper has; the two should have been merged.
    #[error("the id {id} belongs to paper {owner} and cannot be given to paper {wanted}; hint: merge the two")]
    IdTaken {
        /// The id.
        id: PaperId,
        /// The paper that has it.
        owner: i64,
        /// The paper that should have got it.
        wanted: i64,
    },
    /// One batch writes the same paper twice.
    #[error("paper {} is written twice in one batch", .0.0)]
    Twice(PaperKey),
    /// A write names a paper that is not in the store.
    #[error("there is no paper {} in the store", .0.0)]
    UnknownPaper(PaperKey),
}

impl StoreError {
    /// The error of a statement, told as what the store was about to do.
    pub(crate) fn database(doing: &'static str, source: sqlx::Error) -> Self {
        if is_busy(&source) { Self::Busy { doing } } else { Self::Database { doing, source } }
    }

    /// The error of a statement on the file itself, told as what the store was about to do.
    pub(crate) fn file(doing: &'static str, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
        match source.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy { doing },
            _ => Self::File { doing, source },
        }
    }

    /// A value that cannot be read back. `place` is table and column.
    pub(crate) fn corrupt(place: (&'static str, &'static str), value: &str, reason: &impl ToString) -> Self {
        let short: String = value.chars().take(80).collect();
        Self::Corrupt { table: place.0, column: place.1, value: format!("{short:?}"), reason: reason.to_string() }
    }
}

/// Whether waiting for another writer took too long: SQLite's primary codes 5 (BUSY) and 6 (LOCKED), whatever their extension
/// in the higher bits (<https://sqlite.org/rescode.html>), PostgreSQL's `lock_not_available`
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>), or a pool whose connections all stayed in use.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    let inner = match error {
        sqlx::Error::PoolTimedOut => return true,
        sqlx::Error::Database(inner) => inner,
        _ => return false,
    };
    let code = inner.code().unwrap_or_default();
    if inner.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
        code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6))
    } else {
        code == "55P03"
    }
}
