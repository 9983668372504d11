//! A piece of a file on its way to becoming items.

use std::ops::Range;
use std::sync::Arc;

use domain::{Day, Place, Problem, Severity, Timestamp};

use crate::collector::Collector;
use crate::detect::Layout;
use crate::json::{self, Json};
use crate::split::{Batch, Fault};
use crate::{Format, Item, Parsed, answers, saved_page, shape};

/// What all records of a file have in common.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) file: Arc<str>,
    pub(crate) format: Format,
    pub(crate) layout: Layout,
    /// The year of dates without one, where the caller knows it.
    pub(crate) year: Option<i16>,
    /// The day in the file's name.
    pub(crate) day: Option<Day>,
    /// When the file's counts were seen, where it does not say so.
    pub(crate) seen_at: Timestamp,
}

impl Context {
    pub(crate) fn place(&self, line: u64) -> Place {
        Place { file: Arc::clone(&self.file), line }
    }
}

/// Some records of a file, cut but not yet parsed. It can be sent to another thread, where [`Chunk::parse`] does the
/// larger part of the work.
#[derive(Debug)]
pub struct Chunk {
    context: Arc<Context>,
    batch: Batch,
}

impl Chunk {
    pub(crate) fn new(context: Arc<Context>, batch: Batch) -> Self {
        Self { context, batch }
    }

    /// Parses the records; the items are in their order.
    pub fn parse(self) -> Parsed {
        let mut items = Vec::with_capacity(self.batch.records.len());
        for (range, number) in self.batch.records.iter().zip(self.batch.first..) {
            self.record(range.clone(), number, &mut items);
        }
        if !self.batch.faults.is_empty() {
            items.extend(self.batch.faults.iter().map(|fault| self.fault(fault)));
            items.sort_by_key(Item::line);
        }
        Parsed(items)
    }

    fn record(&self, range: Range<usize>, number: u64, items: &mut Vec<Item>) {
        let bytes = self.batch.bytes.get(range).unwrap_or_default();
        match self.context.layout {
            Layout::Page => return saved_page::read(&String::from_utf8_lossy(bytes), &self.context, items),
            Layout::Answer(kind) => return answers::read_file(kind, bytes, &self.context, items),
            Layout::Dump => return answers::read_element(bytes, number, &self.context, items),
            Layout::Lines | Layout::Array => {}
        }
        if bytes.trim_ascii().is_empty() {
            return;
        }
        let mut collector = Collector::new(&self.context, number, items);
        match std::str::from_utf8(bytes) {
            Ok(text) => parse_one(text, &mut collector),
            Err(error) => {
                collector.warn(&format!("invalid UTF-8 at byte {}, replaced", error.valid_up_to() + 1));
                parse_one(&String::from_utf8_lossy(bytes), &mut collector);
            }
        }
    }

    fn fault(&self, fault: &Fault) -> Item {
        let place = self.context.place(fault.number);
        Item::Problem(Problem { place, severity: Severity::Lost, reason: fault.reason.clone() })
    }
}

/// Parses one JSON record.
fn parse_one(text: &str, collector: &mut Collector<'_>) {
    match json::parse(text.trim()) {
        Ok(Json::Object(object)) => shape::read(&object, collector),
        Ok(other) => collector.lost(&format!("{other} is no paper")),
        Err(reason) => collector.lost(&format!("broken JSON: {reason}")),
    }
}
