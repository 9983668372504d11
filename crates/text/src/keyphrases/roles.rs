//! What a word can be in a phrase: from word lists and endings, without a grammar.

use std::sync::LazyLock;

use crate::words::{Words, is_stop_word, word_list};

static FURNITURE: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/furniture.txt")));
static VERBS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/verbs.txt")));
static MODIFIERS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/modifiers.txt")));
static HEADS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/heads.txt")));
static COMMON: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/common.txt")));
static GERUNDS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/gerunds.txt")));
static ADJECTIVES: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/adjectives.txt")));
static NOUNS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/nouns.txt")));
static COMPOUNDS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/compounds.txt")));
static PREFIXES: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/prefixes.txt")));

/// What a word can be in a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Says what the paper is about.
    Telling,
    /// Stands before a telling word: no phrase ends with it.
    Modifier,
    /// Stands after a telling word: no phrase begins with it.
    Head,
    /// Common, but within a phrase it may be anywhere.
    Common,
    /// Not part of any phrase.
    Boundary,
}

/// Units, which look like names.
const UNITS: [&str; 18] = [
    "GHz", "GPa", "GW", "GeV", "Gyr", "Jy", "MHz", "MPa", "MW", "MeV", "Mpc", "Myr", "THz", "TeV", "eV", "kHz", "keV",
    "mJy",
];

/// The role of a word as printed.
pub(super) fn role(word: &str) -> Role {
    if UNITS.contains(&word) {
        return Role::Boundary;
    }
    let lower = word.to_lowercase();
    let word = lower.as_str();
    if !is_word(word) || is_stop_word(word) || is_adverb(word) || is_verb(word) || FURNITURE.contains(word) {
        Role::Boundary
    } else if MODIFIERS.contains(word) || is_compound(word) {
        Role::Modifier
    } else if HEADS.contains(word) {
        Role::Head
    } else if COMMON.contains(word) {
        Role::Common
    } else {
        Role::Telling
    }
}

/// Whether a word is formed like an adjective or a participle: no phrase ends with it, and none consists of it.
pub(super) fn is_adjective(word: &str) -> bool {
    const ENDINGS: [&str; 13] =
        ["able", "al", "ary", "ed", "ent", "ful", "ian", "ible", "ic", "ive", "less", "ory", "ous"];
    let word = word.to_lowercase();
    let last = last_part(&word);
    let by_ending = ENDINGS.iter().any(|ending| last.ends_with(ending)) && !last.ends_with("ment");
    let prefixed = word.split_once('-').is_some_and(|(prefix, _)| PREFIXES.contains(prefix)) && !last.ends_with("ing");
    let dimensions = word.len() == 2 && word.ends_with('d') && word.starts_with(|c: char| c.is_ascii_digit());
    ADJECTIVES.contains(word.as_str()) || prefixed || dimensions || (by_ending && !NOUNS.contains(last))
}

/// Whether a word ends like a participle of the past, as adjectives do that say what was done to something once.
pub(super) fn is_participle(word: &str) -> bool {
    word.ends_with("ed") && !word.contains('-') && !NOUNS.contains(word.to_lowercase().as_str())
}

/// Whether a word is a gerund that is more likely a verb with its object after it than part of a name.
pub(super) fn is_gerund(word: &str) -> bool {
    let word = word.to_lowercase();
    let last = last_part(&word);
    last.ends_with("ing") && last.len() > 5 && !GERUNDS.contains(last)
}

/// Whether a word (lower case) is one that says something: no number, amount, address, or single sign.
fn is_word(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let plain = word.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
    let address = [".com", ".io", ".org", "http"].iter().any(|part| word.contains(part));
    let number = word.trim_end_matches(['k', 'm', 'b', 'x', 's', '+']).chars().all(|c| !c.is_alphabetic());
    let amount = number && word.starts_with(|c: char| c.is_ascii_digit());
    plain && letters > 0 && word.chars().count() > 1 && !address && !amount
}

/// `token-level`, `retrieval-augmented`, `few-shot`: hyphenated words that describe the next one.
fn is_compound(word: &str) -> bool {
    word.rsplit_once('-').is_some_and(|(_, last)| COMPOUNDS.contains(last) || last.ends_with("ed"))
}

fn is_verb(word: &str) -> bool {
    let by_ending = ["izes", "ifies", "izing", "ifying"].iter().any(|ending| word.ends_with(ending));
    VERBS.contains(word) || (by_ending && !word.contains('-'))
}

fn is_adverb(word: &str) -> bool {
    const NOT: [&str; 7] = ["anomaly", "assembly", "butterfly", "family", "friendly", "poly", "supply"];
    word.len() > 4 && word.ends_with("ly") && !NOT.contains(&last_part(word))
}

/// What follows the last hyphen.
fn last_part(word: &str) -> &str {
    word.rsplit('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_roles_of_words() {
        assert_eq!(role("transformer"), Role::Telling);
        assert_eq!(role("Framework"), Role::Head);
        assert_eq!(role("models"), Role::Common);
        assert_eq!(role("Large-scale"), Role::Modifier);
        for word in ["the", "significantly", "outperforms", "formalizes", "3.5", "x", "GHz", "github.com", "10k"] {
            assert_eq!(role(word), Role::Boundary, "{word}");
        }
        assert_eq!(role("3D"), Role::Telling);
    }

    #[test]
    fn knows_what_only_describes() {
        for word in ["Bayesian", "spectral", "dark", "cross-domain", "4D", "generative", "learned"] {
            assert!(is_adjective(word), "{word}");
        }
        for word in ["gradient", "signal", "alignment", "Hamiltonian", "retrieval", "model", "pre-training"] {
            assert!(!is_adjective(word), "{word}");
        }
        assert!(is_gerund("harmonizing") && !is_gerund("question-answering") && !is_gerund("ring"));
        assert!(is_participle("submitted") && !is_participle("speed") && !is_participle("pre-trained"));
    }
}
