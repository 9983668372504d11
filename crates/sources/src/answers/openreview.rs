//! OpenReview: notes of version 2 of the API, `/notes?…` (<https://docs.openreview.net/reference/api-v2>), whose fields are objects
//! with a `value`; those of version 1, which have none, are read too. Built from the documentation; no recorded answer was at hand.
//!
//! The answer does not say where it began. [`Next::Cursor`] is the id of its last note, to be sent as `after` with `sort=id`.

use domain::{Record, SourceKind, Timestamp};

use super::{Next, RefusalCode, Sheet, ids, people};
use crate::code_links;
use crate::collector::Collector;
use crate::fields::{Fields, Notes};
use crate::json::Json;
use crate::shape::Lost;

/// Reads a page of notes.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| {
        let Json::Object(object) = &value else { return sheet.stranger(&value, "an answer of OpenReview") };
        let notes = Notes::default();
        let fields = Fields::new(object, &notes);
        if let (Some(message), true) = (fields.name("message"), object.has("name")) {
            let status = fields.count("status").and_then(|status| u16::try_from(status).ok());
            return sheet.refuse(status.map_or(RefusalCode::BadQuestion, RefusalCode::of_status), &message);
        }
        let Some(Json::List(entries)) = object.get("notes") else {
            return sheet.stranger(&value, "an answer of OpenReview");
        };
        sheet.objects(entries, record);
        sheet.total(fields.count("count").map(u64::from));
        let last = entries.last().and_then(|note| if let Json::Object(note) = note { note.get("id") } else { None });
        sheet.next(if let Some(Json::Text(id)) = last { Some(Next::Cursor(id.to_string())) } else { None });
    });
}

/// The paper of a note.
fn record(note: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let id = note.raw("id").unwrap_or_default();
    let content = note.object("content").ok_or_else(|| format!("no content; its id is {id:?}"))?;
    let title = Content(&content).text("title").ok_or_else(|| format!("no title; its id is {id:?}"))?;
    let content = Content(&content);
    let pdf = content.text("pdf").and_then(|path| pdf(&path));
    // Notes about papers that lie elsewhere link there.
    let elsewhere = pdf.as_deref().map(ids::of_text).unwrap_or_default();
    let ids = ids::in_register("openreview", id).into_iter().chain(elsewhere).collect();
    let mut record = Record::new(SourceKind::Openreview, title, ids, collector.place());
    record.abstract_text = content.text("abstract");
    people::put_names(&mut record, content.names("authors"));
    record.keywords = content.names("keywords");
    record.summary = content.text("TLDR").or_else(|| content.text("TL;DR"));
    record.venue = content.text("venue");
    // Milliseconds since 1970: when it became public, else when it was submitted.
    record.published = ["pdate", "odate", "cdate"].iter().find_map(|key| moment(note, key));
    let venue = record.venue.as_deref().unwrap_or_default();
    record.withdrawn = venue.contains("Withdrawn") || note.value("ddate").is_some();
    record.links.page = crate::links::address(&format!("https://openreview.net/forum?id={id}"));
    record.links.pdf = pdf;
    code_links::complete(&mut record);
    Ok(record)
}

fn moment(note: &Fields<'_, '_>, key: &str) -> Option<Timestamp> {
    let Json::Whole(milliseconds) = note.value(key)? else { return None };
    Timestamp::from_millisecond(*milliseconds).ok().filter(|at| domain::Day::of(*at).is_some())
}

/// Where the PDF lies, of a path such as `/pdf/…` or an address.
fn pdf(path: &str) -> Option<String> {
    if path.starts_with('/') {
        crate::links::address(&format!("https://openreview.net{path}"))
    } else {
        crate::links::address(path)
    }
}

/// The fields of a note, each by itself or in an object with a `value`.
struct Content<'c, 'o, 'a>(&'c Fields<'o, 'a>);

impl Content<'_, '_, '_> {
    fn text(&self, key: &str) -> Option<String> {
        match self.0.value(key)? {
            Json::Object(_) => self.0.object(key)?.text("value"),
            _ => self.0.text(key),
        }
    }

    fn names(&self, key: &str) -> Vec<String> {
        match self.0.value(key) {
            Some(Json::Object(_)) => self.0.object(key).map(|field| field.people("value")).unwrap_or_default(),
            Some(_) => self.0.people(key),
            None => Vec::new(),
        }
    }
}
