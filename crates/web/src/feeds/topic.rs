//! `GET /topics/{slug}/feed.atom`: the newest papers of a topic.

use axum::extract::State;
use engine::Page;
use search::Sort;

use crate::feeds::{Entry, Feed, sound};
use crate::links;
use crate::pages::{Answer, Segment, topic};
use crate::site::Site;

/// The newest papers of a topic.
pub(crate) async fn answer(State(site): State<Site>, Segment(asked): Segment) -> Answer {
    let found = topic::find(&site, &asked, (Sort::Newest, Page::default())).await?;
    let (own, page) = (links::topic_feed(&found.slug), links::topic(&found.slug));
    let whole = |path: String| site.absolute(&path).unwrap_or(path);
    let name = &site.settings().title;
    let feed = Feed {
        id: site.absolute(&own).unwrap_or_else(|| format!("tag:newsstand,2026:{page}")),
        title: sound(&format!("{} · {name}", found.name)),
        site: sound(name),
        own: whole(own),
        page: whole(page),
        entries: found.papers.iter().map(|member| Entry::of(&member.stored, &site)).collect(),
    };
    feed.print()
}
