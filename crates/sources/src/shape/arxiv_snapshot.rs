//! A line of arXiv's metadata snapshot: authors as `authors_parsed` and as one LaTeX text, categories between spaces,
//! `versions` with their dates.

use domain::{Record, SourceKind, Version};

use crate::answers::arxiv_parts;
use crate::author_names;
use crate::collector::Collector;
use crate::dates;
use crate::fields::Fields;
use crate::json::Json;
use crate::shape::{Lost, no_title};

/// The paper of a line. It stands on no list, and appeared on the date of its first version.
pub(super) fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title("title").ok_or_else(|| no_title(fields))?;
    let ids = fields.id("id").into_iter().chain(fields.dois("doi")).collect();
    let mut record = Record::new(SourceKind::Arxiv, title, ids, collector.place());
    record.abstract_text = fields.text("abstract");
    (record.authors, record.affiliations) = authors(fields);
    record.categories = categories(fields);
    record.comment = fields.text("comments");
    record.journal_ref = fields.name("journal-ref");
    record.venue.clone_from(&record.journal_ref);
    record.versions = versions(fields);
    record.published = record.versions.first().map(|version| version.at);
    record.updated = record.versions.get(1..).and_then(<[_]>::last).map(|version| version.at);
    arxiv_parts::complete(&mut record);
    Ok(record)
}

/// The names, and the places of each where any author has one.
fn authors(fields: &Fields<'_, '_>) -> (Vec<String>, Vec<Vec<String>>) {
    let parsed = fields.list("authors_parsed", |value| match value {
        Json::List(parts) => author_names::joined(parts).map(|name| (name, author_names::places(parts))),
        other => {
            fields.wrong("authors_parsed", other, "lists of name parts");
            None
        }
    });
    if parsed.is_empty() {
        return (fields.text("authors").map(|text| author_names::split(&text)).unwrap_or_default(), Vec::new());
    }
    let (names, places): (Vec<_>, Vec<_>) = parsed.into_iter().unzip();
    let is_told = places.iter().any(|places: &Vec<String>| !places.is_empty());
    (names, if is_told { places } else { Vec::new() })
}

/// The categories, the primary one first; other exports of the snapshot have them as a list.
fn categories(fields: &Fields<'_, '_>) -> Vec<String> {
    match fields.value("categories") {
        Some(Json::Text(text)) => text.split_whitespace().map(str::to_owned).collect(),
        _ => fields.names("categories"),
    }
}

/// All versions; their dates are written `Mon, 2 Apr 2007 19:18:42 GMT`.
fn versions(fields: &Fields<'_, '_>) -> Vec<Version> {
    let mut number = 0;
    let read = |value: &Json<'_>| {
        let Json::Object(version) = value else { return None };
        let Some(Json::Text(created)) = version.get("created") else { return None };
        dates::instant(created)
    };
    fields
        .list("versions", |value| Some(read(value)))
        .into_iter()
        .filter_map(|at| {
            number += 1;
            let at = fields.or_wrong("versions", at, "versions with dates such as Mon, 2 Apr 2007 19:18:42 GMT")?;
            Some(Version { number, at })
        })
        .collect()
}
