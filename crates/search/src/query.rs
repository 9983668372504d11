//! What is asked: text, filters, order, and the window of the answer.

use domain::Day;

/// A question to a [`Snapshot`](crate::Snapshot).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// In the language that `docs/SEARCH.md` describes. Any text is allowed: what cannot be understood counts as words. Empty: browse
    /// everything that the filters let through.
    pub text: String,
    /// What to leave out.
    pub filters: Filters,
    /// The order of the answer; `None`: the one that the text asks for (`sort:`), else by relevance.
    pub sort: Option<Sort>,
    /// The day from which `date:7d` and `is:new` count: the present one, or the newest of the library. `None`: they say nothing.
    pub today: Option<Day>,
    /// Whether words are searched as they were typed, even those that no paper holds.
    pub exact: bool,
    /// How many of the best papers to skip.
    pub offset: usize,
    /// How many papers to answer with.
    pub limit: usize,
    /// Whether each hit says why it was found.
    pub explain: bool,
    /// Whether the transformer is to look at the best papers once more: see [`to_rerank`](Self::to_rerank).
    pub rerank: bool,
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
    /// The matching papers that most works cite first.
    Citations,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Relevance, Self::Newest, Self::Votes, Self::Citations];

    /// The order of that name: `relevance`, `newest`, `votes` or `citations`, in capitals or not.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name().eq_ignore_ascii_case(name))
    }

    /// Its name in queries and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Votes => "votes",
            Self::Citations => "citations",
        }
    }
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            filters: Filters::default(),
            sort: None,
            today: None,
            exact: false,
            offset: 0,
            limit: 20,
            explain: false,
            rerank: false,
        }
    }
}

impl Query {
    /// The first 20 papers for `text`, by relevance, without filters.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}
