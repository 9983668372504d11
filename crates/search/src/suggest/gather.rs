//! The best texts of one part over all files of a snapshot.

use std::cmp::Ordering;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::find::{Bonus, Lookup, Manner};
use super::held::{Held, HeldFile};
use super::meant::{Meant, Token};
use super::row::Part;
use super::top::Candidate;
use super::words::{each_word, typed_part, words};

/// How many texts of a word are looked at one by one, and how many are gone through in their order at most: of all files together, and
/// of each at least.
const FEW: [usize; 2] = [1_024, 128];
const PATIENCE: [usize; 2] = [8_192, 256];

/// A text that begins as typed is worth as much as eight times the votes, one that is what was typed 64 times.
const TITLES: Bonus = Bonus { whole: 6.0, begins: 3.0, phrase: 1.5 };

/// Of names the parts come in any order.
const NAMES: Bonus = Bonus { whole: 2.0, begins: 0.5, phrase: 0.0 };

/// Keywords and the like.
const TERMS: Bonus = Bonus { whole: 6.0, begins: 3.0, phrase: 1.0 };

/// A text that was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub text: String,
    /// In doublings of votes or papers.
    pub score: f32,
    /// The id of the paper; of titles only.
    pub id: Option<String>,
    /// How many papers hold it, or about how many titles hold the words.
    pub papers: u64,
    /// Whether a word is another than was typed.
    pub corrected: bool,
    /// What was typed of it, in bytes.
    pub marks: Vec<Range<usize>>,
}

/// What is looked for.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// The words; more may follow the last.
    pub tokens: Vec<Token>,
    /// Words that differ by so many typing errors count too; two in long ones only.
    pub errors: u8,
}

impl Question {
    /// Of what was typed. Of very many words the last count.
    pub(super) fn of(typed: &str, most: usize) -> Self {
        let words = words(typed);
        let words = words.get(words.len().saturating_sub(most)..).unwrap_or_default();
        let token =
            |(at, text): (usize, &String)| Token { text: text.clone(), begun: at + 1 == words.len(), errors: 0 };
        Self { tokens: words.iter().enumerate().map(token).collect(), errors: 0 }
    }

    /// The same without its first word.
    pub(super) fn without_first(&self) -> Self {
        Self { tokens: self.tokens.get(1..).unwrap_or_default().to_vec(), errors: self.errors }
    }

    /// As names are looked for: each word may be the beginning of one.
    fn of_names(&self) -> Vec<Token> {
        self.tokens.iter().map(|token| Token { begun: true, ..token.clone() }).collect()
    }

    /// The words as a part is asked for them. Where errors are forgiven, these are taken to be in the words that no text holds, else in
    /// the two that fewest do: looking for similar words is what costs most.
    fn tokens_in(&self, held: &Held, part: Part) -> Vec<Token> {
        let mut tokens = if part == Part::Authors { self.of_names() } else { self.tokens.clone() };
        if self.errors == 0 {
            return tokens;
        }
        let texts = |token: &Token| -> usize {
            let views = held.files().iter().map(|held| held.file.shelf(part));
            views.map(|view| Meant::of(view, token).texts(view)).sum()
        };
        let counts: Vec<usize> = tokens.iter().map(texts).collect();
        let mut sorted = counts.clone();
        sorted.sort_unstable();
        let most =
            if sorted.first() == Some(&0) { 0 } else { sorted.get(1).or(sorted.first()).copied().unwrap_or_default() };
        for (token, count) in tokens.iter_mut().zip(counts) {
            token.errors = if count <= most { self.errors } else { 0 };
        }
        tokens
    }
}

/// The best titles, and about how many hold the words.
pub(super) fn titles(held: &Held, question: &Question, most: usize) -> (Vec<Found>, u64) {
    let (all, tokens) = (papers_of(held), question.tokens_in(held, Part::Titles));
    let lookups = held.files().iter().map(|held| (held, Lookup::new(held.file.shelf(Part::Titles), &tokens)));
    let lookups: Vec<(&HeldFile, Lookup<'_>)> = lookups.collect();
    let (mut found, mut fewest) = (Vec::new(), 0);
    for (held, lookup) in &lookups {
        fewest += lookup.fewest() as u64;
        let counts = |entry: u32| held.alive.contains(entry as usize);
        let weight = |entry: u32| held.file.weight(entry as usize);
        let best = lookup.best(&manner(held, all, (TITLES, most)), weight, counts);
        found.extend(best.into_iter().map(|candidate| (candidate, (held, lookup))));
    }
    found.sort_by(|(a, _), (b, _)| falling(a.score, b.score));
    found.truncate(most);
    let title = |(candidate, (held, lookup)): (Candidate, (&&HeldFile, &Lookup<'_>))| {
        let row = candidate.entry as usize;
        let text = lookup.view.texts.get(row).to_owned();
        Found {
            marks: marks(&text, &lookup.matched(candidate.entry), &question.tokens),
            text,
            score: candidate.score,
            id: Some(held.file.id(row).to_owned()),
            papers: 1,
            corrected: candidate.corrected,
        }
    };
    let found: Vec<Found> = found.into_iter().map(title).collect();
    let many = if question.tokens.len() > 1 { (found.len() as u64).max(fewest / 8) } else { fewest };
    (found, many)
}

/// How many papers all files have.
fn papers_of(held: &Held) -> usize {
    held.files().iter().map(|held| held.file.len()).sum()
}

/// How texts of a file are looked at, which has its share of `all` papers.
fn manner(held: &HeldFile, all: usize, (bonus, most): (Bonus, usize)) -> Manner {
    let share = |[together, least]: [usize; 2]| (together * held.file.len() / all.max(1)).max(least);
    Manner { bonus, most, few: share(FEW), patience: share(PATIENCE) }
}

/// The best names of a part.
pub(super) fn names(held: &Held, part: Part, (question, most): (&Question, usize)) -> Vec<Found> {
    let tokens = question.tokens_in(held, part);
    let bonus = if part == Part::Authors { NAMES } else { TERMS };
    let (mut found, all): (FxHashMap<Vec<String>, Found>, usize) = (FxHashMap::default(), papers_of(held));
    for held in held.files() {
        let lookup = Lookup::new(held.file.shelf(part), &tokens);
        let holders = lookup.view.holders;
        let weight = |entry: u32| doublings(holders.get(entry as usize).len() as u64);
        let counts = |entry: u32| held.is_held(part, entry as usize);
        for candidate in lookup.best(&manner(held, all, (bonus, most + 2)), weight, counts) {
            let text = lookup.view.texts.get(candidate.entry as usize);
            // What the place of the words is worth; the papers of all files are counted below.
            let score = candidate.score - weight(candidate.entry);
            let known = found.entry(words(text)).or_insert_with(|| Found {
                marks: marks(text, &lookup.matched(candidate.entry), &tokens),
                text: text.to_owned(),
                score,
                id: None,
                papers: 0,
                corrected: candidate.corrected,
            });
            known.papers += holders.get(candidate.entry as usize).len() as u64;
        }
    }
    let mut found: Vec<(Vec<String>, Found)> = found.into_iter().collect();
    let about = |found: &Found| found.score + doublings(found.papers);
    found.sort_by(|(_, a), (_, b)| falling(about(a), about(b)).then_with(|| a.text.cmp(&b.text)));
    found.truncate(most);
    counted(held, part, found, most)
}

/// The names with the papers of all files, the best first; those without papers are left out.
pub(super) fn counted(held: &Held, part: Part, found: Vec<(Vec<String>, Found)>, most: usize) -> Vec<Found> {
    let count = |(words, mut found): (Vec<String>, Found)| {
        let papers = |held: &HeldFile| {
            let entry = Lookup::entry_of(held.file.shelf(part), &words)?;
            Some(held.papers(part, entry as usize))
        };
        found.papers = held.files().iter().filter_map(papers).sum();
        found.score += doublings(found.papers);
        found
    };
    let mut found: Vec<Found> = found.into_iter().map(count).filter(|found| found.papers > 0).collect();
    found.sort_by(|a, b| falling(a.score, b.score).then_with(|| a.text.cmp(&b.text)));
    found.truncate(most);
    found
}

/// What was typed of a text, in bytes: the words that stand for those typed, as far as they were typed.
pub(super) fn marks(text: &str, matched: &[(&str, bool)], tokens: &[Token]) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    each_word(text, |word, range| {
        let Some((_, exact)) = matched.iter().find(|(found, _)| *found == word) else { return };
        let typed = tokens.iter().filter(|token| word.starts_with(&token.text)).max_by_key(|token| token.text.len());
        let part = match typed {
            Some(token) if *exact => typed_part(text.get(range.clone()).unwrap_or_default(), &token.text),
            _ => range.len(),
        };
        marks.push(range.start..range.start + part);
    });
    marks
}

#[expect(clippy::cast_possible_truncation, reason = "a weight needs no more precision")]
pub(super) fn doublings(papers: u64) -> f32 {
    (1.0 + papers as f64).log2() as f32
}

fn falling(a: f32, b: f32) -> Ordering {
    b.partial_cmp(&a).unwrap_or(Ordering::Equal)
}
