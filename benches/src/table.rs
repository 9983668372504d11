//! The one way in which results are printed: Markdown tables with aligned columns.

use std::fmt::{Display, Write as _};
use std::io::Write as _;

use anyhow::{Context, Result, ensure};

/// A table; the first column is words, the others are figures.
#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these heads of its columns.
    pub(crate) fn new<const N: usize>(heads: [&str; N]) -> Self {
        Self { rows: vec![heads.map(str::to_owned).to_vec()] }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: &[String; N]) {
        self.rows.push(cells.to_vec());
    }

    /// The table as Markdown.
    fn markdown(&self) -> Result<String> {
        let columns = self.rows.first().map_or(0, Vec::len);
        ensure!(self.rows.iter().all(|row| row.len() == columns), "a row has not {columns} cells");
        let width =
            |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).filter_map(width).collect();
        let mut out = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                if column == 0 { write!(out, "| {cell:<width$} ")? } else { write!(out, "| {cell:>width$} ")? }
            }
            out.push_str("|\n");
            if at == 0 {
                for (column, width) in widths.iter().enumerate() {
                    let dashes = "-".repeat(width + 1);
                    if column == 0 { write!(out, "|{dashes}-")? } else { write!(out, "|{dashes}:")? }
                }
                out.push_str("|\n");
            }
        }
        Ok(out)
    }

    /// Prints the table under a title.
    pub(crate) fn print(&self, title: &str) -> Result<()> {
        say(format_args!("\n{title}\n\n{}", self.markdown()?))
    }
}

/// Prints a line.
pub(crate) fn say(line: impl Display) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{line}").context("cannot print")
}

/// Tells on standard error what is going on.
pub(crate) fn note(line: impl Display) {
    // Nobody listening is no reason to stop measuring.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// How many times `base` a figure is, as `1.50x`.
pub(crate) fn ratio(figure: f64, base: f64) -> String {
    if base > 0.0 { format!("{:.2}x", figure / base) } else { "-".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another() {
        let mut table = Table::new(["what", "ms"]);
        table.row(&["a query".to_owned(), "1.25".to_owned()]);
        assert_eq!(table.markdown().unwrap(), "| what    |   ms |\n|---------|-----:|\n| a query | 1.25 |\n");
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let mut table = Table::new(["what", "ms"]);
        table.row(&["a query".to_owned()]);
        assert!(table.markdown().is_err());
    }

    #[test]
    fn ratios_need_a_base() {
        assert_eq!([ratio(3.0, 2.0), ratio(3.0, 0.0)], ["1.50x", "-"]);
    }
}
