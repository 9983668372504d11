//! Categories, which are also found by their names.

use std::ops::Range;
use std::sync::LazyLock;

use super::gather::{Found, Question, counted, names};
use super::held::Held;
use super::meant::Token;
use super::row::Part;
use super::words::{each_word, typed_part, words};

/// Categories by their ids and by their names.
pub(super) fn categories(held: &Held, question: &Question, most: usize) -> Vec<Found> {
    static NAMED: LazyLock<Vec<(&str, Vec<String>)>> =
        LazyLock::new(|| domain::categories().iter().map(|(id, name)| (*id, words(name))).collect());
    let mut found = names(held, Part::Categories, (question, most));
    let named = NAMED.iter().filter(|(id, words)| {
        // Behind its first word a name is found by two words at least: many names hold "and" and "theory".
        let starts = if question.tokens.len() > 1 { words.len() } else { 1 };
        let begins = (0..starts).any(|start| begins(words.get(start..).unwrap_or_default(), &question.tokens));
        begins && !found.iter().any(|known| known.text == *id)
    });
    let by_name = |(id, _): &(&str, Vec<String>)| {
        let found =
            Found { text: (*id).to_owned(), score: 0.0, id: None, papers: 0, corrected: false, marks: Vec::new() };
        (words(id), found)
    };
    let more = counted(held, Part::Categories, named.map(by_name).collect(), most);
    found.extend(more);
    found.truncate(most);
    found
}

/// Whether words begin with those typed.
fn begins(words: &[String], tokens: &[Token]) -> bool {
    let fits = |(token, word): (&Token, &String)| {
        if token.begun { word.starts_with(&token.text) } else { *word == token.text }
    };
    words.len() >= tokens.len() && tokens.iter().zip(words).all(fits)
}

/// What of a name was typed.
pub(super) fn begun_words(name: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    each_word(name, |word, range| {
        if let Some(token) = tokens.iter().find(|token| word.starts_with(&token.text)) {
            let part = typed_part(name.get(range.clone()).unwrap_or_default(), &token.text);
            marks.push(range.start..range.start + part);
        }
    });
    marks
}
