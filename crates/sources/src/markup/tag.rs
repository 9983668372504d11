//! The tags in a text that may also hold `<` for themselves.

use std::iter;

/// A piece of a text with markup.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// The name of an element that begins here, without prefix. Elements that are empty by themselves only begin.
    Open(&'a str),
    /// The name of an element that ends here.
    Close(&'a str),
}

/// Elements that stand inside a line.
const INSIDE: [&str; 38] = [
    "a",
    "abbr",
    "alternatives",
    "b",
    "bold",
    "cite",
    "code",
    "dfn",
    "em",
    "ext-link",
    "fixed-case",
    "font",
    "i",
    "img",
    "inline-formula",
    "italic",
    "mark",
    "math",
    "mi",
    "mn",
    "mo",
    "monospace",
    "mrow",
    "msub",
    "msup",
    "named-content",
    "overline",
    "roman",
    "s",
    "sc",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "tex-math",
    "tt",
    "u",
];

/// Elements that stand on lines of their own.
const LINES: [&str; 27] = [
    "abstract",
    "article",
    "blockquote",
    "br",
    "dd",
    "disp-formula",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "label",
    "li",
    "list",
    "list-item",
    "ol",
    "p",
    "sec",
    "table",
    "td",
    "title",
    "ul",
];

/// Whether an element parts the words before and behind it.
pub(super) fn parts_words(name: &str) -> bool {
    LINES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_known(name: &str) -> bool {
    parts_words(name) || INSIDE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The pieces of `text` in their order.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut waiting = None;
    iter::from_fn(move || {
        if let Some(tag) = waiting.take() {
            return Some(tag);
        }
        while !rest.is_empty() {
            let (before, tag, after) = next_tag(rest);
            rest = after;
            if !before.is_empty() {
                waiting = tag;
                return Some(Piece::Text(before));
            }
            if tag.is_some() {
                return tag;
            }
        }
        None
    })
}

/// The text before the first tag, that tag (`None` at the end), and what stands behind it.
fn next_tag(text: &str) -> (&str, Option<Piece<'_>>, &str) {
    for (at, _) in text.match_indices('<') {
        let (before, tag) = text.split_at_checked(at).unwrap_or((text, ""));
        if let Some((piece, after)) = known_tag(tag) {
            return (before, Some(piece), after);
        }
    }
    (text, None, "")
}

/// The tag with which `text` begins, if it is of a known element, and what follows it.
fn known_tag(text: &str) -> Option<(Piece<'_>, &str)> {
    let inside = text.strip_prefix('<')?;
    let closes = inside.strip_prefix('/');
    let named = closes.unwrap_or(inside);
    let length = named.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':')).count();
    let (name, behind) = named.split_at_checked(length)?;
    let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
    if !is_known(name) || !behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '/' | '>')) {
        return None;
    }
    let end = end_of_tag(behind)?;
    let (attributes, after) = (behind.get(..end)?.trim_matches(['/', ' ', '\n']), behind.get(end + 1..)?);
    if !attributes.is_empty() && !attributes.contains('=') {
        return None;
    }
    Some((if closes.is_some() { Piece::Close(name) } else { Piece::Open(name) }, after))
}

/// Where the `>` stands that ends a tag: not in a quoted value, and with no other tag before it.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(4_000) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}
