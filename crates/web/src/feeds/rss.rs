//! A feed in RSS 2.0 (<https://www.rssboard.org/rss-specification>). Authors are named by Dublin Core: RSS's own element wants
//! addresses of mail.

use askama::Template;
use askama::filters::{Html, escape};
use domain::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

use crate::failure::Failure;
use crate::feeds::Feed;
use crate::feeds::entry::Entry;

#[derive(Template)]
#[template(path = "rss.xml")]
struct Rss<'a> {
    feed: &'a Feed,
    built: Option<String>,
    items: Vec<Item<'a>>,
}

/// An entry, and what RSS writes in its own way.
struct Item<'a> {
    entry: &'a Entry,
    published: Option<String>,
    /// The summary as HTML: that is what a description is.
    description: String,
}

impl<'a> Item<'a> {
    fn of(entry: &'a Entry) -> Result<Self, Failure> {
        let description = escape(&entry.summary, Html).map_err(askama::Error::from)?.to_string();
        Ok(Self { entry, published: entry.published.and_then(date), description })
    }
}

/// `Thu, 30 Apr 2026 00:00:00 GMT`: RFC 822, with four digits of the year as the specification asks.
fn date(instant: Timestamp) -> Option<String> {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&instant).ok()
}

/// The feed's text.
pub(super) fn print(feed: &Feed) -> Result<String, Failure> {
    let items = feed.entries.iter().map(Item::of).collect::<Result<_, _>>()?;
    Ok(Rss { feed, built: feed.updated().and_then(date), items }.render()?)
}
