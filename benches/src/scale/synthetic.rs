//! Synthetic papers: sentences of real abstracts (`arxiv_daily`, CC0), recombined at random within their archive. Paper number *n* is the
//! same in every run.

use std::collections::HashMap;

use anyhow::{Context, Result};
use domain::{Counts, Day, Paper, PaperId, PaperKey, StoredPaper, Told};
use serde::Deserialize;

use crate::shared;

/// The day of the first papers; the days of all spread evenly over [`DAYS`] from there.
const FIRST_DAY: i64 = 16_000;

/// How many days there are.
pub(crate) const DAYS: i64 = 4_000;

/// What the papers are made of.
#[derive(Debug)]
pub(crate) struct Stock {
    /// All texts one behind the other.
    archives: Vec<Archive>,
    authors: Vec<String>,
}

/// The texts of one archive of arXiv, such as `cs`.
#[derive(Debug, Default)]
struct Archive {
    titles: Vec<String>,
    categories: Vec<String>,
    sentences: Vec<String>,
}

#[derive(Deserialize)]
struct Line {
    title: String,
    #[serde(rename = "abstract")]
    text: String,
    authors: Vec<String>,
    categories: Vec<String>,
}

/// A sequence of random numbers: splitmix64 (<https://prng.di.unimi.it/splitmix64.c>, public domain).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or_default()
    }

    fn of<'a>(&mut self, texts: &'a [String]) -> &'a str {
        texts.get(self.below(texts.len())).map(String::as_str).unwrap_or_default()
    }
}

impl Stock {
    /// Reads the real papers.
    pub(crate) fn read() -> Result<Self> {
        let (mut archives, mut authors): (HashMap<String, Archive>, Vec<String>) = (HashMap::new(), Vec::new());
        for line in shared::lines(&shared::data("arxiv_daily"))? {
            let line: Line = serde_json::from_str(&line?).context("a line of arxiv_daily")?;
            let Some(primary) = line.categories.first() else { continue };
            let archive = primary.split('.').next().unwrap_or(primary);
            let archive = archives.entry(archive.to_owned()).or_default();
            archive.sentences.extend(sentences(&line.text));
            archive.titles.push(line.title);
            archive.categories.push(primary.clone());
            authors.extend(line.authors.into_iter().take(2));
        }
        // A map has no order, and paper number n is to be the same in every run.
        let mut archives: Vec<_> = archives.into_iter().collect();
        archives.sort_by(|a, b| a.0.cmp(&b.0));
        authors.sort_unstable();
        authors.dedup();
        Ok(Self { archives: archives.into_iter().map(|(_, archive)| archive).collect(), authors })
    }

    /// Paper number `number`.
    pub(crate) fn paper(&self, number: u32) -> Result<StoredPaper> {
        let mut random = Random(u64::from(number).wrapping_mul(0x2545_f491_4f6c_dd1d));
        let archive = self.archive(&mut random).context("there are no real papers")?;
        let title = joined(random.of(&archive.titles), random.of(&archive.titles));
        let count = 4 + random.below(6);
        let text = (0..count).map(|_| random.of(&archive.sentences)).collect::<Vec<_>>().join(" ");
        let mut paper =
            Paper { abstract_text: text, ..Paper::new(PaperId::from_title(&format!("{title} {number}")), title) };
        paper.authors = (0..=random.below(6)).map(|_| random.of(&self.authors).to_owned()).collect();
        paper.categories = vec![random.of(&archive.categories).to_owned()];
        let day = Day::from_number(FIRST_DAY + i64::try_from(random.below(usize::try_from(DAYS)?))?);
        let votes = u32::try_from(random.below(100))?;
        let (key, counts) = (PaperKey(i64::from(number) + 1), Counts { votes, ..Counts::default() });
        Ok(StoredPaper {
            key,
            paper,
            counts,
            shown: day,
            listed: day,
            told: Told::default(),
            ids: Vec::new(),
            lists: Vec::new(),
        })
    }

    /// Papers from number `start` on, a few thousand at a time.
    pub(crate) fn papers(&self, start: u32, end: u32) -> impl Iterator<Item = Result<Vec<StoredPaper>>> {
        (start..end)
            .step_by(4_000)
            .map(move |first| (first..end.min(first + 4_000)).map(|number| self.paper(number)).collect())
    }

    /// One of the archives, the larger the likelier.
    fn archive(&self, random: &mut Random) -> Option<&Archive> {
        let all = self.archives.iter().map(|archive| archive.titles.len()).sum();
        let mut at = random.below(all);
        self.archives.iter().find(|archive| {
            let here = at < archive.titles.len();
            at = at.saturating_sub(archive.titles.len());
            here
        })
    }
}

/// The first day of a span that holds 1 % of the papers, and its last.
pub(crate) fn one_percent() -> (Option<Day>, Option<Day>) {
    let first = FIRST_DAY + DAYS / 2;
    (Day::from_number(first), Day::from_number(first + DAYS / 100 - 1))
}

/// The first half of a title with the second half of another.
fn joined(first: &str, second: &str) -> String {
    let (first, second): (Vec<&str>, Vec<&str>) = (first.split(' ').collect(), second.split(' ').collect());
    let (front, back) = (first.iter().take(first.len().div_ceil(2)), second.iter().skip(second.len() / 2));
    front.chain(back).copied().collect::<Vec<_>>().join(" ")
}

/// The sentences of an abstract: cut behind a full stop that a capital letter follows.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for part in text.split_inclusive(". ") {
        match sentences.last_mut() {
            Some(last) if !part.starts_with(char::is_uppercase) => last.push_str(part),
            _ => sentences.push(part.to_owned()),
        }
    }
    for sentence in &mut sentences {
        sentence.truncate(sentence.trim_end().len());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abstracts_fall_apart_into_sentences() {
        assert_eq!(sentences("We see e.g. this. Then that. "), ["We see e.g. this.", "Then that."]);
        assert!(sentences("").is_empty());
    }

    #[test]
    fn titles_are_made_of_two() {
        assert_eq!(
            joined("Attention Is All You Need", "Deep Residual Learning for Images"),
            "Attention Is All Learning for Images"
        );
    }

    #[test]
    fn days_of_one_percent_are_one_percent_of_the_days() {
        let (Some(from), Some(to)) = one_percent() else { panic!("two days") };
        assert_eq!((to.number() - from.number() + 1) * 100, DAYS);
    }
}
