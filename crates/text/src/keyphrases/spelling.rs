//! How phrases are printed: as the text does, but without the capitals that only a title or a sentence's beginning gave.

use std::collections::HashSet;

use super::runs::Term;

/// The spellings of a text's words.
#[derive(Debug)]
pub(super) struct Spelling<'a> {
    /// Words that stand somewhere in small letters.
    small: HashSet<&'a str>,
    /// Words that have a capital within a sentence of the abstract: they always do.
    capital: HashSet<&'a str>,
}

impl<'a> Spelling<'a> {
    pub(super) fn of(runs: &[Vec<Term<'a>>]) -> Self {
        let (mut small, mut capital) = (HashSet::new(), HashSet::new());
        for term in runs.iter().flatten() {
            if !term.text.contains(char::is_uppercase) {
                small.insert(term.text);
            } else if !term.in_title && !term.opens {
                capital.insert(term.text);
            }
        }
        Self { small, capital }
    }

    /// The phrase as it is shown. Capitals go if every word of it has one and the text prints one of them without (it is a
    /// heading's), and from the word that opens a sentence.
    pub(super) fn print(&self, terms: &[Term<'a>]) -> String {
        let ordinary = |term: &Term<'_>| !term.text.split('-').any(is_name);
        let heading = terms.iter().filter(|term| ordinary(term)).all(has_capital)
            && terms.iter().any(|term| has_capital(term) && self.is_small(term));
        let mut phrase = String::new();
        for term in terms {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            let opening = term.opens && !term.in_title && !term.text.contains(|c: char| c.is_ascii_digit());
            let borrowed = (heading || opening) && !self.capital.contains(term.text);
            if ordinary(term) && (borrowed || self.is_small(term)) {
                phrase.push_str(&term.text.to_lowercase());
            } else {
                phrase.push_str(term.text);
            }
        }
        phrase
    }

    fn is_small(&self, term: &Term<'_>) -> bool {
        self.small.contains(term.text.to_lowercase().as_str())
    }
}

/// Whether a word is spelled as names are: with a capital after its first letter.
pub(super) fn is_name(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

fn has_capital(term: &Term<'_>) -> bool {
    term.text.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use crate::keyphrases;

    #[test]
    fn capitals_of_headings_and_sentences_go() {
        let title = "Latent Space Models for Korean Text";
        let text =
            "Latent space models help with Korean text. Graph neural networks find the latent space models of GPT-4.";
        let found = keyphrases(title, text, 5);
        for phrase in ["latent space models", "Korean text", "graph neural networks"] {
            assert!(found.iter().any(|printed| printed == phrase), "{phrase} in {found:?}");
        }
    }
}
