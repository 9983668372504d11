//! arXiv's query API, the oldest first (<https://info.arxiv.org/help/api/user-manual.html>).
//!
//! Pages are cut from a list that may change between two requests, so each begins a little before the end of the last: what was taken
//! out meanwhile moves nothing past the border, and a paper that comes twice is still one paper.

use fetch::{Address, FetchError};

use super::{Provider, offset};
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// How many papers a page adds, and how many it has in common with the one before.
const PAGE: u64 = 200;
const OVERLAP: u64 = 10;

/// What a query of arXiv's own language finds among the papers submitted in the days of the harvest.
#[derive(Debug, Clone)]
pub struct ArxivApi {
    /// The query, such as `cat:cs.CL AND abs:retrieval`.
    pub query: String,
}

impl Provider for ArxivApi {
    fn kind(&self) -> AnswerKind {
        AnswerKind::ArxivApi
    }

    fn address(&self) -> &'static str {
        "https://export.arxiv.org/api/query"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let compact = |day: domain::Day| day.to_string().replace('-', "");
        let (from, until) = (compact(position.window.from), compact(position.window.until));
        let query = format!("({}) AND submittedDate:[{from}0000 TO {until}2359]", self.query);
        let start = offset(position).saturating_sub(OVERLAP);
        let most = PAGE + OVERLAP.min(offset(position));
        Ok(base.with([
            ("search_query", query.as_str()),
            ("sortBy", "submittedDate"),
            ("sortOrder", "ascending"),
            ("start", &start.to_string()),
            ("max_results", &most.to_string()),
        ]))
    }
}
