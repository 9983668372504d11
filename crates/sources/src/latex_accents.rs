//! LaTeX's accented letters as Unicode: `Koll\'ar` becomes `Kollár`. arXiv's metadata writes names and titles so.
//! Only letters are decoded; mathematics and every other command stay as they are.

use std::borrow::Cow;

use unicode_normalization::char::compose;

/// The letter commands that take a letter, and the combining mark that each puts on it (the table of text accents in LaTeX's manual).
const NAMED_ACCENTS: [(&str, char); 8] = [
    ("c", '\u{327}'),
    ("v", '\u{30c}'),
    ("H", '\u{30b}'),
    ("u", '\u{306}'),
    ("k", '\u{328}'),
    ("r", '\u{30a}'),
    ("d", '\u{323}'),
    ("b", '\u{331}'),
];

/// The letters that have a command of their own.
const LETTERS: [(&str, &str); 20] = [
    ("ss", "ß"),
    ("o", "ø"),
    ("O", "Ø"),
    ("aa", "å"),
    ("AA", "Å"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("l", "ł"),
    ("L", "Ł"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("ng", "ŋ"),
];

/// `text` with its accent commands outside of `$…$` as letters.
pub(crate) fn decode<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if memchr::memchr(b'\\', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    let mut in_math = false;
    while let Some(at) = memchr::memchr3(b'\\', b'{', b'$', rest.as_bytes()) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        // A tilde in an address is written `\~`: it is no accent.
        let letter = if in_math || out.ends_with('/') { None } else { accent_at(special) };
        if let Some((decoded, after)) = letter {
            out.push_str(&decoded);
            rest = after;
            continue;
        }
        in_math ^= special.starts_with('$');
        // An escaped character, above all `\$`, is copied together with its backslash.
        let escaped = if special.starts_with('\\') { special.chars().nth(1).map_or(0, char::len_utf8) } else { 0 };
        let (copied, after) = special.split_at(1 + escaped);
        out.push_str(copied);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The letter that begins `text` as a command, with or without braces around the whole, and what follows it.
fn accent_at(text: &str) -> Option<(String, &str)> {
    if let Some(inner) = text.strip_prefix('{') {
        let (letter, after) = command(inner.strip_prefix('\\')?)?;
        return Some((letter, after.strip_prefix('}')?));
    }
    command(text.strip_prefix('\\')?)
}

/// The letter of the command whose backslash stands before `text`.
fn command(text: &str) -> Option<(String, &str)> {
    let mark = match text.chars().next()? {
        '\'' => '\u{301}',
        '`' => '\u{300}',
        '^' => '\u{302}',
        '"' => '\u{308}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        '.' => '\u{307}',
        'a'..='z' | 'A'..='Z' => return named_command(text),
        _ => return None,
    };
    let (base, after) = base_letter(text.get(1..)?.trim_start_matches(' '))?;
    Some((accented(base, mark), after))
}

/// The letter of a command such as `\o` or `\v{s}`; TeX reads as many letters as there are as its name.
fn named_command(text: &str) -> Option<(String, &str)> {
    let end = text.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, after) = text.split_at_checked(end)?;
    if let Some((_, mark)) = NAMED_ACCENTS.iter().find(|(accent, _)| *accent == name) {
        let (base, after) = base_letter(after.trim_start_matches(' '))?;
        return Some((accented(base, *mark), after));
    }
    let (_, letter) = LETTERS.iter().find(|(command, _)| *command == name)?;
    let after = after.strip_prefix("{}").unwrap_or(after);
    // TeX drops the space behind a command, but behind an ångström people mean it.
    let after = if name == "AA" { after } else { after.trim_start_matches(' ') };
    Some(((*letter).to_owned(), after))
}

/// The letter that an accent is put on: `e`, `{e}`, `\i` or `{\i}`.
fn base_letter(text: &str) -> Option<(char, &str)> {
    if let Some(inner) = text.strip_prefix('{') {
        let (base, after) = base_letter(inner.trim_start_matches(' '))?;
        return Some((base, after.trim_start_matches(' ').strip_prefix('}')?));
    }
    // The dotless forms exist to be accented: composed letters have no dot by themselves.
    let dotless = text.strip_prefix('\\').unwrap_or(text);
    let base = dotless.chars().next()?;
    let after = dotless.get(base.len_utf8()..)?;
    let escaped = dotless.len() < text.len();
    let fits = if escaped {
        matches!(base, 'i' | 'j') && !after.starts_with(|c: char| c.is_ascii_alphabetic())
    } else {
        base.is_alphabetic()
    };
    // The space behind `\i` only ends the command.
    fits.then_some((base, if escaped { after.trim_start_matches(' ') } else { after }))
}

fn accented(base: char, mark: char) -> String {
    compose(base, mark).map_or_else(|| String::from_iter([base, mark]), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decodes_all_ways_of_writing_a_letter() {
        for (tex, letters) in [
            (r"C. Bal\'azs", "C. Balázs"),
            (r#"Gr\"obner, Gr{\"o}bner, Gr\"{o}bner"#, "Gröbner, Gröbner, Gröbner"),
            (r"Fran\c{c}ois \c Cetin", "François Çetin"),
            (r"Bo\v{s}ko, {\v S}", "Boško, Š"),
            (r"Stra{\ss}e, S\o ren, S{\o}ren, S\o{}ren", "Straße, Søren, Søren, Søren"),
            (r"Mart\'{\i}n, Mart{\'\i}n, Mart\'\i n", "Martín, Martín, Martín"),
            (r"\L{}ukasz, Erd\H{o}s, \AA rhus", "Łukasz, Erdős, Å rhus"),
            (r"Pe\~na, \k{a}, \u g, \.Z, \r{u}", "Peña, ą, ğ, Ż, ů"),
        ] {
            assert_eq!(decode(tex), letters, "{tex}");
        }
    }

    #[test]
    fn leaves_everything_else() {
        for text in [
            "plain",
            r"$\Lambda_{\alpha}$ and $\'e$",
            r"40\% of \$5 \cite{x} \vec{v}",
            r"\url{http://x.org/\~user}",
            r"trailing \",
            r"\'",
            r"\c{",
            r"\v{ss}",
            r"{\it x}",
        ] {
            assert_eq!(decode(text), text);
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_keeps_texts_without_commands(text in any::<String>()) {
            let decoded = decode(&text);
            if !text.contains('\\') {
                prop_assert_eq!(decoded, text.as_str());
            }
        }

        #[test]
        fn never_panics_on_commands(text in r#"([\\{}$'"~a-z éi/]|\\c|\\o){0,40}"#) {
            decode(&text);
        }
    }
}
