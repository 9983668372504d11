//! Newsstand's own lines of JSON, described at the head of this crate.

use domain::{Counts, Listing, Observation, Organization, PaperId, Record, SourceKind};

use crate::author_names;
use crate::collector::Collector;
use crate::fields::Fields;
use crate::json::Json;
use crate::listing::list;
use crate::shape::{Lost, no_title};

/// The paper of a line.
pub(super) fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title("title").ok_or_else(|| no_title(fields))?;
    let mut record = Record::new(SourceKind::Jsonl, title, ids(fields), collector.place());
    record.abstract_text = fields.text("abstract");
    record.authors = authors(fields);
    record.author_count = fields.count("author_count").filter(|_| record.authors.is_empty());
    record.categories = fields.names("categories");
    record.keywords = fields.names("keywords");
    record.organization = fields.name("organization").and_then(|name| Organization::named(&name));
    record.published = fields.instant("published");
    record.venue = fields.name("venue");
    record.comment = fields.text("comment");
    record.summary = fields.text("summary");
    record.citations = fields.count("citations");
    links(fields, &mut record);
    observe(fields, &mut record, collector);
    if let Some(listing) = listing(fields) {
        list(&mut record, listing);
    }
    Ok(record)
}

fn ids(fields: &Fields<'_, '_>) -> Vec<PaperId> {
    let others = fields.list("ids", |value| match value {
        Json::Text(text) => fields.or_wrong("ids", text.parse().ok(), "ids of papers"),
        other => {
            fields.wrong("ids", other, "ids of papers");
            None
        }
    });
    fields.id("id").into_iter().chain(others).collect()
}

fn authors(fields: &Fields<'_, '_>) -> Vec<String> {
    match fields.value("authors") {
        Some(Json::Text(_)) => fields.text("authors").map(|text| author_names::split(&text)).unwrap_or_default(),
        _ => fields.people("authors"),
    }
}

fn links(fields: &Fields<'_, '_>, record: &mut Record) {
    record.links.code = fields.address("code");
    record.links.code_stars = record.links.code.as_ref().and_then(|_| fields.count("code_stars"));
    record.links.project = fields.address("project");
    record.links.pdf = fields.address("pdf");
    record.links.page = fields.address("page");
    record.links.image = fields.address("image");
}

fn observe(fields: &Fields<'_, '_>, record: &mut Record, collector: &Collector<'_>) {
    if let Some(votes) = fields.count("votes") {
        let counts = Counts { votes, comments: fields.count("comments").unwrap_or(0) };
        let at = fields.instant("observed_at").unwrap_or(collector.context.seen_at);
        record.observed = Some(Observation { counts, at });
    }
}

fn listing(fields: &Fields<'_, '_>) -> Option<Listing> {
    let name = fields.raw("list")?;
    let list = fields.or_wrong("list", name.parse().ok(), "a list: daily or new")?;
    Some(Listing { list, day: fields.day("day")?, rank: fields.count("rank").filter(|rank| *rank > 0) })
}
