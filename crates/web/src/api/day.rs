//! `GET /api/v1/days/{date}`.

use axum::extract::State;
use axum::response::Response;
use domain::{Day, ListName, Span};
use engine::{EditionQuery, Page};
use serde::Serialize;

use crate::api::{json, record::Record};
use crate::failure::Failure;
use crate::pages::Segment;
use crate::params::{NumberRule, Params, refused, within};
use crate::site::Site;

/// A day of a list.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    date: Day,
    list: &'a str,
    total: u64,
    page: u32,
    pages: u64,
    /// The nearest days with papers.
    previous: Option<Day>,
    next: Option<Day>,
    /// `provisional` as long as a source was not read since the day was over, else `final`; nothing where no source is known.
    status: Option<&'a str>,
    papers: Vec<Record<'a>>,
}

/// The papers of a day of a list (`list=daily` or `new`), `limit` on a page.
pub(crate) async fn answer(
    State(site): State<Site>,
    Segment(date): Segment,
    params: Params,
) -> Result<Response, Failure> {
    let day: Day = date.parse().map_err(|error| Failure::bad_request("invalid_date", refused(&error)))?;
    let list = params.get("list").unwrap_or(ListName::Daily.as_str());
    let list: ListName =
        list.parse().map_err(|error| Failure::bad_request("invalid_list", format!("list: {}", refused(&error))))?;
    let rule = NumberRule { name: "limit", code: "invalid_limit", range: 1..=100, default: Page::SIZE };
    let page = Page { size: params.number(&rule)?, ..params.page()? };
    let query = EditionQuery { list, span: Span::Day(day), category: params.get("category").map(str::to_owned), page };
    let edition = site.newsstand().edition(&query).await?;
    within(page, edition.total)?;
    let standing = site.newsstand().day_standing(list, day, site.now().0).await?;
    json(&Answer {
        date: day,
        list: list.as_str(),
        total: edition.total,
        page: page.number,
        pages: page.count(edition.total),
        previous: edition.previous.map(Span::last),
        next: edition.next.map(Span::first),
        status: standing.map(|standing| if standing.is_final() { "final" } else { "provisional" }),
        papers: edition.papers.iter().map(|stored| Record::of(stored, &site)).collect(),
    })
}
