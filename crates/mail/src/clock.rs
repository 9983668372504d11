//! The time of a round: the moment at which it began, which is told, and what has passed since.

use std::time::Instant;

use domain::Timestamp;

/// A clock that was set when a round began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    began: Timestamp,
    at: Instant,
}

impl Clock {
    pub(crate) fn set(now: Timestamp) -> Self {
        Self { began: now, at: Instant::now() }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.began.checked_add(self.at.elapsed()).unwrap_or(self.began)
    }
}
