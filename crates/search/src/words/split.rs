//! Splitting: a word is a run of letters and digits; every Han character is a word of its own.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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
        let rest = self.text.get(self.at..)?;
        let mut chars = rest.char_indices().skip_while(|(_, c)| !c.is_alphanumeric());
        let Some((start, first)) = chars.next() else {
            self.at = self.text.len();
            return None;
        };
        let end = if is_han(first) {
            start + first.len_utf8()
        } else {
            let end = chars.find(|(_, c)| !(c.is_alphanumeric() || is_combining_mark(*c)) || is_han(*c));
            end.map_or(rest.len(), |(end, _)| end)
        };
        let word = self.at + start..self.at + end;
        self.at = word.end;
        Some(word)
    }
}

/// Appends the form in which words are compared: lower case, compatibility forms and accents folded.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        if let Some(added) = out.get_mut(start..) {
            added.make_ascii_lowercase();
        }
    } else {
        out.extend(word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
    }
}

/// The form in which words are compared.
pub(crate) fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Chinese characters, of which each is a word (the blocks of unified and compatibility ideographs).
fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

#[cfg(test)]
mod tests {
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
        assert_eq!(all("  …—\u{1f600} "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn words_are_stretches_of_the_text_in_order(text in "\\PC{0,80}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.start >= end && word.end > word.start);
                prop_assert!(text.get(word.clone()).is_some());
                end = word.end;
            }
        }
    }
}
