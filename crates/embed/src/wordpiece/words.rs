//! From text to words: cleaned, in lower case, without accents, punctuation apart.

use unicode_normalization::UnicodeNormalization;

use super::chars::{is_accent, is_dropped, is_han, is_punctuation};

/// Splits texts into words; keeps its buffers between texts.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The word that is being put together.
    word: String,
    /// A cleaned stretch of text that is not plain ASCII.
    clean: String,
}

impl Words {
    /// Calls `each` with the words of `text` in order.
    pub(super) fn of(&mut self, text: &str, each: &mut dyn FnMut(&str)) {
        // Cutting at ASCII white space changes nothing: it decomposes to itself, and no accent crosses it.
        for stretch in text.split([' ', '\n', '\t', '\r']) {
            if stretch.is_ascii() { self.ascii(stretch, each) } else { self.unicode(stretch, each) }
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
        self.clean.clear();
        for c in stretch.chars().filter(|c| !is_dropped(*c)) {
            if is_han(c) {
                self.clean.extend([' ', c, ' ']);
            } else {
                self.clean.push(if c.is_whitespace() { ' ' } else { c });
            }
        }
        let clean = std::mem::take(&mut self.clean);
        for c in clean.nfd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase) {
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
        self.end(each);
        self.clean = clean;
    }

    fn end(&mut self, each: &mut dyn FnMut(&str)) {
        if !self.word.is_empty() {
            each(&self.word);
            self.word.clear();
        }
    }
}
