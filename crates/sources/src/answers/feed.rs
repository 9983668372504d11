//! Any feed whose entries are papers: RSS 2.0, RSS 1.0, Atom, JSON Feed, with the elements of Dublin Core and PRISM that journals
//! add (<https://www.rssboard.org/rss-specification>, <https://web.resource.org/rss/1.0/spec>, RFC 4287,
//! <https://www.jsonfeed.org/version/1.1/>).
//!
//! Entries have no id of a register unless a DOI or an address gives one; their own key is the feed's.

mod json;

use domain::{PaperId, Record, SourceKind};

use super::{Next, Sheet, ids, people};
use crate::collector::Collector;
use crate::shape::Lost;
use crate::xml::{Element, Part, Tags};
use crate::{clean, code_links, dates, links, markup};

/// Reads a feed.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    if text.trim_start().starts_with(['{', '[']) {
        return json::read(text, sheet);
    }
    let mut is_feed = false;
    sheet.parts(text, &["item", "entry", "link", "updated", "lastBuildDate"], |sheet, part| match part {
        Part::Opened(element) => is_feed |= matches!(element.local(), "rss" | "feed" | "RDF"),
        Part::Whole(element) => match element.local() {
            "item" | "entry" => sheet.element(&element, record),
            "link" if element.attribute("rel") == Some("next") => {
                sheet.next(element.attribute("href").and_then(links::address).map(Next::Address));
            }
            "updated" | "lastBuildDate" => sheet.answered(dates::instant(&element.text())),
            _ => {}
        },
    });
    if !is_feed {
        sheet.nothing("neither RSS nor Atom nor JSON Feed");
    }
}

/// The paper of an item or entry.
fn record(tags: &Tags<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let link = link(tags.element);
    let key = tags.raw("guid").or_else(|| tags.raw("id")).map(std::borrow::Cow::into_owned).or_else(|| link.clone());
    let title = tags.raw("title").map(|title| clean::clean(markup::plain(&title), clean::TITLE_CHARS).text);
    let title = title.filter(|title| !title.is_empty()).ok_or_else(|| format!("no title; its key is {key:?}"))?;
    let mut record =
        Record::new(SourceKind::Feed, title, ids(tags, key.as_deref(), link.as_deref()), collector.place());
    if let Some(key) = key.filter(|key| key.len() <= 200) {
        record.source_key = key;
    }
    record.abstract_text = words(tags);
    people::put_names(&mut record, authors(tags));
    let days = ["pubDate", "published", "dc:date", "prism:publicationDate", "updated"];
    record.published = days.iter().find_map(|name| tags.raw(name).and_then(|text| dates::instant(&text)));
    record.updated =
        tags.raw("updated").and_then(|text| dates::instant(&text)).filter(|at| Some(*at) != record.published);
    record.venue = tags.name("prism:publicationName").or_else(|| tags.name("dc:source"));
    record.pages = tags.name("prism:startingPage");
    record.language = tags.name("dc:language");
    record.keywords = tags.element.all("category").filter_map(keyword).collect();
    record.links.page = link.as_deref().and_then(links::address);
    code_links::complete(&mut record);
    Ok(record)
}

/// The address of the entry's page: RSS has it as text, Atom as an attribute of the link that is `alternate`.
fn link(item: &Element<'_>) -> Option<String> {
    let of = |link: &Element<'_>| link.attribute("href").map_or_else(|| link.text().trim().to_owned(), str::to_owned);
    let alternate = |link: &&Element<'_>| matches!(link.attribute("rel"), None | Some("alternate"));
    item.elements().filter(|element| element.name == "link").find(alternate).map(of).filter(|link| !link.is_empty())
}

/// The ids that DOI elements, the key and the address give.
fn ids(tags: &Tags<'_, '_>, key: Option<&str>, link: Option<&str>) -> Vec<PaperId> {
    let told = ["prism:doi", "dc:identifier", "arxiv:doi"].into_iter().filter_map(|name| tags.raw(name));
    let told = told.flat_map(|text| ids::of_text(&text));
    let addresses = [key, link].into_iter().flatten().flat_map(ids::of_address);
    told.chain(addresses).collect()
}

/// The text of the entry: the longer one where there is a summary and the content.
fn words(tags: &Tags<'_, '_>) -> Option<String> {
    let names = ["description", "summary", "content:encoded", "content", "dc:description"];
    let texts = names.into_iter().filter_map(|name| tags.raw(name));
    let plain = texts.map(|text| clean::clean(markup::plain(&text), clean::TEXT_CHARS).text);
    plain.filter(|text| !text.is_empty()).max_by_key(String::len)
}

/// The authors: Dublin Core's creators, Atom's authors, else RSS's, who may be an address of mail with a name behind it.
fn authors(tags: &Tags<'_, '_>) -> Vec<String> {
    let mut names = tags.names("dc:creator");
    names.extend(tags.each("author").filter_map(|author| author.name("name")));
    if names.is_empty() {
        names = tags.names("author").iter().map(|name| without_mail(name)).collect();
    }
    match names.as_slice() {
        // One element may hold them all.
        [one] if one.contains(';') => one.split(';').map(people::in_order).collect(),
        [one] if one.contains(',') => crate::author_names::split(one),
        _ => names,
    }
}

/// The name in `ann@example.org (Ann Bee)`.
fn without_mail(text: &str) -> String {
    let inside = text.split_once('(').and_then(|(mail, name)| mail.contains('@').then(|| name.trim_end_matches(')')));
    inside.unwrap_or(text).to_owned()
}

fn keyword(category: &Element<'_>) -> Option<String> {
    let word = category
        .attribute("label")
        .or_else(|| category.attribute("term"))
        .map_or_else(|| category.text().into_owned(), str::to_owned);
    Some(clean::clean(&word, clean::NAME_CHARS).text).filter(|word| !word.is_empty())
}
