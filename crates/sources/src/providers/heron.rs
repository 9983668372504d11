//! Heron, an imaginary server of preprints: those of the days of the harvest, page by page. Only tests know it.

use fetch::{Address, FetchError};

use super::{Provider, cursor};
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// All preprints.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Heron;

impl Provider for Heron {
    fn kind(&self) -> AnswerKind {
        AnswerKind::Heron
    }

    fn address(&self) -> &'static str {
        "https://heron.example/preprints"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let (from, until) = (position.window.from.to_string(), position.window.until.to_string());
        Ok(base.with([("from", from.as_str()), ("until", until.as_str()), ("after", cursor(position, ""))]))
    }
}
