//! DBLP's search for publications, as JSON (<https://dblp.org/faq/How+to+use+the+dblp+search+API.html>). Built from the
//! documentation; no recorded answer was at hand.

use domain::{PaperId, Record, SourceKind};

use super::dblp::{without_number, without_stop};
use super::{Next, RefusalCode, Sheet, ids, people};
use crate::collector::Collector;
use crate::fields::{Fields, Notes};
use crate::json::{Json, Object};
use crate::markup::plain;
use crate::shape::{Lost, no_title};

/// Reads a page of hits.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| {
        let result = if let Json::Object(object) = &value { object.get("result") } else { None };
        let Some(Json::Object(result)) = result else { return sheet.stranger(&value, "a search of DBLP") };
        let notes = Notes::default();
        let fields = Fields::new(result, &notes);
        let status = fields.object("status");
        if let Some(code) = status.and_then(|status| status.text_of("@code")).filter(|code| code != "200") {
            let words = status.and_then(|status| status.name("text")).unwrap_or_default();
            return sheet.refuse(RefusalCode::of_status(code.parse().unwrap_or(500)), &words);
        }
        match fields.object("hits") {
            Some(hits) => page(&hits, sheet),
            None => sheet.stranger(&value, "a search of DBLP"),
        }
    });
}

fn page(hits: &Fields<'_, '_>, sheet: &mut Sheet<'_>) {
    let number = |key: &str| hits.text_of(key).and_then(|number| number.parse::<u64>().ok());
    // A single hit is no list; without any hit there is none.
    let papers: &[Json<'_>] = match hits.value("hit") {
        Some(Json::List(papers)) => papers,
        Some(paper @ Json::Object(_)) => std::slice::from_ref(paper),
        _ => &[],
    };
    for paper in papers {
        match paper {
            Json::Object(hit) => info(hit, sheet),
            other => {
                sheet.enter();
                sheet.lost(&format!("{other} is no paper"));
            }
        }
    }
    sheet.total(number("@total"));
    let seen = number("@first").unwrap_or_default().saturating_add(number("@sent").unwrap_or(papers.len() as u64));
    sheet.next(number("@total").filter(|total| seen < *total && !papers.is_empty()).map(|_| Next::Offset(seen)));
}

fn info(hit: &Object<'_>, sheet: &mut Sheet<'_>) {
    if let Some(Json::Object(info)) = hit.get("info") {
        return sheet.object(info, record);
    }
    sheet.enter();
    sheet.lost("a hit without \"info\"");
}

/// The paper of a hit.
fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title_without_markup("title").ok_or_else(|| no_title(fields))?;
    let mut record = Record::new(SourceKind::Dblp, without_stop(&title).to_owned(), ids(fields), collector.place());
    let names = authors(fields);
    people::put_names(&mut record, names.iter().map(|name| without_number(&plain(name)).to_owned()));
    record.year = fields.year("year");
    record.pages = fields.name("pages");
    record.venue = fields.name("venue").or_else(|| fields.names("venue").into_iter().next());
    record.withdrawn = fields.raw("type").is_some_and(|kind| kind.contains("ithdrawn"));
    record.links.page = fields.address("ee").filter(|address| !address.contains("doi.org/"));
    Ok(record)
}

/// The authors: a list, or one alone.
fn authors(fields: &Fields<'_, '_>) -> Vec<String> {
    let Some(authors) = fields.object("authors") else { return Vec::new() };
    match authors.value("author") {
        Some(Json::List(_)) => authors.objects("author").filter_map(|author| author.name("text")).collect(),
        _ => authors.object("author").and_then(|author| author.name("text")).into_iter().collect(),
    }
}

fn ids(fields: &Fields<'_, '_>) -> Vec<PaperId> {
    let edition = fields.raw("ee").map(ids::of_address).unwrap_or_default();
    let doi = fields.raw("doi").map(ids::of_text).unwrap_or_default();
    let key = fields.raw("key").and_then(|key| ids::in_register("dblp", key));
    edition.into_iter().chain(doi).chain(key).collect()
}
