//! A day, week or month of a list.

use domain::{Day, ListName, Span, StoredPaper};
use store::{ListedQuery, Order};

use crate::{EngineError, Newsstand, Page};

/// Which part of which list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionQuery {
    /// The list.
    pub list: ListName,
    /// The days.
    pub span: Span,
    /// Only papers whose primary category this is.
    pub category: Option<String>,
    /// The page.
    pub page: Page,
}

/// What stood on a list in a span, in reading order: a day of `daily` by its own ranks, longer spans by votes, and `new` by
/// category, the largest first.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The list.
    pub list: ListName,
    /// The days.
    pub span: Span,
    /// The papers of this page; each once, on however many days of the span it stood.
    pub papers: Vec<StoredPaper>,
    /// How many papers there are on all pages.
    pub total: u64,
    /// The page.
    pub page: Page,
    /// The nearest earlier span with papers.
    pub previous: Option<Span>,
    /// The nearest later span with papers.
    pub next: Option<Span>,
    /// The list's newest day.
    pub newest: Option<Day>,
    /// For `new`: primary categories with their numbers of papers, largest first.
    pub categories: Vec<(String, u64)>,
}

impl Newsstand {
    /// The papers of a span of a list. A span without papers is an edition with `total` 0.
    pub async fn edition(&self, query: &EditionQuery) -> Result<Edition, EngineError> {
        let EditionQuery { list, span, ref category, page } = *query;
        let listed = ListedQuery {
            list,
            first: span.first(),
            last: span.last(),
            category: category.clone(),
            order: order_of(list, span),
            offset: page.offset(),
            limit: page.size,
        };
        let found = self.store().listed(&listed).await?;
        let categories = match list {
            ListName::New => self.store().listed_categories(list, span.first(), span.last()).await?,
            ListName::Daily => Vec::new(),
        };
        let calendar = self.calendar(list).await?;
        Ok(Edition {
            list,
            span,
            papers: found.papers,
            total: found.total,
            page,
            previous: calendar.previous_before(span.first()).map(|day| span.with(day)),
            next: calendar.next_after(span.last()).map(|day| span.with(day)),
            newest: calendar.newest(),
            categories,
        })
    }
}

fn order_of(list: ListName, span: Span) -> Order {
    match (list, span) {
        (ListName::New, _) => Order::Category,
        (ListName::Daily, Span::Day(_)) => Order::Rank,
        (ListName::Daily, Span::Week(_) | Span::Month(_)) => Order::Votes,
    }
}
