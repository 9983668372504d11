//! Europe PMC: search with `resultType=core` and `format=json` (<https://europepmc.org/RestfulWebService>). Built from the
//! documentation; no recorded answer was at hand.

use domain::{PaperId, Record, SourceKind};

use super::dblp::without_stop;
use super::{Next, RefusalCode, Sheet, ids, people};
use crate::collector::Collector;
use crate::fields::{Fields, Notes};
use crate::json::Json;
use crate::markup::plain;
use crate::shape::{Lost, no_title};
use crate::{clean, code_links};

/// Reads a page of results.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| {
        let Json::Object(object) = &value else { return sheet.stranger(&value, "a search of Europe PMC") };
        let notes = Notes::default();
        let fields = Fields::new(object, &notes);
        if let Some(message) = fields.name("errMsg") {
            return sheet.refuse(RefusalCode::BadQuestion, &message);
        }
        let list = fields.object("resultList").and_then(|list| list.value("result"));
        let (Some(Json::List(results)), Some(Json::Whole(total))) = (list, object.get("hitCount")) else {
            return sheet.stranger(&value, "a search of Europe PMC");
        };
        sheet.objects(results, record);
        sheet.total(u64::try_from(*total).ok());
        // The last page repeats the cursor with which it was asked for.
        let asked = fields.object("request").and_then(|request| request.raw("cursorMark"));
        let cursor = fields.raw("nextCursorMark").filter(|cursor| Some(*cursor) != asked && !results.is_empty());
        sheet.next(cursor.map(|cursor| Next::Cursor(cursor.to_owned())));
    });
}

/// A result.
fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title_without_markup("title").ok_or_else(|| no_title(fields))?;
    let mut record =
        Record::new(SourceKind::EuropePmc, without_stop(title.trim()).to_owned(), ids(fields), collector.place());
    record.abstract_text = fields.raw("abstractText").map(|text| clean::clean(plain(text), clean::TEXT_CHARS).text);
    record.published = fields.instant("firstPublicationDate");
    record.year = if record.published.is_some() { None } else { fields.year("pubYear") };
    let journal = fields.object("journalInfo");
    record.venue = journal.and_then(|journal| journal.object("journal")).and_then(|journal| journal.name("title"));
    record.pages = fields.name("pageInfo");
    record.citations = fields.count("citedByCount");
    record.language = fields.name("language");
    record.keywords = fields.object("keywordList").map(|list| list.names("keyword")).unwrap_or_default();
    let kinds = fields.object("pubTypeList").map(|list| list.names("pubType")).unwrap_or_default();
    record.withdrawn = kinds.iter().any(|kind| kind.eq_ignore_ascii_case("retracted publication"));
    if let Some(authors) = fields.object("authorList") {
        people::put(&mut record, authors.objects("author").filter_map(|author| person(&author)));
    }
    record.links.pdf = pdf(fields);
    code_links::complete(&mut record);
    Ok(record)
}

/// The DOI, then the numbers of PubMed and PubMed Central.
fn ids(fields: &Fields<'_, '_>) -> Vec<PaperId> {
    let doi = fields.raw("doi").map(ids::of_text).unwrap_or_default();
    let pubmed = fields.text_of("pmid").and_then(|id| ids::pmid(&id));
    let central = fields.text_of("pmcid").and_then(|id| ids::pmcid(&id));
    doi.into_iter().chain(pubmed).chain(central).collect()
}

/// A person, or a group of which only the name is told.
fn person(author: &Fields<'_, '_>) -> Option<(String, Vec<String>)> {
    let parts = author.name("firstName").zip(author.name("lastName")).map(|(first, last)| format!("{first} {last}"));
    let name = parts.or_else(|| author.name("fullName")).or_else(|| author.name("collectiveName"))?;
    let places = author.object("authorAffiliationDetailsList");
    let places =
        places.map(|list| list.objects("authorAffiliation").filter_map(|place| place.name("affiliation")).collect());
    Some((name, places.unwrap_or_default()))
}

/// The first free PDF.
fn pdf(fields: &Fields<'_, '_>) -> Option<String> {
    let list = fields.object("fullTextUrlList")?;
    let mut pdfs = list.objects("fullTextUrl").filter(|text| text.raw("documentStyle") == Some("pdf"));
    pdfs.find_map(|text| text.address("url"))
}
