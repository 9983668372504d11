//! Crossref: lists of works, or one work (<https://api.crossref.org/swagger-ui/index.html>). A work is written like an item of
//! CSL-JSON, with lists of titles; abstracts are JATS.

use domain::SourceKind;

use super::{Next, RefusalCode, Sheet, csl};
use crate::json::{Json, Object};

/// Types of works that are no papers but hold or accompany them.
const NO_PAPERS: [&str; 12] = [
    "book-series",
    "book-set",
    "component",
    "database",
    "grant",
    "journal",
    "journal-issue",
    "journal-volume",
    "proceedings",
    "proceedings-series",
    "report-series",
    "standard",
];

/// Reads a list of works or a single one.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| {
        let Json::Object(object) = &value else { return sheet.stranger(&value, "an answer of Crossref") };
        match object.get("message") {
            Some(Json::Object(message)) => match message.get("items") {
                Some(Json::List(items)) => {
                    for item in items {
                        work(item, sheet);
                    }
                    page(message, items.len(), sheet);
                }
                _ if message.has("DOI") => single(message, sheet),
                _ => sheet.stranger(&value, "an answer of Crossref"),
            },
            Some(Json::List(failures)) => sheet.refuse(RefusalCode::BadQuestion, &failure(failures)),
            _ => sheet.stranger(&value, "an answer of Crossref"),
        }
    });
}

fn work(item: &Json<'_>, sheet: &mut Sheet<'_>) {
    match item {
        Json::Object(object) => single(object, sheet),
        other => {
            sheet.enter();
            sheet.lost(&format!("{other} is no work"));
        }
    }
}

fn single(object: &Object<'_>, sheet: &mut Sheet<'_>) {
    match object.get("type") {
        Some(Json::Text(kind)) if NO_PAPERS.contains(&kind.as_ref()) => {
            sheet.enter();
            sheet.warn(&format!("a {kind} is no paper; left out"));
        }
        _ => sheet.object(object, |fields, collector| csl::record(fields, collector, SourceKind::Crossref)),
    }
}

/// What stands in an error: `[{"type": …, "value": …, "message": …}]`.
fn failure(failures: &[Json<'_>]) -> String {
    let message = failures.iter().find_map(|failure| match failure {
        Json::Object(failure) => failure.get("message"),
        _ => None,
    });
    if let Some(Json::Text(message)) = message { message.to_string() } else { String::new() }
}

/// The cursor for the next page where the question had one, which Crossref gives for ever: the end is an empty page. Else the
/// number of works to pass over.
fn page(message: &Object<'_>, works: usize, sheet: &mut Sheet<'_>) {
    let number = |object: &Object<'_>, key: &str| match object.get(key) {
        Some(Json::Whole(number)) => u64::try_from(*number).ok(),
        _ => None,
    };
    let total = number(message, "total-results");
    sheet.total(total);
    let next = match (message.get("next-cursor"), message.get("query")) {
        _ if works == 0 => None,
        (Some(Json::Text(cursor)), _) => Some(Next::Cursor(cursor.to_string())),
        (_, Some(Json::Object(query))) => {
            let seen = number(query, "start-index").unwrap_or_default().saturating_add(works as u64);
            total.filter(|total| seen < *total).map(|_| Next::Offset(seen))
        }
        _ => None,
    };
    sheet.next(next);
}
