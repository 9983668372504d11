//! bioRxiv and medRxiv: details of preprints, 100 a page (<https://api.biorxiv.org/>). Built from the documentation; no recorded
//! answer was at hand. Each version is an entry of its own, so a paper can come several times.

use domain::{PaperId, Record, SourceKind, Version};

use super::{Next, RefusalCode, Sheet, ids, people};
use crate::code_links;
use crate::collector::Collector;
use crate::fields::{Fields, Notes};
use crate::json::Json;
use crate::shape::{Lost, no_title};

/// Reads a page.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| {
        let Json::Object(object) = &value else { return sheet.stranger(&value, "an answer of bioRxiv") };
        let (Some(Json::List(entries)), true) = (object.get("collection"), object.has("messages")) else {
            return sheet.stranger(&value, "an answer of bioRxiv");
        };
        sheet.objects(entries, record);
        let notes = Notes::default();
        if let Some(message) = Fields::new(object, &notes).objects("messages").next() {
            page(&message, entries.len() as u64, sheet);
        }
    });
}

/// What the message says about the page. Its numbers are sometimes texts.
fn page(message: &Fields<'_, '_>, entries: u64, sheet: &mut Sheet<'_>) {
    let number = |key: &str| message.text_of(key).and_then(|number| number.parse::<u64>().ok());
    match message.raw("status") {
        Some("ok") | None => {}
        Some("no posts found") => sheet.remark("no posts found"),
        Some(status) => sheet.refuse(RefusalCode::BadQuestion, status),
    }
    let seen = number("cursor").unwrap_or_default().saturating_add(entries);
    sheet.total(number("total"));
    sheet.next(number("total").filter(|total| seen < *total && entries > 0).map(|_| Next::Offset(seen)));
}

/// One version of a preprint.
fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title("title").ok_or_else(|| no_title(fields))?;
    let doi = fields.raw("doi").unwrap_or_default();
    let mut record = Record::new(SourceKind::Biorxiv, title, ids(fields, doi), collector.place());
    record.abstract_text = fields.text("abstract");
    let authors = fields.text("authors").unwrap_or_default();
    people::put_names(&mut record, authors.split(';').map(people::in_order));
    record.keywords = fields.name("category").into_iter().collect();
    record.withdrawn = fields.raw("type").is_some_and(|kind| kind.eq_ignore_ascii_case("withdrawn"));
    version(fields, &mut record);
    let server = if fields.raw("server").is_some_and(|server| server.eq_ignore_ascii_case("medrxiv")) {
        "medrxiv"
    } else {
        "biorxiv"
    };
    record.venue = Some(if server == "medrxiv" { "medRxiv" } else { "bioRxiv" }.to_owned());
    let number = record.versions.first().map_or(1, |version| version.number);
    record.links.page = crate::links::address(&format!("https://www.{server}.org/content/{doi}v{number}"));
    code_links::complete(&mut record);
    Ok(record)
}

/// The preprint's DOI, and that under which it was published (`NA` where it was not).
fn ids(fields: &Fields<'_, '_>, doi: &str) -> Vec<PaperId> {
    let published = fields.raw("published").filter(|doi| *doi != "NA").map(ids::of_text);
    ids::of_text(doi).into_iter().chain(published.unwrap_or_default()).collect()
}

/// The first version tells when the paper appeared, a later one when it was updated.
fn version(fields: &Fields<'_, '_>, record: &mut Record) {
    let number =
        fields.text_of("version").and_then(|number| number.parse().ok()).filter(|number| *number > 0).unwrap_or(1);
    let at = fields.instant("date");
    *(if number == 1 { &mut record.published } else { &mut record.updated }) = at;
    record.versions = at.map(|at| Version { number, at }).into_iter().collect();
}
