//! Everything in which the two databases differ. All other SQL in this crate is one text for both.

use std::fmt::Write;

/// Which database speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Appends the placeholder of the `number`th parameter (from 1) of a generated statement. SQLite looks every `$n` up in
    /// a list of names, which takes quadratic time in statements of thousands of parameters; `?` has no name.
    pub(crate) fn push_placeholder(self, sql: &mut String, number: usize) {
        match self {
            Self::Sqlite => sql.push('?'),
            // Writing to a String cannot fail.
            Self::Postgres => drop(write!(sql, "${number}")),
        }
    }

    /// The statement that begins a transaction that writes. SQLite must take its only write lock at once: a transaction
    /// that begins with reading cannot wait for the lock later (<https://sqlite.org/lang_transaction.html>).
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// The statement, if any, with which a transaction becomes the only one that writes papers.
    pub(crate) fn lock_writers(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT value FROM counters WHERE name = 'change' FOR UPDATE"),
        }
    }

    /// The statement, if any, with which a transaction becomes the only one that migrates. The number is arbitrary.
    pub(crate) fn lock_migrations(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(7310452)"),
        }
    }

    /// A query for 1 if the database has been migrated before, else 0.
    pub(crate) fn has_migrations(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations'",
            Self::Postgres => "SELECT CAST(to_regclass('migrations') IS NOT NULL AS INTEGER)::BIGINT",
        }
    }

    /// A migration's text in this dialect. Two marks stand in the shared text: `/*clustered*/` after a table that should be
    /// stored in the order of its primary key, and `/*bytewise*/` after a column whose order is that of its bytes.
    pub(crate) fn migration(self, shared: &str) -> String {
        let (clustered, bytewise, number) = match self {
            // Only this spelling makes the column the table's own order instead of a second index.
            Self::Sqlite => ("WITHOUT ROWID", "", "INTEGER PRIMARY KEY"),
            Self::Postgres => ("", "COLLATE \"C\"", "BIGINT PRIMARY KEY"),
        };
        let sql = shared.replace("/*clustered*/", clustered).replace("/*bytewise*/", bytewise);
        sql.replace("BIGINT PRIMARY KEY", number)
    }
}
