//! `/papers.atom?q=…`: what a search finds, by the same parameters and in the same order as its page.

use engine::Page;

use crate::failure::Failure;
use crate::feeds::{Call, Feed, Heading, edition};
use crate::pages::search;

/// The first page of a search; without a question the newest picked day.
pub(crate) async fn feed(call: Call) -> Result<Feed, Failure> {
    let Some(asked) = search::read(&call.params)? else { return edition::front(call).await };
    let found = search::ask(&call.site, &asked, Page::number(1)).await?;
    let address = asked.address().into_string();
    let title = search::title(&asked);
    let heading = Heading { words: format!("A search: {title}"), title, page: address.clone(), address };
    Feed::new(&call, &heading, found.papers.iter().map(|hit| &hit.stored))
}
