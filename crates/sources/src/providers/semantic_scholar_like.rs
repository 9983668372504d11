//! Semantic Scholar's recommendations: papers like one that is named, as its service chooses them of late
//! (<https://api.semanticscholar.org/api-docs/recommendations>). They have no days: all of them come each time.

use domain::PaperId;
use fetch::{Address, FetchError};

use super::Provider;
use super::semantic_scholar::FIELDS;
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// The most that are given.
const MOST: &str = "500";

/// Papers like the one that stands in the address.
#[derive(Debug, Clone, Copy)]
pub struct SemanticScholarLike;

impl SemanticScholarLike {
    const ADDRESS: &str = "https://api.semanticscholar.org/recommendations/v1/papers/forpaper/";

    /// Where papers like that one are told: an id of arXiv's, a DOI, or the service's own.
    pub(crate) fn address_of(paper: &str) -> String {
        let id = PaperId::from_pasted(paper);
        let name = id.as_ref().and_then(|id| {
            let arxiv = id.arxiv().map(|id| format!("ARXIV:{id}"));
            arxiv.or_else(|| id.doi().map(|doi| format!("DOI:{doi}")))
        });
        format!("{}{}", Self::ADDRESS, name.as_deref().unwrap_or(paper))
    }
}

impl Provider for SemanticScholarLike {
    fn kind(&self) -> AnswerKind {
        AnswerKind::SemanticScholar
    }

    fn address(&self) -> &'static str {
        Self::ADDRESS
    }

    fn ask(&self, base: &Address, _: &Position) -> Result<Address, FetchError> {
        Ok(base.with([("fields", FIELDS), ("limit", MOST)]))
    }
}
