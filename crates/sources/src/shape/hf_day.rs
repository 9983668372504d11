//! A saved answer of the Daily Papers API: `{"list_date": "2024-05-27", "observed_at": …, "response": [row, …]}`.

use crate::collector::Collector;
use crate::fields::{Fields, Notes};
use crate::json::{Json, Object};
use crate::shape::hf_row::{self, Answer};

/// Reads all rows of the answer. A broken row is lost alone.
pub(super) fn read(object: &Object<'_>, collector: &mut Collector<'_>) {
    let rows = match object.get("response") {
        Some(Json::List(rows)) => rows,
        Some(other) => return collector.lost(&format!("\"response\" is {other}, not a list of papers")),
        None => return collector.lost("no \"response\""),
    };
    let answer = answer(object, collector);
    for (row, number) in rows.iter().zip(1..) {
        collector.enter(format!("row {number}: "));
        match row {
            Json::Object(row) => {
                super::paper(row, collector, |fields, collector| hf_row::record_of(fields, &answer, collector.place()));
            }
            other => collector.lost(&format!("{other} is no paper")),
        }
    }
}

/// What the line says about all its rows.
fn answer(object: &Object<'_>, collector: &mut Collector<'_>) -> Answer {
    let notes = Notes::default();
    let fields = Fields::new(object, &notes);
    let day = fields.day("list_date").or(collector.context.day);
    let seen_at = fields.instant("observed_at").unwrap_or(collector.context.seen_at);
    for note in notes.into_vec() {
        collector.warn(&note);
    }
    Answer { day, seen_at }
}
