//! Cleaning of texts, in one place: one line, no control characters, composed Unicode, no longer than sensible.

use std::borrow::Cow;

use memchr::memmem;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The longest title, in characters. The longest real one has 400.
pub(crate) const TITLE_CHARS: usize = 2_000;
/// The longest abstract, comment or other running text, in characters.
pub(crate) const TEXT_CHARS: usize = 100_000;
/// The longest name, keyword or other short value, in characters.
pub(crate) const NAME_CHARS: usize = 500;
/// The most values in a list of names or keywords. Papers of the largest collaborations have about 5,000 authors.
pub(crate) const LIST_ITEMS: usize = 5_000;
/// The longest reason of a problem, in characters: it may name a piece of the text that is wrong.
pub(crate) const REASON_CHARS: usize = 1_000;
/// The longest address, in bytes.
pub(crate) const ADDRESS_BYTES: usize = 2_000;

/// Texts that are shorter, in bytes, are looked at byte by byte.
const SHORT: usize = 32;

/// A cleaned text, and whether it had to be cut.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cleaned {
    pub(crate) text: String,
    pub(crate) cut: bool,
}

/// `text` as one line: white space collapsed to single spaces, characters that print nothing or turn the direction of
/// others removed, composed (NFC), cut to `max_chars` characters.
pub(crate) fn clean<'t>(text: impl Into<Cow<'t, str>>, max_chars: usize) -> Cleaned {
    let text = text.into();
    if is_clean(&text, max_chars) {
        return Cleaned { text: text.into_owned(), cut: false };
    }
    let mut line = one_line(&text);
    if !line.is_ascii() && is_nfc_quick(line.chars()) != IsNormalized::Yes {
        line = line.nfc().collect();
    }
    // A text has no more characters than bytes: most need not be counted.
    let is_long = line.len() > max_chars;
    let end = if is_long { line.char_indices().nth(max_chars).map(|(at, _)| at) } else { None };
    if let Some(end) = end {
        line.truncate(end);
        line.truncate(line.trim_end().len());
    }
    Cleaned { text: line, cut: end.is_some() }
}

/// Whether cleaning would change nothing. Only texts of plain ASCII are known to be clean; others may be.
pub(crate) fn is_clean(text: &str, max_chars: usize) -> bool {
    text.len() <= max_chars && is_clean_ascii(text)
}

/// Whether cleaning would change nothing, for the plain ASCII that nine of ten texts are.
fn is_clean_ascii(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < SHORT {
        let mut before = b' ';
        let is_clean = |b: &u8| {
            let is_gap = *b == b' ' && before == b' ';
            before = *b;
            !is_gap && (0x20..0x7f).contains(b)
        };
        return bytes.iter().all(is_clean) && bytes.last() != Some(&b' ');
    }
    if memchr::memchr(b'\n', bytes).is_some() {
        return false;
    }
    is_printable(bytes) && bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ') && !has_gap(bytes)
}

/// Whether all is printable ASCII. Without stopping at the first that is not, so that many bytes are compared at once.
fn is_printable(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |so_far, b| so_far & (0x20..0x7f).contains(b))
}

/// Whether two spaces stand side by side.
#[expect(clippy::needless_bitwise_bool, reason = "without stopping at the first")]
fn has_gap(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |so_far, (b, next)| so_far | (*b == b' ' && *next == b' '))
}

fn one_line(text: &str) -> String {
    // Most texts are plain but for their line breaks.
    if let Some(line) = joined_lines(text) {
        return line;
    }
    let mut line = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        // NEL and its kin are control characters and white space: they part words.
        if c.is_whitespace() {
            gap = true;
        } else if !is_invisible(c) {
            if gap && !line.is_empty() {
                line.push(' ');
            }
            gap = false;
            line.push(c);
        }
    }
    line
}

/// [`one_line`] for texts of printable ASCII, spaces, tabs and line breaks; `None` for others.
fn joined_lines(text: &str) -> Option<String> {
    let spaced = |b| if b == b'\n' || b == b'\r' || b == b'\t' { b' ' } else { b };
    let line: Vec<u8> = text.trim_ascii().bytes().map(spaced).collect();
    let line = Some(line).filter(|line| is_printable(line))?;
    String::from_utf8(line).ok().map(without_gaps)
}

/// `line` with one space where there were several.
fn without_gaps(line: String) -> String {
    let gap = memmem::Finder::new("  ");
    let Some(first) = gap.find(line.as_bytes()) else { return line };
    let mut joined = String::with_capacity(line.len());
    let (mut rest, mut next) = (line.as_str(), Some(first));
    while let Some((before, after)) = next.and_then(|at| rest.split_at_checked(at + 1)) {
        joined.push_str(before);
        rest = after.trim_start_matches(' ');
        next = gap.find(rest.as_bytes());
    }
    joined.push_str(rest);
    joined
}

/// Control characters, the zero-width space and byte order mark, and the marks that turn the direction of what follows
/// (which can make a title read as another). The joiners U+200C and U+200D stay: scripts need them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(text: &str) -> String {
        clean(text, TEXT_CHARS).text
    }

    #[test]
    fn makes_one_clean_line() {
        assert_eq!(cleaned("  Multimodal\n  Models \t"), "Multimodal Models");
        assert_eq!(cleaned("a\u{0}b\u{7f}c\u{202e}d\u{feff}"), "abcd");
        assert_eq!(cleaned("E\u{301}cole\u{a0}\u{2028}x"), "École x");
        assert_eq!(cleaned("क्‍ष"), "क्‍ष");
        assert_eq!(cleaned(" \r\n"), "");
        assert_eq!(cleaned("one  two\n\n three\tfour\r\nfive "), "one two three four five");
    }

    #[test]
    fn cuts_between_characters_and_says_so() {
        assert_eq!(clean("ää bb", 3), Cleaned { text: "ää".into(), cut: true });
        assert_eq!(clean("ää", 2), Cleaned { text: "ää".into(), cut: false });
        assert_eq!(clean("plain", 3), Cleaned { text: "pla".into(), cut: true });
    }

    proptest! {
        #[test]
        fn what_is_clean_stays(text in any::<String>()) {
            let once = cleaned(&text);
            prop_assert_eq!(&cleaned(&once), &once);
            prop_assert!(!once.chars().any(char::is_control));
        }

        #[test]
        fn plain_texts_become_their_words(text in "[ab \t\r\n\u{7f}]{0,80}") {
            let printed = text.replace('\u{7f}', "");
            let words: Vec<&str> = printed.split_whitespace().collect();
            prop_assert_eq!(cleaned(&text), words.join(" "));
        }

        #[test]
        fn plain_texts_are_cleaned_as_others_are(text in "[a-c \t\r\n]{0,30}") {
            let (alone, marked) = (format!("{} é", cleaned(&text)), cleaned(&format!("{text} é")));
            prop_assert_eq!(alone.trim_start(), marked);
        }
    }
}
