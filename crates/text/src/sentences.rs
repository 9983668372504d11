//! Sentences.

/// The sentences of `text`, in order, without the white space around them.
pub fn sentences(text: &str) -> Vec<&str> {
    text.split(". ").collect()
}
