//! Where a harvest stands.

use domain::Day;
use fetch::{Address, Validators};
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

/// What a provider said of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// What was asked for.
    pub address: String,
    /// Its entity tag.
    pub etag: Option<String>,
    /// The date of its last change.
    pub last_modified: Option<String>,
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
    /// What the provider said of the first answer to this question, to be told when it has not changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
}

impl Position {
    /// At the beginning.
    pub fn start(window: Window) -> Self {
        Self { window, day: window.from, next: None, answers: 0, begun_anew: 0, empty: 0, last: 0, seen: None }
    }

    /// At the beginning of what came after these days, up to another day. The last of them is asked for again: it may not have been over.
    #[must_use]
    pub fn go_on_until(self, until: Day) -> Self {
        let window = Window::new(self.window.until.min(until), until);
        Self { seen: self.seen, ..Self::start(window) }
    }

    /// What is known of what stands at an address.
    pub(super) fn known(&self, address: &Address) -> Validators {
        let seen = self.seen.as_ref().filter(|seen| seen.address == address.to_string());
        seen.map_or_else(Validators::default, |Seen { etag, last_modified, .. }| Validators {
            etag: etag.clone(),
            last_modified: last_modified.clone(),
        })
    }

    /// At the beginning of the same question.
    pub(super) fn anew(self) -> Self {
        Self { next: None, answers: 0, empty: 0, last: 0, seen: None, ..self }
    }

    /// At the beginning of the next day's question.
    pub(super) fn next_day(self) -> Self {
        Self { day: self.day.plus(1), begun_anew: 0, ..self.anew() }
    }
}
