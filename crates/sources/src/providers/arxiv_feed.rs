//! arXiv's listing of today: what was announced in some categories. It knows no other day.

use fetch::{Address, FetchError};

use super::Provider;
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// The listing of some categories, such as `cs.CL`, or of whole archives, such as `math`.
#[derive(Debug, Clone)]
pub struct ArxivFeed {
    /// The categories.
    pub categories: Vec<String>,
}

impl Provider for ArxivFeed {
    fn kind(&self) -> AnswerKind {
        AnswerKind::ArxivFeed
    }

    fn address(&self) -> &'static str {
        "https://rss.arxiv.org/atom/"
    }

    fn ask(&self, base: &Address, _: &Position) -> Result<Address, FetchError> {
        base.join(&self.categories.join("+"))
    }
}
