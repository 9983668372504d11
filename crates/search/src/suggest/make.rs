//! Making a file of suggestions: from papers, or from files that are there.

use rustc_hash::FxHashMap;

use super::columns::{ListsMade, StringsMade, number, small, to_bytes};
use super::file::SuggestFile;
use super::row::{Part, Row};
use super::words::each_word;
use crate::mask::Mask;

/// A file in the making.
#[derive(Debug, Default)]
pub(super) struct Making {
    /// In the order of [`Part`].
    shelves: [Shelf; 5],
    papers: Vec<Paper>,
    ids: StringsMade,
    /// Papers that were taken away: what older files say of them no longer counts.
    gone: Vec<i64>,
}

#[derive(Debug)]
struct Paper {
    key: i64,
    weight: f32,
}

impl Making {
    /// Adds a paper; each may be added once.
    pub(super) fn add(&mut self, row: &Row) {
        let paper = self.paper(row.key, row.weight, &row.id);
        let [titles, names @ ..] = &mut self.shelves;
        titles.add(&row.title);
        for (shelf, texts) in names.iter_mut().zip(&row.names) {
            for text in texts {
                shelf.add_name(text, paper);
            }
        }
    }

    /// Adds that a paper was taken away.
    pub(super) fn forget(&mut self, key: i64) {
        self.gone.push(key);
    }

    /// Adds what still counts of a file.
    pub(super) fn take(&mut self, file: &SuggestFile, alive: &Mask) {
        let mut numbers = vec![u32::MAX; file.len()];
        let titles = file.shelf(Part::Titles);
        let [own, names @ ..] = &mut self.shelves;
        let table = own.words_of(titles.words);
        for row in alive.iter() {
            let paper = small(self.papers.len());
            self.papers.push(Paper { key: file.key(row), weight: file.weight(row) });
            self.ids.push(file.id(row));
            own.texts.push(titles.texts.get(row));
            own.forward.push(translated(titles.forward.get(row), &table));
            if let Some(number) = numbers.get_mut(row) {
                *number = paper;
            }
        }
        for (others, part) in names.iter_mut().zip(Part::NAMES) {
            others.take_names(file, part, &numbers);
        }
    }

    /// The sections of the file, and how many papers it has.
    pub(super) fn finish(mut self) -> (Vec<Vec<u8>>, usize) {
        let mut order: Vec<u32> = (0..small(self.papers.len())).collect();
        let about = |at: u32| self.papers.get(at as usize).map_or((f32::MIN, 0), |paper| (paper.weight, paper.key));
        order.sort_unstable_by(|a, b| about(*b).partial_cmp(&about(*a)).unwrap_or(std::cmp::Ordering::Equal));
        let places = inverted(&order);
        let mut sections = Vec::new();
        for (at, shelf) in std::mem::take(&mut self.shelves).into_iter().enumerate() {
            let order = if at == 0 { order.clone() } else { shelf.most_held_first() };
            sections.extend(shelf.sections(&order, &places));
        }
        let papers: Vec<&Paper> = order.iter().filter_map(|at| self.papers.get(*at as usize)).collect();
        sections.push(papers.iter().flat_map(|paper| paper.key.to_le_bytes()).collect());
        sections.push(papers.iter().flat_map(|paper| paper.weight.to_le_bytes()).collect());
        let mut ids = StringsMade::default();
        for at in &order {
            ids.push(self.ids.get(*at as usize));
        }
        sections.extend(ids.sections());
        let mut keys: Vec<(i64, u32)> = (0..).zip(&papers).map(|(row, paper)| (paper.key, row)).collect();
        keys.extend(self.gone.iter().map(|key| (*key, u32::MAX)));
        keys.sort_unstable();
        keys.dedup_by_key(|(key, _)| *key);
        sections.push(keys.iter().flat_map(|(key, _)| key.to_le_bytes()).collect());
        sections.push(to_bytes(&keys.iter().map(|(_, row)| *row).collect::<Vec<_>>()));
        (sections, papers.len())
    }

    fn paper(&mut self, key: i64, weight: f32, id: &str) -> u32 {
        self.ids.push(id);
        self.papers.push(Paper { key, weight });
        small(self.papers.len() - 1)
    }
}

/// One part of a file in the making. Words and texts are numbered as they come.
#[derive(Debug, Default)]
struct Shelf {
    words: FxHashMap<Box<str>, u32>,
    texts: StringsMade,
    /// The words of each text.
    forward: ListsMade,
    /// Texts by their words, where papers share them: two spellings of a name with the same words are one.
    known: FxHashMap<Box<[u32]>, u32>,
    /// Which text stands with which paper.
    holders: Vec<(u32, u32)>,
}

impl Shelf {
    /// Adds a text.
    fn add(&mut self, text: &str) {
        let ids = self.ids(text);
        self.texts.push(text);
        self.forward.push(ids);
    }

    /// Adds a text that others may share. One without words cannot be typed and is left out.
    fn add_name(&mut self, text: &str, paper: u32) {
        let ids = self.ids(text);
        if !ids.is_empty() {
            let name = self.name(ids, text);
            if self.holders.last() != Some(&(name, paper)) {
                self.holders.push((name, paper));
            }
        }
    }

    /// Adds the texts of a file, as far as papers hold them that are wanted: those with a place.
    fn take_names(&mut self, file: &SuggestFile, part: Part, places: &[u32]) {
        let from = file.shelf(part);
        let words = self.words_of(from.words);
        for at in 0..from.texts.len() {
            let papers = from.holders.get(at).iter().filter_map(|row| places.get(u32::from_le_bytes(*row) as usize));
            let papers: Vec<u32> = papers.copied().filter(|place| *place < u32::MAX).collect();
            if !papers.is_empty() {
                let name = self.name(translated(from.forward.get(at), &words).collect(), from.texts.get(at));
                self.holders.extend(papers.into_iter().map(|paper| (name, paper)));
            }
        }
    }

    fn name(&mut self, ids: Vec<u32>, text: &str) -> u32 {
        let next = small(self.known.len());
        let ids = ids.into_boxed_slice();
        if let Some(known) = self.known.get(&ids) {
            return *known;
        }
        self.texts.push(text);
        self.forward.push(ids.iter().copied());
        self.known.insert(ids, next);
        next
    }

    fn ids(&mut self, text: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        each_word(text, |word, _| ids.push(self.word(word)));
        ids
    }

    fn word(&mut self, word: &str) -> u32 {
        let next = small(self.words.len());
        match self.words.get(word) {
            Some(known) => *known,
            None => *self.words.entry(word.into()).or_insert(next),
        }
    }

    /// The numbers of all words of a file here.
    fn words_of(&mut self, words: super::columns::Strings<'_>) -> Vec<u32> {
        (0..words.len()).map(|at| self.word(words.get(at))).collect()
    }

    /// The texts that most papers hold first.
    fn most_held_first(&self) -> Vec<u32> {
        let mut counts = vec![0_u32; self.forward.len()];
        for (name, _) in &self.holders {
            counts.get_mut(*name as usize).into_iter().for_each(|count| *count += 1);
        }
        let mut order: Vec<u32> = (0..small(counts.len())).collect();
        let count = |at: u32| counts.get(at as usize).copied();
        order.sort_by_key(|at| std::cmp::Reverse(count(*at)));
        order
    }

    /// The sections: texts in this order, words in that of their letters, papers by `places`.
    fn sections(self, order: &[u32], places: &[u32]) -> Vec<Vec<u8>> {
        let mut words: Vec<(Box<str>, u32)> = self.words.into_iter().collect();
        words.sort_unstable();
        let ranks = inverted(&words.iter().map(|(_, at)| *at).collect::<Vec<_>>());
        let mut spelled = StringsMade::default();
        for (word, _) in &words {
            spelled.push(word);
        }
        let (mut texts, mut forward) = (StringsMade::default(), ListsMade::default());
        for at in order {
            texts.push(self.texts.get(*at as usize));
            let ids = self.forward.get(*at as usize).iter();
            forward.push(ids.filter_map(|word| ranks.get(*word as usize).copied()));
        }
        let held = |text: u32| forward.get(text as usize).iter().map(move |word| (*word, text));
        let postings = ListsMade::of_pairs(words.len(), (0..small(order.len())).flat_map(held));
        let mut spelling: Vec<u32> = (0..small(order.len())).collect();
        spelling.sort_unstable_by(|a, b| forward.get(*a as usize).cmp(forward.get(*b as usize)));
        let names = inverted(order);
        let place = |(name, paper): &(u32, u32)| Some((*names.get(*name as usize)?, *places.get(*paper as usize)?));
        let holders = if self.holders.is_empty() { 0 } else { order.len() };
        let holders = ListsMade::of_pairs(holders, self.holders.iter().filter_map(place));
        let mut sections = Vec::with_capacity(super::file::SHELF_SECTIONS);
        sections.extend(texts.sections());
        sections.extend(spelled.sections());
        sections.extend(postings.sections());
        sections.extend(forward.sections());
        sections.push(to_bytes(&spelling));
        sections.extend(holders.sections());
        sections
    }
}

/// Where each number stands in a list that holds each once.
fn inverted(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, at) in (0..).zip(order) {
        places.get_mut(*at as usize).into_iter().for_each(|slot| *slot = place);
    }
    places
}

/// Numbers of a file's words as numbers of other words.
fn translated(words: super::columns::Numbers<'_>, table: &[u32]) -> impl Iterator<Item = u32> {
    (0..words.len()).filter_map(move |at| table.get(number(words, at)? as usize).copied())
}
