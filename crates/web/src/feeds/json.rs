//! A feed in JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use domain::Timestamp;
use serde::Serialize;

use crate::failure::Failure;
use crate::feeds::Feed;
use crate::feeds::entry::Entry;

#[derive(Serialize)]
struct Top<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    language: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<Instant>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [String],
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

/// An instant in RFC 3339.
struct Instant(Timestamp);

impl Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'a> Item<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            id: &entry.id,
            url: &entry.href,
            external_url: entry.outside.as_deref(),
            title: &entry.title,
            content_html: &entry.content,
            summary: &entry.summary,
            image: entry.image.as_deref(),
            date_published: entry.published.map(Instant),
            date_modified: entry.updated.map(Instant),
            authors: entry.authors.iter().map(|name| Author { name }).collect(),
            tags: &entry.categories,
        }
    }
}

/// The feed's text.
pub(super) fn print(feed: &Feed) -> Result<String, Failure> {
    Ok(serde_json::to_string(&Top {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.own,
        description: &feed.words,
        language: "en",
        hubs: feed.hub.iter().map(|url| Hub { r#type: "WebSub", url }).collect(),
        items: feed.entries.iter().map(Item::of).collect(),
    })?)
}
