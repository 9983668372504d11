//! Words that nearly every abstract has. From the 1,300 most frequent words of 20,000 arXiv abstracts, sorted by hand.

use std::sync::LazyLock;

use crate::words::{Words, is_stop_word, word_list};

/// Verbs of reporting, praise, counting: the furniture of abstracts.
static FURNITURE: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/furniture.txt")));
/// Verbs that stand mostly after "to", "we", "can" or "not" in 40,000 arXiv abstracts, and those of their other forms that
/// seldom stand after an article; nouns among them taken out by hand.
static VERBS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/verbs.txt")));
/// Adjectives that say little by themselves.
static MODIFIERS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/modifiers.txt")));
/// Nouns that say only what sort of thing something is.
static HEADS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/heads.txt")));
/// Nouns of every field.
static COMMON: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/common.txt")));
/// Gerunds that are the names of things.
static GERUNDS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("../wordlists/gerunds.txt")));

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

/// The role of a word as printed.
pub(super) fn role(word: &str) -> Role {
    let lower = word.to_lowercase();
    let word = lower.as_str();
    if !is_word(word) || is_stop_word(word) || is_adverb(word) || FURNITURE.contains(word) || VERBS.contains(word) {
        Role::Boundary
    } else if MODIFIERS.contains(word) || is_compound_adjective(word) {
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
    const ENDINGS: [&str; 11] = ["al", "ive", "ic", "ous", "able", "ible", "ary", "less", "ful", "ed", "ent"];
    const NOUNS: [&str; 60] = [
        "agent",
        "alignment",
        "animal",
        "archive",
        "arithmetic",
        "binary",
        "bed",
        "boundary",
        "cable",
        "capital",
        "characteristic",
        "client",
        "coefficient",
        "content",
        "crystal",
        "derivative",
        "dialogical",
        "dictionary",
        "document",
        "element",
        "embed",
        "environment",
        "ephemeral",
        "event",
        "fabric",
        "feed",
        "festival",
        "glossary",
        "gradient",
        "heuristic",
        "hospital",
        "ingredient",
        "journal",
        "library",
        "logic",
        "metal",
        "metric",
        "moment",
        "music",
        "narrative",
        "objective",
        "patient",
        "perspective",
        "portal",
        "potential",
        "proposal",
        "refusal",
        "removal",
        "retrieval",
        "seed",
        "segment",
        "signal",
        "speed",
        "student",
        "summary",
        "survival",
        "table",
        "topic",
        "traffic",
        "variable",
    ];
    let word = word.to_lowercase();
    let last = word.rsplit('-').next().unwrap_or_default();
    ENDINGS.iter().any(|ending| last.ends_with(ending))
        && !last.ends_with("ment")
        && NOUNS.binary_search(&last).is_err()
}

/// Whether a word is a gerund that is more likely a verb with its object after it than part of a name.
pub(super) fn is_gerund(word: &str) -> bool {
    let word = word.to_lowercase();
    let last = word.rsplit('-').next().unwrap_or_default();
    last.ends_with("ing") && last.len() > 5 && !GERUNDS.contains(last)
}

/// Whether a word (lower case) is one that says something: no number, amount, address, or single sign.
fn is_word(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let plain = word.chars().all(|c| c.is_alphabetic() || c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | '/'));
    let address = [".com", ".io", ".org", "http"].iter().any(|part| word.contains(part));
    let number = word.trim_end_matches(['k', 'm', 'b', 'x', 's', '+']).chars().all(|c| !c.is_alphabetic());
    plain
        && letters > 0
        && word.chars().count() > 1
        && !address
        && !(number && word.starts_with(|c: char| c.is_ascii_digit()))
}

/// `token-level`, `retrieval-augmented`, `few-shot`: hyphenated words that describe the next one.
fn is_compound_adjective(word: &str) -> bool {
    const ENDINGS: [&str; 30] = [
        "agnostic",
        "aware",
        "based",
        "centric",
        "constrained",
        "dependent",
        "driven",
        "efficient",
        "first",
        "free",
        "friendly",
        "level",
        "like",
        "modal",
        "only",
        "optimal",
        "order",
        "oriented",
        "quality",
        "ready",
        "rich",
        "scale",
        "shot",
        "source",
        "specific",
        "stage",
        "step",
        "time",
        "view",
        "wise",
    ];
    word.rsplit_once('-').is_some_and(|(_, last)| ENDINGS.binary_search(&last).is_ok() || last.ends_with("ed"))
}

fn listed(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

fn is_adverb(word: &str) -> bool {
    const NOT: [&str; 7] = ["anomaly", "assembly", "butterfly", "family", "friendly", "poly", "supply"];
    word.len() > 4 && word.ends_with("ly") && !listed(&NOT, word.rsplit('-').next().unwrap_or_default())
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
        for word in ["the", "significantly", "outperforms", "3.5", "x", "github.com", "10k"] {
            assert_eq!(role(word), Role::Boundary, "{word}");
        }
        assert_eq!(role("3D"), Role::Telling);
    }
}
