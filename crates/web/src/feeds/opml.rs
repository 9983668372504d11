//! `GET /feeds.opml`: the site's main feeds as OPML 2.0 (<http://opml.org/spec2.opml>), for readers that subscribe to many at once.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::{ListName, Month, Span};
use engine::{EditionQuery, Page, ShelfKind};

use crate::failure::Failure;
use crate::feeds::call::needed_origin;
use crate::feeds::{Form, plainly, sound};
use crate::links;
use crate::pages::front::newest;
use crate::site::Site;
use crate::views::link::Tag;

/// The address of the list.
pub(crate) const ADDRESS: &str = "/feeds.opml";

/// What the lists are called that every site has.
const LISTS: &str = "Lists";

/// The most categories in the list.
const MOST_CATEGORIES: usize = 40;

#[derive(Template)]
#[template(path = "opml.xml")]
struct Opml {
    title: String,
    groups: Vec<Group>,
}

/// Lists of one kind that can be followed.
#[derive(Debug)]
pub(crate) struct Followed {
    /// What they are.
    pub(crate) name: &'static str,
    /// Their names and pages.
    pub(crate) lists: Vec<(String, String)>,
}

/// Feeds under a name.
struct Group {
    name: &'static str,
    lines: Vec<Line>,
}

/// A feed.
struct Line {
    name: String,
    feed: String,
    page: String,
}

/// The main feeds.
pub(crate) async fn answer(State(site): State<Site>, request: Request) -> Response {
    let origin = needed_origin(&site, &request);
    let made = async move {
        let kind = HeaderValue::from_static("text/x-opml; charset=utf-8");
        Ok(([(header::CONTENT_TYPE, kind)], opml(&site, &origin?).await?.render()?).into_response())
    };
    made.await.unwrap_or_else(plainly)
}

/// The pages whose feeds are in the list.
pub(super) async fn pages(site: &Site) -> Result<Vec<String>, Failure> {
    let pages = followed(site).await?.into_iter().flat_map(|group| group.lists).map(|(_, page)| page);
    Ok(pages.collect())
}

/// The main lists that can be followed, by kind.
pub(crate) async fn followed(site: &Site) -> Result<Vec<Followed>, Failure> {
    let lists = [("Daily", "/"), ("New", "/new"), ("Trending", "/papers/trending")];
    let topics = site.newsstand().topics().await?;
    let topics = topics.iter().map(|topic| (topic.name.clone(), links::topic(&topic.slug)));
    let mut groups = vec![
        Followed { name: LISTS, lists: lists.map(|(name, page)| (name.to_owned(), page.to_owned())).into() },
        Followed { name: "Topics", lists: topics.collect() },
        Followed { name: "Categories", lists: categories(site).await? },
    ];
    groups.retain(|group| !group.lists.is_empty());
    Ok(groups)
}

async fn opml(site: &Site, origin: &str) -> Result<Opml, Failure> {
    let line = |(name, page): (String, String)| Line {
        name: sound(&name),
        feed: format!("{origin}{}", links::feed(&page, Form::Atom)),
        page: format!("{origin}{page}"),
    };
    let name = &site.settings().title;
    let group = |Followed { name: kind, lists }: Followed| {
        // A list that every such site has is called after this one among the feeds of others.
        let called = |list: String| if kind == LISTS { format!("{list} · {name}") } else { list };
        Group { name: kind, lines: lists.into_iter().map(|(list, page)| line((called(list), page))).collect() }
    };
    let groups = followed(site).await?.into_iter().map(group).collect();
    Ok(Opml { title: sound(&format!("The feeds of {name}")), groups })
}

/// The categories of what arrived in the newest month and the one before, by their names and pages, the largest first.
async fn categories(site: &Site) -> Result<Vec<(String, String)>, Failure> {
    let month = Month::of(newest(site, ListName::New).await?.last());
    let mut found: Vec<(String, u64)> = Vec::new();
    for month in [month, Month::of(month.first().plus(-1))] {
        let page = Page { number: 1, size: 1 };
        let query = EditionQuery { list: ListName::New, span: Span::Month(month), category: None, page };
        for (id, count) in site.newsstand().edition(&query).await?.categories {
            match found.iter_mut().find(|(known, _)| *known == id) {
                Some((_, sum)) => *sum += count,
                None => found.push((id, count)),
            }
        }
    }
    found.sort_by(|(a_id, a), (b_id, b)| b.cmp(a).then_with(|| a_id.cmp(b_id)));
    let line = |(id, _): (String, u64)| (Tag::category(&id).name, links::shelf(ShelfKind::Category, &id));
    Ok(found.into_iter().take(MOST_CATEGORIES).map(line).collect())
}
