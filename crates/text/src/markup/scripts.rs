//! Superscripts and subscripts that stand outside of any formula: `10^6`, `H_{2}O`.

use super::commands::name_at;
use super::piece::{Piece, Style};
use super::scan::Scanner;
use super::table::{Action, action};

/// Longer scripts in braces than this many bytes are text.
const MAX_SCRIPT: usize = 40;

/// Understands the `^` or `_` at `pos`. It needs something to stand on; a lone letter after `_` is part of a name.
pub(super) fn step(scanner: &mut Scanner<'_>) {
    let superscript = scanner.byte(scanner.pos) == Some(b'^');
    let stands_on = scanner.before().is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '}' | '$'));
    if !stands_on {
        return;
    }
    let style = if superscript { Style::Superscript } else { Style::Subscript };
    let start = scanner.pos + 1;
    if let Some(inner) = scanner.argument(start) {
        if inner.len() <= MAX_SCRIPT && !inner.is_empty() {
            open(scanner, style, &inner);
        }
    } else if let Some((printed, end)) = symbol(scanner, start) {
        if printed == "°" || printed == "∘" {
            scanner.print("°", end);
        } else {
            styled(scanner, style, Piece::Printed(printed.into()), end);
        }
    } else if superscript && let Some(length) = bare_script(scanner.rest(start)) {
        let text = scanner.text.get(start..start + length).unwrap_or_default();
        styled(scanner, style, Piece::Text(text), start + length);
    }
}

/// Enters a script in braces. Outside of any group a style needs one: the braces are it.
fn open(scanner: &mut Scanner<'_>, style: Style, inner: &std::ops::Range<usize>) {
    scanner.enter_styled(inner, style);
}

/// One piece in a style of its own.
fn styled<'a>(scanner: &mut Scanner<'a>, style: Style, piece: Piece<'a>, end: usize) {
    scanner.emit(Piece::Open(style), scanner.pos);
    scanner.skip(scanner.pos + 1);
    scanner.emit(piece, end);
    scanner.emit(Piece::Close(style), end);
}

/// The symbol that a command at `at` prints, and where it ends.
fn symbol(scanner: &Scanner<'_>, at: usize) -> Option<(&'static str, usize)> {
    if scanner.byte(at) != Some(b'\\') {
        return None;
    }
    let name = name_at(scanner.text, at)?;
    match action(name)? {
        Action::Print(text) if name.len() > 1 && !text.is_empty() => Some((text, at + 1 + name.len())),
        _ => None,
    }
}

/// The length of a script without braces: a number with its sign, or one letter that no other follows.
fn bare_script(rest: &str) -> Option<usize> {
    let sign = usize::from(rest.starts_with(['+', '-', '−'])) * rest.chars().next().map_or(0, char::len_utf8);
    let digits = rest.get(sign..)?.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some(sign + digits);
    }
    let mut chars = rest.chars();
    let letter = chars.next().filter(|c| c.is_alphabetic() || *c == '*')?;
    chars.next().is_none_or(|c| !c.is_alphanumeric() && c != '_').then_some(letter.len_utf8())
}

#[cfg(test)]
mod tests {
    use crate::{plain, render};

    #[test]
    fn raises_and_lowers() {
        assert_eq!(render("10^6 and R^2").as_str(), "10<sup>6</sup> and R<sup>2</sup>");
        assert_eq!(render("10^{-3}, H_{2}O").as_str(), "10<sup>-3</sup>, H<sub>2</sub>O");
        assert_eq!(plain(r"10^{-3} M_\odot at 5^\circ C, BigO(n^2)"), "10⁻³ M⊙ at 5° C, BigO(n²)");
    }

    #[test]
    fn names_of_programs_stay() {
        assert_eq!(render("snake_case, f_a, ^_^, a^bc").as_str(), "snake_case, f_a, ^_^, a^bc");
    }
}
