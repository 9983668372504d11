//! arXiv's query API: Atom with `arxiv:` and `opensearch:` elements
//! (<https://info.arxiv.org/help/api/user-manual.html>).
//!
//! An error is an entry too, whose id is an address under `/api/errors`, with status 400 since 2026 and with 200 before.
//! Pages sometimes come back empty although there is more: then [`Next::Offset`] is where this page began.

use domain::{Record, SourceKind, Version};

use super::{Next, RefusalCode, Sheet, arxiv_parts, people};
use crate::collector::Collector;
use crate::shape::Lost;
use crate::xml::{Element, Part, Tags};

/// What the feed says about the page.
#[derive(Default)]
struct Page {
    is_feed: bool,
    entries: u64,
    start: u64,
    total: Option<u64>,
}

/// Reads a page of results.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let mut page = Page::default();
    sheet.parts(text, &["entry", "totalResults", "startIndex", "updated"], |sheet, part| match part {
        Part::Opened(element) => page.is_feed |= element.is("feed"),
        Part::Whole(element) => whole(&element, &mut page, sheet),
    });
    if !page.is_feed {
        return sheet.nothing("no Atom feed");
    }
    sheet.total(page.total);
    let promised = page.total.is_some_and(|total| page.start.saturating_add(page.entries) < total);
    if promised && page.entries == 0 {
        let total = page.total.unwrap_or_default();
        sheet.warn(&format!("the page from {} on is empty although there are {total} results", page.start));
    }
    sheet.next(promised.then(|| Next::Offset(page.start.saturating_add(page.entries))));
}

fn whole(element: &Element<'_>, page: &mut Page, sheet: &mut Sheet<'_>) {
    let number = || element.text().trim().parse().ok();
    match element.local() {
        "totalResults" => page.total = number(),
        "startIndex" => page.start = number().unwrap_or_default(),
        "updated" => sheet.answered(crate::dates::instant(&element.text())),
        _ => entry(element, page, sheet),
    }
}

fn entry(element: &Element<'_>, page: &mut Page, sheet: &mut Sheet<'_>) {
    if let Some(message) = error(element) {
        sheet.refuse(RefusalCode::BadQuestion, &message);
        // The totals count the error itself.
        page.total = None;
    } else {
        page.entries += 1;
        sheet.element(element, record);
    }
}

/// The message of an entry that is an error.
fn error(entry: &Element<'_>) -> Option<String> {
    let id = entry.child("id")?.text();
    let message = || entry.child("summary").map(|summary| summary.text().into_owned()).unwrap_or_default();
    id.contains("/api/errors").then(message)
}

/// The paper of an entry.
fn record(tags: &Tags<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let address = tags.raw("id").unwrap_or_default();
    let title = tags.title("title").ok_or_else(|| format!("no title; its id is {address:?}"))?;
    let (id, version) = arxiv_parts::id(&address).ok_or_else(|| format!("{address:?} is no id of arXiv's"))?;
    let ids = [id].into_iter().chain(tags.dois("arxiv:doi")).collect();
    let mut record = Record::new(SourceKind::Arxiv, title, ids, collector.place());
    record.abstract_text = tags.text("summary");
    record.published = tags.instant("published");
    record.updated = tags.instant("updated");
    record.versions = versions(&record, version);
    record.updated = record.updated.filter(|updated| Some(*updated) != record.published);
    record.comment = tags.text("arxiv:comment");
    record.journal_ref = tags.name("arxiv:journal_ref");
    record.venue.clone_from(&record.journal_ref);
    record.categories = categories(tags.element);
    let authors = tags.each("author").map(|author| (author.name("name"), author.names("arxiv:affiliation")));
    people::put(&mut record, authors.filter_map(|(name, places)| Some((name?, places))));
    arxiv_parts::complete(&mut record);
    Ok(record)
}

/// The first version and the one that the entry is of.
fn versions(record: &Record, number: Option<u16>) -> Vec<Version> {
    let first = record.published.map(|at| Version { number: 1, at });
    let newest = number.zip(record.updated).map(|(number, at)| Version { number, at });
    first.into_iter().chain(newest.filter(|newest| newest.number > 1)).collect()
}

/// The categories, the primary one first; terms that are no categories (MSC and ACM classes) are left out.
fn categories(entry: &Element<'_>) -> Vec<String> {
    let primary = entry.child("arxiv:primary_category").and_then(|category| category.attribute("term"));
    let terms = entry.all("category").filter_map(|category| category.attribute("term"));
    let mut all: Vec<String> = Vec::new();
    for term in primary.into_iter().chain(terms).filter(|term| arxiv_parts::is_category(term)) {
        if !all.iter().any(|known| known == term) {
            all.push(term.to_owned());
        }
    }
    all
}
