//! Semantic Scholar: what a query finds among the papers published in the days of the harvest, by its bulk search
//! (<https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/get_graph_paper_bulk_search>). Papers of which only the year
//! is known count there as published on its first day.

use fetch::{Address, FetchError};

use super::Provider;
use crate::answers::{AnswerKind, Next};
use crate::harvest::Position;

/// What the reader knows of a paper and the bulk search gives; it has neither summaries nor the authors' places.
pub(super) const FIELDS: &str =
    "title,externalIds,abstract,authors,publicationDate,year,venue,journal,citationCount,openAccessPdf,url";

/// What a query finds.
#[derive(Debug, Clone)]
pub struct SemanticScholar {
    /// The query, such as `"sparse attention" | (retrieval -image)`.
    pub query: String,
}

impl Provider for SemanticScholar {
    fn kind(&self) -> AnswerKind {
        AnswerKind::SemanticScholar
    }

    fn address(&self) -> &'static str {
        "https://api.semanticscholar.org/graph/v1/paper/search/bulk"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let days = format!("{}:{}", position.window.from, position.window.until);
        // In this order pages stay what they are while papers are added.
        let base = base.with([
            ("query", self.query.as_str()),
            ("fields", FIELDS),
            ("publicationDateOrYear", &days),
            ("sort", "paperId:asc"),
        ]);
        Ok(match &position.next {
            Some(Next::Token { token, .. }) => base.with([("token", token.as_str())]),
            _ => base,
        })
    }
}
