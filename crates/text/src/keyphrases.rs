//! Keyphrases.

/// At most `n` phrases of one to four words that say what a paper is about, as the text prints them, the best first.
pub fn keyphrases(_title: &str, _abstract_text: &str, _n: usize) -> Vec<String> {
    Vec::new()
}
