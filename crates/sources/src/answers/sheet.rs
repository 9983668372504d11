//! Where the readers of answers write what they find.

use domain::{Record, Timestamp};

use crate::chunk::Context;
use crate::collector::Collector;
use crate::fields::{Fields, Notes};
use crate::json::{self, Json, Object};
use crate::shape::{self, Lost};
use crate::xml::{Element, Part, Parts, Tags};

use super::{Answer, Deleted, Next, Refusal, RefusalCode, Repository};

/// An answer while it is being written. Papers are numbered from 1 as they come.
pub(crate) struct Sheet<'c> {
    pub(crate) context: &'c Context,
    answer: Answer,
    /// The number of the entry that is being read; 0 before the first.
    entry: u64,
}

impl<'c> Sheet<'c> {
    pub(crate) fn new(context: &'c Context) -> Self {
        Self { context, answer: Answer::default(), entry: 0 }
    }

    /// A sheet whose first entry is the `number`th of its file.
    pub(crate) fn starting_at(context: &'c Context, number: u64) -> Self {
        Self { entry: number.saturating_sub(1), ..Self::new(context) }
    }

    pub(crate) fn finish(self) -> Answer {
        self.answer
    }

    /// Where the entry that is being read puts what it is.
    pub(crate) fn collector(&mut self) -> Collector<'_> {
        Collector::new(self.context, self.entry.max(1), &mut self.answer.items)
    }

    /// The next entry begins.
    pub(crate) fn enter(&mut self) {
        self.entry += 1;
    }

    /// Reads the next entry, a JSON object, with `record`.
    pub(crate) fn object<'o, 'a>(
        &mut self,
        object: &'o Object<'a>,
        record: impl FnOnce(&Fields<'_, 'a>, &Collector<'_>) -> Result<Record, Lost>,
    ) {
        self.enter();
        shape::paper(object, &mut self.collector(), record);
    }

    /// Reads each of `values` as the next entry; what is no object is lost.
    pub(crate) fn objects<'a>(
        &mut self,
        values: &[Json<'a>],
        record: impl Fn(&Fields<'_, 'a>, &Collector<'_>) -> Result<Record, Lost>,
    ) {
        for value in values {
            if let Json::Object(object) = value {
                self.object(object, &record);
            } else {
                self.enter();
                self.lost(&format!("{value} is no paper"));
            }
        }
    }

    /// Reads the next entry, an XML element, with `record`.
    pub(crate) fn element(
        &mut self,
        element: &Element<'_>,
        record: impl FnOnce(&Tags<'_, '_>, &Collector<'_>) -> Result<Record, Lost>,
    ) {
        self.enter();
        self.inside(element, record);
    }

    /// Reads the entry that was begun with [`enter`](Self::enter).
    pub(crate) fn inside(
        &mut self,
        element: &Element<'_>,
        record: impl FnOnce(&Tags<'_, '_>, &Collector<'_>) -> Result<Record, Lost>,
    ) {
        let notes = Notes::default();
        let mut collector = self.collector();
        let result = record(&Tags::new(element, &notes), &collector);
        for note in notes.into_vec() {
            collector.warn(&note);
        }
        match result {
            Ok(record) => collector.record(record),
            Err(reason) => collector.lost(&reason),
        }
    }

    /// Each part of an XML document through `read`, which gets the wanted elements whole. Breaks become problems.
    pub(crate) fn parts(&mut self, text: &str, wanted: &[&str], read: impl FnMut(&mut Self, Part<'_>)) {
        self.parts_of(Parts::new(text, wanted), read);
    }

    /// The same of a document that is read in a way of its own.
    pub(crate) fn parts_of(&mut self, mut parts: Parts<'_, '_>, mut read: impl FnMut(&mut Self, Part<'_>)) {
        for part in parts.by_ref() {
            match part {
                Ok(part) => read(self, part),
                Err(reason) => {
                    self.enter();
                    self.lost(&reason);
                }
            }
        }
        if let Some(entity) = parts.unknown_entity() {
            self.warn(&format!("the entity &{entity}; is not known; left as it is"));
        }
    }

    /// `text` as JSON, through `read`; what is no JSON is a problem.
    pub(crate) fn json<'t>(&mut self, text: &'t str, read: impl FnOnce(&mut Self, Json<'t>)) {
        match json::parse(text.trim()) {
            Ok(value) => read(self, value),
            Err(reason) => {
                let beginning: String = text.trim_start().chars().take(40).collect();
                self.lost(&format!("broken JSON: {reason}; it begins with {beginning:?}"));
            }
        }
    }

    /// A field was left out or changed.
    pub(crate) fn warn(&mut self, reason: &str) {
        self.collector().warn(reason);
    }

    /// A paper was lost.
    pub(crate) fn lost(&mut self, reason: &str) {
        self.collector().lost(reason);
    }

    /// An answer in which nothing was found that an answer of its kind has, unless it is known why.
    pub(crate) fn nothing(&mut self, reason: &str) {
        if self.answer.items.is_empty() {
            self.lost(reason);
        }
    }

    /// An answer that has none of what an answer of its kind has.
    pub(crate) fn stranger(&mut self, value: &Json<'_>, expected: &str) {
        let seen = match value {
            Json::Object(object) => {
                let keys: Vec<String> = object.keys().take(8).map(|key| key.chars().take(40).collect()).collect();
                format!("an object with the keys {:?}", keys.join(", "))
            }
            other => other.to_string(),
        };
        self.lost(&format!("{seen} is not {expected}"));
    }

    pub(crate) fn refuse(&mut self, code: RefusalCode, message: &str) {
        self.answer.refused = Some(Refusal::new(code, message));
    }

    pub(crate) fn remark(&mut self, remark: &str) {
        self.answer.remark = Some(crate::clean::clean(remark, crate::clean::TITLE_CHARS).text);
    }

    pub(crate) fn next(&mut self, next: Option<Next>) {
        self.answer.next = next;
    }

    pub(crate) fn total(&mut self, total: Option<u64>) {
        self.answer.total = total.or(self.answer.total);
    }

    pub(crate) fn answered(&mut self, at: Option<Timestamp>) {
        self.answer.answered = at;
    }

    pub(crate) fn repository(&mut self, repository: Repository) {
        self.answer.repository = Some(repository);
    }

    /// The current entry is the word that a paper was deleted.
    pub(crate) fn deleted(&mut self, id: domain::PaperId, at: Option<Timestamp>) {
        let place = self.context.place(self.entry.max(1));
        self.answer.deleted.push(Deleted { id, at, place });
    }
}
