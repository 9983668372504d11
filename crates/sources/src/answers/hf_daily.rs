//! A page of the Daily Papers API, `/api/daily_papers?date=…&p=…`: a JSON array, whose rows are those that files hold too.
//! The next page is told by HTTP's `Link` header, not in the body.

use super::{RefusalCode, Sheet};
use crate::json::Json;
use crate::shape;

/// Reads a page.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| match value {
        Json::List(rows) => sheet.objects(&rows, shape::hf_row::record),
        Json::Object(ref object) => match object.get("error") {
            Some(Json::Text(message)) => sheet.refuse(RefusalCode::BadQuestion, message),
            _ => sheet.stranger(&value, "a list of papers"),
        },
        other => sheet.stranger(&other, "a list of papers"),
    });
}
