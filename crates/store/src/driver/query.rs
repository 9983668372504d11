//! A statement and its parameters.

use domain::Timestamp;
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

/// A parameter. The type is known even where the value is not, because PostgreSQL asks for it.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
}

/// A statement with its parameters, and what it is for in words that complete "could not …".
pub(crate) struct Query {
    pub(crate) doing: &'static str,
    pub(crate) sql: SqlStr,
    pub(crate) values: Vec<Value>,
}

impl Query {
    /// A statement of constant text; its parameters are `$1`, `$2` …
    pub(crate) fn new(doing: &'static str, sql: &'static str) -> Self {
        Self { doing, sql: sql.into_sql_str(), values: Vec::new() }
    }

    /// A statement put together from constant pieces of text; nothing that a user wrote may stand in it.
    pub(crate) fn assembled(doing: &'static str, sql: String) -> Self {
        Self { doing, sql: AssertSqlSafe(sql).into_sql_str(), values: Vec::new() }
    }

    /// With one more parameter, a number.
    pub(crate) fn int(mut self, number: i64) -> Self {
        self.values.push(Value::int(number));
        self
    }

    /// With one more parameter, an instant.
    pub(crate) fn instant(mut self, at: Timestamp) -> Self {
        self.values.push(Value::instant(at));
        self
    }

    /// With one more parameter, a text.
    pub(crate) fn text(mut self, text: &str) -> Self {
        self.values.push(Value::text(text));
        self
    }

    /// Shows the statement to whoever traces this crate.
    pub(super) fn trace(&self) {
        tracing::trace!(doing = self.doing, sql = self.sql.as_str(), parameters = self.values.len());
    }
}

impl Value {
    /// A number.
    pub(crate) fn int(number: i64) -> Self {
        Self::Int(Some(number))
    }

    /// An instant in microseconds. The last second of the year 9999 is cut to its beginning: an instant in it could be
    /// written but not be read again.
    pub(crate) fn instant(at: Timestamp) -> Self {
        Self::int(at.as_microsecond().min(Timestamp::MAX.as_second().saturating_mul(1_000_000)))
    }

    /// A text, as [`clean`] leaves it.
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(Some(clean(text)))
    }

    /// A text or NULL.
    pub(crate) fn optional_text(text: Option<&str>) -> Self {
        Self::Text(text.map(clean))
    }
}

/// The text without NUL characters, which PostgreSQL cannot hold in a TEXT. Both databases leave them out, so that the
/// same paper reads the same from either.
pub(crate) fn clean(text: &str) -> String {
    if text.as_bytes().contains(&0) { text.replace('\0', "") } else { text.to_owned() }
}
