//! Which stretches of a text to mark.

use std::ops::Range;

/// The query's words in the form in which texts are compared with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    words: Vec<String>,
}

impl Terms {
    /// The terms of a query's text.
    pub fn of(_text: &str) -> Self {
        Self::default()
    }

    /// The words as typed (after correction), without stop words.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

/// A stretch of a text to mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// In bytes, on character boundaries.
    pub range: Range<usize>,
}

/// The words of `text` whose stem is in the query: in rising order, never overlapping.
pub fn highlight(_text: &str, _terms: &Terms) -> Vec<Span> {
    Vec::new()
}
