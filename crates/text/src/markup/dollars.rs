//! Formulas between dollar signs and their likes, and dollar signs that mean money.

use std::ops::Range;

use super::commands;
use super::piece::Piece;
use super::scan::Scanner;

/// Longer formulas than this many bytes are text. The longest in 170,000 real abstracts has 1,219.
const MAX_FORMULA: usize = 2_000;

/// A formula in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The bytes between the delimiters.
    pub(super) inner: Range<usize>,
    /// The byte after the closing delimiter.
    pub(super) end: usize,
    /// Whether it stands on a line of its own.
    pub(super) display: bool,
}

/// Takes the formula that begins with the dollar sign at `pos`; if none does, the sign is text.
pub(super) fn step(scanner: &mut Scanner<'_>) {
    match between_dollars(scanner.text, scanner.pos) {
        Some(found) if commands::take_text(scanner, &found) => {}
        Some(found) => take(scanner, found),
        // Two signs without a formula are one thing: the second opens nothing.
        None if scanner.byte(scanner.pos + 1) == Some(b'$') => scanner.pos += 2,
        None => scanner.pos += 1,
    }
}

/// Puts the formula in the place of its source.
pub(super) fn take(scanner: &mut Scanner<'_>, found: Found) {
    let source = scanner.text.get(found.inner).unwrap_or_default();
    scanner.emit(Piece::Formula { source, display: found.display }, found.end);
}

/// The formula that opens with the dollar sign at `open`.
fn between_dollars(text: &str, open: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    if bytes.get(open + 1) == Some(&b'$') {
        let close = closing(text, open + 2, "$$", "$")?;
        let inner = text.get(open + 2..close)?;
        let says_something = inner.contains('\\') || prose_words(inner) == 0;
        return (says_something && is_formula(inner, false)).then_some(Found {
            inner: open + 2..close,
            end: close + 2,
            display: true,
        });
    }
    let close = closing_dollar(text, open + 1)?;
    let inner = text.get(open + 1..close)?;
    let digit_follows = bytes.get(close + 1).is_some_and(u8::is_ascii_digit);
    is_formula(inner, digit_follows).then_some(Found { inner: open + 1..close, end: close + 1, display: false })
}

/// The formula that opens with `\(` or `\[` at `open`.
pub(super) fn between_brackets(text: &str, open: usize) -> Option<Found> {
    let (close, again, display) = match text.as_bytes().get(open + 1)? {
        b'(' => (r"\)", r"\(", false),
        b'[' => (r"\]", r"\[", true),
        _ => return None,
    };
    let at = closing(text, open + 2, close, again)?;
    (at > open + 2).then_some(Found { inner: open + 2..at, end: at + 2, display })
}

/// Where `close` stands, at most [`MAX_FORMULA`] bytes after `from` and before `again`, which would open anew. Looking no
/// further keeps a text of nothing but openings linear.
fn closing(text: &str, from: usize, close: &str, again: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = bytes.len().min(from + MAX_FORMULA);
    let mut at = from;
    while at < end {
        let rest = bytes.get(at..)?;
        if rest.starts_with(close.as_bytes()) {
            return Some(at);
        }
        if rest.starts_with(again.as_bytes()) || rest.starts_with(b"\n\n") {
            return None;
        }
        at += if rest.starts_with(b"\\") { 2 } else { 1 };
    }
    None
}

/// Where the dollar sign stands that closes a formula which begins at `from`. Signs within a `\text{…}` of the formula
/// belong to a formula in that text.
fn closing_dollar(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = bytes.len().min(from + MAX_FORMULA);
    let (mut at, mut depth, mut words) = (from, 0_usize, false);
    while at < end {
        match bytes.get(at)? {
            b'\\' => {
                let rest = bytes.get(at..)?;
                words |= rest.starts_with(br"\text") || rest.starts_with(br"\mbox");
                at += 1;
            }
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\n' if bytes.get(at + 1) == Some(&b'\n') => return None,
            b'$' if depth == 0 || !words => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether what stands between two dollar signs is a formula rather than a sum of money and the words up to the next one.
fn is_formula(inner: &str, digit_follows: bool) -> bool {
    let spaced = inner.starts_with(char::is_whitespace) || inner.ends_with(char::is_whitespace);
    let tex = inner.contains(['\\', '^', '_', '{', '=']);
    let words = prose_words(inner);
    let opens_with_digit = inner.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if inner.trim().is_empty() {
        return false;
    }
    if opens_with_digit && !tex {
        // "$5 and $10", "$5-$10", "$1,000 USD"
        return words == 0 && !digit_follows && !(spaced && inner.trim_end().ends_with(['-', ',', '–']));
    }
    let bearable = if tex { 5 } else { 1 };
    if spaced { words <= bearable } else { words <= bearable + 3 }
}

/// How many words of two letters or more stand in `inner` outside of braces and commands.
fn prose_words(inner: &str) -> usize {
    let mut depth = 0_usize;
    let mut words = 0;
    for part in inner.split_inclusive([' ', '\n', '{', '}']) {
        let word = part.trim_end_matches([' ', '\n', '{', '}', ',', '.', ';', ':', ')']).trim_start_matches('(');
        let is_word = word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
        words += usize::from(is_word && depth == 0 && !part.ends_with('{'));
        match part.as_bytes().last() {
            Some(b'{') => depth += 1,
            Some(b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(text: &str) -> Vec<&str> {
        let tokens = super::super::scan::scan(text);
        tokens
            .into_iter()
            .filter_map(|token| match token.piece {
                Piece::Formula { source, .. } => Some(source),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn finds_formulas_in_all_delimiters() {
        assert_eq!(formulas(r"a $x$ b $$y^2$$ c \(z\) d \[w\] e"), ["x", "y^2", "z", "w"]);
        assert_eq!(formulas(r"speed-up of 2.5 $\times$ and 3 $ \times $"), [r"\times", r" \times "]);
        assert_eq!(formulas(r"$n$-gram, $K$-Lipschitz, $L2$-norm, $10$"), ["n", "K", "L2", "10"]);
        assert_eq!(formulas(r"$x \text{ if $y$ holds}$"), [r"x \text{ if $y$ holds}"]);
        assert_eq!(formulas(r"$\textbf{MagicID}$ is text, $\textbf{x} + 1$ is not"), [r"\textbf{x} + 1"]);
    }

    #[test]
    fn money_is_no_formula() {
        for text in [
            "between $5 and $10",
            "$5-$10 a month",
            "of $384M, and safeguarded $400M in TVL. Compared, costs $2.31 per",
            "spent under $1,000 USD and $2,000 EUR",
            "$100K or 100 Days: Trade-offs",
            r"only \$9 USD and \$10",
            "pay $ 50 or $ 60",
            "$$ and $$$",
        ] {
            assert_eq!(formulas(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_lone_sign_does_not_turn_the_text_inside_out() {
        assert_eq!(formulas("set of 90$ synthetic data based on four, where $x$ is"), ["x"]);
        assert_eq!(formulas("costs $5 in time $O(n^2)$ and space $O(n)$"), ["O(n^2)", "O(n)"]);
        assert_eq!(formulas("per-claim latency ($p < 0.01$), enabling $0.003/query deployment"), ["p < 0.01"]);
    }

    #[test]
    fn nothing_but_openings_is_text_and_fast() {
        let start = std::time::Instant::now();
        for opening in ["$", "$$", r"\(", r"\[", "$a{", r"\text{$"] {
            let _ = formulas(&opening.repeat(50_000));
        }
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
