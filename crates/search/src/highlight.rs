//! Which stretches of a text to mark.

mod phrases;

use std::ops::Range;

use self::phrases::PhraseMatcher;
use crate::language::understand;
use crate::parse::QueryWord;
use crate::words::{Kind, LONGEST_WORD, Pieces, with_stem};

/// The query's words in the form in which texts are compared with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    words: Vec<String>,
    stems: Vec<String>,
    /// What says the same as some of them: stems with their places in a phrase.
    phrases: Vec<Vec<(usize, String)>>,
}

impl Terms {
    /// The terms of a query's text.
    pub fn of(text: &str) -> Self {
        Self::from_words(&understand(text).tree.words().words)
    }

    /// The terms of a query that was understood.
    pub(crate) fn from_words(words: &[QueryWord]) -> Self {
        let typed = words.iter().map(|word| word.typed.clone()).collect();
        let (mut stems, mut phrases): (Vec<String>, Vec<_>) =
            (words.iter().map(|word| word.stem.clone()).collect(), Vec::new());
        for alias in words.iter().flat_map(|word| &word.also) {
            match alias.words.as_slice() {
                [only] => stems.push(only.stem.clone()),
                several => phrases.push(several.iter().map(|word| (word.at, word.stem.clone())).collect()),
            }
        }
        phrases.sort_unstable();
        phrases.dedup();
        Self { words: typed, stems, phrases }
    }

    /// The words as typed (after correction), without stop words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether there is nothing to mark.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }

    /// Whether a folded word has the stem of one of the words.
    fn holds(&self, folded: &str) -> bool {
        // A stem begins as its word does, all but its last two letters ("die" is the stem of "dying"): most words need not be
        // stemmed.
        let begins = |stem: &String| {
            let beginning = stem.len().saturating_sub(2).clamp(1, 3);
            stem.as_bytes().get(..beginning) == folded.as_bytes().get(..beginning)
        };
        folded.len() <= LONGEST_WORD
            && self.stems.iter().any(begins)
            && with_stem(folded, |stem| self.stems.iter().any(|term| term == stem))
    }
}

/// A stretch of a text to mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// In bytes, on character boundaries.
    pub range: Range<usize>,
}

/// The words of `text` whose stem is in the query, and what says the same: in rising order, never overlapping.
pub fn highlight(text: &str, terms: &Terms) -> Vec<Span> {
    let mut spans = Vec::new();
    if terms.is_empty() {
        return spans;
    }
    let (mut pieces, mut phrases) = (Pieces::of(text), PhraseMatcher::new(&terms.phrases));
    while pieces.advance() {
        if terms.holds(&pieces.folded) {
            mark(&mut spans, (pieces.range.clone(), pieces.kind != Kind::Word));
        }
        if pieces.kind == Kind::Word
            && let Some(range) = phrases.matched(&pieces)
        {
            mark(&mut spans, (range, true));
        }
    }
    spans
}

/// Adds a stretch. One that several words or characters make together takes in what it covers or touches.
fn mark(spans: &mut Vec<Span>, (mut range, takes_in): (Range<usize>, bool)) {
    while let Some(last) =
        spans.last().filter(|last| last.range.end > range.start || takes_in && last.range.end == range.start)
    {
        range = last.range.start.min(range.start)..last.range.end.max(range.end);
        spans.pop();
    }
    spans.push(Span { range });
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
        assert_eq!(marked("基于深度学习的图像分割", "深度学习 图像"), ["深度学习", "图像"]);
        assert_eq!(marked("ガンマ線の観測", "観測"), ["観測"]);
        assert_eq!(
            marked("dying, he cried: happiness flies", "die cry happy fly"),
            ["dying", "cried", "happiness", "flies"]
        );
        assert!(marked("the of and", "the of and").is_empty());
        assert!(marked("anything", "").is_empty());
    }

    #[test]
    fn marks_names_in_each_of_their_spellings() {
        assert_eq!(marked("GPT-4, GPT4 and gpt 4", "GPT4"), ["GPT-4", "GPT4", "gpt 4"]);
        assert_eq!(marked("GPT-4 and GPT4", "gpt 4"), ["GPT-4", "GPT4"]);
        assert_eq!(marked(r"a $\beta$-VAE, not a VAE alone", "β-VAE"), [r"beta$-VAE", "VAE"]);
        assert_eq!(marked("LLMs, an LLM", "llm"), ["LLMs", "LLM"]);
    }

    proptest! {
        #[test]
        fn spans_are_stretches_in_order(text in "(\\PC|[深度aβ4. -]){0,80}", query in "(\\PC|[深度aβ4. -]){0,20}") {
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
