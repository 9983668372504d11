//! `/papers/trending.atom`.

use engine::Page;

use crate::failure::Failure;
use crate::feeds::{Call, Feed, Heading};
use crate::pages::trending::ADDRESS;

/// What is trending, the highest score first.
pub(crate) async fn feed(call: Call) -> Result<Feed, Failure> {
    let trending = call.site.newsstand().trending(Page::number(1)).await?;
    let heading = Heading {
        title: "Trending".to_owned(),
        words: "The papers of the last 30 list days by votes and age".to_owned(),
        address: ADDRESS.to_owned(),
        page: ADDRESS.to_owned(),
    };
    Feed::new(&call, &heading, trending.papers.iter().map(|trended| &trended.stored))
}
