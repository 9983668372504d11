//! Where a harvest stands.

use domain::Day;
use fetch::Validators;
use serde::{Deserialize, Serialize};

use crate::answers::Next;

/// The days whose papers are wanted, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first.
    pub from: Day,
    /// The last; never before the first.
    pub until: Day,
}

impl Window {
    /// From one day to another; a day before the first is taken for the first.
    pub fn new(from: Day, until: Day) -> Self {
        Self { from, until: until.max(from) }
    }
}

/// Where a harvest stands: everything that the next request needs. Printed as JSON it can be kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// What is wanted.
    pub window: Window,
    /// The day that is asked for, of providers that are asked day by day.
    pub day: Day,
    /// What the provider said to ask next; nothing at the beginning of a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// How many answers this question has had.
    #[serde(default)]
    pub answers: u32,
    /// How often this question had to begin anew.
    #[serde(default)]
    pub begun_anew: u32,
    /// How often in a row the provider promised more without giving any.
    #[serde(default)]
    pub empty: u32,
    /// The fingerprint of the last answer's papers.
    #[serde(default)]
    pub last: u64,
    /// The entity tag of the first answer to this question, to be told when nothing has changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The date of its last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

impl Position {
    /// At the beginning.
    pub fn start(window: Window) -> Self {
        Self {
            window,
            day: window.from,
            next: None,
            answers: 0,
            begun_anew: 0,
            empty: 0,
            last: 0,
            etag: None,
            last_modified: None,
        }
    }

    /// At the beginning of what came after these days, up to another day. The last of them is asked for again: it may not have been over.
    #[must_use]
    pub fn go_on_until(self, until: Day) -> Self {
        let window = Window::new(self.window.until.min(until), until);
        Self { etag: self.etag, last_modified: self.last_modified, ..Self::start(window) }
    }

    /// What is known of the answer that is asked for: nothing but of the first.
    pub(super) fn known(&self) -> Validators {
        if self.next.is_some() || self.answers > 0 {
            return Validators::default();
        }
        Validators { etag: self.etag.clone(), last_modified: self.last_modified.clone() }
    }

    /// At the beginning of the same question.
    pub(super) fn anew(self) -> Self {
        Self { next: None, answers: 0, empty: 0, last: 0, etag: None, last_modified: None, ..self }
    }

    /// At the beginning of the next day's question.
    pub(super) fn next_day(self) -> Self {
        Self { day: self.day.plus(1), begun_anew: 0, ..self.anew() }
    }
}
