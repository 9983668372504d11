//! `GET /topics/{slug}`: what falls in a topic, and why.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use domain::{StoredPaper, Subject};
use engine::{Page, TopicQuery, TopicView};
use search::Sort;

use crate::dates::Now;
use crate::failure::Failure;
use crate::links::{self, Address};
use crate::pages::{self, Answer, Segment};
use crate::params::{Params, quoted, within};
use crate::site::Site;
use crate::views::byline::Byline;
use crate::views::filters::sort_named;
use crate::views::formulas;
use crate::views::link::Link;
use crate::views::numbers::counted;
use crate::views::pager::Pager;
use crate::views::row::{Row, RowStyle};
use crate::views::shell::{Section, Shell};

#[derive(Template)]
#[template(path = "topic.html")]
struct TopicPage {
    shell: Shell,
    slug: String,
    name: String,
    sub: String,
    sorts: Vec<Link>,
    /// What the examples share.
    words: Vec<String>,
    rows: Vec<Row>,
    pager: Option<Pager>,
    judged: Vec<Judged>,
}

/// Papers that were judged alike.
struct Judged {
    heading: &'static str,
    papers: Vec<Near>,
}

/// A paper beside the list.
struct Near {
    href: String,
    title: String,
    byline: Byline,
}

/// A topic.
pub(crate) async fn show(State(site): State<Site>, Segment(asked): Segment, params: Params) -> Answer {
    let page = params.page()?;
    let sort = sort_named(params.get("sort"))?.unwrap_or_default();
    let topic = find(&site, &asked, (sort, page)).await?;
    let address = links::topic(&topic.slug);
    if topic.slug != asked {
        return Ok(Redirect::permanent(&address).into_response());
    }
    within(page, topic.total)?;
    let mut shell = Shell::load(&site, Section::Topics, &topic.name).await?;
    shell.canonical = site.absolute(&address);
    shell.offer(&address);
    shell.offer_letters(&Subject::Topic(topic.slug.clone()));
    let sorted = Address::new(address.clone()).with_some("sort", named(sort));
    let pager = Pager::new(page, topic.total, &sorted);
    shell.take_pages(pager.as_ref());
    let sub = format!("{}, found by {}", counted(topic.total, "paper"), by(topic.accepted.len()));
    shell.description = Some(format!("{}: {sub}", topic.name));
    let style = RowStyle { now: site.now(), images: site.settings().show_images, zero_counts: false, terms: None };
    let first = u64::from(page.offset()) + 1;
    let rows = (first..).zip(&topic.papers).map(|(place, member)| {
        let row = Row::of(&member.stored, style).in_topic(member);
        if sort == Sort::Newest { row } else { row.at(place) }
    });
    pages::print(&TopicPage {
        shell,
        sorts: sorts(&address, sort),
        words: topic.words().into_iter().map(str::to_owned).collect(),
        rows: rows.collect(),
        pager,
        judged: judged(&topic, site.now()),
        slug: topic.slug,
        name: topic.name,
        sub,
    })
}

/// The topic that is meant by the last part of an address.
pub(crate) async fn find(site: &Site, asked: &str, (sort, page): (Sort, Page)) -> Result<TopicView, Failure> {
    let query = TopicQuery { slug: asked.to_owned(), sort, page };
    let found = site.newsstand().topic(&query).await?;
    found.ok_or_else(|| {
        Failure::not_found("no_such_topic", format!("there is no topic {}", quoted(asked)))
            .hint("The topics that there are stand at /topics.")
    })
}

/// `5 examples`, as what found the papers.
fn by(examples: usize) -> String {
    counted(examples as u64, "example")
}

/// The order as it stands in an address; the best first goes without.
fn named(sort: Sort) -> Option<&'static str> {
    match sort {
        Sort::Relevance => None,
        Sort::Newest => Some("newest"),
        Sort::Votes => Some("votes"),
        Sort::Citations => Some("citations"),
    }
}

fn sorts(address: &str, current: Sort) -> Vec<Link> {
    let link = |(sort, label)| {
        let href = Address::new(address).with_some("sort", named(sort)).into_string();
        Link::new(href, label).current(sort == current)
    };
    [(Sort::Relevance, "Best first"), (Sort::Newest, "Newest"), (Sort::Votes, "Votes")].map(link).into()
}

fn judged(topic: &TopicView, now: Now) -> Vec<Judged> {
    let near = |stored: &StoredPaper| Near {
        href: links::paper(&stored.paper.id),
        title: formulas::render(&stored.paper.title),
        byline: Byline::of(stored, now),
    };
    let all = [("Examples", &topic.accepted), ("Not in this topic", &topic.rejected)];
    let some = all.into_iter().filter(|(_, papers)| !papers.is_empty());
    some.map(|(heading, papers)| Judged { heading, papers: papers.iter().map(near).collect() }).collect()
}
