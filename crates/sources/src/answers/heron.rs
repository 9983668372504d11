//! Heron, an imaginary server of preprints: the example that `docs/SOURCES.md` shows. Only tests know it.

use domain::{Record, SourceKind};

use super::{Next, RefusalCode, Sheet, ids, people};
use crate::code_links;
use crate::collector::Collector;
use crate::fields::{Fields, Notes};
use crate::json::Json;
use crate::shape::{Lost, no_title};

/// Reads a page.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| {
        let Json::Object(object) = &value else { return sheet.stranger(&value, "an answer of Heron") };
        let notes = Notes::default();
        let page = Fields::new(object, &notes);
        if let Some(error) = page.raw("error") {
            return sheet.refuse(RefusalCode::BadQuestion, error);
        }
        let Some(Json::List(preprints)) = object.get("preprints") else {
            return sheet.stranger(&value, "an answer of Heron");
        };
        sheet.objects(preprints, record);
        sheet.total(page.count("count").map(u64::from));
        sheet.next(page.raw("more").map(|cursor| Next::Cursor(cursor.to_owned())));
    });
}

/// A preprint.
fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title("title").ok_or_else(|| no_title(fields))?;
    let doi = fields.raw("doi").map(ids::of_text).unwrap_or_default();
    let own = fields.raw("key").and_then(|key| ids::in_register("heron", key));
    let mut record = Record::new(SourceKind::Jsonl, title, doi.into_iter().chain(own).collect(), collector.place());
    record.abstract_text = fields.text("summary");
    let person = |person: Fields<'_, '_>| Some((person.name("name")?, person.names("at")));
    people::put(&mut record, fields.objects("people").filter_map(person));
    record.published = fields.instant("posted");
    record.keywords = fields.names("topics");
    record.links.page = fields.address("page");
    code_links::complete(&mut record);
    Ok(record)
}
