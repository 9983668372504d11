//! From text to words: cleaned, in lower case and without accents where the vocabulary is so, punctuation apart.

use unicode_normalization::UnicodeNormalization;

use super::chars::{is_accent, is_dropped, is_han, is_punctuation};

/// What is done to a text before it is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "four switches that tokenizers have one by one")]
pub struct Cleaning {
    /// Whether control characters are dropped.
    pub clean: bool,
    /// Whether each Han character is a word.
    pub han: bool,
    /// Whether accents are dropped.
    pub accents: bool,
    /// Whether everything is brought to lower case.
    pub lowercase: bool,
}

impl Cleaning {
    /// All of it, as bert-base-uncased has it.
    pub const UNCASED: Self = Self { clean: true, han: true, accents: true, lowercase: true };
    /// Without lower case and with the accents kept, as bert-base-cased has it.
    pub const CASED: Self = Self { clean: true, han: true, accents: false, lowercase: false };
}

/// Splits texts into words; keeps its buffers between texts.
#[derive(Debug)]
pub(super) struct Words {
    cleaning: Cleaning,
    /// The word that is being put together.
    word: String,
    /// A cleaned stretch of text that is not plain ASCII.
    clean: String,
}

impl Words {
    /// For texts that are cleaned so.
    pub(super) fn new(cleaning: Cleaning) -> Self {
        Self { cleaning, word: String::new(), clean: String::new() }
    }

    /// Calls `each` with the words of `text` in order.
    pub(super) fn of(&mut self, text: &str, each: &mut dyn FnMut(&str)) {
        let plain = self.cleaning.clean && self.cleaning.lowercase;
        // Cutting at ASCII white space changes nothing: it decomposes to itself, and no accent crosses it.
        for stretch in text.split([' ', '\n', '\t', '\r']) {
            if plain && stretch.is_ascii() { self.ascii(stretch, each) } else { self.unicode(stretch, each) }
        }
    }

    fn ascii(&mut self, stretch: &str, each: &mut dyn FnMut(&str)) {
        for byte in stretch.bytes() {
            if byte.is_ascii_alphanumeric() {
                self.word.push(char::from(byte.to_ascii_lowercase()));
            } else if byte.is_ascii_punctuation() {
                self.end(each);
                self.word.push(char::from(byte));
                self.end(each);
            }
            // What remains are control characters: dropped, and the word goes on.
        }
        self.end(each);
    }

    fn unicode(&mut self, stretch: &str, each: &mut dyn FnMut(&str)) {
        let Cleaning { clean, han, accents, .. } = self.cleaning;
        self.clean.clear();
        for c in stretch.chars().filter(|c| !(clean && is_dropped(*c))) {
            if han && is_han(c) {
                self.clean.extend([' ', c, ' ']);
            } else {
                self.clean.push(if c.is_whitespace() { ' ' } else { c });
            }
        }
        let cleaned = std::mem::take(&mut self.clean);
        if accents {
            cleaned.nfd().filter(|c| !is_accent(*c)).for_each(|c| self.take(c, each));
        } else {
            cleaned.chars().for_each(|c| self.take(c, each));
        }
        self.end(each);
        self.clean = cleaned;
    }

    /// Takes a cleaned character, in lower case where that is wanted.
    fn take(&mut self, c: char, each: &mut dyn FnMut(&str)) {
        if self.cleaning.lowercase {
            c.to_lowercase().for_each(|c| self.push(c, each));
        } else {
            self.push(c, each);
        }
    }

    fn push(&mut self, c: char, each: &mut dyn FnMut(&str)) {
        if c.is_whitespace() {
            self.end(each);
        } else if is_punctuation(c) {
            self.end(each);
            self.word.push(c);
            self.end(each);
        } else {
            self.word.push(c);
        }
    }

    fn end(&mut self, each: &mut dyn FnMut(&str)) {
        if !self.word.is_empty() {
            each(&self.word);
            self.word.clear();
        }
    }
}
