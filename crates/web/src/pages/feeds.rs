//! `GET /feeds`: what can be followed, and in which forms.

use askama::Template;
use axum::extract::State;

use crate::feeds::{Form, opml};
use crate::pages::{self, Answer};
use crate::site::Site;
use crate::views::shell::{FeedLink, Section, Shell};

#[derive(Template)]
#[template(path = "feeds.html")]
struct FeedsPage {
    shell: Shell,
    opml: &'static str,
    groups: Vec<Group>,
}

/// Feeds of one kind.
struct Group {
    name: &'static str,
    lines: Vec<Line>,
}

/// A list with its feeds.
struct Line {
    name: String,
    page: String,
    feeds: Vec<FeedLink>,
}

/// The feeds that there are.
pub(crate) async fn show(State(site): State<Site>) -> Answer {
    let mut shell = Shell::load(&site, Section::Elsewhere, "Feeds").await?;
    shell.canonical = site.absolute("/feeds");
    shell.description = Some("What can be followed, and in which forms".to_owned());
    let line = |(name, page): (String, String)| Line { feeds: feeds(&page, &name), name, page };
    let group =
        |followed: opml::Followed| Group { name: followed.name, lines: followed.lists.into_iter().map(line).collect() };
    let groups = opml::followed(&site).await?.into_iter().map(group).collect();
    pages::print(&FeedsPage { shell, opml: opml::ADDRESS, groups })
}

/// The feeds of the list at `page` in all forms.
fn feeds(page: &str, title: &str) -> Vec<FeedLink> {
    Form::ALL.map(|form| FeedLink::new(page, title, form)).into()
}
