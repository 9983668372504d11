//! The best texts of one part of one file for some words.
//!
//! The rarest word leads: where few texts hold it, all of them are looked at; otherwise the best texts are gone through in their order,
//! until there are enough or some thousands have been seen. Texts that begin as typed are looked up besides, in the order of letters. So
//! the cost has a bound, whatever the size of the file; what it leaves out are middling texts for words that very many hold.

use std::ops::Range;

use super::columns::{Numbers, number, small};
use super::file::ShelfView;
use super::meant::{Meant, Token};
use super::top::{Candidate, Top};
use crate::mask::Mask;
use crate::seek::first_not;

/// A word that one of so many texts holds is soon found by looking at one text after another.
const OFTEN: usize = 4;

/// What a correction costs, in doublings of votes or papers.
const PENALTY: f32 = 4.0;

/// How texts of a part are compared with what was typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// What is worth how much, in doublings of votes or papers.
    pub bonus: Bonus,
    /// How many texts are wanted.
    pub most: usize,
    /// How many texts of a word are looked at one by one at most …
    pub few: usize,
    /// … and how many are gone through in their order.
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

/// The words that were typed, looked up in one part of one file.
#[derive(Debug)]
pub(super) struct Lookup<'a> {
    pub view: ShelfView<'a>,
    meant: Vec<Meant>,
}

impl<'a> Lookup<'a> {
    /// Looks the words up.
    pub(super) fn new(view: ShelfView<'a>, tokens: &[Token]) -> Self {
        let mut meant = Vec::with_capacity(tokens.len());
        for token in tokens {
            let next = Meant::of(view, token);
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
        let mut top = Top::new(manner.most);
        let mut look = |entry: u32| {
            if let Some((bonus, corrected)) = self.fit(entry, &manner.bonus) {
                let score = weight(entry) + bonus;
                top.offer(Candidate { entry, score, corrected }, &counts);
            }
            top.least()
        };
        if fewest <= manner.few {
            for entry in self.lead() {
                look(entry);
            }
            return top.candidates;
        }
        let (beginning, several) = (self.beginning(), self.meant.len() > 1);
        let bonus = if beginning.len() <= manner.few {
            for entry in beginning.filter_map(|at| number(self.view.spelling, at)) {
                look(entry);
            }
            if several { manner.bonus.phrase } else { 0.0 }
        } else {
            manner.bonus.begins
        };
        let length = self.view.texts.len().min(manner.patience);
        let mut is_enough = |entry: u32| look(entry).is_some_and(|least| least >= weight(entry) + bonus);
        if several || fewest < self.view.texts.len() / OFTEN {
            self.of_all(length).iter().map(small).any(&mut is_enough);
        } else {
            (0..small(length)).any(&mut is_enough);
        }
        if several {
            for entry in self.lead().take(manner.few) {
                look(entry);
            }
        }
        top.candidates
    }

    /// Which of the first texts hold all words.
    fn of_all(&self, length: usize) -> Mask {
        let holders = |meant: &Meant| {
            let mut holders = Mask::empty(length);
            for word in meant.ranges().cloned().flatten() {
                let texts = self.view.postings.get(word as usize).iter();
                let first = texts.map(|entry| u32::from_le_bytes(*entry) as usize).take_while(|entry| *entry < length);
                first.for_each(|entry| holders.insert(entry));
            }
            holders
        };
        let all = self.meant.iter().map(holders).reduce(|mut all, holders| {
            all.intersect(&holders);
            all
        });
        all.unwrap_or_else(|| Mask::empty(0))
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
            let at = first_not(view.words.len(), |at| view.words.bytes(at) < word.as_bytes());
            (view.words.bytes(at) == word.as_bytes() && at < view.words.len()).then_some(small(at))
        };
        let ids = words.iter().map(find).collect::<Option<Vec<u32>>>()?;
        let text = |at: usize| numbers_of(view, at);
        let at = first_not(view.spelling.len(), |at| text(at).lt(ids.iter().copied()));
        text(at).eq(ids.iter().copied()).then(|| number(view.spelling, at)).flatten()
    }

    /// What the place of the words in a text is worth, if it holds all of them, and whether a word is another than was typed.
    #[inline]
    fn fit(&self, entry: u32, bonus: &Bonus) -> Option<(f32, bool)> {
        let words = self.view.forward.get(entry as usize);
        let word = |at: usize| number(words, at);
        let (mut corrected, mut first, mut used) = (false, None, 0_u64);
        for meant in &self.meant {
            // Each word typed stands for a word of its own; a text has fewer words than a set of bits.
            let mut free = (0..words.len().min(64)).filter(|at| used >> at & 1 == 0);
            let (at, other) = free.find_map(|at| Some((at, meant.is(word(at)?)?)))?;
            used |= 1 << at;
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
        meant.texts(self.view)
    }

    /// Where, in the order of letters, the texts stand that begin with the likeliest of the words meant.
    fn beginning(&self) -> Range<usize> {
        let size = |range: &&Range<u32>| self.view.postings.span((*range).clone()).len();
        let likeliest = self.meant.iter().filter_map(|meant| meant.ranges().max_by_key(size));
        let likeliest: Vec<Range<u32>> = likeliest.cloned().collect();
        let Some((last, others)) = likeliest.split_last() else { return 0..0 };
        let first = |end: u32| {
            let wanted = others.iter().map(|range| range.start).chain([end]);
            first_not(self.view.spelling.len(), |at| numbers_of(self.view, at).lt(wanted.clone()))
        };
        first(last.start)..first(last.end)
    }
}

/// The words of the text at a place in the order of letters.
fn numbers_of(view: ShelfView<'_>, at: usize) -> impl Iterator<Item = u32> {
    let words: Numbers<'_> = number(view.spelling, at).map_or(&[], |entry| view.forward.get(entry as usize));
    words.iter().map(|word| u32::from_le_bytes(*word))
}
