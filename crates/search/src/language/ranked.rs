//! The words of a query that rank, whether or not they are conditions as well.

use super::prefix;
use super::tree::{Form, Node, Place, Text, Tree};
use crate::SearchError;
use crate::parse::{Parsed, Stretch};
use crate::snapshot::Snapshot;
use crate::words::words;

/// So many of the words that begin as a prefix does rank in its place, the most frequent.
const BEGUN: usize = 3;

fn stretch(text: String, is_condition: bool) -> Stretch {
    Stretch { text, is_condition }
}

impl Text {
    /// Whether it says what papers are about: names of people, venues and comments only choose.
    pub(crate) fn ranks(&self) -> bool {
        matches!(self.place, Place::Anywhere | Place::All | Place::Title | Place::Abstract | Place::Keywords)
    }
}

impl Tree {
    /// Whether any words rank.
    pub(crate) fn ranks(&self) -> bool {
        self.texts().iter().any(|text| text.ranks())
    }

    /// Whether only the words rank that are conditions, so that every paper that fulfils them matches.
    pub(crate) fn is_strict(&self) -> bool {
        !self.parts.is_empty() && self.likes.is_empty() && !self.parts.iter().any(Node::is_bare)
    }

    /// The text that is looked for by meaning, and its words.
    pub(crate) fn ranked(&self, snapshot: &Snapshot) -> Result<Parsed, SearchError> {
        let mut pieces = Vec::new();
        for text in self.texts().into_iter().filter(|text| text.ranks()) {
            match text.form {
                Form::Words => pieces.push(stretch(text.words.clone(), !text.is_bare())),
                Form::Phrase => pieces.push(stretch(format!("\"{}\"", text.words), true)),
                Form::Prefix => {
                    let begun = prefix::frequent(snapshot, &text.words, BEGUN)?;
                    pieces.extend(begun.iter().map(|word| stretch(word.clone(), true)));
                }
            }
        }
        Ok(Parsed::of_stretches(&pieces))
    }

    /// The text without a snapshot to look up the words that begin as prefixes do.
    pub(crate) fn words(&self) -> Parsed {
        let texts = self.texts().into_iter().filter(|text| text.ranks());
        Parsed::of(&texts.map(|text| text.words.as_str()).collect::<Vec<_>>().join(" "))
    }

    /// The tree with words replaced: each pair is a word as typed and what it should have been.
    pub(crate) fn corrected(&self, replacements: &[(String, String)]) -> Self {
        let mut corrected = self.clone();
        for text in corrected.texts_mut().into_iter().filter(|text| text.ranks() && text.form != Form::Prefix) {
            text.words = with_replaced(&text.words, replacements);
        }
        corrected
    }
}

/// A text with words replaced: each pair is a word as typed and what it should have been.
pub(crate) fn with_replaced(text: &str, replacements: &[(String, String)]) -> String {
    let mut replaced = text.to_owned();
    let places: Vec<_> = words(text).collect();
    // From the end, so that the places of earlier words stay right.
    for place in places.into_iter().rev() {
        let typed = text.get(place.clone()).unwrap_or_default();
        if let Some((_, better)) = replacements.iter().find(|(wrong, _)| wrong == typed) {
            replaced.replace_range(place, better);
        }
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::super::understand;

    fn ranked(text: &str) -> String {
        understand(text).tree.words().text
    }

    #[test]
    fn words_that_are_conditions_rank_too() {
        assert_eq!(ranked("fast (graph OR tree) -slow"), "fast graph tree");
        assert_eq!(ranked("ti:graph abs:\"in trees\" au:lecun venue:NeurIPS cat:cs.LG"), "graph in trees");
        assert_eq!(ranked("-(ti:a OR ti:b) -c"), "");
    }

    #[test]
    fn words_are_replaced_where_they_rank() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let tree = understand("ti:grpah \"grpah tree\" au:grpah -grpah Grpah").tree;
        let corrected = tree.corrected(&[pair("grpah", "graph")]);
        assert_eq!(corrected.to_string(), "ti:graph \"graph tree\" au:grpah -grpah Grpah");
    }
}
