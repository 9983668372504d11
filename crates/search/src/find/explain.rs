//! Saying why a paper was found.

use embed::Vector;

use super::Asked;
use super::candidates::Scored;
use crate::lexical::{holders, postings};
use crate::parse::{AliasKind, QueryWord};
use crate::snapshot::{Segment, TEXT_FIELDS};
use crate::words::folded;
use crate::{Explanation, SearchError};

/// A word that the paper does not hold is named if it makes up this share of the cosine at least.
const SHARE_BY_MEANING: f32 = 0.2;

impl Asked<'_> {
    /// The explanations of some hits, in their order.
    pub(super) fn explain(&self, page: &[Scored], query: &Vector) -> Result<Vec<Explanation>, SearchError> {
        let mut held = Vec::with_capacity(self.parsed.words.len());
        for word in &self.parsed.words {
            held.push(self.holders(word, page)?);
        }
        let (meanings, mut expanded) = (self.meanings(), self.expanded(page)?.into_iter());
        Ok(page
            .iter()
            .enumerate()
            .map(|(at, scored)| {
                let held: Vec<bool> = held.iter().map(|holders| holders.get(at) == Some(&true)).collect();
                let shares = self.shares(&meanings, scored, query);
                let (words, expanded) = (self.strongest_words(&held, &shares), expanded.next().unwrap_or_default());
                let Scored { lexical, semantic, title, neighbours, recency, cited, .. } = *scored;
                Explanation { lexical, semantic, title, neighbours, recency, cited, sentence: 0.0, words, expanded }
            })
            .collect())
    }

    /// Which of the hits hold a word or what says the same, in any field.
    fn holders(&self, word: &QueryWord, page: &[Scored]) -> Result<Vec<bool>, SearchError> {
        let mut holds = vec![false; page.len()];
        for segment in &self.snapshot.segments {
            let (docs, places) = inside(segment, page);
            let mut hold = |at: usize| {
                if let Some(holds) = places.get(at).and_then(|place| holds.get_mut(*place)) {
                    *holds = true;
                }
            };
            for alias in &word.also {
                let found = holders(segment, alias, &docs)?;
                found.into_iter().enumerate().filter(|(_, holds)| *holds).for_each(|(at, _)| hold(at));
            }
            for field in 0..TEXT_FIELDS {
                let Some(mut postings) = postings(segment, field, word)? else { continue };
                for (at, doc) in docs.iter().enumerate() {
                    let place = postings.seek(*doc);
                    if postings.docs().get(place) == Some(doc) {
                        hold(at);
                    }
                }
            }
        }
        Ok(holds)
    }

    /// For each of the hits the abbreviations, and what abbreviations stand for, that it holds in place of words.
    fn expanded(&self, page: &[Scored]) -> Result<Vec<Vec<String>>, SearchError> {
        let mut expanded: Vec<Vec<String>> = vec![Vec::new(); page.len()];
        let aliases = self.parsed.words.iter().flat_map(|word| &word.also);
        for alias in aliases.filter(|alias| alias.kind == AliasKind::Abbreviation) {
            for segment in &self.snapshot.segments {
                let (docs, places) = inside(segment, page);
                for (place, _) in places.into_iter().zip(holders(segment, alias, &docs)?).filter(|(_, holds)| *holds) {
                    if let Some(expanded) = expanded.get_mut(place).filter(|known| !known.contains(&alias.spelled)) {
                        expanded.push(alias.spelled.clone());
                    }
                }
            }
        }
        Ok(expanded)
    }

    /// The query's words that brought a paper here, the strongest first: by their weight where the paper holds them, and by
    /// their share of the cosine.
    fn strongest_words(&self, held: &[bool], shares: &[f32]) -> Vec<String> {
        let all: f32 = self.lexical.weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let words = self.parsed.words.iter().zip(held).zip(&self.lexical.weights).zip(shares);
        let mut strong: Vec<(f32, &str)> = words
            .filter_map(|(((word, held), weight), share)| {
                let lexical = if *held { weight / all } else { 0.0 };
                (*held || *share >= SHARE_BY_MEANING).then_some((lexical + share.max(0.0), word.typed.as_str()))
            })
            .collect();
        strong.sort_by(|a, b| b.0.total_cmp(&a.0));
        strong.into_iter().map(|(_, word)| word.to_owned()).collect()
    }

    /// What each of the query's words is in the query's vector; nothing where the model reads the word otherwise.
    fn meanings(&self) -> Vec<Option<Box<[f32]>>> {
        let parts = self.snapshot.model.as_ref().map(|model| model.parts(&self.parsed.meant)).unwrap_or_default();
        let mut parts: Vec<_> = parts.into_iter().map(|(word, part)| (folded(&word), part)).collect();
        let mut take = |word: &QueryWord| {
            let at = parts.iter().position(|(known, _)| *known == word.folded)?;
            Some(parts.swap_remove(at).1)
        };
        self.parsed.words.iter().map(&mut take).collect()
    }

    /// The share of each of the query's words in the paper's cosine.
    fn shares(&self, meanings: &[Option<Box<[f32]>>], scored: &Scored, query: &Vector) -> Vec<f32> {
        let Some((values, scale)) = self.snapshot.vector(scored.doc) else { return vec![0.0; meanings.len()] };
        let paper: Vec<f32> = values.iter().map(|value| f32::from(value.cast_signed()) * scale).collect();
        let inner = |part: &[f32]| part.iter().zip(&paper).map(|(a, b)| a * b).sum::<f32>();
        let cosine = inner(query.as_slice()).max(f32::MIN_POSITIVE);
        meanings.iter().map(|part| part.as_ref().map_or(0.0, |part| inner(part) / cosine)).collect()
    }
}

/// The hits that stand in a segment: its numbers of them in rising order, as postings are read forwards, and their places on the page.
fn inside(segment: &Segment, page: &[Scored]) -> (Vec<u32>, Vec<usize>) {
    let documents = segment.base..segment.base + segment.reader.max_doc();
    let doc = |scored: &Scored| u32::try_from(scored.doc).ok().filter(|doc| documents.contains(doc));
    let found = page.iter().enumerate().filter_map(|(at, scored)| Some((doc(scored)? - segment.base, at)));
    let mut found: Vec<(u32, usize)> = found.collect();
    found.sort_unstable();
    found.into_iter().unzip()
}
