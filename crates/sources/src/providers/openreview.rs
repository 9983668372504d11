//! OpenReview: the papers of a venue, all of them each time (<https://docs.openreview.net/reference/api-v2>). The last page is
//! the empty one.

use fetch::{Address, FetchError};

use super::Provider;
use crate::answers::{AnswerKind, Next};
use crate::harvest::Position;

/// The papers of a venue.
#[derive(Debug, Clone)]
pub struct OpenReview {
    /// The venue's id, such as `ICLR.cc/2025/Conference`; what was withdrawn or rejected has other ones.
    pub venue: String,
}

impl Provider for OpenReview {
    fn kind(&self) -> AnswerKind {
        AnswerKind::OpenReview
    }

    fn address(&self) -> &'static str {
        "https://api2.openreview.net/notes"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let base = base.with([("content.venueid", self.venue.as_str()), ("sort", "id"), ("limit", "1000")]);
        Ok(match &position.next {
            Some(Next::Cursor(last)) => base.with([("after", last.as_str())]),
            _ => base,
        })
    }
}
