//! Quotation marks, dashes and ties as LaTeX writes them.

use super::scan::Scanner;

/// Understands the punctuation mark `byte` at `pos`.
pub(super) fn step(scanner: &mut Scanner<'_>, byte: u8) {
    let rest = scanner.rest(scanner.pos);
    match byte {
        b'`' => match rest.bytes().take_while(|b| *b == b'`').count() {
            2 => {
                scanner.in_quotes = true;
                scanner.print("“", scanner.pos + 2);
            }
            count => scanner.pos += count,
        },
        b'\'' if rest.starts_with("''") && closes_quotation(scanner) => {
            scanner.in_quotes = false;
            scanner.print("”", scanner.pos + 2);
        }
        b'-' => dashes(scanner),
        b'~' => tie(scanner),
        _ => {}
    }
}

/// Two apostrophes close a quotation that is open, or one that another sign opened; after a digit they are seconds.
fn closes_quotation(scanner: &Scanner<'_>) -> bool {
    scanner.in_quotes || scanner.before().is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | ',' | '!' | '?'))
}

/// `--` is an en dash and `---` an em dash, but not where a program's option begins or a rule is drawn.
fn dashes(scanner: &mut Scanner<'_>) {
    let count = scanner.rest(scanner.pos).bytes().take_while(|b| *b == b'-').count();
    let end = scanner.pos + count;
    let opens = scanner.before().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '`'));
    let option = opens && scanner.char_at(end).is_some_and(char::is_alphanumeric);
    match count {
        2 if !option => scanner.print("–", end),
        3 if !option => scanner.print("—", end),
        _ => scanner.pos = end,
    }
}

/// A tilde between a word and what belongs to it is a blank where no line ends; before a number it means "about".
fn tie(scanner: &mut Scanner<'_>) {
    let before = scanner.before();
    let after = scanner.char_at(scanner.pos + 1);
    let word_before =
        before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | ')' | ']' | '%' | '}' | '$' | '\''));
    let number_range = before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
    let something_after = after.is_some_and(|c| !c.is_whitespace());
    // A citation vanishes, and what tied it to its word with it.
    if scanner.rest(scanner.pos + 1).starts_with("\\cite") {
        scanner.skip(scanner.pos + 1);
    } else if word_before && something_after && !number_range {
        scanner.print("\u{a0}", scanner.pos + 1);
    }
}

#[cfg(test)]
mod tests {
    use crate::plain;

    #[test]
    fn quotation_marks() {
        assert_eq!(plain("``quotes'' and \"eating'' up"), "“quotes” and \"eating” up");
        assert_eq!(plain("5'' lens, authors' code"), "5'' lens, authors' code");
        assert_eq!(plain("```python"), "```python");
    }

    #[test]
    fn dashes_but_not_options() {
        assert_eq!(plain("1--5 items -- or more---all"), "1–5 items – or more—all");
        assert_eq!(plain("run with --flag or ----"), "run with --flag or ----");
    }

    #[test]
    fn ties_but_not_about() {
        assert_eq!(
            plain("Fig.~3 of Smith et al.~2020, ~30% more, 2~3 times"),
            "Fig.\u{a0}3 of Smith et al.\u{a0}2020, ~30% more, 2~3 times"
        );
        assert_eq!(plain(r"as shown~\cite{x, y}."), "as shown.");
    }
}
