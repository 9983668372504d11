//! How the queue of letters stands, for whoever looks after it.

use domain::Timestamp;
use jiff::SignedDuration;
use serde::Serialize;
use store::LetterCount;

use crate::{EngineError, Newsstand};

/// How far back is looked for what was given up, and for what was sent.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(7 * 24);
const SENT: SignedDuration = SignedDuration::from_hours(24);

/// Rows that are read: different reasons are many where relays put addresses into what they say.
const ROWS: u32 = 1_000;

/// The queue of letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostQueue {
    /// Wait for somebody who sends them, and their time has come.
    pub due: u64,
    /// Were taken by somebody who sends them.
    pub under_way: u64,
    /// Wait for their moment.
    pub later: u64,
    /// Were tried, or kept from it, and are to be again: why, how many, and when the first of them is.
    pub again: Vec<Reason>,
    /// Were given up in the last seven days, and why.
    pub given_up: Vec<Reason>,
    /// Were sent in the last 24 hours.
    pub sent: u64,
}

/// Letters with the same trouble.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What was said.
    pub why: String,
    /// How many letters.
    pub letters: u64,
    /// When the first of them is tried again, or was given up.
    pub first: Timestamp,
}

impl Newsstand {
    /// How the queue of letters stands.
    pub async fn post_queue(&self, now: Timestamp) -> Result<PostQueue, EngineError> {
        let since = |ago| now.checked_sub(ago).unwrap_or(Timestamp::MIN);
        let waiting = self.store().letter_counts((now, since(GIVEN_UP)), ROWS).await?;
        let sent = self.store().letter_counts((now, since(SENT)), ROWS).await?;
        let sum = |counts: &[LetterCount], wanted: &dyn Fn(&LetterCount) -> bool| {
            counts.iter().filter(|count| wanted(count)).map(|count| count.letters).sum()
        };
        let reasons = |wanted: &dyn Fn(&LetterCount) -> bool| {
            let reason =
                |count: &LetterCount| Reason { why: count.error.clone(), letters: count.letters, first: count.first };
            waiting.iter().filter(|count| wanted(count)).map(reason).collect()
        };
        let is_queued = |count: &LetterCount| count.state == "queued";
        Ok(PostQueue {
            due: sum(&waiting, &|count| is_queued(count) && count.is_due),
            under_way: sum(&waiting, &|count| count.state == "sending"),
            later: sum(&waiting, &|count| is_queued(count) && !count.is_due),
            again: reasons(&|count| is_queued(count) && !count.error.is_empty()),
            given_up: reasons(&|count| count.state == "failed"),
            sent: sum(&sent, &|count| count.state == "sent"),
        })
    }
}
