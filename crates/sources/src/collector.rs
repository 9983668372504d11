//! Where the readers of the shapes put what they find.

use domain::{Place, Problem, Record, Severity};

use crate::chunk::Context;
use crate::clean::{REASON_CHARS, clean};
use crate::{Item, tidy};

/// Collects the records and problems of one line (or element) of a file.
pub(crate) struct Collector<'c> {
    pub(crate) context: &'c Context,
    line: u64,
    /// Which part of the line is being read, such as `row 3: `; stands before every reason.
    part: String,
    items: &'c mut Vec<Item>,
}

impl<'c> Collector<'c> {
    pub(crate) fn new(context: &'c Context, line: u64, items: &'c mut Vec<Item>) -> Self {
        Self { context, line, part: String::new(), items }
    }

    /// From now on reasons begin with `part`.
    pub(crate) fn enter(&mut self, part: String) {
        self.part = part;
    }

    /// Where the line stands.
    pub(crate) fn place(&self) -> Place {
        self.context.place(self.line)
    }

    pub(crate) fn record(&mut self, record: Record) {
        match tidy::tidied(record) {
            Ok(record) => self.items.push(Item::Record(Box::new(record))),
            Err(reason) => self.lost(&reason),
        }
    }

    /// A field was left out or changed.
    pub(crate) fn warn(&mut self, reason: &str) {
        self.problem(Severity::Warning, reason);
    }

    /// A paper was lost.
    pub(crate) fn lost(&mut self, reason: &str) {
        self.problem(Severity::Lost, reason);
    }

    fn problem(&mut self, severity: Severity, reason: &str) {
        // Reasons name what was read, which may hold anything; they are printed on terminals and kept in logs.
        let reason = clean(format!("{}{reason}", self.part), REASON_CHARS).text;
        self.items.push(Item::Problem(Problem { place: self.place(), severity, reason }));
    }
}
