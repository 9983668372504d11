//! `GET /` and `GET /new`: the newest day of a list.

use axum::extract::State;
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
pub(crate) async fn new(State(site): State<Site>, params: Params) -> Answer {
    let span = newest(&site, ListName::New).await?;
    if !site.newsstand().calendar(ListName::New).await?.days.is_empty() {
        return Ok(Redirect::temporary(&links::edition(ListName::New, span)).into_response());
    }
    let request = Request { list: ListName::New, span, category: None, page: params.page()?, front: false };
    edition::answer(&site, request).await
}

/// The newest day of a list; of an empty list the present day.
async fn newest(site: &Site, list: ListName) -> Result<Span, crate::failure::Failure> {
    let calendar = site.newsstand().calendar(list).await?;
    let day = calendar.newest().or_else(|| Day::of(site.now().0)).or_else(|| Day::of(Timestamp::UNIX_EPOCH));
    day.map(Span::Day).ok_or_else(crate::failure::Failure::internal)
}
