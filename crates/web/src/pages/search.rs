//! `GET /papers`: the search, with filters and orders as plain links.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use domain::{Day, ListName};
use engine::{Found, Page};

use crate::failure::Failure;
use crate::links;
use crate::pages::{self, Answer};
use crate::params::{Params, within};
use crate::site::Site;
use crate::views::filters::Asked;
use crate::views::link::{Block, Link, Tag};
use crate::views::numbers::{counted, grouped, plural};
use crate::views::pager::Pager;
use crate::views::row::{Row, RowStyle};
use crate::views::shell::{Section, Shell};

/// The last row that can be paged to.
const MAX_ROWS: u64 = 10_000;

/// Characters of a question that stand in the heading; the field has all of them.
const HEADING_CHARS: usize = 100;

/// Categories offered beside an empty form.
const CATEGORIES: usize = 16;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    heading: String,
    sub: String,
    active: Vec<Link>,
    /// The question in its normal form, where it has operators and was typed otherwise.
    normalised: Option<String>,
    hints: Vec<String>,
    corrected: Option<String>,
    rows: Vec<Row>,
    empty: Vec<String>,
    help: Vec<Link>,
    sorts: Vec<Link>,
    pager: Option<Pager>,
    filters: Vec<Block>,
}

#[derive(Template)]
#[template(path = "search_form.html")]
struct FormPage {
    shell: Shell,
    sub: String,
    blocks: Vec<Block>,
}

/// Answers a search; without words or filters shows the form. An id or a DOI leads to its paper.
pub(crate) async fn show(State(site): State<Site>, params: Params) -> Answer {
    let text = params.text()?;
    let asked = Asked::read(&params, text.unwrap_or_default())?;
    if asked == (Asked { sort: asked.sort, ..Asked::default() }) {
        return form(&site).await;
    }
    let page = params.page()?;
    if u64::from(page.offset()) >= MAX_ROWS {
        let message =
            format!("page {} is too far: a search can be followed for {} rows", page.number, grouped(MAX_ROWS));
        return Err(
            Failure::bad_request("invalid_page", message).hint("Filters bring what is further down to the top.")
        );
    }
    if let Some(id) = site.newsstand().pasted(&asked.text).await? {
        return Ok(Redirect::temporary(&links::paper(&id)).into_response());
    }
    let newest = site.newsstand().calendar(ListName::Daily).await?.newest();
    let query = search::Query {
        offset: usize::try_from(page.offset()).unwrap_or(usize::MAX),
        limit: page.size as usize,
        explain: true,
        rerank: site.settings().rerank,
        today: Day::of(site.now().0),
        ..asked.query(newest)
    };
    let found = site.newsstand().search(&query).await?;
    let shell = Shell::load(&site, Section::Search, &title(&asked)).await?;
    results(&site, shell, Results { asked, found, page })
}

/// What a search page shows.
struct Results {
    asked: Asked,
    found: Found,
    page: Page,
}

fn results(site: &Site, mut shell: Shell, Results { asked, found, page }: Results) -> Answer {
    if found.papers.is_empty() {
        within(page, found.total)?;
    }
    let style = RowStyle {
        now: site.now(),
        images: site.settings().show_images,
        zero_counts: false,
        terms: Some(&found.terms),
    };
    let rows: Vec<Row> = (u64::from(page.offset()) + 1..)
        .zip(&found.papers)
        .map(|(place, hit)| Row::of(&hit.stored, style).at(place).explained(hit.explanation.as_ref()))
        .collect();
    let is_empty = rows.is_empty();
    // A lower bound may end in the middle of a page: one page more is offered as long as pages are full.
    let full = found.papers.len() == page.size as usize && found.total_is_lower_bound;
    let reach = if full { u64::from(page.offset()) + u64::from(page.size) + 1 } else { 0 };
    let pager = Pager::new(page, found.total.max(reach).min(MAX_ROWS), &asked.address());
    shell.query.clone_from(&asked.text);
    shell.hidden = true;
    shell.take_pages(pager.as_ref());
    let at_least = if found.total_is_lower_bound { "At least " } else { "" };
    pages::print(&SearchPage {
        shell,
        heading: title(&asked),
        sub: if is_empty {
            "No papers".to_owned()
        } else {
            format!("{at_least}{} {}", grouped(found.total), plural(found.total, "paper"))
        },
        active: asked.active(),
        normalised: (found.operators && found.corrected.is_none() && found.normalised != asked.text.trim())
            .then(|| found.normalised.clone()),
        hints: found.hints.iter().map(|hint| hint.message.clone()).collect(),
        corrected: found.corrected.clone(),
        rows,
        empty: if is_empty { vec!["No paper here fits all of that.".to_owned()] } else { Vec::new() },
        help: if is_empty { help(&asked) } else { Vec::new() },
        sorts: asked.sorts(found.sort),
        pager,
        filters: asked.choices(found.papers.iter().map(|hit| &hit.stored)),
    })
}

fn title(asked: &Asked) -> String {
    if asked.text.is_empty() {
        "All papers".to_owned()
    } else {
        format!("“{}”", text::excerpt(&asked.text, HEADING_CHARS))
    }
}

/// What else can be tried when nothing was found.
fn help(asked: &Asked) -> Vec<Link> {
    let mut help = Vec::new();
    if !asked.active().is_empty() && !asked.text.is_empty() {
        let bare = Asked { text: asked.text.clone(), ..Asked::default() };
        help.push(Link::new(bare.address().into_string(), "The same words without filters"));
    }
    help.push(Link::new("/papers", "A new search: ask in your own words; papers are found by meaning too"));
    help.push(Link::new("/papers/trending", "What is trending"));
    help
}

async fn form(site: &Site) -> Answer {
    let totals = site.newsstand().totals().await?;
    let categories = site.newsstand().categories().await?;
    let link = |(id, count): &(String, u64)| {
        let tag = Tag::category(id);
        Link::new(tag.href, tag.name).counting(*count)
    };
    let mut shell = Shell::load(site, Section::Search, "Search").await?;
    shell.canonical = site.absolute("/papers");
    shell.own_search = true;
    let sub = format!("{} {} here.", counted(totals.papers, "paper"), if totals.papers == 1 { "is" } else { "are" });
    let categories = Block::new("Categories", categories.iter().take(CATEGORIES).map(link).collect());
    pages::print(&FormPage { shell, sub, blocks: categories.into_iter().collect() })
}
