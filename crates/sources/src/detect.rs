//! What a file is, by its first bytes.

use crate::answers::AnswerKind;
use crate::{Format, saved_page};

/// How a file is cut into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One JSON object a line.
    Lines,
    /// A JSON array of objects.
    Array,
    /// A saved page.
    Page,
    /// One answer of a provider, or a library: all of it is read at once.
    Answer(AnswerKind),
}

/// The layout of a file that begins with `head` and is said to have `format`.
///
/// # Errors
/// What was seen instead, as the second half of a sentence.
pub(crate) fn layout(head: &[u8], format: Format) -> Result<Layout, String> {
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err("is UTF-16, not UTF-8".to_owned());
    }
    if format == Format::SavedPage {
        return Ok(Layout::Page);
    }
    let start = head.trim_ascii_start();
    match start.first() {
        Some(b'[') => Ok(Layout::Array),
        Some(b'{') if is_pretty_object(start) => {
            Err("begins with a JSON object over several lines, not one object a line".to_owned())
        }
        Some(b'{') => Ok(Layout::Lines),
        _ if format == Format::Auto && saved_page::looks_like_one(&String::from_utf8_lossy(head)) => Ok(Layout::Page),
        _ => Err(format!("begins with {:?}", beginning(start))),
    }
}

/// Whether the first line opens an object and does nothing else.
fn is_pretty_object(start: &[u8]) -> bool {
    let mut lines = start.split(|b| *b == b'\n');
    lines.next().is_some_and(|line| line.trim_ascii() == b"{") && lines.next().is_some()
}

/// The first characters, for a message.
fn beginning(start: &[u8]) -> String {
    let line = start.split(|b| *b == b'\n').next().unwrap_or_default();
    String::from_utf8_lossy(line).chars().take(40).collect()
}
