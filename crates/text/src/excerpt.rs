//! Beginnings of texts.

use std::borrow::Cow;

use crate::markup::piece::{Piece, Token};
use crate::markup::scan::scan;

/// The beginning of `text`: at most `max_chars` characters, cut at a word's end and never within a formula, a link or a
/// command's argument, with an ellipsis where something was cut. Text that is short enough comes back as it is.
pub fn excerpt(text: &str, max_chars: usize) -> Cow<'_, str> {
    // The byte at which the limit is reached, leaving a character for the ellipsis.
    let Some((limit, _)) = text.char_indices().nth(max_chars.saturating_sub(1)) else { return Cow::Borrowed(text) };
    if text.char_indices().nth(max_chars).is_none() {
        return Cow::Borrowed(text);
    }
    let head = text.get(..last_break(text, limit)).unwrap_or_default();
    let head =
        head.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '('));
    Cow::Owned(format!("{head}…"))
}

/// The last place at or before byte `limit` at which the text may be cut; for text without any, within its first word.
fn last_break(text: &str, limit: usize) -> usize {
    let mut depth = 0_usize;
    let mut best = None;
    for Token { piece, at } in scan(text) {
        if at.start > limit {
            break;
        }
        match piece {
            Piece::Open(_) | Piece::OpenLink(_) => depth += 1,
            Piece::Close(_) | Piece::CloseLink => depth = depth.saturating_sub(1),
            // Only white space divides: "$n$-gram" is one word.
            Piece::Text(words) if depth == 0 => best = last_blank(words, at.start, limit).or(best),
            Piece::Text(_) | Piece::Printed(_) | Piece::Formula { .. } => {}
        }
    }
    match best {
        Some(at) => at,
        None if text.contains(['$', '\\', '{']) => 0,
        None => limit,
    }
}

/// Where the last white space of `words` stands that the limit allows; they begin at byte `start` of the text.
fn last_blank(words: &str, start: usize, limit: usize) -> Option<usize> {
    let allowed = words.floor_char_boundary((limit + 1).saturating_sub(start).min(words.len()));
    words.get(..allowed)?.rfind(char::is_whitespace).map(|at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_a_words_end() {
        assert_eq!(excerpt("one two three", 13), "one two three");
        assert_eq!(excerpt("one two three", 12), "one two…");
        assert_eq!(excerpt("one, two three", 6), "one…");
        assert_eq!(excerpt("ångström ångström", 9), "ångström…");
        assert_eq!(excerpt("incomprehensibilities", 6), "incom…");
        assert_eq!(excerpt("", 5), "");
        assert_eq!(excerpt("abc", 0), "…");
    }

    #[test]
    fn never_cuts_a_formula_or_a_command() {
        assert_eq!(excerpt(r"the bound $O(n \log n)$ holds", 20), "the bound…");
        assert_eq!(excerpt(r"we \textbf{show that this} holds", 20), "we…");
        assert_eq!(excerpt(r"$O(n \log n)$ holds", 8), "…");
        assert_eq!(excerpt("see https://example.org/a/long/path for more", 20), "see…");
    }
}
