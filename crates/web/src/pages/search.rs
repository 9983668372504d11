//! `GET /papers`: the search, with filters and orders as plain links.

mod examples;
mod form;
mod results;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use domain::{Day, PaperId, Subject};
use engine::{Found, Page, ShelfKind, ShelfOrder, ShelfQuery};

use self::results::Results;
use crate::failure::Failure;
use crate::links;
use crate::pages::Answer;
use crate::params::Params;
use crate::site::Site;
use crate::views::filters::Asked;
use crate::views::known;
use crate::views::numbers::grouped;
use crate::views::shell::{Section, Shell};

/// The last row that can be paged to.
const MAX_ROWS: u64 = 10_000;

/// Characters of a question that stand in the heading; the field has all of them.
const HEADING_CHARS: usize = 100;

/// Answers a search; without words or filters shows the form. An id or a DOI leads to its paper.
pub(crate) async fn show(State(site): State<Site>, params: Params) -> Answer {
    let Some(asked) = read(&params)? else { return form::form(&site).await };
    let page = params.page()?;
    if u64::from(page.offset()) >= MAX_ROWS {
        let message =
            format!("page {} is too far: a search can be followed for {} rows", page.number, grouped(MAX_ROWS));
        return Err(
            Failure::bad_request("invalid_page", message).hint("Filters bring what is further down to the top.")
        );
    }
    let pasted = PaperId::from_pasted(&asked.text);
    if let Some(id) = site.newsstand().pasted(&asked.text).await? {
        return Ok(Redirect::temporary(&links::paper(&id)).into_response());
    }
    let (found, named) = match &pasted {
        // What is near to a number is nothing that anybody looks for.
        Some(_) => (Found::default(), Vec::new()),
        None => tokio::try_join!(ask(&site, &asked, page), known::named(&site, (&asked.text, page)))?,
    };
    let mut shell = Shell::load(&site, Section::Search, &title(&asked)).await?;
    shell.offer(&asked.address().into_string());
    let organization = organization(&site, &asked, &found).await?;
    match subject(&asked, &found) {
        Some(about) => shell.offer_letters(&about),
        None => shell.offer_no_letters(),
    }
    let stale = stale(&site, &asked).await?;
    results::print(&site, shell, Results { asked, found, page, named, organization, absent: pasted, stale })
}

/// What is asked, by words or by filters; `None` where nothing is.
pub(crate) fn read(params: &Params) -> Result<Option<Asked>, Failure> {
    let asked = Asked::read(params, params.text()?.unwrap_or_default())?;
    let nothing = Asked { sort: asked.sort, exact: asked.exact, ..Asked::default() };
    Ok((asked != nothing).then_some(asked))
}

/// A page of what a search finds. Days are counted back from the newest of the lists, in the words as in the filters.
pub(crate) async fn ask(site: &Site, asked: &Asked, page: Page) -> Result<Found, Failure> {
    let today = site.newsstand().counting_day(Day::of(site.now().0)).await?;
    let query = search::Query {
        offset: usize::try_from(page.offset()).unwrap_or(usize::MAX),
        limit: page.size as usize,
        explain: true,
        rerank: site.settings().rerank,
        ..asked.query(today)
    };
    Ok(site.newsstand().search(&query).await?)
}

/// What letters about the same would be about: what is chosen beside the words is written into the question.
fn subject(asked: &Asked, found: &Found) -> Option<Subject> {
    let words = if asked.has_filters() { found.normalised.as_str() } else { asked.text.as_str() };
    let question = asked.in_words(words);
    (!question.is_empty()).then(|| format!("search:{question}").parse().ok())?
}

/// The name of the organisation that is filtered by.
async fn organization(site: &Site, asked: &Asked, found: &Found) -> Result<Option<String>, Failure> {
    let Some(slug) = &asked.organization else { return Ok(None) };
    let mut here = found.papers.iter().filter_map(|hit| hit.stored.paper.organization.as_ref());
    if let Some(organization) = here.find(|organization| organization.slug == *slug) {
        return Ok(Some(organization.name.clone()));
    }
    let page = Page { number: 1, size: 1 };
    let shelf = ShelfQuery { kind: ShelfKind::Organization, slug: slug.clone(), order: ShelfOrder::Newest, page };
    Ok(site.newsstand().shelf(&shelf).await?.map(|shelf| shelf.name))
}

/// The newest day here, where days are counted back from it and it lies further back than the stretch that is asked for.
async fn stale(site: &Site, asked: &Asked) -> Result<Option<Day>, Failure> {
    let Some(today) = Day::of(site.now().0) else { return Ok(None) };
    let newest = site.newsstand().counting_day(Some(today)).await?;
    let stretch = asked.counts_back();
    Ok(newest.zip(stretch).filter(|(newest, stretch)| newest.plus(*stretch) < today).map(|(newest, _)| newest))
}

/// What a search is called. A text with quotation marks of its own gets no others.
pub(crate) fn title(asked: &Asked) -> String {
    let text = text::excerpt(&asked.text, HEADING_CHARS);
    if text.is_empty() {
        "All papers".to_owned()
    } else if text.contains('"') {
        curled(&text)
    } else {
        format!("“{text}”")
    }
}

/// The same with quotation marks that open and close.
fn curled(text: &str) -> String {
    let mut open = false;
    let curl = |c: char| {
        if c != '"' {
            return c;
        }
        open = !open;
        if open { '“' } else { '”' }
    };
    text.chars().map(curl).collect()
}
