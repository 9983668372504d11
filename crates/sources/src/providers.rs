//! What to ask each provider for the papers of some days: one file a provider.
//!
//! A provider turns a place in a harvest into an address, and says what kind of answer comes back. It keeps nothing and asks nothing
//! itself. Its address can be changed, since providers move.

mod arxiv_api;
mod arxiv_feed;
mod biorxiv;
mod crossref;
mod dblp;
mod europe_pmc;
#[cfg(test)]
mod heron;
mod hf_daily;
mod oai;
mod openalex;
mod openreview;
mod page;
mod semantic_scholar;
mod semantic_scholar_like;

use std::fmt;

use fetch::{Address, FetchError};

use crate::answers::{AnswerKind, Next};
use crate::harvest::Position;

pub use arxiv_api::ArxivApi;
pub use arxiv_feed::ArxivFeed;
pub use biorxiv::Biorxiv;
pub use crossref::Crossref;
pub use dblp::Dblp;
pub use europe_pmc::EuropePmc;
#[cfg(test)]
pub(crate) use heron::Heron;
pub use hf_daily::HfDaily;
pub use oai::Oai;
pub use openalex::OpenAlex;
pub use openreview::OpenReview;
pub use page::Page;
pub use semantic_scholar::SemanticScholar;
pub use semantic_scholar_like::SemanticScholarLike;

/// Who has papers, and how to ask for those of some days.
pub trait Provider: fmt::Debug + Send + Sync {
    /// What its answers are.
    fn kind(&self) -> AnswerKind;

    /// Where it is asked, unless the operator says otherwise.
    fn address(&self) -> &'static str;

    /// Whether each day is a question of its own.
    fn is_asked_by_day(&self) -> bool {
        false
    }

    /// The address of the next request, at `base`.
    ///
    /// # Errors
    /// Where what the provider said to ask next is no address that can be fetched.
    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError>;
}

/// The number of results to pass over.
fn offset(position: &Position) -> u64 {
    match position.next {
        Some(Next::Offset(offset)) => offset,
        _ => 0,
    }
}

/// The cursor, or what asks for the first page.
fn cursor<'a>(position: &'a Position, first: &'a str) -> &'a str {
    match &position.next {
        Some(Next::Cursor(cursor)) => cursor,
        _ => first,
    }
}
