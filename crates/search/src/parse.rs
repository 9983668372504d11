//! The words of a query that rank.

use std::ops::Range;

use crate::words::{LONGEST_WORD, folded, is_stop_word, stem, words};

/// Only so many bytes of the words that rank are looked at: more say nothing new, and each word has its price.
const LONGEST_RANKED: usize = 2_000;

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

/// The text that a query is ranked by, and its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// The text whose meaning is looked for.
    pub text: String,
    /// The words that are looked for, each stem once, without stop words.
    pub words: Vec<QueryWord>,
}

impl Parsed {
    /// A text and its words.
    pub(crate) fn of(text: &str) -> Self {
        let text = text.get(..text.floor_char_boundary(LONGEST_RANKED)).unwrap_or_default().to_owned();
        Self { words: query_words(&text), text }
    }
}

/// The words of a text that are looked for: each stem once, without stop words.
fn query_words(text: &str) -> Vec<QueryWord> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stems(text: &str) -> Vec<String> {
        Parsed::of(text).words.into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn words_are_found_once_and_stop_words_never() {
        assert_eq!(stems("What are the transformers of a transformer?"), ["transform"]);
        assert_eq!(Parsed::of("graph graphs").words[0].count, 2);
        assert!(stems("what is it").is_empty());
        assert!(stems("🙂 … !!").is_empty());
    }

    proptest! {
        #[test]
        fn words_stand_where_they_say(text in "[\\PC\u{0}-\u{1f}]{0,60}") {
            let parsed = Parsed::of(&text);
            prop_assert!(parsed.words.iter().all(|word| parsed.text.get(word.range.clone()) == Some(&word.typed)));
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert!(Parsed::of(&"é".repeat(5_000)).text.len() <= LONGEST_RANKED);
    }
}
