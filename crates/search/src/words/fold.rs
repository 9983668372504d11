//! Folding: the form in which words are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::cjk;

/// Units are no names: a small `μ` before so many letters at most is a millionth.
const LONGEST_UNIT: usize = 2;

/// Appends the form in which words are compared: lower case, compatibility forms and accents folded, the plural of initials (`LLMs`) as
/// its singular, and Greek letters that stand alone or among others by their names (`α`, `TNFα`).
pub(crate) fn fold_into(word: &str, out: &mut String) {
    let word = if is_plural_of_initials(word) { word.get(..word.len() - 1).unwrap_or(word) } else { word };
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        if let Some(added) = out.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else if word.starts_with(cjk::is_cjk) {
        cjk::fold_into(word, out);
    } else {
        let plain = word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
        if word.contains(is_greek) {
            spell_greek(&plain.collect::<String>(), out);
        } else {
            out.extend(plain);
        }
    }
}

/// The form in which words are compared.
pub(crate) fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Whether a word is capitals, two at least, and a small `s`.
fn is_plural_of_initials(word: &str) -> bool {
    let initials = word.strip_suffix('s').unwrap_or_default().as_bytes();
    initials.len() >= 2
        && initials.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && initials.iter().filter(|byte| byte.is_ascii_uppercase()).count() >= 2
}

/// Greek and mathematical alphabets, and signs that are no letters.
fn is_greek(c: char) -> bool {
    matches!(u32::from(c), 0xB5 | 0x370..=0x3FF | 0x1F00..=0x1FFF | 0x2126 | 0x2200..=0x2BFF | 0x1D6A8..=0x1D7CB)
}

/// Appends a folded word with the names of its Greek letters, unless it is Greek as a whole.
fn spell_greek(word: &str, out: &mut String) {
    let greek = word.chars().filter(|c| is_greek(*c)).count();
    let all = word.chars().count();
    let is_unit = word.starts_with('μ')
        && all <= 1 + LONGEST_UNIT
        && all > 1
        && word.chars().skip(1).all(|c| c.is_ascii_alphabetic());
    if (greek == all && all > 1) || is_unit {
        out.push_str(word);
        return;
    }
    for c in word.chars() {
        match text::sign_name(c).filter(|_| !c.is_ascii()) {
            Some(name) => out.push_str(name),
            None => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greek_letters_go_by_their_names() {
        for (word, form) in [
            ("β", "beta"),
            ("Δ", "delta"),
            ("𝛽", "beta"),
            ("ϵ", "epsilon"),
            ("TNFα", "tnfalpha"),
            ("Δ9", "delta9"),
            ("∞", "infinity"),
            ("Ω", "omega"),
            ("μm", "μm"),
            ("λόγος", "λογος"),
        ] {
            assert_eq!(folded(word), form, "{word}");
        }
    }

    #[test]
    fn several_initials_are_one() {
        for (word, form) in [
            ("LLMs", "llm"),
            ("GPUs", "gpu"),
            ("GPS", "gps"),
            ("Is", "is"),
            ("As", "as"),
            ("RNNs", "rnn"),
            ("Is2s", "is2s"),
        ] {
            assert_eq!(folded(word), form, "{word}");
        }
    }

    #[test]
    fn forms_of_one_sign_are_one() {
        for (word, form) in [("CO₂", "co2"), ("ℓ1", "l1"), ("R²", "r2"), ("ＧＰＴ", "gpt"), ("ﬁne", "fine")] {
            assert_eq!(folded(word), form, "{word}");
        }
    }
}
