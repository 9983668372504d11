//! Letters with accents: `\'e`, `\"{o}`, `\v{s}`, `\'\i`.

use unicode_normalization::char::compose;

use super::commands::{after_arguments, name_at};
use super::scan::Scanner;

/// Prints the accented letter at `pos`. `false` where there is none: then nothing was taken.
pub(super) fn step(scanner: &mut Scanner<'_>) -> bool {
    let Some(name) = name_at(scanner.text, scanner.pos) else { return false };
    let Some(mark) = combining_mark(name) else { return false };
    let after_name = scanner.pos + 1 + name.len();
    let by_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if let Some(inner) = scanner.argument(after_name) {
        let base = scanner.text.get(inner.clone()).unwrap_or_default();
        // "\r{ho}" and "\k{appa}" are what a reader of ASCII made of "\rho" and "\kappa".
        let split_name = (base.len() > 1).then(|| crate::formula::symbol(&format!("{name}{base}"))).flatten();
        let printed = split_name.map(str::to_owned).or_else(|| accented(base, mark).map(String::from));
        if let Some(printed) = printed {
            scanner.print(printed, inner.end + 1);
            return true;
        }
        return false;
    }
    if by_letter {
        return false;
    }
    let (base, end) = bare_base(scanner, after_name);
    match accented(base, mark) {
        Some(letter) if name != "\"" || is_vowel(letter, base) => {
            scanner.print(String::from(letter), end);
            true
        }
        _ => false,
    }
}

/// The letter that follows without braces, and where it ends.
fn bare_base<'a>(scanner: &Scanner<'a>, at: usize) -> (&'a str, usize) {
    if scanner.byte(at) == Some(b'\\') {
        let name = name_at(scanner.text, at).unwrap_or_default();
        let end = after_arguments(scanner, at + 1 + name.len(), 0);
        // A blank after "\\i" only ends its name.
        let end = if scanner.byte(end) == Some(b' ') { end + 1 } else { end };
        return (if matches!(name, "i" | "j") { name } else { "" }, end);
    }
    let length = scanner.char_at(at).map_or(0, char::len_utf8);
    (scanner.text.get(at..at + length).unwrap_or_default(), at + length)
}

/// In programs' text `\"` is a quotation mark: only before a vowel is it an accent.
fn is_vowel(letter: char, base: &str) -> bool {
    letter != '"' && base.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U', 'Y'])
}

/// The one character that is `base` with the accent, if there is one. A dotless `\i` counts as the letter.
fn accented(base: &str, mark: char) -> Option<char> {
    let base = base.trim_start_matches('\\');
    let mut chars = base.chars();
    match (chars.next(), chars.next()) {
        (Some(letter), None) if letter.is_alphabetic() => compose(letter, mark),
        _ => None,
    }
}

fn combining_mark(name: &str) -> Option<char> {
    Some(match name {
        "`" => '\u{300}',
        "'" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "r" => '\u{30a}',
        "H" => '\u{30b}',
        "v" => '\u{30c}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        _ => return None,
    })
}

/// The letter that an accent command (`r`, `'`, …) makes of `base`; used by formulas too.
pub(crate) fn accent(name: &str, base: &str) -> Option<char> {
    combining_mark(name).and_then(|mark| accented(base, mark))
}

#[cfg(test)]
mod tests {
    use crate::plain;

    #[test]
    fn prints_letters_with_their_accents() {
        assert_eq!(
            plain(r#"Schr\"odinger, R\'enyi, Fr\'{e}chet, na\"{\i}ve, Erd\H{o}s"#),
            "Schrödinger, Rényi, Fréchet, naïve, Erdős"
        );
        assert_eq!(plain(r"Milani\v{c}, {\c{C}}a, It\^o, Goi\^ania, Garc\'\i a"), "Milanič, Ça, Itô, Goiânia, García");
        assert_eq!(plain(r"Poincar{\'e} and M{\'e}xico"), "Poincaré and México");
    }

    #[test]
    fn repairs_greek_that_was_read_as_an_accent() {
        assert_eq!(plain(r"(\r{ho} = 0.34), Cohen's \k{appa}=0.81, 5 \r{A}"), "(ρ = 0.34), Cohen's κ=0.81, 5 Å");
    }

    #[test]
    fn a_quoted_quotation_mark_is_no_accent() {
        assert_eq!(plain(r#"say \"hello\" twice"#), r#"say "hello" twice"#);
    }
}
