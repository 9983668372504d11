//! What a file is, by its first bytes.

use crate::answers::{self, AnswerKind};
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
    /// XML with one element a paper, too large to be read at once: DBLP's.
    Dump,
}

/// The layout of a file that begins with `head` and is said to have `format`.
///
/// # Errors
/// What was seen instead, as the second half of a sentence.
pub(crate) fn layout(head: &[u8], format: Format) -> Result<Layout, String> {
    if (head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff])) && !matches!(format, Format::Answer(_)) {
        return Err("is UTF-16, not UTF-8".to_owned());
    }
    match format {
        Format::SavedPage => return Ok(Layout::Page),
        Format::Answer(AnswerKind::JsonLines) => return Ok(Layout::Lines),
        Format::Answer(AnswerKind::Dblp) => return Ok(Layout::Dump),
        Format::Answer(kind) => return Ok(Layout::Answer(kind)),
        Format::Auto | Format::HfDaily | Format::ArxivJson | Format::Jsonl => {}
    }
    let start = head.trim_ascii_start();
    match start.first() {
        Some(b'[') => Ok(Layout::Array),
        Some(b'{') if is_pretty_object(start) => {
            Err("begins with a JSON object over several lines, not one object a line".to_owned())
        }
        Some(b'{') => Ok(Layout::Lines),
        _ if format == Format::Auto => {
            text_layout(&String::from_utf8_lossy(head)).ok_or_else(|| format!("begins with {:?}", beginning(start)))
        }
        _ => Err(format!("begins with {:?}", beginning(start))),
    }
}

/// The layout of a text that is no JSON.
fn text_layout(head: &str) -> Option<Layout> {
    match answers::recognised(head) {
        Some(AnswerKind::Dblp) => Some(Layout::Dump),
        Some(kind) => Some(Layout::Answer(kind)),
        None => saved_page::looks_like_one(head).then_some(Layout::Page),
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
