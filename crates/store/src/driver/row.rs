//! Rows of either database, read cell by cell from the left.

use domain::{Day, Timestamp};
use rusqlite::types::{FromSqlResult, ValueRef};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Decode, Postgres, Row as _, Sqlite, Type};

use crate::StoreError;

/// A row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// Where cells are read from.
enum Source<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
    /// The values of a row on which a statement on the file stands.
    File(Vec<ValueRef<'r>>),
}

/// What a cell can hold.
trait Cell<'r>: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres> {
    /// Reads a value of SQLite.
    fn of(value: ValueRef<'r>) -> FromSqlResult<Self>;
}

/// Walks over the cells of a row. `table` is named in errors.
pub(crate) struct Cells<'r> {
    row: Source<'r>,
    next: usize,
    table: &'static str,
}

impl<'r> Cells<'r> {
    /// Starts at the first cell.
    pub(crate) fn of(row: &'r Row, table: &'static str) -> Self {
        let row = match row {
            Row::Sqlite(row) => Source::Sqlite(row),
            Row::Postgres(row) => Source::Postgres(row),
        };
        Self { row, next: 0, table }
    }

    /// Starts at the first of so many cells of the row on which a statement stands.
    pub(super) fn of_file(row: &'r rusqlite::Row<'_>, columns: usize, table: &'static str) -> rusqlite::Result<Self> {
        let values = (0..columns).map(|index| row.get_ref(index)).collect::<rusqlite::Result<_>>()?;
        Ok(Self { row: Source::File(values), next: 0, table })
    }

    /// The next cell, a number.
    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        self.cell()
    }

    /// The next cell, a number or NULL.
    pub(crate) fn optional_int(&mut self) -> Result<Option<i64>, StoreError> {
        self.cell()
    }

    /// The next cell, a text.
    pub(crate) fn text(&mut self) -> Result<&'r str, StoreError> {
        self.cell()
    }

    /// The next cell, a text or NULL.
    pub(crate) fn optional_text(&mut self) -> Result<Option<&'r str>, StoreError> {
        self.cell()
    }

    /// The next cell, a count that is never negative.
    pub(crate) fn count(&mut self, column: &'static str) -> Result<u64, StoreError> {
        let number = self.int()?;
        u64::try_from(number).map_err(|error| self.corrupt(column, &number.to_string(), &error))
    }

    /// The next cell, a count that fits 32 bits.
    pub(crate) fn small_count(&mut self, column: &'static str) -> Result<u32, StoreError> {
        let number = self.int()?;
        u32::try_from(number).map_err(|error| self.corrupt(column, &number.to_string(), &error))
    }

    /// The next cell, a day.
    pub(crate) fn day(&mut self, column: &'static str) -> Result<Day, StoreError> {
        let number = self.int()?;
        self.as_day(column, number)
    }

    /// The next cell, a day or NULL.
    pub(crate) fn optional_day(&mut self, column: &'static str) -> Result<Option<Day>, StoreError> {
        let number = self.optional_int()?;
        number.map(|number| self.as_day(column, number)).transpose()
    }

    /// The next cell, an instant.
    pub(crate) fn instant(&mut self, column: &'static str) -> Result<Timestamp, StoreError> {
        let number = self.int()?;
        self.as_instant(column, number)
    }

    /// The next cell, an instant or NULL.
    pub(crate) fn optional_instant(&mut self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        let number = self.optional_int()?;
        number.map(|number| self.as_instant(column, number)).transpose()
    }

    /// The next cell, a text that `T` can read.
    pub(crate) fn parsed<T>(&mut self, column: &'static str) -> Result<T, StoreError>
    where
        T: std::str::FromStr<Err: ToString>,
    {
        let text = self.text()?;
        text.parse().map_err(|error| self.corrupt(column, text, &error))
    }

    /// The next cell, a text of JSON.
    pub(crate) fn json<T>(&mut self, column: &'static str) -> Result<T, StoreError>
    where
        T: serde::Deserialize<'r>,
    {
        let text = self.text()?;
        serde_json::from_str(text).map_err(|error| self.corrupt(column, text, &error))
    }

    fn as_day(&self, column: &'static str, number: i64) -> Result<Day, StoreError> {
        Day::from_number(number).ok_or_else(|| self.corrupt(column, &number.to_string(), &"no day of 1900-2199"))
    }

    fn as_instant(&self, column: &'static str, number: i64) -> Result<Timestamp, StoreError> {
        Timestamp::from_microsecond(number).map_err(|error| self.corrupt(column, &number.to_string(), &error))
    }

    fn corrupt(&self, column: &'static str, value: &str, reason: &impl ToString) -> StoreError {
        StoreError::corrupt((self.table, column), value, reason)
    }

    fn cell<T: Cell<'r>>(&mut self) -> Result<T, StoreError> {
        let index = self.next;
        self.next += 1;
        let value = match &self.row {
            Source::Sqlite(row) => row.try_get(index),
            Source::Postgres(row) => row.try_get(index),
            Source::File(values) => return of_file(values, index).map_err(|source| StoreError::file(READING, source)),
        };
        value.map_err(|source| StoreError::database(READING, source))
    }
}

const READING: &str = "read a row";

fn of_file<'r, T: Cell<'r>>(values: &[ValueRef<'r>], index: usize) -> rusqlite::Result<T> {
    let value = *values.get(index).ok_or(rusqlite::Error::InvalidColumnIndex(index))?;
    let wrong = |error| rusqlite::Error::FromSqlConversionFailure(index, value.data_type(), Box::new(error));
    T::of(value).map_err(wrong)
}

impl<'r> Cell<'r> for i64 {
    fn of(value: ValueRef<'r>) -> FromSqlResult<Self> {
        value.as_i64()
    }
}

impl<'r> Cell<'r> for Option<i64> {
    fn of(value: ValueRef<'r>) -> FromSqlResult<Self> {
        value.as_i64_or_null()
    }
}

impl<'r> Cell<'r> for &'r str {
    fn of(value: ValueRef<'r>) -> FromSqlResult<Self> {
        value.as_str()
    }
}

impl<'r> Cell<'r> for Option<&'r str> {
    fn of(value: ValueRef<'r>) -> FromSqlResult<Self> {
        value.as_str_or_null()
    }
}
