//! `GET /api/v1/status`.

use axum::extract::State;
use axum::response::Response;
use domain::{Day, Timestamp};
use serde::Serialize;

use crate::api::json;
use crate::failure::Failure;
use crate::site::Site;

/// How much there is, and how far sources were read.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    papers: u64,
    daily_days: u64,
    new_days: u64,
    sources: Vec<Source<'a>>,
}

/// A source.
#[derive(Debug, Serialize)]
struct Source<'a> {
    name: &'a str,
    /// What is asked, such as `arxiv:cs.CL`.
    question: &'a str,
    /// The list that its papers go on.
    list: Option<&'a str>,
    /// The days that were asked for last, and whether all of them were read.
    from: Day,
    until: Day,
    complete: bool,
    /// When it was last read to its end.
    read: Option<Timestamp>,
    /// When it is asked again.
    next: Option<Timestamp>,
    failed: Option<Failed<'a>>,
}

/// What failed since.
#[derive(Debug, Serialize)]
struct Failed<'a> {
    at: Timestamp,
    reason: &'a str,
}

/// How the newsstand is filled.
pub(crate) async fn answer(State(site): State<Site>) -> Result<Response, Failure> {
    let totals = site.newsstand().totals().await?;
    let standings = site.newsstand().source_standings(site.now().0).await?;
    let sources = standings.iter().map(|source| Source {
        name: &source.name,
        question: &source.question,
        list: source.list.map(domain::ListName::as_str),
        from: source.window.from,
        until: source.window.until,
        complete: source.complete,
        read: source.read,
        next: source.next,
        failed: source.failed.as_ref().map(|(at, reason)| Failed { at: *at, reason }),
    });
    let (papers, daily_days, new_days) = (totals.papers, totals.daily_days, totals.new_days);
    json(&Answer { papers, daily_days, new_days, sources: sources.collect() })
}
