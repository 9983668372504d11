//! Which stretches of a text to mark.

use std::ops::Range;

use crate::language::understand;
use crate::parse::QueryWord;
use crate::words::{LONGEST_WORD, fold_into, with_stem, words};

/// The query's words in the form in which texts are compared with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    words: Vec<String>,
    stems: Vec<String>,
}

impl Terms {
    /// The terms of a query's text.
    pub fn of(text: &str) -> Self {
        Self::from_words(&understand(text).tree.words().words)
    }

    /// The terms of a query that was understood.
    pub(crate) fn from_words(words: &[QueryWord]) -> Self {
        let typed = words.iter().map(|word| word.typed.clone()).collect();
        Self { words: typed, stems: words.iter().map(|word| word.stem.clone()).collect() }
    }

    /// The words as typed (after correction), without stop words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether there is nothing to mark.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }
}

/// A stretch of a text to mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// In bytes, on character boundaries.
    pub range: Range<usize>,
}

/// The words of `text` whose stem is in the query: in rising order, never overlapping.
pub fn highlight(text: &str, terms: &Terms) -> Vec<Span> {
    let (mut spans, mut folded) = (Vec::new(), String::new());
    if terms.is_empty() {
        return spans;
    }
    for range in words(text) {
        folded.clear();
        fold_into(text.get(range.clone()).unwrap_or_default(), &mut folded);
        // A stem begins as its word does, all but its last two letters ("die" is the stem of "dying"): most words need not be
        // stemmed.
        let begins = |stem: &String| {
            let beginning = stem.len().saturating_sub(2).clamp(1, 3);
            stem.as_bytes().get(..beginning) == folded.as_bytes().get(..beginning)
        };
        if folded.len() <= LONGEST_WORD && terms.stems.iter().any(begins) {
            let found = with_stem(&folded, |stem| terms.stems.iter().any(|term| term == stem));
            if found {
                spans.push(Span { range });
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        highlight(text, &Terms::of(query)).into_iter().filter_map(|span| text.get(span.range)).collect()
    }

    #[test]
    fn marks_words_of_the_same_stem() {
        assert_eq!(marked("Learning to learn: a learned learner", "learning"), ["Learning", "learn", "learned"]);
        assert_eq!(marked("Schrödinger's cat", "SCHRODINGER"), ["Schrödinger"]);
        assert_eq!(marked("深度学习", "学"), ["学"]);
        assert_eq!(
            marked("dying, he cried: happiness flies", "die cry happy fly"),
            ["dying", "cried", "happiness", "flies"]
        );
        assert!(marked("the of and", "the of and").is_empty());
        assert!(marked("anything", "").is_empty());
    }

    proptest! {
        #[test]
        fn spans_are_stretches_in_order(text in "\\PC{0,80}", query in "\\PC{0,20}") {
            let mut end = 0;
            for Span { range } in highlight(&text, &Terms::of(&query)) {
                prop_assert!(range.start >= end && range.end > range.start && text.get(range.clone()).is_some());
                end = range.end;
            }
        }

        #[test]
        fn every_word_of_the_query_is_marked_in_the_query(query in "[a-z]{3,9}( [a-z]{3,9}){0,5}") {
            let terms = Terms::of(&query);
            let spans = highlight(&query, &terms);
            prop_assert!(spans.len() >= terms.words().len());
        }
    }
}
