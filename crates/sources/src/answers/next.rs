//! What to ask next.

use domain::Timestamp;

/// What the following request has to carry. How it is carried is the provider's: see its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// A token that stands for the whole question: OAI-PMH's `resumptionToken`, Semantic Scholar's `token`.
    Token {
        /// The token.
        token: String,
        /// When it ends to be valid, where the provider says so.
        expires: Option<Timestamp>,
        /// How many records were given before this answer (OAI-PMH's `cursor`).
        given: Option<u64>,
    },
    /// A cursor that is sent beside the same question: OpenAlex, Crossref, Europe PMC.
    Cursor(String),
    /// The number of results to pass over, beside the same question: `start` at arXiv, `offset` at OpenReview and Semantic
    /// Scholar, `f` at DBLP, the cursor in the path at bioRxiv. One that is not greater than the one that was asked with
    /// means that the page came back empty although more is promised: ask again, but not for ever.
    Offset(u64),
    /// An address: of a feed's next page (RFC 5005, 3; JSON Feed's `next_url`).
    Address(String),
}
