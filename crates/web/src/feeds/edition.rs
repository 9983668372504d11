//! The lists of days, weeks and months, and what is newest on them.

use domain::{ListName, Span};
use engine::{EditionQuery, Page};

use crate::dates;
use crate::failure::Failure;
use crate::feeds::{Call, Feed, Heading};
use crate::links::{self, Address};
use crate::pages::edition::parse;
use crate::pages::front::newest;

/// The most papers of a day: who looks once a day shall see the whole of it.
const MOST_OF_A_DAY: u32 = 500;

/// `/papers.atom` without a question: the newest day that a community picked.
pub(crate) async fn front(call: Call) -> Result<Feed, Failure> {
    let span = newest(&call.site, ListName::Daily).await?;
    let (address, page) = ("/".to_owned(), "/".to_owned());
    list(&call, (ListName::Daily, span), Heading { address, page, ..Heading::default() }).await
}

/// `/new.atom`: the newest day of everything that arrived, whole or one category of it.
pub(crate) async fn new(call: Call) -> Result<Feed, Failure> {
    let span = newest(&call.site, ListName::New).await?;
    let heading = Heading {
        title: "New".to_owned(),
        address: in_category(&call, "/new"),
        page: in_category(&call, &links::edition(ListName::New, span)),
        ..Heading::default()
    };
    list(&call, (ListName::New, span), heading).await
}

/// `/papers/date/2026-03-01.atom`.
pub(crate) async fn day(call: Call) -> Result<Feed, Failure> {
    let span = Span::Day(parse(&call.stem)?);
    at_its_place(&call, (ListName::Daily, span)).await
}

/// `/papers/week/2026-W10.atom`.
pub(crate) async fn week(call: Call) -> Result<Feed, Failure> {
    let span = Span::Week(parse(&call.stem)?);
    at_its_place(&call, (ListName::Daily, span)).await
}

/// `/papers/month/2026-03.atom`.
pub(crate) async fn month(call: Call) -> Result<Feed, Failure> {
    let span = Span::Month(parse(&call.stem)?);
    at_its_place(&call, (ListName::Daily, span)).await
}

/// `/new/date/2026-03-01.atom`.
pub(crate) async fn new_day(call: Call) -> Result<Feed, Failure> {
    let span = Span::Day(parse(&call.stem)?);
    at_its_place(&call, (ListName::New, span)).await
}

async fn at_its_place(call: &Call, (list_name, span): (ListName, Span)) -> Result<Feed, Failure> {
    let place = links::edition(list_name, span);
    let address = if list_name == ListName::New { in_category(call, &place) } else { place };
    let heading = Heading { title: dates::heading(span), page: address.clone(), address, ..Heading::default() };
    list(call, (list_name, span), heading).await
}

fn in_category(call: &Call, path: &str) -> String {
    Address::new(path).with_some("category", call.params.get("category")).into_string()
}

async fn list(call: &Call, (list, span): (ListName, Span), heading: Heading) -> Result<Feed, Failure> {
    let category = call.params.get("category").filter(|_| list == ListName::New).map(str::to_owned);
    let size = if matches!(span, Span::Day(_)) { MOST_OF_A_DAY } else { Page::SIZE };
    let query = EditionQuery { list, span, category, page: Page { number: 1, size } };
    let edition = call.site.newsstand().edition(&query).await?;
    let what = match list {
        ListName::Daily => "The papers that a community picked",
        ListName::New => "Everything that arrived",
    };
    Feed::new(call, &Heading { words: format!("{what}: {}", dates::heading(span)), ..heading }, &edition.papers)
}
