//! OpenAlex: the works that its filters leave of those published in the days of the harvest
//! (<https://docs.openalex.org/how-to-use-the-api/get-lists-of-entities>).

use fetch::{Address, FetchError};

use super::{Provider, cursor};
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// Works by OpenAlex's filters.
#[derive(Debug, Clone, Default)]
pub struct OpenAlex {
    /// Filters as its API has them, such as `primary_topic.id:T10028`, several with commas; all works without.
    pub filter: String,
}

impl Provider for OpenAlex {
    fn kind(&self) -> AnswerKind {
        AnswerKind::OpenAlex
    }

    fn address(&self) -> &'static str {
        "https://api.openalex.org/works"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let window = position.window;
        let days = format!("from_publication_date:{},to_publication_date:{}", window.from, window.until);
        let filter = if self.filter.is_empty() { days } else { format!("{},{days}", self.filter) };
        Ok(base.with([("filter", filter.as_str()), ("per-page", "200"), ("cursor", cursor(position, "*"))]))
    }
}
