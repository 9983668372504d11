//! What the lexical index does with a text: its words, folded, stemmed where the field wants it, without stop words.

use embed::WordMap;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::pieces::{Kind, Pieces};
use super::{CACHE_CAPACITY, is_stop_word, stem};

/// Which form of a word a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Stems, without stop words: running text.
    Stem,
    /// Words as they stand, only folded: names.
    Exact,
    /// Their first letters.
    Initial,
}

/// Each line of a text begins at a multiple of so many positions and one: which words stand in one line can be told from their
/// positions, and no phrase goes from one line into the next.
pub(crate) const NAME: u32 = 16;

/// The tokenizer of a field. Remembers what it did with each word: running text repeats itself, and stemming is the
/// dearest part of indexing.
#[derive(Debug, Clone)]
pub(crate) struct Analyzer {
    form: Form,
    /// From folded words to what the index holds; `None` is left out.
    known: WordMap<Option<Box<str>>>,
    /// A buffer that is used again.
    folded: String,
}

impl Analyzer {
    /// An analyzer for running text.
    pub(crate) fn stems() -> Self {
        Self { form: Form::Stem, known: WordMap::default(), folded: String::new() }
    }

    /// An analyzer for names.
    pub(crate) fn exact() -> Self {
        Self { form: Form::Exact, known: WordMap::default(), folded: String::new() }
    }

    /// An analyzer for the first letters of names.
    pub(crate) fn initials() -> Self {
        Self { form: Form::Initial, known: WordMap::default(), folded: String::new() }
    }
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Tokens<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens<'a> {
        if self.known.len() >= CACHE_CAPACITY {
            self.known.clear();
        }
        let pieces = Pieces::with(text, (self.form != Form::Stem, std::mem::take(&mut self.folded)));
        Tokens { pieces, analyzer: self, token: Token::default() }
    }
}

/// The words of one text on their way into the index.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    pieces: Pieces<'a>,
    analyzer: &'a mut Analyzer,
    token: Token,
}

impl TokenStream for Tokens<'_> {
    fn advance(&mut self) -> bool {
        while self.pieces.advance() {
            self.token.text.clear();
            if self.analyzer.form_into(&self.pieces, &mut self.token.text) {
                self.token.position = self.pieces.position;
                (self.token.offset_from, self.token.offset_to) = (self.pieces.range.start, self.pieces.range.end);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Drop for Tokens<'_> {
    fn drop(&mut self) {
        self.analyzer.folded = std::mem::take(&mut self.pieces.folded);
    }
}

impl Analyzer {
    /// Appends the form of a piece; `false` if the index leaves it out.
    fn form_into(&mut self, Pieces { folded, kind, .. }: &Pieces<'_>, out: &mut String) -> bool {
        match self.form {
            // Names are looked up by their parts, and what is written together is no spelling to correct others to.
            Form::Exact => {
                out.push_str(folded);
                return !matches!(kind, Kind::Joined { .. });
            }
            // What several characters or words make together has the initial of the first.
            Form::Initial => {
                out.extend(folded.chars().next());
                return matches!(kind, Kind::Word | Kind::Character { .. });
            }
            Form::Stem => {}
        }
        let form = match self.known.get(folded.as_str()) {
            Some(form) => form,
            None => self.known.insert(folded, (!is_stop_word(folded)).then(|| stem(folded).into())),
        };
        form.as_ref().inspect(|form| out.push_str(form)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(mut analyzer: Analyzer, text: &str) -> Vec<(usize, String)> {
        let mut tokens = Vec::new();
        analyzer.token_stream(text).process(&mut |token| tokens.push((token.position, token.text.clone())));
        tokens
    }

    #[test]
    fn stems_keep_their_place() {
        let found = tokens(Analyzer::stems(), "The Learning of Transformers, transformed");
        let expected = [(2, "learn"), (4, "transform"), (5, "transform")];
        assert_eq!(found, expected.map(|(at, word)| (at, word.to_owned())));
    }

    #[test]
    fn initials_have_no_plural() {
        let found = tokens(Analyzer::stems(), "LLMs LLM llms, CNNs cnns; GPS gps, bias class");
        let words: Vec<_> = found.iter().map(|(_, word)| word.as_str()).collect();
        assert_eq!(words, ["llm", "llm", "llm", "cnn", "cnn", "gps", "gps", "bias", "class"]);
    }

    #[test]
    fn names_in_characters_have_one_initial_each() {
        let found = tokens(Analyzer::initials(), "王小明\nJean-Pierre Serre");
        let expected = [(1, "王"), (2, "小"), (3, "明"), (17, "j"), (18, "p"), (19, "s")];
        assert_eq!(found, expected.map(|(at, letter)| (at, letter.to_owned())));
    }

    #[test]
    fn names_stay_as_they_are() {
        let found = tokens(Analyzer::exact(), "Yann LeCun and Hervé Jégou");
        let words: Vec<_> = found.iter().map(|(_, word)| word.as_str()).collect();
        assert_eq!(words, ["yann", "lecun", "and", "herve", "jegou"]);
    }

    #[test]
    fn what_is_too_long_is_no_word() {
        assert!(tokens(Analyzer::stems(), &"x".repeat(65)).is_empty());
        assert_eq!(tokens(Analyzer::stems(), &"x".repeat(64)).len(), 1);
    }
}
