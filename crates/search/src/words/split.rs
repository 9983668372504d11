//! Splitting: a word is a run of letters and digits; every character of Chinese, Japanese and Korean stands alone, and so does every
//! mathematical sign that has a name.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::cjk::{is_cjk, is_voicing};

/// The words of `text`: where each stands, in bytes.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator of [`words`].
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        loop {
            let byte = *bytes.get(self.at)?;
            if byte.is_ascii_alphanumeric() {
                return self.ascii_word();
            }
            if byte.is_ascii() {
                self.at += 1;
                continue;
            }
            let first = self.text.get(self.at..)?.chars().next()?;
            let start = self.at;
            self.at += first.len_utf8();
            if first.is_alphanumeric() {
                self.at += if is_cjk(first) { self.while_next(belongs_to_cjk) } else { self.while_next(goes_on) };
                return Some(start..self.at);
            }
            if is_sign(first) {
                self.at += self.while_next(is_combining_mark);
                return Some(start..self.at);
            }
        }
    }
}

impl Words<'_> {
    /// The word that begins here with a letter or digit of ASCII, as nearly all do.
    fn ascii_word(&mut self) -> Option<Range<usize>> {
        let (start, bytes) = (self.at, self.text.as_bytes().get(self.at..)?);
        let length = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len());
        self.at += length;
        if bytes.get(length).is_some_and(|byte| !byte.is_ascii()) {
            self.at += self.while_next(goes_on);
        }
        Some(start..self.at)
    }

    /// How many bytes from here on are characters of that kind.
    fn while_next(&self, is_it: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        rest.find(|c| !is_it(c)).unwrap_or(rest.len())
    }
}

/// Whether a word goes on with it.
fn goes_on(c: char) -> bool {
    (c.is_alphanumeric() || is_combining_mark(c)) && !is_cjk(c)
}

/// Whether it is part of the CJK character before it.
fn belongs_to_cjk(c: char) -> bool {
    is_combining_mark(c) || is_voicing(c)
}

/// Whether it is a sign that is no letter and has a name all the same.
pub(super) fn is_sign(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric() && text::sign_name(c).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::folded;
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<String> {
        words(text).map(|range| folded(text.get(range).unwrap())).collect()
    }

    #[test]
    fn splits_and_folds() {
        assert_eq!(all("GPT-4o's state-of-the-art, 3D!"), ["gpt", "4o", "s", "state", "of", "the", "art", "3d"]);
        assert_eq!(all("Schrödinger ﬁne e\u{301}a"), ["schrodinger", "fine", "ea"]);
        assert_eq!(all("深度学习 model"), ["深", "度", "学", "习", "model"]);
        assert_eq!(all("ガンマ線が 한국 ｶﾞ"), ["ガ", "ン", "マ", "線", "が", "한", "국", "ガ"]);
        assert_eq!(all("M⊙ and H∞"), ["m", "sun", "and", "h", "infinity"]);
        assert_eq!(all("  …—\u{1f600} "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn words_are_stretches_of_the_text_in_order(text in "(\\PC|[深度がｶﾞﾟ\u{3099}∞-]){0,80}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.start >= end && word.end > word.start);
                prop_assert!(text.get(word.clone()).is_some());
                end = word.end;
            }
        }
    }
}
