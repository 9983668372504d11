//! A comment as words, with what parts them.

/// What stands between a word and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing, or what does not part: a space, a hyphen, an apostrophe.
    Near,
    /// A comma, a colon, a bracket, a dash.
    Comma,
    /// The end of a sentence, or an address.
    Stop,
}

/// A word: letters and digits, or `@`. What is written in one, `ICML2025`, is two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// Where it stands in the text, in bytes.
    pub(super) at: usize,
    /// What stands behind it.
    pub(super) gap: Gap,
}

impl Word<'_> {
    /// Where it ends in the text, in bytes.
    pub(super) fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Whether it is this word, which is given in lower case.
    pub(super) fn is(&self, lower: &str) -> bool {
        self.text.eq_ignore_ascii_case(lower)
    }

    /// Whether it is one of these, which are given in lower case.
    pub(super) fn is_any(&self, lower: &[&str]) -> bool {
        lower.iter().any(|word| self.is(word))
    }

    pub(super) fn is_number(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_digit())
    }

    /// `1st`, `42nd`.
    pub(super) fn is_ordinal(&self) -> bool {
        let number = self.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        !number.is_empty() && number.len() + 2 == self.text.len() && number.bytes().all(|b| b.is_ascii_digit())
    }

    pub(super) fn is_capitalised(&self) -> bool {
        self.text.chars().any(char::is_uppercase)
    }
}

/// Words behind which a point ends no sentence.
const SHORTENED: [&str; 34] = [
    "proc",
    "conf",
    "int",
    "intl",
    "trans",
    "symp",
    "rev",
    "lett",
    "phys",
    "astron",
    "astrophys",
    "astroph",
    "vol",
    "no",
    "vs",
    "st",
    "mon",
    "not",
    "sci",
    "appl",
    "math",
    "comput",
    "eng",
    "annu",
    "assoc",
    "soc",
    "mag",
    "res",
    "ann",
    "acad",
    "natl",
    "adv",
    "comm",
    "commun",
];

/// The words of `text`.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::with_capacity(text.len() / 4);
    let mut offset = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        if is_address(piece) {
            widen(&mut words, Gap::Stop);
        } else if matches!(piece.trim_end(), "-" | "--" | "\u{2013}" | "\u{2014}") {
            widen(&mut words, Gap::Comma);
        } else {
            split(piece, offset, &mut words);
        }
        offset += piece.len();
    }
    widen(&mut words, Gap::Stop);
    words
}

/// The parts of a text between the ends of its sentences.
pub(super) fn sentences<'w, 't>(words: &'w [Word<'t>]) -> impl Iterator<Item = &'w [Word<'t>]> {
    words.split_inclusive(|word| word.gap == Gap::Stop)
}

fn is_address(piece: &str) -> bool {
    let has_slash = piece.bytes().any(|b| b == b'/');
    has_slash && (piece.contains("://") || piece.contains(".com/"))
        || piece.starts_with("www.")
        || piece.len() >= ".github.io".len() && piece.contains(".github.io")
}

/// Makes the gap behind the last word at least `gap`.
fn widen(words: &mut [Word<'_>], gap: Gap) {
    if let Some(last) = words.last_mut() {
        last.gap = last.gap.max(gap);
    }
}

/// The words of a piece without white space inside.
fn split<'t>(piece: &'t str, offset: usize, words: &mut Vec<Word<'t>>) {
    let mut start = None;
    for (at, c) in piece.char_indices().chain([(piece.len(), ' ')]) {
        if c.is_alphanumeric() || c == '&' {
            start.get_or_insert(at);
            continue;
        }
        if let Some(start) = start.take() {
            push(piece.get(start..at).unwrap_or_default(), offset + start, words);
        }
        if c == '@' {
            words.push(Word { text: "@", at: offset + at, gap: Gap::Near });
        }
        let ends = c == '.'
            && piece.get(at + 1..).is_some_and(|rest| rest.trim_start_matches(['.', ')', '"', '\'']).trim().is_empty());
        let gap = if ends { full_stop(words) } else { gap_of(c) };
        widen(words, gap);
    }
}

fn push<'t>(text: &'t str, at: usize, words: &mut Vec<Word<'t>>) {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let digits = text.len() - letters;
    let (name, number) = text.split_at_checked(letters).unwrap_or((text, ""));
    let is_year = digits == 4 && number.starts_with(['1', '2']);
    let is_short_year = digits == 2 && letters > 1 && name.bytes().all(|b| b.is_ascii_uppercase());
    // `Phys.Rev.D76`: the volume behind the letter of a journal's part.
    let is_volume = letters == 1 && digits > 0 && name.bytes().all(|b| b.is_ascii_uppercase());
    if letters > 1 && (is_year || is_short_year) || is_volume {
        words.push(Word { text: name, at, gap: Gap::Near });
        words.push(Word { text: number, at: at + letters, gap: Gap::Near });
    } else {
        words.push(Word { text, at, gap: Gap::Near });
    }
}

fn gap_of(c: char) -> Gap {
    match c {
        ',' | ':' | '(' | ')' | '[' | ']' | '"' | '\u{201c}' | '\u{201d}' | '\u{2013}' | '\u{2014}' => Gap::Comma,
        ';' | '|' | '!' | '?' | '\u{2022}' => Gap::Stop,
        _ => Gap::Near,
    }
}

/// What a point behind the last word means.
fn full_stop(words: &[Word<'_>]) -> Gap {
    let shortened = |word: &Word<'_>| word.text.chars().count() == 1 && !word.is_number() || word.is_any(&SHORTENED);
    if words.last().is_some_and(shortened) { Gap::Near } else { Gap::Stop }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let gap = |gap: Gap| match gap {
            Gap::Near => " ",
            Gap::Comma => ", ",
            Gap::Stop => ". ",
        };
        let shown: Vec<String> = words(text).iter().map(|word| format!("{}{}", word.text, gap(word.gap))).collect();
        shown.concat().trim_end().to_owned()
    }

    #[test]
    fn words_and_what_parts_them() {
        for (text, parts) in [
            ("Accepted to ICML2025 (oral), 9 pages.", "Accepted to ICML 2025, oral, 9 pages."),
            ("ICML'25; code: https://a.b/c. More", "ICML 25. code. More."),
            ("Proc. of Things. Y", "Proc of Things. Y."),
            ("Phys. Rev. D. - A&A @ B", "Phys Rev D, A&A @ B."),
            ("CVPR25, 8+4 pages", "CVPR 25, 8 4 pages."),
            ("", ""),
        ] {
            assert_eq!(shown(text), parts, "{text}");
        }
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "é (a.b) IJCAI2024";
        for word in words(text) {
            assert_eq!(text.get(word.at..word.end()), Some(word.text));
        }
    }
}
