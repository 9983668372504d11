//! Phrases on their way through a text.

use std::ops::Range;

use crate::words::{Pieces, with_stem};

/// Follows phrases through the words of a text.
pub(super) struct PhraseMatcher<'a> {
    phrases: Vec<Progress<'a>>,
}

/// How far a phrase has been met.
struct Progress<'a> {
    words: &'a [(usize, String)],
    /// How many of its words.
    met: usize,
    /// Where the first of them began, in bytes, and which word of the text it was.
    start: usize,
    position: usize,
}

impl<'a> PhraseMatcher<'a> {
    /// A follower of these phrases: stems with their places.
    pub(super) fn new(phrases: &'a [Vec<(usize, String)>]) -> Self {
        let progress = |words: &'a Vec<(usize, String)>| Progress { words, met: 0, start: 0, position: 0 };
        Self { phrases: phrases.iter().map(progress).collect() }
    }

    /// Takes the next word; answers with the stretch of a phrase of which it is the last.
    pub(super) fn matched(&mut self, word: &Pieces<'_>) -> Option<Range<usize>> {
        if self.phrases.is_empty() {
            return None;
        }
        with_stem(&word.folded, |stem| {
            let whole = self.phrases.iter_mut().filter_map(|phrase| phrase.step(stem, word));
            whole.min_by_key(|range| range.start)
        })
    }
}

impl Progress<'_> {
    fn step(&mut self, stem: &str, word: &Pieces<'_>) -> Option<Range<usize>> {
        let first = self.words.first().map_or(0, |(at, _)| *at);
        let fits = |met: usize| self.words.get(met).filter(|(_, wanted)| wanted == stem).map(|(at, _)| at - first);
        if self.met > 0 && fits(self.met).is_some_and(|after| word.position == self.position + after) {
            self.met += 1;
        } else if fits(0).is_some() {
            (self.met, self.start, self.position) = (1, word.range.start, word.position);
        } else if self.words.get(self.met).is_some_and(|(at, _)| word.position >= self.position + at - first) {
            self.met = 0;
        }
        if self.met < self.words.len() {
            return None;
        }
        self.met = 0;
        Some(self.start..word.range.end)
    }
}
