//! Newer papers first, where a question asks for recent ones in words: *latest diffusion models*.
//!
//! The half-life of a paper's bonus follows the exponential decay of language models of time (Li and Croft 2003, "Time-Based
//! Language Models", <https://doi.org/10.1145/956863.956951>). The word that asks says nothing of the subject, so it is not looked for.

use domain::Day;

use super::Asked;
use super::candidates::Scored;
use crate::language::Hint;
use crate::parse::{Parsed, QueryWord};
use crate::snapshot::Docs;

/// Words that ask for recent papers, folded.
const ASKING: [&str; 6] = ["recent", "recently", "latest", "newest", "最新", "最近"];

/// What makes another word of them: the most recent common ancestor is no recent paper.
const NOT_BEFORE: [&str; 2] = ["common", "ancestor"];

/// After so many days the bonus is half of what it was: what came within the half-year is recent to most who ask.
const HALF_LIFE: f32 = 180.0;

/// That recent papers are asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recency {
    /// The day from which ages count, as a number; `None`: the newest of the papers that may be answered with.
    today: Option<i32>,
}

impl Recency {
    /// Whether the words that rank ask for recent papers and for something else too; words in quotation marks and conditions ask for
    /// nothing. The weights of the words that ask become 0.
    pub(super) fn asked(parsed: &Parsed, today: Option<Day>, weights: &mut [f32]) -> Option<(Self, String)> {
        let asking = |word: &QueryWord| is_open(parsed, word) && asks(parsed, word);
        let first = parsed.words.iter().find(|word| asking(word))?;
        let says = |(word, weight): (&QueryWord, &f32)| *weight > 0.0 && !asking(word);
        if !parsed.words.iter().zip(weights.iter()).any(says) {
            return None;
        }
        let silenced = parsed.words.iter().zip(weights).filter(|(word, _)| asking(word));
        silenced.for_each(|(_, weight)| *weight = 0.0);
        Some((Self { today: today.map(Docs::day_number) }, first.typed.clone()))
    }

    /// What is said about it: `word` asked, somewhere in the text of the query.
    pub(super) fn hint(text: &str, word: &str) -> Hint {
        let range = text.find(word).map_or(0..text.len(), |at| at..at + word.len());
        Hint::new(
            range,
            format!("newer papers count more, as “{word}” asks; in quotation marks it is a word like others"),
        )
    }
}

/// Whether a word stands outside of conditions.
fn is_open(parsed: &Parsed, word: &QueryWord) -> bool {
    parsed.open.iter().any(|open| open.start <= word.range.start && word.range.end <= open.end)
}

/// Whether a word asks for recent papers.
fn asks(parsed: &Parsed, word: &QueryWord) -> bool {
    let behind = parsed.text.get(word.range.end..).unwrap_or_default().trim_start().to_lowercase();
    ASKING.contains(&word.folded.as_str()) && !NOT_BEFORE.iter().any(|other| behind.starts_with(other))
}

impl Asked<'_> {
    /// Adds what their age gives to the best papers, if the question asks for recent ones. A paper without a day gets nothing.
    pub(super) fn add_recency(&self, best: &mut [Scored]) {
        let Some(Recency { today }) = self.recency else { return };
        let docs = &self.snapshot.docs;
        let newest = || self.allowed.iter().map(|doc| docs.day(doc)).max().unwrap_or(i32::MIN);
        let today = today.unwrap_or_else(newest);
        for scored in best {
            let day = docs.day(scored.doc);
            if day > i32::MIN {
                let age = today.saturating_sub(day).max(0) as f32;
                scored.recency = self.weights.recency * (-age / HALF_LIFE).exp2();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Stretch;

    fn asked(text: &str) -> Option<Vec<f32>> {
        let parsed = Parsed::of(text);
        let mut weights = vec![1.0; parsed.words.len()];
        Recency::asked(&parsed, None, &mut weights).map(|_| weights)
    }

    #[test]
    fn some_words_ask_and_are_not_looked_for() {
        assert_eq!(asked("latest diffusion models"), Some(vec![0.0, 1.0, 1.0]));
        assert_eq!(asked("What are the most recent advances in graph learning?"), Some(vec![0.0, 1.0, 1.0, 1.0]));
        assert_eq!(asked("最新 transformers"), Some(vec![0.0, 1.0]));
        assert_eq!(asked("Latest recently recent"), None, "of what?");
        assert_eq!(asked("the most recent common ancestor"), None);
        assert_eq!(asked("graph learning"), None);
    }

    #[test]
    fn conditions_ask_for_nothing() {
        let stretches = [("\"recent advances\"", true), ("graphs", false)]
            .map(|(text, is_condition)| Stretch { text: text.to_owned(), is_condition });
        let parsed = Parsed::of_stretches(&stretches);
        let mut weights = vec![1.0; parsed.words.len()];
        assert!(Recency::asked(&parsed, None, &mut weights).is_none());
        assert!(weights.iter().all(|weight| *weight > 0.0));
    }
}
