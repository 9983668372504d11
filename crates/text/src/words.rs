//! Words of running text: where they stand, which say nothing, and what they have in common.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// As printed.
    pub(crate) text: &'a str,
    /// Its bytes in the text.
    pub(crate) at: Range<usize>,
}

/// The words of `text`: runs of letters and digits, with hyphens, apostrophes, dots and slashes within them.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = chars.peek().copied() {
            let joins = matches!(c, '-' | '\'' | '’' | '.' | '+' | '/' | '‑')
                && text.get(at + c.len_utf8()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if !(c.is_alphanumeric() || c == '\u{302}' || joins) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        found.extend(text.get(start..end).map(|word| Word { text: word, at: start..end }));
    }
    found
}

/// What the forms of a word have in common: lower case, without possessive, plural and the commonest verbal endings. A
/// light stemmer; plurals as the S stemmer of Harman (1991), "How effective is suffixing?", Journal of the American Society
/// for Information Science 42(1), 7-15.
pub(crate) fn stem(word: &str) -> String {
    let mut stem = word.to_lowercase();
    for ending in ["'s", "’s"] {
        if stem.ends_with(ending) {
            stem.truncate(stem.len() - ending.len());
        }
    }
    let length = stem.chars().count();
    if stem.ends_with("ies") && length > 4 {
        stem.truncate(stem.len() - 3);
        stem.push('y');
    } else if (stem.ends_with("sses") || stem.ends_with("xes") || stem.ends_with("ches") || stem.ends_with("shes"))
        && length > 4
    {
        stem.truncate(stem.len() - 2);
    } else if stem.ends_with('s')
        && !stem.ends_with("ss")
        && !stem.ends_with("us")
        && !stem.ends_with("is")
        && length > 3
    {
        stem.truncate(stem.len() - 1);
    }
    for ending in ["ing", "ed"] {
        if stem.ends_with(ending) && stem.len() > ending.len() + 3 {
            stem.truncate(stem.len() - ending.len());
        }
    }
    if stem.ends_with('e') && stem.len() > 3 {
        stem.pop();
    }
    stem
}

/// A set of words, all lower case.
pub(crate) type Words = HashSet<&'static str>;

/// Function words of English.
static STOP_WORDS: LazyLock<Words> = LazyLock::new(|| word_list(include_str!("wordlists/stop_words.txt")));

/// The words of a list that white space divides.
pub(crate) fn word_list(list: &'static str) -> Words {
    list.split_whitespace().collect()
}

/// Whether a word (lower case) has no meaning of its own.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_with_what_joins_them() {
        let found = words("State-of-the-art GPT-4.1 isn't (yet) 3.5%. A/B: naïve–or not.");
        let texts: Vec<_> = found.iter().map(|word| word.text).collect();
        assert_eq!(texts, ["State-of-the-art", "GPT-4.1", "isn't", "yet", "3.5", "A/B", "naïve", "or", "not"]);
        assert_eq!(found[1].at, 17..24);
    }

    #[test]
    fn forms_of_a_word_meet() {
        for (one, other) in [("models", "model"), ("Studies", "study"), ("classes", "class"), ("networks", "network")] {
            assert_eq!(stem(one), stem(other));
        }
        assert_eq!(stem("training"), stem("trained"));
        assert_ne!(stem("analysis"), stem("analog"));
        assert_eq!(stem("bus"), "bus");
    }

    #[test]
    fn knows_function_words() {
        assert!(is_stop_word("the") && !is_stop_word("network"));
    }
}
