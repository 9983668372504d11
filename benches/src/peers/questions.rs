//! What is asked: questions that researchers wrote, and titles as somebody half remembers them.

use anyhow::Result;
use domain::{PaperKey, StoredPaper};

use crate::collection;

/// How many titles serve as questions.
const TITLES: usize = 1_000;

/// The questions of all measurements.
#[derive(Debug)]
pub(super) struct Questions {
    /// The autoscholar questions.
    pub(super) asked: Vec<String>,
    /// Titles, each with its paper.
    pub(super) titles: Vec<(String, PaperKey)>,
    /// The same titles with one typing error each.
    pub(super) typos: Vec<(String, PaperKey)>,
}

impl Questions {
    /// The questions for these papers: always the same for the same papers.
    pub(super) fn about(papers: &[StoredPaper]) -> Result<Self> {
        let asked = collection::questions("autoscholar")?.into_iter().map(|(_, text)| text).collect();
        let mut sorted: Vec<_> = papers.iter().collect();
        sorted.sort_by(|a, b| a.paper.id.cmp(&b.paper.id));
        let every = (sorted.len() / TITLES).max(1);
        let chosen = sorted.into_iter().step_by(every).take(TITLES);
        let titles: Vec<_> = chosen.map(|stored| (stored.paper.title.clone(), stored.key)).collect();
        let typos = titles.iter().map(|(title, key)| (with_typo(title), *key)).collect();
        Ok(Self { asked, titles, typos })
    }
}

/// The title with two neighbouring letters in the middle of its longest word exchanged, the commonest slip of fast typing;
/// as it is where no word has two different letters there.
fn with_typo(title: &str) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    // The first of the longest words: `max_by_key` would give the last.
    let longest =
        words.iter().enumerate().rev().max_by_key(|(_, word)| word.chars().filter(|c| c.is_alphabetic()).count());
    let Some((longest, _)) = longest else { return title.to_owned() };
    let typed =
        words.iter().enumerate().map(|(at, word)| if at == longest { exchanged(word) } else { (*word).to_owned() });
    typed.collect::<Vec<_>>().join(" ")
}

/// The word with the pair of different letters nearest behind its middle exchanged.
fn exchanged(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let differ = |pair: &[char]| matches!(pair, [a, b] if a != b && a.is_alphabetic() && b.is_alphabetic());
    let behind = letters.windows(2).skip(middle).position(differ);
    if let Some(behind) = behind {
        letters.swap(middle + behind, middle + behind + 1);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_in_the_longest_word() {
        assert_eq!(with_typo("Attention Is All You Need"), "Attetnion Is All You Need");
        assert_eq!(with_typo("A Survey of Transformers"), "A Survey of Transfromers");
    }

    #[test]
    fn a_title_without_letters_stays() {
        assert_eq!(with_typo("2 + 2"), "2 + 2");
        assert_eq!(with_typo(""), "");
        assert_eq!(exchanged("aaaa"), "aaaa");
    }
}
