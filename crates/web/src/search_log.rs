//! Taking note of searches, where the operator wants it: of each search page that is asked for, and of each paper that is opened from one,
//! which the browser says by naming the page that it comes from. Addresses of readers are not looked at.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::uri::{Authority, Uri};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::params::Params;
use crate::site::Site;

/// What a request says about searching.
#[derive(Debug, PartialEq, Eq)]
enum Sign {
    /// A search.
    Asked(String),
    /// A paper that is opened from the answer to a search.
    Opened(String),
}

/// Around the pages: takes note of searches and of what is opened.
pub(crate) async fn note(State(site): State<Site>, request: Request, next: Next) -> Response {
    let sign = if request.method() == Method::GET { sign(&request) } else { None };
    let started = Instant::now();
    let response = next.run(request).await;
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
        match sign {
            Some(Sign::Asked(query)) => site.newsstand().note_search(&query, started.elapsed()),
            Some(Sign::Opened(query)) => site.newsstand().note_opening(&query),
            None => {}
        }
    }
    response
}

fn sign(request: &Request) -> Option<Sign> {
    let path = request.uri().path();
    if path == "/papers" {
        // Who turns the page asks nothing new.
        return query(request.uri()).filter(|_| Params::of(request.uri()).get("page").is_none()).map(Sign::Asked);
    }
    let is_paper = path.strip_prefix("/papers/").is_some_and(|rest| {
        !["date/", "week/", "month/"].iter().any(|list| rest.starts_with(list)) && !rest.starts_with("trending")
    });
    let header = |name| request.headers().get(name)?.to_str().ok();
    let from: Uri = is_paper.then(|| header(header::REFERER)).flatten()?.parse().ok()?;
    let is_ours = from.authority().map(Authority::as_str) == header(header::HOST);
    (is_ours && from.path() == "/papers").then(|| query(&from)).flatten().map(Sign::Opened)
}

fn query(address: &Uri) -> Option<String> {
    Params::of(address).text().ok().flatten()
}
