//! Lines of JSON as files hold them: arXiv's metadata snapshot, and the other shapes of [`crate::Format::Jsonl`].

use super::Sheet;
use crate::json::Json;
use crate::shape;

/// Reads every line as a paper; blank lines are passed over.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, others) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = others;
        sheet.enter();
        if line.trim().is_empty() {
            continue;
        }
        sheet.json(line, |sheet, value| match value {
            Json::Object(object) => shape::read(&object, &mut sheet.collector()),
            other => sheet.stranger(&other, "a paper"),
        });
    }
}
