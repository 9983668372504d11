//! A line of arXiv's metadata snapshot: authors as `authors_parsed` and as one LaTeX text, categories between spaces,
//! `versions` with their dates.

use domain::{Record, SourceKind, Timestamp};

use crate::author_names;
use crate::code_links;
use crate::collector::Collector;
use crate::fields::Fields;
use crate::json::Json;
use crate::shape::{Lost, no_title};

/// The paper of a line. It stands on no list, and appeared on the date of its first version.
pub(super) fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title("title").ok_or_else(|| no_title(fields))?;
    let ids = fields.id("id").into_iter().chain(fields.dois("doi")).collect();
    let mut record = Record::new(SourceKind::Arxiv, title, ids, collector.place());
    record.abstract_text = fields.text("abstract");
    record.authors = authors(fields);
    record.categories = categories(fields);
    record.comment = fields.text("comments");
    record.venue = fields.name("journal-ref");
    record.published = first_version(fields);
    code_links::complete(&mut record);
    Ok(record)
}

fn authors(fields: &Fields<'_, '_>) -> Vec<String> {
    let parsed = fields.list("authors_parsed", |value| match value {
        Json::List(parts) => author_names::joined(parts),
        other => {
            fields.wrong("authors_parsed", other, "lists of name parts");
            None
        }
    });
    if !parsed.is_empty() {
        return parsed;
    }
    fields.text("authors").map(|text| author_names::split(&text)).unwrap_or_default()
}

/// The categories, the primary one first; other exports of the snapshot have them as a list.
fn categories(fields: &Fields<'_, '_>) -> Vec<String> {
    match fields.value("categories") {
        Some(Json::Text(text)) => text.split_whitespace().map(str::to_owned).collect(),
        _ => fields.names("categories"),
    }
}

/// The date of the first version, `Mon, 2 Apr 2007 19:18:42 GMT` (RFC 2822).
fn first_version(fields: &Fields<'_, '_>) -> Option<Timestamp> {
    let Json::List(versions) = fields.value("versions")? else { return None };
    let Some(Json::Object(first)) = versions.first() else { return None };
    let Some(Json::Text(created)) = first.get("created") else { return None };
    let parsed = jiff::fmt::rfc2822::parse(created).ok().map(|zoned| zoned.timestamp());
    fields.or_wrong("versions", parsed, "versions with dates such as Mon, 2 Apr 2007 19:18:42 GMT")
}
