//! `/topics/{slug}.atom`: the newest papers of a topic.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use engine::Page;
use search::Sort;

use crate::failure::Failure;
use crate::feeds::{Call, Feed, Form, Heading};
use crate::links;
use crate::pages::{Segment, topic};
use crate::site::Site;

/// The newest papers of a topic.
pub(crate) async fn feed(call: Call) -> Result<Feed, Failure> {
    let found = topic::find(&call.site, &call.stem, (Sort::Newest, Page::number(1))).await?;
    let address = links::topic(&found.slug);
    let words = format!("What falls in the topic {}, newest first", found.name);
    let heading = Heading { title: found.name, words, page: address.clone(), address };
    Feed::new(&call, &heading, found.papers.iter().map(|member| &member.stored))
}

/// `/topics/{slug}/feed.atom`, where the first feeds of topics were.
pub(crate) async fn moved(State(site): State<Site>, Segment(asked): Segment) -> Response {
    let found = topic::find(&site, &asked, (Sort::Newest, Page::number(1))).await;
    match found {
        Ok(found) => Redirect::permanent(&links::feed(&links::topic(&found.slug), Form::Atom)).into_response(),
        Err(failure) => super::plainly(failure),
    }
}
