//! Excerpts.

use std::borrow::Cow;

/// `text` cut at a word's end so that it has at most `max_chars` characters, with an ellipsis where something was cut.
pub fn excerpt(text: &str, max_chars: usize) -> Cow<'_, str> {
    Cow::Owned(text.chars().take(max_chars).collect())
}
