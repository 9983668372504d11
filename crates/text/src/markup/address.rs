//! Web addresses in running text.

use std::borrow::Cow;
use std::ops::Range;

use super::piece::Piece;
use super::scan::Scanner;

/// Longer addresses than this many bytes are text.
const MAX_ADDRESS: usize = 2_000;

/// Makes a link of the address whose colon stands at `pos`, if the text before it ends in `http` or `https`.
pub(super) fn step(scanner: &mut Scanner<'_>) {
    if scanner.in_link || !scanner.rest(scanner.pos).starts_with("://") {
        return;
    }
    let before = scanner.pending_text();
    let Some(scheme) = ["https", "http"].into_iter().find(|scheme| ends_with_word(before, scheme)) else { return };
    let start = scanner.pos - scheme.len();
    let end = end_of_address(scanner.text, scanner.pos + 3);
    if end - start > MAX_ADDRESS {
        // All of it is text: looking for addresses within it again and again would not be linear.
        scanner.pos = end;
        return;
    }
    if let Some(to) = scanner.text.get(start..end).and_then(unescaped) {
        scanner.pos = start;
        link(scanner, to, start..end, end);
    }
}

/// Makes a link of a command's argument: `\url{…}`. What is no address is printed.
pub(super) fn take_argument(scanner: &mut Scanner<'_>, inner: &Range<usize>) {
    let source = scanner.text.get(inner.clone()).unwrap_or_default();
    match unescaped(source) {
        Some(to) if !scanner.in_link => link(scanner, to, inner.clone(), inner.end + 1),
        _ => scanner.print(source, inner.end + 1),
    }
}

/// A link whose text is its own address.
fn link<'a>(scanner: &mut Scanner<'a>, to: Cow<'a, str>, shown: Range<usize>, end: usize) {
    let label = match &to {
        Cow::Borrowed(text) => Piece::Text(text),
        Cow::Owned(text) => Piece::Printed(Cow::Owned(text.clone())),
    };
    scanner.emit(Piece::OpenLink(to), scanner.pos);
    scanner.skip(shown.start);
    scanner.emit(label, shown.end);
    scanner.emit(Piece::CloseLink, end);
}

/// The address with LaTeX's backslashes taken away; `None` where it is no `http` or `https` address.
pub(super) fn unescaped(source: &str) -> Option<Cow<'_, str>> {
    let source = source.trim();
    let lower = source.get(..source.len().min(8)).unwrap_or_default().to_ascii_lowercase();
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| lower.starts_with(scheme).then(|| source.get(scheme.len()..)).flatten())?;
    let clean = !source.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'));
    let named = host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if !clean || !named || source.len() > MAX_ADDRESS {
        return None;
    }
    Some(if source.contains('\\') { Cow::Owned(source.replace('\\', "")) } else { Cow::Borrowed(source) })
}

/// Whether `text` ends in the whole word `word`, in any case.
fn ends_with_word(text: &str, word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()) else { return false };
    let (Some(head), Some(tail)) = (text.get(..start), text.get(start..)) else { return false };
    tail.eq_ignore_ascii_case(word) && !head.ends_with(|c: char| c.is_alphanumeric())
}

/// Where the address ends whose host begins at `from`: before white space, and without the punctuation of the sentence.
fn end_of_address(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let rest = rest.get(..rest.floor_char_boundary(MAX_ADDRESS)).unwrap_or(rest);
    let mut escaped = false;
    let outside = |(_, c): &(usize, char)| {
        let was_escaped = std::mem::replace(&mut escaped, *c == '\\');
        if was_escaped {
            return !matches!(c, '_' | '%' | '#' | '&' | '~' | '-' | '/');
        }
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '$')
            || (!c.is_ascii() && !c.is_alphanumeric())
    };
    let length = rest.char_indices().find(outside).map_or(rest.len(), |(at, _)| at);
    let whole = rest.get(..length).unwrap_or_default();
    from + without_punctuation(whole.trim_end_matches('\\')).len()
}

/// `address` without the punctuation after it. A closing bracket stays if the address opened it.
fn without_punctuation(address: &str) -> &str {
    let surplus =
        |close: char, open: char| address.matches(close).count().saturating_sub(address.matches(open).count());
    let (mut round, mut square) = (surplus(')', '('), surplus(']', '['));
    let mut end = address.len();
    for c in address.chars().rev() {
        let bracket = match c {
            ')' => &mut round,
            ']' => &mut square,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '\\' => {
                end -= 1;
                continue;
            }
            _ => break,
        };
        if *bracket == 0 {
            break;
        }
        *bracket -= 1;
        end -= 1;
    }
    address.get(..end).unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use crate::{plain, render};

    #[test]
    fn the_sentence_keeps_its_punctuation() {
        let html = render("Code: https://github.com/a/b_c. See (http://x.org/wiki/A_(b)), too.");
        assert_eq!(
            html.as_str(),
            "Code: <a href=\"https://github.com/a/b_c\" rel=\"nofollow noopener\">https://github.com/a/b_c</a>. \
             See (<a href=\"http://x.org/wiki/A_(b)\" rel=\"nofollow noopener\">http://x.org/wiki/A_(b)</a>), too."
        );
    }

    #[test]
    fn reads_the_commands_of_latex() {
        assert_eq!(
            render(r"\href{https://a.org/x\_y}{here} and \url{https://b.org}.").as_str(),
            "<a href=\"https://a.org/x_y\" rel=\"nofollow noopener\">here</a> and \
             <a href=\"https://b.org\" rel=\"nofollow noopener\">https://b.org</a>."
        );
        assert_eq!(plain(r"\href{https://a.org/}{here}, \url{https://b.org}"), "here (https://a.org/), https://b.org");
        assert_eq!(plain(r"at https://github.com/x/SSL\_Cervical\_S."), "at https://github.com/x/SSL_Cervical_S.");
    }

    #[test]
    fn links_nowhere_else() {
        for text in
            [r"\href{javascript:alert(1)}{x}", "javascript://x", "https:// x", "xhttps://a.org", r"\url{data:x}"]
        {
            assert!(!render(text).as_str().contains("<a"), "{text}");
        }
        let nested = render(r"\href{https://a.org}{see https://b.org and \url{https://c.org}}");
        assert_eq!(nested.as_str().matches("<a ").count(), 1, "{nested}");
    }
}
