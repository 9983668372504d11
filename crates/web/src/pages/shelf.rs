//! `GET /author/…`, `/org/…`, `/category/…`, `/keyword/…`: papers that have something in common.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use domain::Subject;
use engine::{Page, Shelf, ShelfKind, ShelfOrder, ShelfQuery};

use crate::failure::Failure;
use crate::links::{self, Address};
use crate::pages::{self, Answer, Segment};
use crate::params::{Params, quoted, within};
use crate::site::Site;
use crate::views::frequent;
use crate::views::link::{Block, Link, Tag};
use crate::views::numbers::counted;
use crate::views::pager::Pager;
use crate::views::row::{Row, RowStyle};
use crate::views::shell::{Section, Shell};

/// Neighbouring categories beside a category before the others are folded.
const NEIGHBOURS: usize = 16;

/// The most categories beside a category: some sources class papers by thousands of codes.
const MOST_NEIGHBOURS: usize = 400;

#[derive(Template)]
#[template(path = "shelf.html")]
struct ShelfPage {
    shell: Shell,
    kicker: &'static str,
    name: String,
    sub: String,
    sorts: Vec<Link>,
    rows: Vec<Row>,
    pager: Option<Pager>,
    blocks: Vec<Block>,
}

/// Papers of an author.
pub(crate) async fn author(State(site): State<Site>, segment: Segment, params: Params) -> Answer {
    answer(&site, ShelfKind::Author, &segment, &params).await
}

/// Papers of an organisation.
pub(crate) async fn organization(State(site): State<Site>, segment: Segment, params: Params) -> Answer {
    answer(&site, ShelfKind::Organization, &segment, &params).await
}

/// Papers of a category.
pub(crate) async fn category(State(site): State<Site>, segment: Segment, params: Params) -> Answer {
    answer(&site, ShelfKind::Category, &segment, &params).await
}

/// Papers with a keyword.
pub(crate) async fn keyword(State(site): State<Site>, segment: Segment, params: Params) -> Answer {
    answer(&site, ShelfKind::Keyword, &segment, &params).await
}

/// The shelf that is meant by the last part of an address: names as people type them lead to the name in addresses, `CS.CL` to `cs.CL`.
pub(crate) async fn find(
    site: &Site,
    kind: ShelfKind,
    (asked, order, page): (&str, ShelfOrder, Page),
) -> Result<Shelf, Failure> {
    let slug = if kind == ShelfKind::Category { category_meant(asked).to_owned() } else { domain::slug(asked) };
    let found = site.newsstand().shelf(&ShelfQuery { kind, slug, order, page }).await?;
    found.ok_or_else(|| missing(kind, asked))
}

/// The category that is known by that id but for capitals; what is not known is what it is.
fn category_meant(asked: &str) -> &str {
    let known = domain::categories().iter().map(|(id, _)| *id);
    known.into_iter().find(|id| id.eq_ignore_ascii_case(asked)).unwrap_or(asked)
}

async fn answer(site: &Site, kind: ShelfKind, Segment(asked): &Segment, params: &Params) -> Answer {
    let page = params.page()?;
    let order = order_named(params.get("sort"))?;
    let papers = find(site, kind, (asked, order, page)).await?;
    if papers.slug != *asked {
        return Ok(Redirect::permanent(&links::shelf(kind, &papers.slug)).into_response());
    }
    within(page, papers.total)?;
    let blocks = if kind == ShelfKind::Category { neighbours(site, &papers.slug).await? } else { around(&papers) };
    let style = RowStyle { now: site.now(), images: site.settings().show_images, zero_counts: false, terms: None };
    let own = if kind == ShelfKind::Category { papers.slug.as_str() } else { "" };
    let first = u64::from(page.offset()) + 1;
    let rows = (first..).zip(&papers.papers).map(|(place, stored)| {
        let row = Row::of(stored, style).under(own);
        if order == ShelfOrder::Votes { row.at(place) } else { row }
    });
    let rows = rows.collect();
    let address = links::shelf(kind, &papers.slug);
    let pager = Pager::new(page, papers.total, &in_order(&address, order));
    let name = name(&papers);
    let mut shell = Shell::load(site, Section::Elsewhere, &name).await?;
    shell.canonical = site.absolute(&address);
    shell.offer(&address);
    shell.offer_letters(&about(kind, papers.slug.clone()));
    shell.take_pages(pager.as_ref());
    let first = if order == ShelfOrder::Votes { "the most voted first" } else { "newest first" };
    let sub = format!("{}, {first}", counted(papers.total, "paper"));
    let sorts = if papers.total > 1 { sorts(&address, order) } else { Vec::new() };
    shell.description = Some(format!("{name}: {sub}"));
    pages::print(&ShelfPage { shell, kicker: kicker(kind), name, sub, sorts, rows, pager, blocks })
}

/// The order that an address asks for; the newest first where it says nothing.
fn order_named(sort: Option<&str>) -> Result<ShelfOrder, Failure> {
    match sort {
        None | Some("newest") => Ok(ShelfOrder::Newest),
        Some("votes") => Ok(ShelfOrder::Votes),
        Some(other) => Err(Failure::bad_request("invalid_sort", format!("{} is not an order here", quoted(other)))
            .hint("The orders are “newest” and “votes”.")),
    }
}

/// The shelf at `address` in that order.
fn in_order(address: &str, order: ShelfOrder) -> Address {
    Address::new(address).with_some("sort", (order == ShelfOrder::Votes).then_some("votes"))
}

fn sorts(address: &str, current: ShelfOrder) -> Vec<Link> {
    [(ShelfOrder::Newest, "Newest"), (ShelfOrder::Votes, "Votes")]
        .map(|(order, label)| Link::new(in_order(address, order).into_string(), label).current(order == current))
        .into()
}

/// What letters about a shelf are about.
fn about(kind: ShelfKind, slug: String) -> Subject {
    match kind {
        ShelfKind::Author => Subject::Author(slug),
        ShelfKind::Organization => Subject::Organization(slug),
        ShelfKind::Category => Subject::Category(slug),
        ShelfKind::Keyword => Subject::Keyword(slug),
    }
}

fn missing(kind: ShelfKind, asked: &str) -> Failure {
    let what = kicker(kind).to_lowercase();
    Failure::not_found("no_such_shelf", format!("no paper here has the {what} {}", quoted(asked)))
        .hint("A search may find what was meant.")
}

/// What a shelf gathers, as its page says it.
pub(crate) fn kicker(kind: ShelfKind) -> &'static str {
    match kind {
        ShelfKind::Author => "Author",
        ShelfKind::Organization => "Organisation",
        ShelfKind::Category => "Category",
        ShelfKind::Keyword => "Keyword",
    }
}

/// What a shelf is called.
pub(crate) fn name(shelf: &Shelf) -> String {
    match shelf.kind {
        ShelfKind::Category => domain::category_name(&shelf.slug).unwrap_or(&shelf.name).to_owned(),
        _ => shelf.name.clone(),
    }
}

/// All categories, the largest first, for turning from one to another.
async fn neighbours(site: &Site, current: &str) -> Result<Vec<Block>, Failure> {
    let categories = site.newsstand().categories().await?;
    let items = categories.iter().take(MOST_NEIGHBOURS).map(|(id, count)| {
        let tag = Tag::category(id);
        Link::new(tag.href, tag.name).counting(*count).current(id == current)
    });
    Ok(Block::new("Categories", items.collect()).map(|block| block.folded(NEIGHBOURS)).into_iter().collect())
}

/// Whose company the shelf keeps, and a search for its name: it finds more than the shelf holds.
fn around(shelf: &Shelf) -> Vec<Block> {
    let mut blocks = frequent::company(shelf.kind, &shelf.slug, &shelf.papers);
    let items = vec![Link::new(links::search(&shelf.name), format!("Search for “{}”", shelf.name))];
    blocks.extend(Block::new("Further", items));
    blocks
}
