//! What examples share: words, and pairs of words beside one another.
//!
//! A feature's weight is `((a / A)² - (r / (A + R))²) * ln(N / df)`, not below 0: `a` of `A` examples and `r` of `R` counterexamples hold it,
//! and `df` of `N` papers. The square lets what most examples share outweigh what happens to be rare. Counterexamples are divided by all that
//! was judged, because a paper is rejected for one thing and holds most words of the topic: divided by `R` alone, a
//! single one would take all of them away (precision at 20 of .46 instead of .92).

use std::collections::BTreeMap;
use std::ops::Range;

use domain::StoredPaper;
use tantivy::tokenizer::{TokenStream, Tokenizer};

use super::TopicFeature;
use crate::SearchError;
use crate::filter::{PhraseWord, with_phrase};
use crate::mask::Mask;
use crate::snapshot::Snapshot;
use crate::weights::TopicWeights;
use crate::words::Analyzer;

/// Only so many bytes of a title or abstract are looked at.
const LONGEST_TEXT: usize = 16_384;

/// At most so many features are looked up in the index for one choice; they are looked at in the order of what they can weigh.
const MOST_LOOKED_UP: usize = 256;

/// A feature with those who hold it.
#[derive(Debug)]
struct Vote {
    /// One stem, or two with a space between them.
    stems: String,
    /// The words as they stand in an example.
    words: String,
    /// Which of the examples: bit `i` is the `i`th.
    accepted: u64,
    /// Which of the counterexamples.
    rejected: u64,
    /// The papers that hold it, once they were looked up.
    holders: Option<Holders>,
}

/// The papers that hold a feature.
#[derive(Debug, Clone)]
struct Holders {
    docs: Mask,
    count: usize,
}

/// All features of the examples.
#[derive(Debug)]
pub(super) struct Ballot {
    votes: Vec<Vote>,
    accepted: u32,
    rejected: u32,
}

/// The features that weigh most.
#[derive(Debug, Default)]
pub(super) struct Shared(Vec<Chosen>);

/// A feature that was chosen.
#[derive(Debug)]
struct Chosen {
    /// Its place in the ballot.
    at: usize,
    words: String,
    weight: f32,
    holders: Holders,
}

impl Ballot {
    /// The features of these examples and counterexamples, at most 64 each.
    pub(super) fn of(accepted: &[StoredPaper], rejected: &[StoredPaper]) -> Self {
        let mut votes: BTreeMap<String, Vote> = BTreeMap::new();
        let mut analyzer = Analyzer::stems();
        for (at, paper) in accepted.iter().enumerate() {
            for (stems, words) in features(paper, &mut analyzer) {
                let new =
                    || Vote { stems: stems.clone(), words: words.clone(), accepted: 0, rejected: 0, holders: None };
                let vote = votes.entry(stems.clone()).or_insert_with(new);
                vote.accepted |= 1 << at;
                prefer(&mut vote.words, words);
            }
        }
        for (at, paper) in rejected.iter().enumerate() {
            for (stems, _) in features(paper, &mut analyzer) {
                if let Some(vote) = votes.get_mut(&stems) {
                    vote.rejected |= 1 << at;
                }
            }
        }
        let count = |papers: &[StoredPaper]| u32::try_from(papers.len()).unwrap_or(u32::MAX);
        Self { votes: votes.into_values().collect(), accepted: count(accepted), rejected: count(rejected) }
    }

    /// How many examples there are.
    pub(super) fn accepted(&self) -> u32 {
        self.accepted
    }

    /// The features that weigh most, without the examples in the mask `without`. At least two of the others share each, and a paper
    /// beside the examples holds it: what they alone hold finds nothing.
    pub(super) fn choose(
        &mut self,
        snapshot: &Snapshot,
        weights: &TopicWeights,
        without: u64,
    ) -> Result<Shared, SearchError> {
        let papers = snapshot.len() as f32;
        let mut chosen: Vec<Chosen> = Vec::with_capacity(weights.features + 1);
        for (looked_up, (gain, at)) in self.gains(without).into_iter().enumerate() {
            let enough = |chosen: &[Chosen], most: f32| {
                chosen.get(weights.features.saturating_sub(1)).is_some_and(|last| most <= last.weight)
            };
            let Some(vote) = self.votes.get_mut(at) else { continue };
            let examples = vote.accepted.count_ones() as usize;
            if looked_up >= MOST_LOOKED_UP || enough(&chosen, gain * (papers / examples as f32).ln()) {
                break;
            }
            let holders = vote.look_up(snapshot)?;
            let weight = gain * (papers / holders.count.max(1) as f32).ln();
            if holders.count > examples && weight > 0.0 && !enough(&chosen, weight) {
                let place = chosen.partition_point(|other| other.weight >= weight);
                chosen.insert(place, Chosen { at, words: vote.words.clone(), weight, holders });
                chosen.truncate(weights.features);
            }
        }
        Ok(Shared(chosen))
    }

    /// What the features gain by being shared, the highest first, and where they stand; only those that gain something.
    fn gains(&self, without: u64) -> Vec<(f32, usize)> {
        let left = (self.accepted.saturating_sub(without.count_ones())).max(1) as f32;
        let share = |holding: u32, of: f32| (holding as f32 / of).powi(2);
        let gain = |(at, vote): (usize, &Vote)| {
            let holding = (vote.accepted & !without).count_ones();
            let against = share(vote.rejected.count_ones(), (self.accepted + self.rejected) as f32);
            let gain = share(holding, left) - against;
            (holding > 1 && gain > 0.0).then_some((gain, at))
        };
        let mut gains: Vec<(f32, usize)> = self.votes.iter().enumerate().filter_map(gain).collect();
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        gains
    }

    /// What the example at a place holds of these features, as the sum of their weights.
    pub(super) fn sum_of(&self, example: usize, shared: &Shared) -> f32 {
        let holds = |chosen: &&Chosen| self.votes.get(chosen.at).is_some_and(|vote| vote.accepted >> example & 1 == 1);
        shared.0.iter().filter(holds).map(|chosen| chosen.weight).sum()
    }
}

impl Vote {
    /// The papers that hold it, in title or abstract.
    fn look_up(&mut self, snapshot: &Snapshot) -> Result<Holders, SearchError> {
        if let Some(known) = &self.holders {
            return Ok(known.clone());
        }
        let word = |(at, stem): (usize, &str)| PhraseWord { at, folded: String::new(), stem: stem.to_owned() };
        let phrase: Vec<PhraseWord> = self.stems.split(' ').enumerate().map(word).collect();
        let fields = &snapshot.fields;
        let mut docs = with_phrase(snapshot, &phrase, (&[fields.title, fields.abstract_text], &[]))?;
        docs.intersect(&snapshot.docs.alive);
        let holders = Holders { count: docs.count(), docs };
        Ok(self.holders.insert(holders).clone())
    }
}

impl Shared {
    /// Whether nothing is shared.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sum of the weights of the features that each of `length` documents holds.
    pub(super) fn sums(&self, length: usize) -> Vec<f32> {
        let mut sums = vec![0.0; length];
        for Chosen { weight, holders, .. } in &self.0 {
            holders.docs.iter().for_each(|doc| {
                if let Some(sum) = sums.get_mut(doc) {
                    *sum += weight;
                }
            });
        }
        sums
    }

    /// Which features a document holds: bit `i` is the `i`th.
    pub(super) fn held_by(&self, doc: usize) -> u16 {
        let held = self.0.iter().enumerate().filter(|(_, chosen)| chosen.holders.docs.contains(doc));
        held.take_while(|(at, _)| *at < 16).fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// The features for readers.
    pub(super) fn told(&self) -> Vec<TopicFeature> {
        let told = |chosen: &Chosen| TopicFeature {
            words: chosen.words.clone(),
            weight: chosen.weight,
            papers: chosen.holders.count,
        };
        self.0.iter().map(told).collect()
    }
}

/// The features of a paper's title and abstract, with the words as they stand there, in small letters if they do somewhere. A stop word
/// is in no feature.
fn features(paper: &StoredPaper, analyzer: &mut Analyzer) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for text in [&paper.paper.abstract_text, &paper.paper.title] {
        let text = text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default();
        let shown = |range: Range<usize>| {
            let words = text.get(range).unwrap_or_default();
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let tokens = tokens(text, analyzer);
        for (at, (place, stem, range)) in tokens.iter().enumerate() {
            note(&mut found, stem.clone(), shown(range.clone()));
            // Several tokens may stand at one place.
            let next = tokens.iter().skip(at + 1).take(4).filter(|(other, ..)| *other == place + 1);
            for (_, second, second_range) in next {
                note(&mut found, format!("{stem} {second}"), shown(range.start..second_range.end));
            }
        }
    }
    found
}

/// Takes down a feature with its words.
fn note(found: &mut BTreeMap<String, String>, stems: String, words: String) {
    // Tokens that stand at one place may come in any order; a stretch that ends before it begins has no words.
    let words = if words.is_empty() { stems.clone() } else { words };
    match found.get_mut(&stems) {
        Some(known) => prefer(known, words),
        None => drop(found.insert(stems, words)),
    }
}

/// Replaces words with the same in small letters: those with capitals stand in a title or at the beginning of a sentence, or are names.
fn prefer(known: &mut String, words: String) {
    let is_small = |words: &str| !words.chars().any(char::is_uppercase);
    if !is_small(known) && is_small(&words) {
        *known = words;
    }
}

/// The tokens of a text as the index has them: place, stem, and where the word stands.
fn tokens(text: &str, analyzer: &mut Analyzer) -> Vec<(usize, String, Range<usize>)> {
    let mut found = Vec::new();
    analyzer.token_stream(text).process(&mut |token| {
        found.push((token.position, token.text.clone(), token.offset_from..token.offset_to));
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Paper, PaperId, PaperKey};

    #[test]
    fn features_are_stems_and_pairs_without_stop_words() {
        let paper = Paper {
            abstract_text: "Swarms of robots\n  flocking.".to_owned(),
            ..Paper::new(PaperId::from_title("x"), "Robot Flocking")
        };
        let found = features(&StoredPaper::new(PaperKey(1), paper), &mut Analyzer::stems());
        let expected =
            [("flock", "flocking"), ("robot", "robots"), ("robot flock", "robots flocking"), ("swarm", "Swarms")];
        assert!(found.iter().map(|(stems, words)| (stems.as_str(), words.as_str())).eq(expected), "{found:?}");
    }
}
