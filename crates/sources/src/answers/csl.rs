//! CSL-JSON, which reference managers export and Crossref's works resemble
//! (<https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json>).

use domain::{PaperId, Record, SourceKind};

use super::{Sheet, ids, people};
use crate::clean::{TEXT_CHARS, TITLE_CHARS, clean};
use crate::collector::Collector;
use crate::fields::Fields;
use crate::json::Json;
use crate::shape::Lost;
use crate::{code_links, dates, markup};

/// Reads a list of items, or one item.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| match &value {
        Json::List(items) => sheet.objects(items, |fields, collector| record(fields, collector, SourceKind::Library)),
        Json::Object(object) if object.has("title") || object.has("DOI") => {
            sheet.object(object, |fields, collector| record(fields, collector, SourceKind::Library));
        }
        other => sheet.stranger(other, "CSL-JSON"),
    });
}

/// The paper of an item.
pub(crate) fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>, source: SourceKind) -> Result<Record, Lost> {
    let title = title(fields).ok_or_else(|| {
        let id = fields.value("DOI").or_else(|| fields.value("id"));
        id.map_or_else(|| "no title".to_owned(), |id| format!("no title; its id is {id}"))
    })?;
    let mut record = Record::new(source, title, ids(fields), collector.place());
    record.abstract_text = fields.raw("abstract").and_then(abstract_of);
    people::put(&mut record, fields.objects("author").filter_map(|author| person(&author)));
    date(fields, &mut record);
    record.venue = first(fields, "container-title").map(|name| clean(markup::plain(&name), 500).text);
    record.pages = fields.name("page");
    record.language = fields.name("language");
    record.comment = fields.text("note");
    record.keywords = keywords(fields);
    record.withdrawn = is_retracted(fields);
    record.citations = fields.count("is-referenced-by-count");
    record.links.page = page(fields);
    code_links::complete(&mut record);
    Ok(record)
}

/// The first text under `key`: Crossref has lists where CSL has texts.
fn first(fields: &Fields<'_, '_>, key: &str) -> Option<String> {
    match fields.value(key)? {
        Json::List(_) => fields
            .list(key, |value| if let Json::Text(text) = value { Some(text.trim()) } else { None })
            .into_iter()
            .find(|text| !text.is_empty())
            .map(str::to_owned),
        _ => fields.raw(key).map(str::to_owned),
    }
}

/// Title and subtitle.
fn title(fields: &Fields<'_, '_>) -> Option<String> {
    let title = markup::plain(&first(fields, "title")?);
    let subtitle = first(fields, "subtitle")
        .map(|subtitle| markup::plain(&subtitle))
        .filter(|subtitle| !title.contains(subtitle.as_str()));
    let whole = subtitle.map_or_else(|| title.clone(), |subtitle| format!("{title}: {subtitle}"));
    Some(clean(crate::latex_accents::decode(&whole), TITLE_CHARS).text).filter(|title| !title.is_empty())
}

/// An abstract without its markup, and without the heading that repeats what it is.
fn abstract_of(text: &str) -> Option<String> {
    let text = clean(markup::plain(text), TEXT_CHARS).text;
    let words = ["Abstract", "ABSTRACT", "Summary"].iter().find_map(|heading| text.strip_prefix(heading));
    // What follows a heading begins a sentence.
    let words = words
        .map(|words| words.trim_start_matches([':', '.', ' ']))
        .filter(|words| words.starts_with(char::is_uppercase));
    Some(words.map_or_else(|| text.clone(), str::to_owned)).filter(|text| !text.is_empty())
}

fn ids(fields: &Fields<'_, '_>) -> Vec<PaperId> {
    let doi = fields.raw("DOI").map(ids::of_text).unwrap_or_default();
    let address = fields.raw("URL").map(ids::of_address).unwrap_or_default();
    // Preprints have their number at arXiv here.
    let number = fields.text_of("number").map(|number| ids::of_text(&number)).unwrap_or_default();
    let pubmed = fields
        .text_of("PMID")
        .and_then(|id| ids::pmid(&id))
        .into_iter()
        .chain(fields.text_of("PMCID").and_then(|id| ids::pmcid(&id)));
    let arxiv = |id: &PaperId| id.arxiv().is_some();
    let (first, others): (Vec<_>, Vec<_>) =
        doi.into_iter().chain(address).chain(number.into_iter().filter(arxiv)).chain(pubmed).partition(arxiv);
    first.into_iter().chain(others).collect()
}

fn person(author: &Fields<'_, '_>) -> Option<(String, Vec<String>)> {
    let part = |key: &str| author.raw(key).unwrap_or_default();
    let family = [part("dropping-particle"), part("non-dropping-particle"), part("family")].join(" ");
    let name = people::joined([part("given"), &family, part("suffix")]);
    let name = Some(name)
        .filter(|name| !name.is_empty())
        .or_else(|| author.name("literal"))
        .or_else(|| author.name("name"))?;
    Some((name, author.objects("affiliation").filter_map(|place| place.name("name")).collect()))
}

/// The day, where all three parts are told, else the year. When a DOI was registered says little of the day on which a paper
/// appeared, but for want of anything else its year.
fn date(fields: &Fields<'_, '_>, record: &mut Record) {
    for key in ["issued", "published", "published-online", "published-print", "created"] {
        let Some(date) = fields.object(key) else { continue };
        let parts = date.date_parts();
        if let [year, month, day, ..] = parts.as_slice()
            && key != "created"
        {
            record.published = dates::midnight(*year, *month, *day);
        }
        let told = parts.first().map(ToString::to_string);
        let told = told.as_deref().or_else(|| date.raw("raw")).or_else(|| date.raw("literal"));
        record.year = record.year.or_else(|| dates::year(told?));
        if record.published.is_some() {
            record.year = None;
            return;
        }
    }
}

fn keywords(fields: &Fields<'_, '_>) -> Vec<String> {
    match fields.value("keyword") {
        Some(Json::Text(text)) => {
            text.split([',', ';']).map(|word| clean(word, 500).text).filter(|word| !word.is_empty()).collect()
        }
        _ => fields.names("subject"),
    }
}

/// Whether a notice that retracts the work is registered (`updated-by`).
fn is_retracted(fields: &Fields<'_, '_>) -> bool {
    fields
        .objects("updated-by")
        .any(|update| matches!(update.raw("type"), Some("retraction" | "withdrawal" | "removal")))
}

/// The page at the publisher; DOIs lead there by themselves.
fn page(fields: &Fields<'_, '_>) -> Option<String> {
    let resource = fields.object("resource").and_then(|resource| resource.object("primary"));
    resource
        .and_then(|primary| primary.address("URL"))
        .or_else(|| fields.address("URL").filter(|url| !url.contains("doi.org/")))
}
