//! Understanding the text of a query. Every text has a meaning; what makes no sense as syntax counts as words.

use std::ops::Range;

use crate::words::{LONGEST_WORD, folded, is_stop_word, stem, words};

/// Only so many bytes of a query are looked at.
const LONGEST_QUERY: usize = 2_000;

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// Where it stands (first) in the text.
    pub range: Range<usize>,
    /// As it was typed.
    pub typed: String,
    /// Folded: how names and spellings are compared.
    pub folded: String,
    /// The stem: how running text is compared.
    pub stem: String,
    /// How often it stands in the query.
    pub count: u32,
}

/// A query's text, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// The text that was looked at, without what `-` excludes.
    pub text: String,
    /// The words that are looked for, each stem once, without stop words.
    pub words: Vec<QueryWord>,
    /// Quoted: words that must follow one another.
    pub phrases: Vec<Vec<PhraseWord>>,
    /// Words that must not occur.
    pub excluded: Vec<QueryWord>,
}

/// A word of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PhraseWord {
    /// How many words of the phrase stand before it.
    pub at: usize,
    /// Folded: how names are compared.
    pub folded: String,
    /// The stem: how running text is compared.
    pub stem: String,
}

/// Understands a query's text.
pub(crate) fn parse(text: &str) -> Parsed {
    let text = text.get(..text.floor_char_boundary(LONGEST_QUERY)).unwrap_or_default();
    let (text, excluded) = without_excluded(text);
    let (phrases, words) = (phrases(&text), query_words(&text));
    Parsed { text, words, phrases, excluded }
}

/// Understands a text that is a title: a hyphen in it excludes nothing.
pub(crate) fn parse_title(text: &str) -> Parsed {
    let text = text.get(..text.floor_char_boundary(LONGEST_QUERY)).unwrap_or_default().to_owned();
    Parsed { words: query_words(&text), phrases: phrases(&text), text, excluded: Vec::new() }
}

/// The words of a text that are looked for: each stem once, without stop words.
pub(crate) fn query_words(text: &str) -> Vec<QueryWord> {
    let mut found: Vec<QueryWord> = Vec::new();
    for range in words(text) {
        let typed = text.get(range.clone()).unwrap_or_default();
        let folded = folded(typed);
        if is_stop_word(&folded) || typed.len() > LONGEST_WORD {
            continue;
        }
        let stem = stem(&folded).into_owned();
        match found.iter_mut().find(|word| word.stem == stem) {
            Some(word) => word.count += 1,
            None => found.push(QueryWord { range, typed: typed.to_owned(), folded, stem, count: 1 }),
        }
    }
    found
}

/// Takes `-word` out of a text. A hyphen excludes only where it begins a word after white space, so that compounds and dashes
/// stay what they are; and a text of nothing else than excluded words excludes nothing.
fn without_excluded(text: &str) -> (String, Vec<QueryWord>) {
    let (mut rest, mut excluded) = (String::with_capacity(text.len()), Vec::new());
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.strip_prefix('-').filter(|word| word.starts_with(char::is_alphanumeric));
        match word {
            Some(word) => excluded.extend(query_words(word)),
            None => rest.push_str(part),
        }
    }
    if rest.trim().is_empty() { (text.to_owned(), Vec::new()) } else { (rest, excluded) }
}

/// The stretches between pairs of quotation marks that hold a word at least.
fn phrases(text: &str) -> Vec<Vec<PhraseWord>> {
    let mut parts = text.split(['"', '“', '”']);
    let mut phrases = Vec::new();
    parts.next();
    // After the outside comes an inside; one that no mark closes is followed by nothing and is no phrase.
    while let (Some(inside), Some(_outside)) = (parts.next(), parts.next()) {
        let all = words(inside).map(|range| folded(inside.get(range).unwrap_or_default()));
        let words = all.enumerate().filter(|(_, word)| !is_stop_word(word) && word.len() <= LONGEST_WORD);
        let words = words.map(|(at, folded)| PhraseWord { at, stem: stem(&folded).into_owned(), folded });
        phrases.push(words.collect());
    }
    phrases.retain(|words: &Vec<_>| !words.is_empty());
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stems(text: &str) -> Vec<String> {
        parse(text).words.into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn words_are_found_once_and_stop_words_never() {
        assert_eq!(stems("What are the transformers of a transformer?"), ["transform"]);
        assert_eq!(parse("graph graphs").words[0].count, 2);
        assert!(stems("what is it").is_empty());
        assert!(stems("🙂 … !!").is_empty());
    }

    #[test]
    fn quotes_make_phrases_where_they_are_balanced() {
        let phrase = |text| parse(text).phrases;
        let words = phrase("\"bag of words\" model").remove(0);
        let words: Vec<_> = words.iter().map(|word| (word.at, word.stem.as_str())).collect();
        assert_eq!(words, [(0, "bag"), (2, "word")]);
        assert_eq!(phrase("“gaussian splatting”").len(), 1);
        assert!(phrase("5\" screens").is_empty());
        assert!(phrase("\"\" \"the\"").is_empty());
    }

    #[test]
    fn a_hyphen_excludes_only_at_the_start_of_a_word() {
        let parsed = parse("jaguar -cars");
        assert_eq!((parsed.text.as_str(), parsed.excluded[0].stem.as_str()), ("jaguar ", "car"));
        assert!(parse("state-of-the-art - a survey").excluded.is_empty());
        assert_eq!(stems("-cars"), ["car"]);
    }

    proptest! {
        #[test]
        fn any_text_is_understood(text in "[\\PC\u{0}-\u{1f}]{0,60}") {
            let parsed = parse(&text);
            prop_assert!(parsed.words.iter().all(|word| parsed.text.get(word.range.clone()) == Some(&word.typed)));
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert!(parse(&"é".repeat(5_000)).text.len() <= LONGEST_QUERY);
    }
}
