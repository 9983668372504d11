//! Europe PMC: what a query of its own language finds among the papers that first appeared in the days of the harvest
//! (<https://europepmc.org/RestfulWebService>).

use fetch::{Address, FetchError};

use super::{Provider, cursor};
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// What a query finds.
#[derive(Debug, Clone)]
pub struct EuropePmc {
    /// The query, such as `TITLE_ABS:"single cell"`.
    pub query: String,
}

impl Provider for EuropePmc {
    fn kind(&self) -> AnswerKind {
        AnswerKind::EuropePmc
    }

    fn address(&self) -> &'static str {
        "https://www.ebi.ac.uk/europepmc/webservices/rest/search"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let window = position.window;
        let query = format!("({}) AND FIRST_PDATE:[{} TO {}]", self.query, window.from, window.until);
        Ok(base.with([
            ("query", query.as_str()),
            ("format", "json"),
            ("resultType", "core"),
            ("pageSize", "200"),
            ("cursorMark", cursor(position, "*")),
        ]))
    }
}
