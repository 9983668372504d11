//! What is said to whoever asked, where a query was understood otherwise than it may be meant.

use std::ops::Range;

/// Nobody reads more hints than this about one query.
pub(crate) const MOST_HINTS: usize = 8;

/// Characters of a query's text that a hint repeats.
const QUOTED: usize = 40;

/// Something about a query that its writer may want to know. It never keeps the query from being answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Which part of the query's text is meant, in bytes. All of it where the text was an address.
    pub range: Range<usize>,
    /// What to know: a sentence of its own, lower case, without full stop.
    pub message: String,
}

impl Hint {
    /// A hint about that part of the text.
    pub(crate) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into() }
    }
}

/// A part of a query as a message shows it: in quotation marks, cut where it is long.
pub(crate) fn quoted(part: &str) -> String {
    let short: String = part.chars().take(QUOTED).collect();
    let dots = if short.len() < part.len() { "…" } else { "" };
    format!("“{}{dots}”", short.replace(char::is_control, " "))
}
