//! The best texts of one part of one file for some words.
//!
//! The rarest word leads: where few texts hold it, all of them are looked at; otherwise the best texts are gone through in their order,
//! until there are enough or some thousands have been seen. Texts that begin as typed are looked up besides, in the order of letters. So
//! the cost has a bound, whatever the size of the file; what it leaves out are middling texts for words that very many hold.

use std::ops::Range;

use super::columns::{Numbers, number, small};
use super::file::ShelfView;
use super::similar::{LONGEST, similar};

/// Texts of a word that are looked at one by one.
const FEW: usize = 2_048;

/// At most so many similar words, or beginnings of words, are tried in the place of one.
const MOST_SIMILAR: usize = 6;

/// Words of fewer letters are not corrected.
const SHORTEST: usize = 4;

/// Words of so many letters may have two errors.
const LONG: usize = 8;

/// What a correction costs, in doublings of votes or papers.
const PENALTY: f32 = 4.0;

/// A word that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Folded.
    pub text: String,
    /// Whether more may follow.
    pub begun: bool,
}

/// What a word of a file can be: the word that was typed, or those that begin so, and similar ones.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    exact: Range<u32>,
    /// Whether the first of these is just what was typed.
    whole: bool,
    similar: Vec<Range<u32>>,
}

/// How texts of a part are compared with what was typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// What is worth how much, in doublings of votes or papers.
    pub bonus: Bonus,
    /// How many texts are wanted.
    pub most: usize,
    /// How many texts are gone through in their order at most.
    pub patience: usize,
}

/// What the place of the words is worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bonus {
    /// The text is what was typed.
    pub whole: f32,
    /// The text begins as typed.
    pub begins: f32,
    /// The words stand beside one another.
    pub phrase: f32,
}

/// A text that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub entry: u32,
    pub score: f32,
    /// Whether a word is another than was typed.
    pub corrected: bool,
}

/// The words that were typed, looked up in one part of one file.
#[derive(Debug)]
pub(super) struct Lookup<'a> {
    pub view: ShelfView<'a>,
    meant: Vec<Meant>,
}

impl<'a> Lookup<'a> {
    /// Looks the words up, with others that differ by so many typing errors.
    pub(super) fn new(view: ShelfView<'a>, tokens: &[Token], errors: u8) -> Self {
        let mut meant = Vec::with_capacity(tokens.len());
        for token in tokens {
            let next = Meant::of(view, token, errors);
            if next.ranges().next().is_none() {
                // No text holds all words: the others need not be looked up.
                meant.clear();
                break;
            }
            meant.push(next);
        }
        Self { view, meant }
    }

    /// How many texts hold the rarest word, at least about.
    pub(super) fn fewest(&self) -> usize {
        self.meant.iter().map(|meant| self.count(meant)).min().unwrap_or_default()
    }

    /// The best texts, the best first. `weight` says what a text weighs; texts stand in falling order of it. `counts` says whether a
    /// text counts at all.
    pub(super) fn best(
        &self,
        manner: &Manner,
        weight: impl Fn(u32) -> f32,
        counts: impl Fn(u32) -> bool,
    ) -> Vec<Candidate> {
        let fewest = self.fewest();
        if self.meant.is_empty() || fewest == 0 {
            return Vec::new();
        }
        let mut top = Top { candidates: Vec::with_capacity(manner.most + 1), most: manner.most };
        let mut look = |entry: u32| {
            if let Some((bonus, corrected)) = self.fit(entry, &manner.bonus) {
                let score = weight(entry) + bonus;
                top.offer(Candidate { entry, score, corrected }, &counts);
            }
            top.least()
        };
        if fewest <= FEW {
            for entry in self.lead() {
                look(entry);
            }
            return top.candidates;
        }
        let (beginning, several) = (self.beginning(), self.meant.len() > 1);
        let mut bonus = if several { manner.bonus.phrase } else { 0.0 };
        if beginning.len() <= FEW {
            for entry in beginning.filter_map(|at| number(self.view.spelling, at)) {
                look(entry);
            }
        } else {
            bonus = manner.bonus.begins;
        }
        if several {
            for entry in self.lead().take(FEW) {
                look(entry);
            }
        }
        for entry in 0..small(self.view.texts.len().min(manner.patience)) {
            if look(entry).is_some_and(|least| least >= weight(entry) + bonus) {
                break;
            }
        }
        top.candidates
    }

    /// The words of a text that stand for those typed, and whether each is spelled as typed.
    pub(super) fn matched(&self, entry: u32) -> Vec<(&'a str, bool)> {
        let words = self.view.forward.get(entry as usize);
        let first = |meant: &Meant| {
            let found = words.iter().map(|word| u32::from_le_bytes(*word)).find(|word| meant.is(*word).is_some())?;
            Some((self.view.words.get(found as usize), meant.is(found) == Some(false)))
        };
        self.meant.iter().filter_map(first).collect()
    }

    /// The text that has exactly these words, in any part of another file.
    pub(super) fn entry_of(view: ShelfView<'_>, words: &[String]) -> Option<u32> {
        let find = |word: &String| {
            let at = partition(view.words.len(), |at| view.words.bytes(at) < word.as_bytes());
            (view.words.bytes(at) == word.as_bytes() && at < view.words.len()).then_some(small(at))
        };
        let ids = words.iter().map(find).collect::<Option<Vec<u32>>>()?;
        let text = |at: usize| numbers_of(view, at);
        let at = partition(view.spelling.len(), |at| text(at).lt(ids.iter().copied()));
        text(at).eq(ids.iter().copied()).then(|| number(view.spelling, at)).flatten()
    }

    /// What the place of the words in a text is worth, if it holds all of them, and whether a word is another than was typed.
    #[inline]
    fn fit(&self, entry: u32, bonus: &Bonus) -> Option<(f32, bool)> {
        let words = self.view.forward.get(entry as usize);
        let word = |at: usize| number(words, at);
        let mut corrected = false;
        let mut first = None;
        for meant in &self.meant {
            let found = (0..words.len()).find_map(|at| Some((at, meant.is(word(at)?)?)));
            let (at, other) = found?;
            corrected |= other;
            first = first.or(Some(at));
        }
        let stands = |start: usize| {
            self.meant
                .iter()
                .enumerate()
                .all(|(at, meant)| word(start + at).is_some_and(|word| meant.is(word).is_some()))
        };
        let place = if stands(0) {
            let whole = |(at, meant): (usize, &Meant)| meant.whole && word(at) == Some(meant.exact.start);
            let whole = words.len() == self.meant.len() && self.meant.iter().enumerate().all(whole);
            if whole { bonus.whole } else { bonus.begins }
        } else if self.meant.len() > 1 && (first.unwrap_or_default()..words.len()).any(stands) {
            bonus.phrase
        } else {
            0.0
        };
        Some((place - if corrected { PENALTY } else { 0.0 }, corrected))
    }

    /// The texts that hold the rarest word.
    fn lead(&self) -> impl Iterator<Item = u32> {
        let lead = self.meant.iter().min_by_key(|meant| self.count(meant));
        let lists = lead.into_iter().flat_map(Meant::ranges).map(|range| self.view.postings.span(range.clone()));
        lists.flatten().map(|entry| u32::from_le_bytes(*entry))
    }

    fn count(&self, meant: &Meant) -> usize {
        meant.ranges().map(|range| self.view.postings.span(range.clone()).len()).sum()
    }

    /// Where, in the order of letters, the texts stand that begin with the likeliest of the words meant.
    fn beginning(&self) -> Range<usize> {
        let size = |range: &&Range<u32>| self.view.postings.span((*range).clone()).len();
        let likeliest = self.meant.iter().filter_map(|meant| meant.ranges().max_by_key(size));
        let likeliest: Vec<Range<u32>> = likeliest.cloned().collect();
        let Some((last, others)) = likeliest.split_last() else { return 0..0 };
        let first = |end: u32| {
            let wanted = others.iter().map(|range| range.start).chain([end]);
            partition(self.view.spelling.len(), |at| numbers_of(self.view, at).lt(wanted.clone()))
        };
        first(last.start)..first(last.end)
    }
}

impl Meant {
    fn of(view: ShelfView<'_>, token: &Token, errors: u8) -> Self {
        let (words, typed) = (view.words, token.text.as_bytes());
        let start = partition(words.len(), |at| words.bytes(at) < typed);
        let whole = words.bytes(start) == typed && start < words.len();
        let end = if token.begun {
            words.first_not(start, |word| word.starts_with(typed))
        } else {
            start + usize::from(whole)
        };
        let exact = small(start)..small(end);
        let similar = if errors > 0 { others(view, token, (&exact, errors)) } else { Vec::new() };
        Self { exact, whole, similar }
    }

    /// Whether a word is one of those meant: `Some(true)` where it is another than typed.
    #[inline]
    fn is(&self, word: u32) -> Option<bool> {
        if self.exact.contains(&word) {
            return Some(false);
        }
        self.similar.iter().any(|range| range.contains(&word)).then_some(true)
    }

    fn ranges(&self) -> impl Iterator<Item = &Range<u32>> {
        [&self.exact].into_iter().chain(&self.similar).filter(|range| !range.is_empty())
    }
}

/// The similar words that most texts hold. What has digits is a model or a formula, and spelled as it is meant.
fn others(view: ShelfView<'_>, token: &Token, (exact, errors): (&Range<u32>, u8)) -> Vec<Range<u32>> {
    let letters = token.text.chars().count();
    if !(SHORTEST..=LONGEST).contains(&letters) || !token.text.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let most = if letters >= LONG { errors } else { errors.min(1) };
    let mut found = similar(view.words, (&token.text, token.begun), most);
    found.retain(|range| !range.is_empty() && !exact.contains(&range.start));
    found.sort_by_cached_key(|range| std::cmp::Reverse(view.postings.span(range.clone()).len()));
    found.truncate(MOST_SIMILAR);
    found
}

/// The words of the text at a place in the order of letters.
fn numbers_of(view: ShelfView<'_>, at: usize) -> impl Iterator<Item = u32> {
    let words: Numbers<'_> = number(view.spelling, at).map_or(&[], |entry| view.forward.get(entry as usize));
    words.iter().map(|word| u32::from_le_bytes(*word))
}

/// The first number below `length` for which `before` is no longer true.
fn partition(length: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, length);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// The best candidates so far.
struct Top {
    candidates: Vec<Candidate>,
    most: usize,
}

impl Top {
    fn offer(&mut self, candidate: Candidate, counts: impl Fn(u32) -> bool) {
        let known = self.candidates.iter().any(|other| other.entry == candidate.entry);
        let enough = self.least().is_some_and(|least| least >= candidate.score);
        if known || enough || !counts(candidate.entry) {
            return;
        }
        let at = self.candidates.partition_point(|other| other.score >= candidate.score);
        self.candidates.insert(at, candidate);
        self.candidates.truncate(self.most);
    }

    /// The score of the last, where there are as many as are wanted.
    fn least(&self) -> Option<f32> {
        (self.candidates.len() >= self.most).then(|| self.candidates.last().map(|last| last.score))?
    }
}
