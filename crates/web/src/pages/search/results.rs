//! What a search found, as a page.

use askama::Template;
use domain::{Day, PaperId};
use engine::{Found, Page};

use super::{MAX_ROWS, title};
use crate::dates;
use crate::failure::Failure;
use crate::pages::{self, Answer};
use crate::params::within;
use crate::site::Site;
use crate::views::filters::Asked;
use crate::views::known::Known;
use crate::views::link::{Block, Link};
use crate::views::numbers::{counted, grouped};
use crate::views::pager::Pager;
use crate::views::row::{Row, RowStyle};
use crate::views::shell::Shell;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    heading: String,
    sub: String,
    active: Vec<Link>,
    /// Whose name the question is.
    named: Vec<Known>,
    /// The question in its normal form, where it has operators and was typed otherwise.
    normalised: Option<String>,
    hints: Vec<String>,
    /// What was searched instead, and the way to what was typed.
    corrected: Option<(String, String)>,
    rows: Vec<Row>,
    empty: Vec<String>,
    help: Vec<Link>,
    sorts: Vec<Link>,
    pager: Option<Pager>,
    filters: Vec<Block>,
}

/// What a search page shows.
pub(super) struct Results {
    pub(super) asked: Asked,
    pub(super) found: Found,
    pub(super) page: Page,
    pub(super) named: Vec<Known>,
    /// The name of the organisation that is filtered by.
    pub(super) organization: Option<String>,
    /// The paper that is meant and not here.
    pub(super) absent: Option<PaperId>,
    /// The newest day, where it is older than the stretch of time that is asked for.
    pub(super) stale: Option<Day>,
}

pub(super) fn print(site: &Site, mut shell: Shell, results: Results) -> Answer {
    let Results { asked, found, page, named, organization, absent, stale } = results;
    if found.papers.is_empty() {
        reaches(page, &found)?;
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
    let pager = pager(&asked, &found, page);
    shell.query.clone_from(&asked.text);
    shell.hidden = true;
    shell.take_pages(pager.as_ref());
    let as_typed = Asked { exact: true, ..asked.clone() }.address().into_string();
    let mut hints: Vec<String> = found.said().into_iter().map(str::to_owned).collect();
    hints
        .extend(stale.map(|newest| format!("days are counted back from {}, the newest day here", dates::long(newest))));
    pages::print(&SearchPage {
        shell,
        heading: title(&asked),
        sub: summary(&found),
        active: asked.active(organization.as_deref()),
        named,
        normalised: (found.operators && found.corrected.is_none() && found.normalised != asked.text.trim())
            .then(|| found.normalised.clone()),
        hints,
        corrected: found.corrected.clone().map(|corrected| (corrected, as_typed)),
        rows,
        empty: if is_empty { vec![nothing(&found, absent.as_ref())] } else { Vec::new() },
        help: if is_empty { help(&asked, absent.as_ref()) } else { Vec::new() },
        sorts: asked.sorts(found.sort, found.papers.iter().any(|hit| hit.stored.paper.facts.citations.is_some())),
        pager,
        filters: if absent.is_some() { Vec::new() } else { asked.choices(found.papers.iter().map(|hit| &hit.stored)) },
    })
}

/// How much was found. Where weaker papers follow those that match, nobody counts them.
fn summary(found: &Found) -> String {
    if found.papers.is_empty() {
        "No papers".to_owned()
    } else if found.unheld {
        "No paper has these words; these are the nearest in meaning".to_owned()
    } else if !found.total_is_lower_bound {
        counted(found.total, "paper")
    } else {
        match found.total {
            0 => "No paper fits closely; these come nearest".to_owned(),
            1 => "1 paper fits well, weaker ones follow".to_owned(),
            many => format!("{} papers fit well, weaker ones follow", grouped(many)),
        }
    }
}

/// A failure when an empty page lies behind the last one.
fn reaches(page: Page, found: &Found) -> Result<(), Failure> {
    if !found.total_is_lower_bound || page.number == 1 {
        return within(page, found.total);
    }
    let message = format!("there is no page {}: the search ends before it", page.number);
    Err(Failure::not_found("no_such_page", message).hint("Leave “page” out of the address to see the first page."))
}

/// The way to the neighbouring pages. What follows the papers that match is not counted: there is a next page as long as there are rows.
fn pager(asked: &Asked, found: &Found, page: Page) -> Option<Pager> {
    if !found.total_is_lower_bound {
        return Pager::new(page, found.total.min(MAX_ROWS), &asked.address());
    }
    let behind = u64::from(page.offset()) + u64::from(page.size);
    Pager::uncounted(page, (found.papers.len(), found.more && behind < MAX_ROWS), &asked.address())
}

/// What stands where nothing was found.
fn nothing(found: &Found, absent: Option<&PaperId>) -> String {
    match absent {
        Some(id) => format!("The paper {id} is not here."),
        None if found.unheld => "No paper here has these words, and none is near in meaning.".to_owned(),
        None => "No paper here fits all of that.".to_owned(),
    }
}

/// What else can be tried when nothing was found.
fn help(asked: &Asked, absent: Option<&PaperId>) -> Vec<Link> {
    let mut help: Vec<Link> = absent.and_then(Link::origin).into_iter().collect();
    if asked.has_filters() && !asked.text.is_empty() && absent.is_none() {
        let bare = Asked { text: asked.text.clone(), ..Asked::default() };
        help.push(Link::new(bare.address().into_string(), "The same words without filters"));
    }
    help.push(Link::new("/papers", "A new search: ask in your own words; papers are found by meaning too"));
    help.push(Link::new("/papers/trending", "What is trending"));
    help
}
