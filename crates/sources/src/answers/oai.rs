//! OAI-PMH 2.0 (<https://www.openarchives.org/OAI/openarchivesprotocol.html>): `ListRecords`, `GetRecord` and
//! `ListIdentifiers` of any repository, with arXiv's own formats where it is arXiv, and `Identify`. Also single records without the
//! envelope, as people save them.

mod arxiv;
mod arxiv_raw;
mod dublin_core;
mod identify;

use domain::{PaperId, Record, SourceKind};

pub use identify::Repository;

use super::{Next, RefusalCode, Sheet, arxiv_parts};
use crate::collector::Collector;
use crate::dates;
use crate::shape::Lost;
use crate::xml::{Element, Part, Tags};

/// Reads an answer.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let mut is_answer = false;
    let wanted = ["record", "resumptionToken", "error", "responseDate", "header", "Identify"];
    sheet.parts(text, &wanted, |sheet, part| match part {
        Part::Opened(element) => is_answer |= element.is("OAI-PMH"),
        Part::Whole(element) => {
            is_answer = true;
            whole(&element, sheet);
        }
    });
    if !is_answer {
        sheet.nothing("no answer of OAI-PMH");
    }
}

fn whole(element: &Element<'_>, sheet: &mut Sheet<'_>) {
    match element.local() {
        "record" => match element.child("header") {
            Some(header) if is_deleted(header) => deleted(header, sheet),
            header => {
                let id = header.and_then(|header| header.child("identifier")).map(|id| id.text().trim().to_owned());
                sheet.element(element, |tags, collector| record(tags, collector, id.as_deref()));
            }
        },
        // In lists of identifiers the headers stand alone; only what was deleted says something by itself.
        "header" if is_deleted(element) => deleted(element, sheet),
        "resumptionToken" => token(element, sheet),
        "error" => error(element, sheet),
        "Identify" => sheet.repository(identify::repository(element)),
        "responseDate" => sheet.answered(dates::instant(&element.text())),
        _ => {}
    }
}

fn is_deleted(header: &Element<'_>) -> bool {
    header.attribute("status") == Some("deleted")
}

fn deleted(header: &Element<'_>, sheet: &mut Sheet<'_>) {
    sheet.enter();
    let text = |name| header.child(name).map(|element| element.text().trim().to_owned());
    match text("identifier").as_deref().and_then(own_id) {
        Some(id) => sheet.deleted(id, text("datestamp").as_deref().and_then(dates::instant)),
        None => sheet.warn("a deleted record without its identifier"),
    }
}

/// The token for the rest of the list. The last page has an empty one or none.
fn token(element: &Element<'_>, sheet: &mut Sheet<'_>) {
    let number = |name| element.attribute(name).and_then(|number| number.parse().ok());
    sheet.total(number("completeListSize"));
    let token = element.text().trim().to_owned();
    let expires = element.attribute("expirationDate").and_then(dates::instant);
    sheet.next((!token.is_empty()).then(|| Next::Token { token, expires, given: number("cursor") }));
}

/// An error of the protocol. That nothing matches is none: there is nothing new.
fn error(element: &Element<'_>, sheet: &mut Sheet<'_>) {
    let message = element.text();
    let code = match element.attribute("code").unwrap_or_default() {
        "noRecordsMatch" => {
            sheet.total(Some(0));
            return sheet.remark(if message.trim().is_empty() { "no records match" } else { &message });
        }
        "badArgument" => RefusalCode::BadArgument,
        "badResumptionToken" => RefusalCode::BadResumptionToken,
        "badVerb" => RefusalCode::BadVerb,
        "cannotDisseminateFormat" => RefusalCode::CannotDisseminateFormat,
        "idDoesNotExist" => RefusalCode::IdDoesNotExist,
        "noMetadataFormats" => RefusalCode::NoMetadataFormats,
        "noSetHierarchy" => RefusalCode::NoSetHierarchy,
        _ => RefusalCode::UnknownCode,
    };
    sheet.refuse(code, &message);
}

/// The paper of a record; `identifier` is the one in its header.
fn record(tags: &Tags<'_, '_>, collector: &Collector<'_>, identifier: Option<&str>) -> Result<Record, Lost> {
    let header = Header { id: identifier.and_then(own_id), collector };
    let named = |lost: Lost| identifier.map_or_else(|| lost.clone(), |id| format!("{lost}; its id is {id:?}"));
    let metadata = tags.inside("metadata").ok_or_else(|| named("no metadata".to_owned()))?;
    let format = metadata.element.elements().next().ok_or_else(|| named("no metadata".to_owned()))?;
    let inside = metadata.inside(format.name).unwrap_or(metadata);
    let record = match format.local() {
        "arXiv" => arxiv::record(&inside, &header),
        "arXivRaw" => arxiv_raw::record(&inside, &header),
        "dc" => dublin_core::record(&inside, &header),
        other => Err(format!("metadata in the format {other:?}; those that are read are arXiv, arXivRaw and oai_dc")),
    };
    let mut record = record.map_err(named)?;
    if let Some(id) = header.id {
        // By that the repository deletes it too.
        record.source_key = id.to_string();
    }
    Ok(record)
}

/// What a record's header says, and where the record stands.
struct Header<'c> {
    id: Option<PaperId>,
    collector: &'c Collector<'c>,
}

impl Header<'_> {
    /// Whose record it is.
    fn source(&self) -> SourceKind {
        if self.id.as_ref().is_some_and(|id| id.arxiv().is_some()) { SourceKind::Arxiv } else { SourceKind::Oai }
    }
}

/// The id of a record in its repository: arXiv's own, else `oai:repository:number`.
fn own_id(identifier: &str) -> Option<PaperId> {
    arxiv_parts::id(identifier).map(|(id, _)| id).or_else(|| {
        let id: PaperId = identifier.parse().ok()?;
        id.as_str().starts_with("oai:").then_some(id)
    })
}
