//! What is asked: text, filters, order, and the window of the answer.

use domain::Day;

/// A question to a [`Snapshot`](crate::Snapshot).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Plain words. `"quoted words"` must stand beside one another, `-word` must not occur. Any text is allowed: what cannot
    /// be understood counts as words. Only the first 2,000 bytes are looked at. Empty: browse everything that the filters let through.
    pub text: String,
    /// What to leave out.
    pub filters: Filters,
    /// The order of the answer.
    pub sort: Sort,
    /// How many of the best papers to skip.
    pub offset: usize,
    /// How many papers to answer with.
    pub limit: usize,
    /// Whether each hit says why it was found.
    pub explain: bool,
}

/// What a paper must be to be found at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Shown on this day or later.
    pub from: Option<Day>,
    /// Shown on this day or earlier.
    pub to: Option<Day>,
    /// In this category (`cs.CL`), or in any category of this archive (`cs`). Upper and lower case are the same.
    pub category: Option<String>,
    /// Presented by the organisation of this slug.
    pub organization: Option<String>,
    /// Only papers with a code repository.
    pub has_code: bool,
}

/// The order of the answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// The best match first; without text the newest.
    #[default]
    Relevance,
    /// The newest of the matching papers first.
    Newest,
    /// The matching papers with the most votes first.
    Votes,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            filters: Filters::default(),
            sort: Sort::default(),
            offset: 0,
            limit: 20,
            explain: false,
        }
    }
}

impl Query {
    /// The first 20 papers for `text`, by relevance, without filters.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
