//! `GET /api/v1/suggest`.

use std::borrow::Cow;
use std::ops::Range;
use std::time::Instant;

use axum::extract::State;
use axum::response::Response;
use engine::ShelfKind;
use search::{Leads, Suggestion, SuggestionKind};
use serde::Serialize;

use crate::api::json;
use crate::failure::Failure;
use crate::links;
use crate::params::{NumberRule, Params};
use crate::site::Site;

/// What may be meant.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    /// As it was typed.
    query: &'a str,
    /// Milliseconds from reading the question to having the answer.
    took_ms: f64,
    suggestions: Vec<Suggested<'a>>,
}

#[derive(Debug, Serialize)]
struct Suggested<'a> {
    kind: &'static str,
    /// The title or name; of a category its id.
    text: Cow<'a, str>,
    /// The name of a category.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
    /// The id of the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    /// How many papers have it; absent for a title.
    #[serde(skip_serializing_if = "Option::is_none")]
    papers: Option<u64>,
    /// `page`: the address is that of a page of its own. `search`: that of a search for the completed query.
    leads: &'static str,
    url: String,
    /// The query with this in the place of what was being typed.
    completed: &'a str,
    /// What was typed of the text, in bytes.
    marks: Vec<[usize; 2]>,
    /// The same of the detail.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    detail_marks: Vec<[usize; 2]>,
    /// Whether a word is another than was typed.
    corrected: bool,
}

/// Suggestions for what is being typed.
pub(crate) async fn answer(State(site): State<Site>, params: Params) -> Result<Response, Failure> {
    let started = Instant::now();
    let limit = params.number(&NumberRule { name: "limit", code: "invalid_limit", range: 1..=20, default: 8 })?;
    let query = params.text()?.unwrap_or_default();
    let found = site.newsstand().suggest(&query, limit as usize).await?;
    json(&Answer {
        query: &query,
        took_ms: (started.elapsed().as_secs_f64() * 1e6).round() / 1e3,
        suggestions: found.iter().map(Suggested::of).collect(),
    })
}

impl<'a> Suggested<'a> {
    fn of(suggestion: &'a Suggestion) -> Self {
        let is_title = suggestion.kind == SuggestionKind::Title;
        // A title with formulas is shown as text, in which nothing stands where it stood.
        let plain = if is_title { text::plain(&suggestion.text) } else { suggestion.text.clone() };
        let same = plain == suggestion.text;
        let (kind, shelf) = kind(suggestion.kind);
        let (id, url) = match &suggestion.leads {
            Leads::Paper(id) => (Some(id.as_str()), links::paper(id)),
            Leads::Page => (None, page(shelf, &suggestion.text)),
            Leads::Query => (None, links::search(&suggestion.completed)),
        };
        Self {
            kind,
            text: if same { Cow::Borrowed(suggestion.text.as_str()) } else { Cow::Owned(plain) },
            detail: suggestion.detail,
            id,
            papers: (!is_title).then_some(suggestion.papers),
            leads: if suggestion.leads == Leads::Query { "search" } else { "page" },
            url,
            completed: &suggestion.completed,
            marks: if same { pairs(&suggestion.marks) } else { Vec::new() },
            detail_marks: pairs(&suggestion.detail_marks),
            corrected: suggestion.corrected,
        }
    }
}

fn kind(kind: SuggestionKind) -> (&'static str, Option<ShelfKind>) {
    match kind {
        SuggestionKind::Title => ("title", None),
        SuggestionKind::Author => ("author", Some(ShelfKind::Author)),
        SuggestionKind::Keyword => ("keyword", Some(ShelfKind::Keyword)),
        SuggestionKind::Category => ("category", Some(ShelfKind::Category)),
        SuggestionKind::Organization => ("organization", Some(ShelfKind::Organization)),
    }
}

/// What a name is the name of, for readers, and its page; of a title nothing.
pub(crate) fn shelf(suggestion: &Suggestion) -> Option<(&'static str, String)> {
    let (_, shelf) = kind(suggestion.kind);
    let words = match shelf? {
        ShelfKind::Author => "Author",
        ShelfKind::Keyword => "Keyword",
        ShelfKind::Category => "Category",
        ShelfKind::Organization => "Organisation",
    };
    Some((words, page(shelf, &suggestion.text)))
}

/// The page of a name.
fn page(shelf: Option<ShelfKind>, name: &str) -> String {
    match shelf {
        None => links::search(name),
        Some(ShelfKind::Category) => links::shelf(ShelfKind::Category, name),
        Some(kind) => links::shelf(kind, &domain::slug(name)),
    }
}

fn pairs(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges.iter().map(|range| [range.start, range.end]).collect()
}
