//! What holds of everything that is read, whatever it was read from.

use domain::{Day, PaperId, Problem, Record, Timestamp};
use sources::answers::{Answer, Next};
use sources::{Item, Said};

/// The longest text that is kept, in characters, and the longest list.
const LONGEST: (usize, usize) = (100_000, 5_000);

/// When everything is read.
pub(crate) fn now() -> Timestamp {
    day().midnight()
}

/// The day that is asked for.
pub(crate) fn day() -> Day {
    Day::from_ymd(2026, 11, 22).expect("a day of the calendar")
}

/// An answer that was read from so many bytes.
pub(crate) fn answer(answer: &Answer, bytes: usize) {
    // The shortest thing that can be named as a problem is a character and a comma.
    assert!(answer.items.len() + answer.deleted.len() <= bytes + 16, "{} items of {bytes} bytes", answer.items.len());
    answer.items.iter().for_each(item);
    for deleted in &answer.deleted {
        id(&deleted.id);
        instant(deleted.at);
        assert!(deleted.place.line > 0);
    }
    instant(answer.answered);
    optional(answer.remark.as_ref());
    if let Some(refused) = &answer.refused {
        words(&refused.to_string());
    }
    if let Some(Next::Address(address) | Next::Cursor(address) | Next::Token { token: address, .. }) = &answer.next {
        assert!(!address.is_empty() && address.len() <= bytes.max(16) * 4, "next: {address:?}");
    }
}

/// A paper or a problem.
pub(crate) fn item(item: &Item) {
    match item {
        Item::Record(record) => self::record(record),
        Item::Problem(problem) => self::problem(problem),
    }
}

fn problem(problem: &Problem) {
    assert!(problem.place.line > 0 && &*problem.place.file == "answer", "{:?}", problem.place);
    words(&problem.reason);
}

fn record(record: &Record) {
    assert!(!record.ids.is_empty(), "no id: {record:?}");
    record.ids.iter().for_each(id);
    line(&record.title);
    line(&record.source_key);
    assert!(record.title.chars().count() <= 2_000 && record.source_key.len() <= 1_000, "{record:?}");
    let texts = [&record.abstract_text, &record.venue, &record.journal_ref, &record.pages, &record.language];
    texts.into_iter().chain([&record.comment, &record.summary]).for_each(|text| optional(text.as_ref()));
    let affiliations = record.affiliations.iter().flatten();
    let names = record.authors.iter().chain(&record.categories).chain(&record.keywords).chain(affiliations);
    names.for_each(|name| line(name));
    for length in [record.authors.len(), record.categories.len(), record.keywords.len(), record.versions.len()] {
        assert!(length <= LONGEST.1, "a list of {length}");
    }
    let told = record.affiliations.len();
    assert!(told == 0 || told == record.authors.len(), "{told} places of {} authors", record.authors.len());
    times(record);
    let links = &record.links;
    for address in [&links.code, &links.project, &links.pdf, &links.page, &links.image].into_iter().flatten() {
        link(address);
    }
    assert!(record.place.line > 0);
}

fn times(record: &Record) {
    instant(record.published);
    instant(record.updated);
    record.versions.iter().for_each(|version| instant(Some(version.at)));
    assert!(record.versions.iter().all(|version| version.number > 0), "{:?}", record.versions);
    assert!(record.year.is_none_or(|year| (1000..=2999).contains(&year)), "{:?}", record.year);
    assert!(record.listing.is_none_or(|listing| listing.rank != Some(0)), "{:?}", record.listing);
}

/// What a paper says of itself.
pub(crate) fn said(said: &Said) {
    if let Some(acceptance) = &said.acceptance {
        let venue = &acceptance.venue;
        assert!(!venue.trim().is_empty() && venue.chars().count() <= 120, "{venue:?}");
        assert!(acceptance.year.is_none_or(|year| (1950..=2100).contains(&year)), "{:?}", acceptance.year);
    }
    for count in [said.extent.pages, said.extent.figures, said.extent.tables].into_iter().flatten() {
        assert!(count > 0 && count < 1_900, "{:?}", said.extent);
    }
    said.links.iter().for_each(|found| link(&found.url));
    assert!(said.links.len() <= 50 && said.language.is_none_or(|language| language.len() == 2), "{said:?}");
}

/// An id in the one spelling in which it is read again.
fn id(id: &PaperId) {
    assert_eq!(id.as_str().parse::<PaperId>().ok().as_ref(), Some(id));
}

/// A moment in the years that a list may have.
fn instant(at: Option<Timestamp>) {
    assert!(at.is_none_or(|at| Day::of(at).is_some()), "{at:?}");
}

/// An address that can stand in a page.
fn link(address: &str) {
    self::address(address);
    assert!(!address.contains(['"', '<', '>']), "{address:?}");
}

/// An address on the web.
pub(crate) fn address(address: &str) {
    assert!(address.starts_with("https://") || address.starts_with("http://"), "{address:?}");
    assert!(!address.contains(|c: char| c.is_whitespace() || c.is_control()), "{address:?}");
}

fn optional(text: Option<&String>) {
    if let Some(text) = text {
        line(text);
    }
}

/// A text that is one clean line.
fn line(text: &str) {
    assert!(!text.is_empty() && text.trim() == text && !text.contains("  "), "no clean line: {text:?}");
    assert!(!text.chars().any(char::is_control), "control characters: {text:?}");
    assert!(text.chars().count() <= LONGEST.0, "{} characters", text.chars().count());
}

/// Words for people: something, on one line, and no more than anybody would read.
pub(crate) fn words(text: &str) {
    assert!(!text.trim().is_empty(), "no words");
    assert!(!text.chars().any(char::is_control), "control characters: {text:?}");
    assert!(text.chars().count() <= 4_000, "{} characters of words", text.chars().count());
}
