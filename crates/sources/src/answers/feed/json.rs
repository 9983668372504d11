//! JSON Feed, version 1.1.

use domain::{Record, SourceKind};

use crate::answers::{Next, Sheet, ids, people};
use crate::collector::Collector;
use crate::fields::Fields;
use crate::json::Json;
use crate::shape::{Lost, no_title};
use crate::{clean, code_links, links, markup};

/// Reads a feed.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| {
        let Json::Object(object) = &value else { return sheet.stranger(&value, "a JSON Feed") };
        let (Some(Json::List(items)), true) = (object.get("items"), object.has("version")) else {
            return sheet.stranger(&value, "a JSON Feed");
        };
        sheet.objects(items, record);
        if let Some(Json::Text(next)) = object.get("next_url") {
            sheet.next(links::address(next).map(Next::Address));
        }
    });
}

/// The paper of an item.
fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title_without_markup("title").ok_or_else(|| no_title(fields))?;
    let key = fields.text_of("id");
    let addresses = [fields.raw("url"), fields.raw("external_url"), key.as_deref()];
    let ids = addresses.into_iter().flatten().flat_map(ids::of_address).collect();
    let mut record = Record::new(SourceKind::Feed, title, ids, collector.place());
    if let Some(key) = key.filter(|key| key.len() <= 200) {
        record.source_key = key;
    }
    let texts = ["content_text", "content_html", "summary"].into_iter().filter_map(|key| fields.raw(key));
    let plain = texts.map(|text| clean::clean(markup::plain(text), clean::TEXT_CHARS).text);
    record.abstract_text = plain.filter(|text| !text.is_empty()).max_by_key(String::len);
    let authors = fields.objects("authors").filter_map(|author| author.name("name"));
    people::put_names(&mut record, authors);
    record.published = fields.instant("date_published");
    record.updated = fields.instant("date_modified").filter(|at| Some(*at) != record.published);
    record.keywords = fields.names("tags");
    record.language = fields.name("language");
    record.links.page = fields.address("url").or_else(|| fields.address("external_url"));
    record.links.image = fields.address("image");
    code_links::complete(&mut record);
    Ok(record)
}
