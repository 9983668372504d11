//! `GET /author/…`, `/org/…`, `/category/…`, `/keyword/…`: papers that have something in common, newest first.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use engine::{Shelf, ShelfKind, ShelfQuery};

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

/// Neighbouring categories beside a category.
const NEIGHBOURS: usize = 16;

#[derive(Template)]
#[template(path = "shelf.html")]
struct ShelfPage {
    shell: Shell,
    kicker: &'static str,
    name: String,
    sub: String,
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

async fn answer(site: &Site, kind: ShelfKind, Segment(asked): &Segment, params: &Params) -> Answer {
    let page = params.page()?;
    // Names as people type them lead to the name in addresses; ids of categories are what they are.
    let slug = if kind == ShelfKind::Category { asked.clone() } else { domain::slug(asked) };
    let query = ShelfQuery { kind, slug, page };
    let found = site.newsstand().shelf(&query).await?;
    let papers = found.ok_or_else(|| missing(kind, asked))?;
    if papers.slug != *asked {
        return Ok(Redirect::permanent(&links::shelf(kind, &papers.slug)).into_response());
    }
    within(page, papers.total)?;
    let blocks = if kind == ShelfKind::Category { neighbours(site, asked).await? } else { around(&papers) };
    let style = RowStyle { now: site.now(), images: site.settings().show_images, zero_counts: false, terms: None };
    let own = if kind == ShelfKind::Category { papers.slug.as_str() } else { "" };
    let rows = papers.papers.iter().map(|stored| Row::of(stored, style).under(own)).collect();
    let address = links::shelf(kind, &papers.slug);
    let pager = Pager::new(page, papers.total, &Address::new(address.clone()));
    let name = name(&papers);
    let mut shell = Shell::load(site, Section::Elsewhere, &name).await?;
    shell.canonical = site.absolute(&address);
    shell.take_pages(pager.as_ref());
    let sub = format!("{}, newest first", counted(papers.total, "paper"));
    shell.description = Some(format!("{name}: {sub}"));
    pages::print(&ShelfPage { shell, kicker: kicker(kind), name, sub, rows, pager, blocks })
}

fn missing(kind: ShelfKind, asked: &str) -> Failure {
    let what = kicker(kind).to_lowercase();
    Failure::not_found("no_such_shelf", format!("no paper here has the {what} {}", quoted(asked)))
        .hint("A search may find what was meant.")
}

fn kicker(kind: ShelfKind) -> &'static str {
    match kind {
        ShelfKind::Author => "Author",
        ShelfKind::Organization => "Organisation",
        ShelfKind::Category => "Category",
        ShelfKind::Keyword => "Keyword",
    }
}

fn name(shelf: &Shelf) -> String {
    match shelf.kind {
        ShelfKind::Category => domain::category_name(&shelf.slug).unwrap_or(&shelf.name).to_owned(),
        _ => shelf.name.clone(),
    }
}

/// The largest categories, for turning from one to another.
async fn neighbours(site: &Site, current: &str) -> Result<Vec<Block>, Failure> {
    let categories = site.newsstand().categories().await?;
    let items = categories.iter().take(NEIGHBOURS).map(|(id, count)| {
        let tag = Tag::category(id);
        Link::new(tag.href, tag.name).counting(*count).current(id == current)
    });
    Ok(Block::new("Categories", items.collect()).into_iter().collect())
}

/// Whose company the shelf keeps, and a search for its name: it finds more than the shelf holds.
fn around(shelf: &Shelf) -> Vec<Block> {
    let mut blocks = frequent::company(shelf.kind, &shelf.slug, &shelf.papers);
    let items = vec![Link::new(links::search(&shelf.name), format!("Search for “{}”", shelf.name))];
    blocks.extend(Block::new("Further", items));
    blocks
}
