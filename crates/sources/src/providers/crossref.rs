//! Crossref: the works that its filters leave of those created in the days of the harvest
//! (<https://api.crossref.org/swagger-ui/index.html>).

use fetch::{Address, FetchError};

use super::{Provider, cursor};
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// Works by Crossref's filters.
#[derive(Debug, Clone, Default)]
pub struct Crossref {
    /// Filters as its API has them, such as `issn:1533-7928,type:journal-article`; all works without.
    pub filter: String,
}

impl Provider for Crossref {
    fn kind(&self) -> AnswerKind {
        AnswerKind::Crossref
    }

    fn address(&self) -> &'static str {
        "https://api.crossref.org/works"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let window = position.window;
        let days = format!("from-created-date:{},until-created-date:{}", window.from, window.until);
        let filter = if self.filter.is_empty() { days } else { format!("{},{days}", self.filter) };
        Ok(base.with([("filter", filter.as_str()), ("rows", "200"), ("cursor", cursor(position, "*"))]))
    }
}
