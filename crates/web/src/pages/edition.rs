//! `GET /papers/date/…`, `/papers/week/…`, `/papers/month/…` and `/new/date/…`: a span of a list.

use std::str::FromStr;

use askama::Template;
use axum::extract::State;
use domain::{ListName, ParseError, Span, Week};
use engine::{Edition, EditionQuery, Page};

use crate::dates;
use crate::failure::Failure;
use crate::links::{self, Address};
use crate::pages::{self, Answer, Segment};
use crate::params::{Params, quoted, refused, within};
use crate::site::Site;
use crate::views::edition::{EditionParts, EditionView};
use crate::views::picks;
use crate::views::shell::{Ear, Section, Shell};

#[derive(Template)]
#[template(path = "edition.html")]
struct EditionPage {
    shell: Shell,
    view: EditionView,
}

/// What is to be shown.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) list: ListName,
    pub(crate) span: Span,
    pub(crate) category: Option<String>,
    pub(crate) page: Page,
    /// Whether it is the front page.
    pub(crate) front: bool,
}

/// A day of the community's list.
pub(crate) async fn day(State(site): State<Site>, segment: Segment, params: Params) -> Answer {
    daily(&site, Span::Day(parse(&segment.0)?), &params).await
}

/// A week of the community's list.
pub(crate) async fn week(State(site): State<Site>, segment: Segment, params: Params) -> Answer {
    daily(&site, Span::Week(parse(&segment.0)?), &params).await
}

/// A month of the community's list.
pub(crate) async fn month(State(site): State<Site>, segment: Segment, params: Params) -> Answer {
    daily(&site, Span::Month(parse(&segment.0)?), &params).await
}

/// A day of everything that arrived, whole or one category of it.
pub(crate) async fn new_day(State(site): State<Site>, segment: Segment, params: Params) -> Answer {
    let category = params.get("category").map(str::to_owned);
    let span = Span::Day(parse(&segment.0)?);
    answer(&site, Request { list: ListName::New, span, category, page: params.page()?, front: false }).await
}

/// The page of a span.
pub(crate) async fn answer(site: &Site, request: Request) -> Answer {
    let Request { list, span, category, page, front } = request;
    let query = EditionQuery { list, span, category, page };
    let edition = site.newsstand().edition(&query).await?;
    within(page, edition.total)?;
    let calendar = site.newsstand().calendar(list).await?;
    let other = site.newsstand().calendar(other(list)).await?;
    let beside = beside(site, list, span).await?;
    let category = query.category.as_deref();
    let (images, now) = (site.settings().show_images, site.now());
    let standing = match span {
        Span::Day(day) if edition.total > 0 => site.newsstand().day_standing(list, day, now.0).await?,
        _ => None,
    };
    let (edition, beside, standing) = (&edition, beside.as_ref(), standing.as_ref());
    let parts = EditionParts { edition, calendar: &calendar, other: &other, beside, category, images, standing, now };
    let view = EditionView::new(&parts);
    let title = if front { String::new() } else { dates::heading(span) };
    let mut shell = Shell::load(site, section(list, span), &title).await?;
    if let (ListName::Daily, Span::Day(day)) = (list, span)
        && calendar.count(day) > 0
    {
        shell.ear = Some(Ear::of(&calendar, day).at_home(day));
    }
    shell.front = list == ListName::Daily && matches!(span, Span::Day(_));
    let address = if front { "/".to_owned() } else { links::edition(list, span) };
    // The newest day of everything new is not its own feed but that of whatever day is newest.
    let followed = if list == ListName::New && edition.next.is_none() { "/new" } else { address.as_str() };
    shell.offer(&Address::new(followed).with_some("category", category).into_string());
    shell.canonical = site.absolute(&address);
    shell.description = Some(format!("{}. {}.", view.heading, view.sub));
    shell.previous = view.previous.as_ref().map(|link| link.href.clone());
    shell.next = view.next.as_ref().map(|link| link.href.clone());
    pages::print(&EditionPage { shell, view })
}

/// What was picked beside a day: of its week beside a picked day, of the day itself beside everything that arrived.
async fn beside(site: &Site, list: ListName, span: Span) -> Result<Option<Edition>, Failure> {
    let span = match (list, span) {
        (ListName::Daily, Span::Day(day)) => Span::Week(Week::of(day)),
        (ListName::New, Span::Day(_)) => span,
        (_, Span::Week(_) | Span::Month(_)) => return Ok(None),
    };
    let page = Page { number: 1, size: picks::TITLES };
    let query = EditionQuery { list: ListName::Daily, span, category: None, page };
    Ok(Some(site.newsstand().edition(&query).await?))
}

async fn daily(site: &Site, span: Span, params: &Params) -> Answer {
    let request = Request { list: ListName::Daily, span, category: None, page: params.page()?, front: false };
    answer(site, request).await
}

/// The span that is meant by the last part of an address. A dot can only be meant to name a form.
pub(crate) fn parse<T: FromStr<Err = ParseError>>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|error: ParseError| match text.split_once('.') {
        Some((span, form)) if span.parse::<T>().is_ok() => {
            let message = format!("{span} is not to be had as {}", quoted(form));
            Failure::not_found("no_such_form", message).hint("Its feeds end in .atom, .rss and .json.")
        }
        _ => Failure::bad_request("invalid_date", refused(&error)),
    })
}

fn other(list: ListName) -> ListName {
    match list {
        ListName::Daily => ListName::New,
        ListName::New => ListName::Daily,
    }
}

fn section(list: ListName, span: Span) -> Section {
    match (list, span) {
        (ListName::New, _) => Section::New,
        (ListName::Daily, Span::Week(_)) => Section::Week,
        (ListName::Daily, Span::Month(_)) => Section::Month,
        (ListName::Daily, Span::Day(_)) => Section::Daily,
    }
}
