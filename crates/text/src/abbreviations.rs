//! Abbreviations that a text explains: `large language model (LLM)`, `LLM (large language model)`.
//!
//! The algorithm of Schwartz and Hearst 2003, "A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text"
//! (<https://psb.stanford.edu/psb-online/proceedings/psb03/schwartz.pdf>): what stands in parentheses, or before them, is a short form if it
//! looks like one; its letters are looked for from the end in the words beside it, and the first must begin a word. Two things are asked
//! for beyond the paper, as texts here are not only biomedical: a capital in the short form, and a long form that fills its parentheses.

/// A short form with the long form that a text gives for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abbreviation<'a> {
    /// As printed, without the `s` of a plural of capitals: `LLM`.
    pub short: &'a str,
    /// As printed.
    pub long: &'a str,
}

/// The fewest and the most characters of a short form.
const SHORT: std::ops::RangeInclusive<usize> = 2..=10;

/// Parentheses that hold more bytes than this explain nothing.
const LONGEST: usize = 160;

/// The abbreviations that `text` explains, in its order.
pub fn abbreviations(text: &str) -> Vec<Abbreviation<'_>> {
    let explained = |(open, _)| {
        let inside = text.get(open + 1..)?;
        let inside = inside.get(..inside.find(['(', ')'])?).filter(|inside| inside.len() <= LONGEST)?;
        explained(text.get(..open)?.trim_end(), inside)
    };
    text.match_indices('(').filter_map(explained).collect()
}

/// What the words before parentheses and those inside explain of one another.
fn explained<'a>(before: &'a str, inside: &'a str) -> Option<Abbreviation<'a>> {
    let short = inside.split([',', ';']).next().unwrap_or_default().trim();
    if is_short(short) {
        let long = long_form(short, last_words(before, most_words(short)))?;
        return Some(Abbreviation { short: without_plural(short), long });
    }
    let short = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let short = short.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (inside, most) = (inside.trim(), most_words(short));
    let fits = is_short(short) && inside.split_whitespace().count() <= most;
    let long = long_form(short, inside).filter(|long| fits && long.len() == inside.len())?;
    Some(Abbreviation { short: without_plural(short), long })
}

/// Whether it looks like a short form: two words at most, few characters, a capital, nothing but letters, digits and what joins them.
fn is_short(short: &str) -> bool {
    let joins = |c: char| matches!(c, '-' | '‐' | '‑' | '/' | '.' | '&' | '+' | ' ' | '\'');
    short.len() <= 4 * SHORT.end()
        && SHORT.contains(&short.chars().count())
        && short.split(' ').count() <= 2
        && short.starts_with(char::is_alphanumeric)
        && short.chars().any(char::is_uppercase)
        && short.chars().all(|c| c.is_alphanumeric() || joins(c))
}

/// The most words of a long form.
fn most_words(short: &str) -> usize {
    let letters = short.chars().count();
    (letters + 5).min(letters * 2)
}

/// The last words of a text, of one sentence.
fn last_words(text: &str, most: usize) -> &str {
    let mut start = text.len();
    for _ in 0..most {
        let rest = text.get(..start).unwrap_or_default().trim_end();
        let ends_sentence = start < text.len() && rest.ends_with(['.', ';', ':', '?', '!', ')', '(']);
        if rest.is_empty() || ends_sentence {
            break;
        }
        start = rest
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + rest.get(at..).and_then(|c| c.chars().next()).map_or(1, char::len_utf8));
    }
    text.get(start..).unwrap_or_default()
}

/// The shortest end of `text` that begins with a word and holds the letters of `short` in their order, the first at the beginning of
/// that word.
fn long_form<'a>(short: &str, text: &'a str) -> Option<&'a str> {
    let mut rest = text;
    let mut wanted = short.chars().filter(|c| c.is_alphanumeric()).rev().peekable();
    while let Some(letter) = wanted.next() {
        let is_first = wanted.peek().is_none();
        let found = rest.char_indices().rev().find(|(at, c)| {
            let begins_word = !rest.get(..*at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
            alike(*c, letter) && (!is_first || begins_word)
        });
        rest = rest.get(..found?.0)?;
    }
    let start = rest
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + rest.get(at..).and_then(|c| c.chars().next()).map_or(1, char::len_utf8));
    let long = text.get(start..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    let repeats = long.split(|c: char| !c.is_alphanumeric()).any(|word| word == without_plural(short));
    (long.chars().count() > short.chars().count() + 1 && !repeats).then_some(long)
}

fn alike(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// `LLM` for `LLMs`.
fn without_plural(short: &str) -> &str {
    let singular = short.strip_suffix('s').filter(|rest| rest.chars().count() >= 2);
    singular.filter(|rest| !rest.contains(char::is_lowercase)).unwrap_or(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<(&str, &str)> {
        abbreviations(text).into_iter().map(|found| (found.short, found.long)).collect()
    }

    #[test]
    fn both_orders_are_understood() {
        for (text, expected) in [
            ("We use large language models (LLMs) here.", ("LLM", "large language models")),
            ("LLM (large language model) agents", ("LLM", "large language model")),
            ("the area under the curve (AUC) rose", ("AUC", "area under the curve")),
            ("heat shock transcription factor (HSF)", ("HSF", "heat shock transcription factor")),
            ("Retrieval-Augmented Generation (RAG)", ("RAG", "Retrieval-Augmented Generation")),
            ("electroencephalogram (EEG) signals", ("EEG", "electroencephalogram")),
            ("generative adversarial networks (GANs; Goodfellow et al.)", ("GAN", "generative adversarial networks")),
            ("In vision. Graph neural networks (GNNs)", ("GNN", "Graph neural networks")),
            ("direct preference optimization (DPO)", ("DPO", "direct preference optimization")),
        ] {
            assert_eq!(all(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_parentheses_explain_nothing() {
        for text in [
            "as shown (see below)",
            "in 2020 (Figure 3)",
            "we test (e.g., on images)",
            "the model (ours)",
            "an LLM (LLM)",
            "accuracy (95%)",
            "models (XQZ) and",
            "open (",
            "() )",
            "(A)",
            "networks (https://example.org/some/long/address)",
        ] {
            assert!(all(text).is_empty(), "{text}: {:?}", all(text));
        }
    }

    #[test]
    fn a_long_form_stays_in_its_sentence() {
        assert!(all("Nothing is large. Models (LM)").is_empty());
        assert_eq!(all("one two three four five six seven language model (LM)"), [("LM", "language model")]);
    }

    proptest! {
        #[test]
        fn letters_of_the_short_form_stand_in_the_long_one(text in "([A-Za-z éßΣ。-]{1,12} ){1,8}\\([A-Za-zÉ ,-]{1,12}\\)\\PC{0,6}") {
            for Abbreviation { short, long } in abbreviations(&text) {
                let mut letters = long.chars();
                for letter in short.chars().filter(|c| c.is_alphanumeric()) {
                    prop_assert!(letters.any(|c| alike(c, letter)), "{short} of {long}");
                }
                let first = short.chars().next().unwrap();
                prop_assert!(long.split(|c: char| !c.is_alphanumeric()).any(|word| word.chars().next().is_some_and(|c| alike(c, first))));
                prop_assert!(text.contains(short) && text.contains(long));
            }
        }

        #[test]
        fn any_text_is_read(text in "(\\PC|[()A-Z ]){0,120}") {
            abbreviations(&text);
        }
    }
}
