//! `GET /api/v1/topics`.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::api::json;
use crate::failure::Failure;
use crate::feeds::Form;
use crate::links;
use crate::site::Site;

#[derive(Debug, Serialize)]
struct Answer<'a> {
    topics: Vec<Listed<'a>>,
}

/// A topic in the list.
#[derive(Debug, Serialize)]
struct Listed<'a> {
    slug: &'a str,
    name: &'a str,
    /// How many papers were said to belong to it, and not to.
    examples: usize,
    rejected: usize,
    url: String,
    feed: String,
}

/// All topics.
pub(crate) async fn answer(State(site): State<Site>) -> Result<Response, Failure> {
    let topics = site.newsstand().topics().await?;
    let whole = |path: String| site.absolute(&path).unwrap_or(path);
    let topics = topics.iter().map(|topic| Listed {
        slug: &topic.slug,
        name: &topic.name,
        examples: topic.accepted,
        rejected: topic.rejected,
        url: whole(links::topic(&topic.slug)),
        feed: whole(links::feed(&links::topic(&topic.slug), Form::Atom)),
    });
    json(&Answer { topics: topics.collect() })
}
