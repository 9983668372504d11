//! Statements about thousands of rows: one text with many parameters, in a few fixed sizes so that it stays prepared.

use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::StoreError;
use crate::dialect::Dialect;
use crate::driver::{Query, Row, Session, Value};

/// Parameters of the largest statement. SQLite allows 32,766 and PostgreSQL 65,535; beyond a few thousand nothing gets
/// faster, and each prepared statement costs memory for all of its parameters.
const MOST_PARAMETERS: usize = 6_000;

/// A statement about many rows. In `sql`, `{rows}` stands for `(?, ?), (?, ?), …` and `{list}` for `?, ?, …`; a `?`
/// before it is a single parameter. What it is for is told as in [`Query`].
pub(crate) struct Bulk {
    pub(crate) doing: &'static str,
    pub(crate) sql: &'static str,
    /// Parameters of one row.
    pub(crate) columns: usize,
}

impl Bulk {
    /// Executes the statement for all rows, whose parameters follow one another in `values`. Returns how many rows the
    /// database inserted or changed.
    pub(crate) async fn execute(&self, session: &mut Session<'_>, values: Vec<Value>) -> Result<u64, StoreError> {
        let mut left = values.len() / self.columns;
        let mut values = values.into_iter();
        let mut affected = 0;
        while left > 0 {
            let rows = largest_size(left, self.columns);
            let chunk = values.by_ref().take(rows * self.columns).collect();
            affected += session.execute(self.query(session.dialect(), rows, chunk)).await?;
            left -= rows;
        }
        Ok(affected)
    }

    /// Executes the statement for all rows, as [`Self::execute`] does, and returns what it answers with (`RETURNING`), in no order.
    pub(crate) async fn execute_returning(
        &self,
        session: &mut Session<'_>,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let mut left = values.len() / self.columns;
        let (mut values, mut answered) = (values.into_iter(), Vec::new());
        while left > 0 {
            let rows = largest_size(left, self.columns);
            let chunk = values.by_ref().take(rows * self.columns).collect();
            answered.extend(session.fetch(self.query(session.dialect(), rows, chunk)).await?);
            left -= rows;
        }
        Ok(answered)
    }

    /// Runs a query whose list has these values; `before` are the parameters that stand before the list. The rows come in
    /// no order. The last value is repeated until the list has one of the fixed sizes, which changes no `IN`.
    pub(crate) async fn fetch(
        &self,
        session: &mut Session<'_>,
        before: &[Value],
        list: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        for query in self.queries(session.dialect(), before, list) {
            rows.extend(session.fetch(query).await?);
        }
        Ok(rows)
    }

    /// The queries that [`Self::fetch`] runs.
    pub(crate) fn queries(&self, dialect: Dialect, before: &[Value], list: &[Value]) -> impl Iterator<Item = Query> {
        list.chunks(largest_size(usize::MAX, 1)).map(move |part| {
            let size = smallest_size_for(part.len());
            let padding = part.last().into_iter().cycle().take(size - part.len());
            let values = before.iter().chain(part).chain(padding).cloned().collect();
            self.query(dialect, size, values)
        })
    }

    fn query(&self, dialect: Dialect, rows: usize, values: Vec<Value>) -> Query {
        let sql = AssertSqlSafe(expand(dialect, self.sql, (rows, self.columns))).into_sql_str();
        Query { doing: self.doing, sql, values }
    }
}

/// The most rows, of the sizes 1, 4, 16 …, that are not more than `left` and fit one statement.
fn largest_size(left: usize, columns: usize) -> usize {
    let fitting = left.min(MOST_PARAMETERS / columns).max(1);
    4_usize.pow(fitting.ilog(4))
}

/// The smallest of the sizes 1, 4, 16 … that is not less than `length`.
fn smallest_size_for(length: usize) -> usize {
    let below = largest_size(length, 1);
    if below < length { below * 4 } else { below }
}

/// The statement's text for so many rows of so many columns.
fn expand(dialect: Dialect, template: &str, (rows, columns): (usize, usize)) -> String {
    let mut sql = String::with_capacity(template.len() + rows * columns * 7);
    let mut number = 0;
    let mut push = |sql: &mut String| {
        number += 1;
        dialect.push_placeholder(sql, number);
    };
    let (before, after, (open, close)) = match template.split_once("{rows}") {
        Some((before, after)) => (before, after, ("(", ")")),
        None => template.split_once("{list}").map_or((template, "", ("", "")), |(b, a)| (b, a, ("", ""))),
    };
    for (index, piece) in before.split('?').enumerate() {
        if index > 0 {
            push(&mut sql);
        }
        sql.push_str(piece);
    }
    for row in 0..rows {
        sql.push_str(if row == 0 { open } else { "," });
        if row > 0 {
            sql.push_str(open);
        }
        for column in 0..columns {
            if column > 0 {
                sql.push(',');
            }
            push(&mut sql);
        }
        sql.push_str(close);
    }
    sql.push_str(after);
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_placeholders_of_each_dialect() {
        let rows = "INSERT INTO t (a, b) VALUES {rows} ON CONFLICT DO NOTHING";
        assert_eq!(
            expand(Dialect::Sqlite, rows, (2, 2)),
            "INSERT INTO t (a, b) VALUES (?,?),(?,?) ON CONFLICT DO NOTHING"
        );
        assert_eq!(
            expand(Dialect::Postgres, rows, (2, 2)),
            "INSERT INTO t (a, b) VALUES ($1,$2),($3,$4) ON CONFLICT DO NOTHING"
        );
        let list = "SELECT a FROM t WHERE s = ? AND b IN ({list})";
        assert_eq!(expand(Dialect::Postgres, list, (3, 1)), "SELECT a FROM t WHERE s = $1 AND b IN ($2,$3,$4)");
    }

    #[test]
    fn sizes_are_few_and_fit() {
        assert_eq!([1, 3, 4, 15, 1_000].map(|left| largest_size(left, 1)), [1, 1, 4, 4, 256]);
        assert_eq!([1, 2, 4, 5, 257].map(smallest_size_for), [1, 4, 4, 16, 1_024]);
        assert_eq!(largest_size(100_000, 21), 256);
        assert_eq!(largest_size(usize::MAX, 1), 4_096);
        assert!(largest_size(usize::MAX, 1) < 32_766);
    }
}
