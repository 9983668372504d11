//! The Daily Papers of each day, `/api/daily_papers?date=…`; the next page is told by the `Link` header.

use fetch::{Address, FetchError};

use super::Provider;
use crate::answers::{AnswerKind, Next};
use crate::harvest::Position;

/// The Daily Papers API, or whoever speaks it.
#[derive(Debug, Clone, Copy, Default)]
pub struct HfDaily;

/// Where the site keeps everything that can be asked for.
const SITE: &str = "https://huggingface.co/";

impl HfDaily {
    /// Where the site shows the paper of that arXiv id, with its votes and its discussion.
    pub fn page(arxiv: &str) -> String {
        format!("{SITE}papers/{arxiv}")
    }
}

impl Provider for HfDaily {
    fn kind(&self) -> AnswerKind {
        AnswerKind::HfDaily
    }

    fn address(&self) -> &'static str {
        "https://huggingface.co/api/daily_papers"
    }

    fn is_asked_by_day(&self) -> bool {
        true
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        match &position.next {
            Some(Next::Address(address)) => base.join(address),
            _ => Ok(base.with([("date", position.day.to_string().as_str()), ("limit", "100")])),
        }
    }
}
