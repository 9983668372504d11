//! Words as somebody types them: runs of letters and digits, folded; of writing without spaces each character.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::words::{LONGEST_WORD, fold_into};

/// A text of more words is suggested by these.
const MOST_WORDS: usize = 48;

/// Calls `each` with the words of a text, folded, and where each stands, in bytes.
pub(super) fn each_word(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let (mut at, mut count, mut folded) = (0, 0, String::new());
    while let Some(range) = next_word(text, at) {
        at = range.end;
        let word = text.get(range.clone()).unwrap_or_default();
        folded.clear();
        fold_into(word, &mut folded);
        if word.len() > LONGEST_WORD || folded.is_empty() {
            continue;
        }
        each(&folded, range);
        count += 1;
        if count == MOST_WORDS {
            break;
        }
    }
}

/// The words of a text, folded.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    each_word(text, |word, _| all.push(word.to_owned()));
    all
}

/// Where the next word stands from `from` on.
fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let mut chars = rest.char_indices().skip_while(|(_, c)| !c.is_alphanumeric());
    let (start, first) = chars.next()?;
    let goes_on = |c: char| (c.is_alphanumeric() && !stands_alone(c)) || is_combining_mark(c);
    let end = if stands_alone(first) {
        chars.find(|(_, c)| !is_combining_mark(*c))
    } else {
        chars.find(|(_, c)| !goes_on(*c))
    };
    Some(from + start..from + end.map_or(rest.len(), |(end, _)| end))
}

/// Characters of writing that puts no spaces between words: Han, Hiragana, Katakana.
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c), 0x3041..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// How much of a word, in bytes, was typed with `typed`, which its folded form begins with.
pub(super) fn typed_part(word: &str, typed: &str) -> usize {
    let mut folded = String::new();
    for (at, c) in word.char_indices() {
        fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
        if folded.len() >= typed.len() {
            let marks = word.get(at + c.len_utf8()..).unwrap_or_default().chars();
            let marks: usize = marks.take_while(|c| is_combining_mark(*c)).map(char::len_utf8).sum();
            return at + c.len_utf8() + marks;
        }
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_runs_of_letters() {
        assert_eq!(words("García-López, J. (GPT-4)"), ["garcia", "lopez", "j", "gpt", "4"]);
        assert_eq!(words("深度学习 for ロボット"), ["深", "度", "学", "习", "for", "ロ", "ボ", "ッ", "ト"]);
        assert!(words("—…*").is_empty());
    }

    #[test]
    fn the_part_that_was_typed() {
        assert_eq!(typed_part("Schrödinger", "schro"), "Schrö".len());
        assert_eq!(typed_part("e\u{301}tat", "e"), "e\u{301}".len());
        assert_eq!(typed_part("ab", "abc"), 2);
    }

    proptest! {
        #[test]
        fn words_stand_in_the_text(text in "\\PC{0,60}") {
            let mut end = 0;
            each_word(&text, |word, range| {
                assert!(range.start >= end && range.end > range.start && !word.is_empty());
                assert!(text.get(range.clone()).is_some());
                end = range.end;
            });
        }
    }
}
