//! The drivers behind one face: queries with neutral values go in, rows come out.
//!
//! sqlx has such a face of its own (`Any`), but it copies every column of every row once more and cannot begin a transaction
//! with a statement of ours.

mod file;
mod pools;
mod query;
mod row;

pub(crate) use file::File;
pub(crate) use pools::{Pools, Reader, Transaction};
pub(crate) use query::{Query, Value, clean};
pub(crate) use row::{Cells, Row};

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe, PgConnection, SqliteConnection};

use crate::StoreError;
use crate::dialect::Dialect;

/// One connection for the time of a few statements.
pub(crate) enum Session<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Session<'_> {
    /// Which database is at the other end.
    pub(crate) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// All rows of a query.
    pub(crate) async fn fetch(&mut self, query: Query) -> Result<Vec<Row>, StoreError> {
        query.trace();
        let Query { doing, sql, values } = query;
        let rows = match self {
            Self::Sqlite(connection) => {
                let query =
                    sqlx::query_with(sql, sqlite_arguments(values).map_err(|e| StoreError::database(doing, e))?);
                query.fetch_all(&mut **connection).await.map(|rows| rows.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(connection) => {
                let query =
                    sqlx::query_with(sql, postgres_arguments(values).map_err(|e| StoreError::database(doing, e))?);
                query.fetch_all(&mut **connection).await.map(|rows| rows.into_iter().map(Row::Postgres).collect())
            }
        };
        rows.map_err(|source| StoreError::database(doing, source))
    }

    /// The first row of a query, if there is one.
    pub(crate) async fn fetch_first(&mut self, query: Query) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch(query).await?.into_iter().next())
    }

    /// The number in the first column of the first row; 0 where there is no row or no number.
    pub(crate) async fn fetch_number(&mut self, query: Query) -> Result<i64, StoreError> {
        match self.fetch_first(query).await? {
            Some(row) => Ok(Cells::of(&row, "a number").optional_int()?.unwrap_or(0)),
            None => Ok(0),
        }
    }

    /// Executes a statement; returns how many rows it inserted, changed or deleted.
    pub(crate) async fn execute(&mut self, query: Query) -> Result<u64, StoreError> {
        query.trace();
        let Query { doing, sql, values } = query;
        let done = match self {
            Self::Sqlite(connection) => {
                let query =
                    sqlx::query_with(sql, sqlite_arguments(values).map_err(|e| StoreError::database(doing, e))?);
                query.execute(&mut **connection).await.map(|done| done.rows_affected())
            }
            Self::Postgres(connection) => {
                let query =
                    sqlx::query_with(sql, postgres_arguments(values).map_err(|e| StoreError::database(doing, e))?);
                query.execute(&mut **connection).await.map(|done| done.rows_affected())
            }
        };
        done.map_err(|source| StoreError::database(doing, source))
    }

    /// Executes a text of several statements without parameters.
    pub(crate) async fn execute_script(&mut self, doing: &'static str, sql: String) -> Result<(), StoreError> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql));
        let done = match self {
            Self::Sqlite(connection) => script.execute(&mut **connection).await.map(drop),
            Self::Postgres(connection) => script.execute(&mut **connection).await.map(drop),
        };
        done.map_err(|source| StoreError::database(doing, source))
    }
}

fn sqlite_arguments(values: Vec<Value>) -> Result<SqliteArguments, sqlx::Error> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Int(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

fn postgres_arguments(values: Vec<Value>) -> Result<PgArguments, sqlx::Error> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), values.len() * 12);
    for value in values {
        match value {
            Value::Int(number) => arguments.add(number),
            Value::Text(text) => arguments.add(text),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
