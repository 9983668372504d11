//! arXiv's daily listings, as RSS 2.0 or Atom (<https://info.arxiv.org/help/rss_specifications.html>): what is new, listed
//! from another category, or replaced. Built from the documentation; no recorded feed was at hand.
//!
//! A paper that is announced for the first time stands on the list of the day of its announcement. On days without an
//! announcement the feed has no items, which is no error.

use domain::{Announced, Day, ListName, Listing, Record, SourceKind, Timestamp};

use super::{Sheet, arxiv_parts, people};
use crate::collector::Collector;
use crate::listing::list;
use crate::shape::Lost;
use crate::xml::{Element, Part, Tags};
use crate::{author_names, dates};

/// Reads a listing.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let (mut is_feed, mut announced) = (false, None);
    sheet.parts(text, &["item", "entry", "pubDate", "updated"], |sheet, part| match part {
        Part::Opened(element) => is_feed |= element.is("rss") || element.is("feed"),
        Part::Whole(element) if matches!(element.local(), "item" | "entry") => {
            sheet.element(&element, |tags, collector| record(tags, collector, announced));
        }
        Part::Whole(element) => {
            announced = dates::instant(&element.text());
            sheet.answered(announced);
        }
    });
    if !is_feed {
        sheet.nothing("neither RSS nor Atom");
    }
}

/// The paper of an item; `announced` is the time of the whole listing.
fn record(tags: &Tags<'_, '_>, collector: &Collector<'_>, announced: Option<Timestamp>) -> Result<Record, Lost> {
    let key = tags.raw("guid").or_else(|| tags.raw("id")).unwrap_or_default();
    let title = tags.title("title").ok_or_else(|| format!("no title; its id is {key:?}"))?;
    let link = link(tags.element).unwrap_or_default();
    let found = arxiv_parts::id(&key).or_else(|| arxiv_parts::id(&link));
    let (id, _) = found.ok_or_else(|| format!("neither {key:?} nor {link:?} is an id of arXiv's"))?;
    let ids = [id].into_iter().chain(tags.dois("arxiv:DOI")).collect();
    let mut record = Record::new(SourceKind::Arxiv, title, ids, collector.place());
    let text = tags.text("description").or_else(|| tags.text("summary"));
    record.abstract_text = text.as_deref().and_then(abstract_of);
    record.announced = kind(tags, text.as_deref());
    record.journal_ref = tags.name("arxiv:journal_reference");
    record.venue.clone_from(&record.journal_ref);
    record.categories = categories(tags.element);
    let creators = tags.texts("dc:creator");
    people::put_names(&mut record, creators.iter().flat_map(|names| author_names::split(names)));
    arxiv_parts::complete(&mut record);
    let at = tags.instant("pubDate").or_else(|| tags.instant("published")).or(announced);
    stand(&mut record, at);
    Ok(record)
}

/// Puts a paper on the list of its day if it is there for the first time; a replaced one has a new version since then.
fn stand(record: &mut Record, at: Option<Timestamp>) {
    if record.announced.is_none_or(Announced::is_first) {
        if let Some(day) = at.and_then(Day::of) {
            // The order within a listing is that of submission, and each category has its own.
            list(record, Listing { list: ListName::New, day, rank: None });
        }
    } else {
        record.updated = at;
    }
}

/// The address of an item: the text of RSS's `link`, the attribute of Atom's.
fn link(item: &Element<'_>) -> Option<String> {
    let link = item.child("link")?;
    Some(link.attribute("href").map_or_else(|| link.text().trim().to_owned(), str::to_owned))
}

/// Why the item is there, by its element or by the words that stand before the abstract.
fn kind(tags: &Tags<'_, '_>, text: Option<&str>) -> Option<Announced> {
    if let Some(word) = tags.raw("arxiv:announce_type") {
        return tags.or_wrong(("arxiv:announce_type", &word), word.parse().ok(), "an announcement");
    }
    text?.split_once("Announce Type:")?.1.split_whitespace().next()?.parse().ok()
}

/// The abstract behind `arXiv:2411.13550v1 Announce Type: new Abstract: `; feeds before 2024 had nothing before it.
fn abstract_of(text: &str) -> Option<String> {
    let words = match text.split_once("Abstract:") {
        Some((before, words)) if before.starts_with("arXiv:") => words,
        _ => text,
    };
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// The categories in their order: the texts of RSS, the terms of Atom.
fn categories(item: &Element<'_>) -> Vec<String> {
    let words = item
        .all("category")
        .map(|category| category.attribute("term").map_or_else(|| category.text().trim().to_owned(), str::to_owned));
    let mut all: Vec<String> = Vec::new();
    for word in words.filter(|word| arxiv_parts::is_category(word)) {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    all
}
