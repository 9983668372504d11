//! `GET /` and `GET /new`: the newest day of a list.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect};
use domain::{Day, ListName, Span, Timestamp};

use crate::links;
use crate::pages::Answer;
use crate::pages::edition::{self, Request};
use crate::params::Params;
use crate::site::Site;

/// The front page: the newest day of the community's list.
pub(crate) async fn show(State(site): State<Site>, params: Params) -> Answer {
    let span = newest(&site, ListName::Daily).await?;
    let request = Request { list: ListName::Daily, span, category: None, page: params.page()?, front: true };
    edition::answer(&site, request).await
}

/// `/new` leads to the newest day of everything that arrived; without any it says so itself.
pub(crate) async fn new(State(site): State<Site>, uri: Uri, params: Params) -> Answer {
    let span = newest(&site, ListName::New).await?;
    if !site.newsstand().calendar(ListName::New).await?.days.is_empty() {
        // What was asked for besides, such as a category, is asked of the day.
        let asked = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let day = links::edition(ListName::New, span);
        return Ok(Redirect::temporary(&format!("{day}{asked}")).into_response());
    }
    let request = Request { list: ListName::New, span, category: None, page: params.page()?, front: false };
    edition::answer(&site, request).await
}

/// The newest day of a list; of an empty list the present day.
pub(crate) async fn newest(site: &Site, list: ListName) -> Result<Span, crate::failure::Failure> {
    let calendar = site.newsstand().calendar(list).await?;
    let day = calendar.newest().or_else(|| Day::of(site.now().0)).or_else(|| Day::of(Timestamp::UNIX_EPOCH));
    day.map(Span::Day).ok_or_else(crate::failure::Failure::internal)
}
