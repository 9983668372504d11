//! What a paper explains, as terms of its document.
//!
//! For `large language models (LLMs)` there are three: `s:llm⇥large language models` (the stem of the short form, and the long form as it
//! is spelled), `l:0123456789ab⇥LLM` (a fingerprint of the long form's stems, and the short form as it is spelled), and
//! `l:0123456789ab`, by which long forms are looked up. A dictionary of long terms is dear to write, which is why only one is.

use std::collections::BTreeSet;

use text::abbreviations;
use xxhash_rust::xxh3::xxh3_64;

use crate::words::{Kind, LONGEST_WORD, Pieces, stem};

/// The most words of a long form.
const MOST_WORDS: usize = 12;

/// What stands between the two forms.
pub(super) const BETWEEN: char = '\t';

/// How terms of long forms begin.
pub(super) const LONG: &str = "l:";

/// The terms of what a title and an abstract explain, each once.
pub(crate) fn explained(title: &str, abstract_text: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for text in [title, abstract_text] {
        for found in abbreviations(text) {
            let (Some(short), Some((words, stems))) = (short_stem(found.short), long_words(found.long)) else {
                continue;
            };
            terms.insert(format!("{}{BETWEEN}{words}", of_short(&short)));
            terms.insert(format!("{}{BETWEEN}{}", of_long(&stems), found.short));
            terms.insert(of_long(&stems));
        }
    }
    terms
}

/// How terms begin that say what a short form stands for.
pub(super) fn of_short(stem: &str) -> String {
    format!("s:{stem}")
}

/// How terms begin that say what a long form, by its stems, is shortened to: 48 bits of XXH3. Who looks it up compares the stems.
pub(super) fn of_long(stems: &str) -> String {
    format!("{LONG}{:012x}", xxh3_64(stems.as_bytes()) >> 16)
}

/// The stem of a short form that is one word, or one name of several parts.
pub(super) fn short_stem(short: &str) -> Option<String> {
    let (mut pieces, mut found, mut words) = (Pieces::of(short), None, 0);
    while pieces.advance() {
        match pieces.kind {
            Kind::Word => words += 1,
            Kind::Joined { .. } => {}
            Kind::Character { .. } | Kind::Pair => return None,
        }
        // What is written together comes last.
        found = Some((pieces.kind, stem(&pieces.folded).into_owned()));
    }
    found.filter(|(kind, _)| words == 1 || *kind == Kind::Joined { parts: words }).map(|(_, stem)| stem)
}

/// The words of a long form and their stems, with spaces between.
fn long_words(long: &str) -> Option<(String, String)> {
    let (mut pieces, mut words, mut stems) = (Pieces::of(long), Vec::new(), Vec::new());
    while pieces.advance() {
        if pieces.kind == Kind::Word {
            stems.push(stem(&pieces.folded).into_owned());
            words.push(pieces.folded.clone());
        }
    }
    let fits = !words.is_empty() && words.len() <= MOST_WORDS && long.len() <= MOST_WORDS * LONGEST_WORD;
    fits.then(|| (words.join(" "), stems.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_explained_is_found_from_both_sides() {
        let terms =
            explained("Large Language Models (LLMs)", "An LLM (large language model). A U-Net (unified network).");
        let expected = ["s:llm\tlarge language model", "s:llm\tlarge language models", "s:unet\tunified network"];
        let (longs, shorts): (Vec<&str>, Vec<&str>) =
            terms.iter().map(String::as_str).partition(|term| term.starts_with("l:"));
        assert_eq!(shorts, expected);
        let (model, network) = (of_long("larg languag model"), of_long("unifi network"));
        let expected = [model.clone(), format!("{model}\tLLM"), network.clone(), format!("{network}\tU-Net")];
        assert!(longs.len() == 4 && expected.iter().all(|term| terms.contains(term)), "{longs:?}");
    }

    #[test]
    fn short_forms_are_one_word_or_one_name() {
        for (short, expected) in [
            ("LLM", Some("llm")),
            ("CNNs", Some("cnn")),
            ("U-Net", Some("unet")),
            ("SO CAL", None),
            ("深度", None),
            ("--", None),
        ] {
            assert_eq!(short_stem(short).as_deref(), expected, "{short}");
        }
    }
}
