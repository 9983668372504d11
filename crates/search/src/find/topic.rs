//! Topics: what falls in a subject that is named by a handful of example papers.
//!
//! A few examples say little in vectors and much in words: what several of them share, and few other papers hold, is the subject.
//! A paper's score is mostly the weight of the shared words and pairs of words that it holds, and a little its nearness in meaning;
//! both are seen against the library's own best papers, and so is the line between what falls in the topic and what does not.
//! docs/SEARCH.md says what else was tried and how it measured.

mod features;
mod threshold;

use domain::{PaperKey, StoredPaper};

use self::features::{Ballot, Shared};
use super::meaning::{Estimates, Meaning, Question};
use crate::language::Liking;
use crate::mask::Mask;
use crate::parse::Parsed;
use crate::snapshot::{Deep, Snapshot};
use crate::weights::{Rocchio, TopicWeights};
use crate::{SearchError, Sort, Weights};

/// So many examples, and so many counterexamples, are looked at: the last ones where there are more.
const MOST_EXAMPLES: usize = 64;

/// Estimated cosines may make a score too small by this much.
const SLACK: f32 = 0.05;

/// The papers that say what a topic is.
#[derive(Debug, Clone, Copy, Default)]
pub struct TopicExamples<'a> {
    /// Papers of the topic. They need not be in the index yet.
    pub accepted: &'a [StoredPaper],
    /// Papers that do not belong to it, though they may look so; they are never in the answer.
    pub rejected: &'a [StoredPaper],
}

/// What falls in a topic.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TopicAnswer {
    /// The papers, the examples among them, in the order that was asked for.
    pub papers: Vec<TopicPaper>,
    /// The score from which on a paper falls in it.
    pub threshold: f32,
    /// What the examples share, the weightiest first; empty for a single example.
    pub features: Vec<TopicFeature>,
}

/// Words that examples share.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicFeature {
    /// A word, or two beside one another, as an example has them.
    pub words: String,
    /// What they add to the score of a paper, before the division by the best.
    pub weight: f32,
    /// How many papers hold them.
    pub papers: usize,
}

/// A paper of a topic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopicPaper {
    /// The paper.
    pub key: PaperKey,
    /// How well it fits: about 1 for the best, comparable within one answer.
    pub score: f32,
    /// Whether it is one of the examples.
    pub is_example: bool,
    /// Which of the features it holds: bit `i` is the `i`th.
    holds: u16,
}

impl TopicAnswer {
    /// The words that a paper of this answer shares with the examples, the weightiest first.
    pub fn shared_by(&self, paper: &TopicPaper) -> impl Iterator<Item = &str> {
        let holds = paper.holds;
        self.features.iter().enumerate().filter(move |(at, _)| holds >> at & 1 == 1).map(|(_, it)| it.words.as_str())
    }
}

/// A topic on its way: what its examples say of every document.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    weights: TopicWeights,
    /// The examples and counterexamples that are in the index, as documents.
    liking: Liking,
    /// The document of each example, where it is in the index.
    documents: Vec<Option<usize>>,
    rocchio: Rocchio,
    allowed: Mask,
    ballot: Ballot,
    question: Question,
}

/// What was found out about every document.
struct Measured {
    shared: Shared,
    /// The sum of the weights of the features that each document holds.
    lexical: Vec<f32>,
    estimates: Estimates,
    meaning: Meaning,
    scale: Scale,
}

/// What the parts of a score are divided by, and how they are mixed.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// The mean of the highest lexical scores.
    lexical: f32,
    /// The mean of the highest cosines.
    cosine: f32,
    /// The share of the lexical part.
    share: f32,
}

impl Scale {
    /// The score of a paper with these parts.
    fn score(&self, lexical: f32, cosine: f32) -> f32 {
        let part = |value: f32, best: f32| if best > 0.0 { value.max(0.0) / best } else { 0.0 };
        self.share * part(lexical, self.lexical) + (1.0 - self.share) * part(cosine, self.cosine)
    }
}

impl Snapshot {
    /// The papers that fall in the topic of these examples, the counterexamples left out; nothing without examples.
    pub fn topic(&self, examples: &TopicExamples<'_>, sort: Sort) -> Result<TopicAnswer, SearchError> {
        let last = |papers: &'_ [StoredPaper]| papers.len().saturating_sub(MOST_EXAMPLES);
        let accepted = examples.accepted.get(last(examples.accepted)..).unwrap_or_default();
        let rejected = examples.rejected.get(last(examples.rejected)..).unwrap_or_default();
        if accepted.is_empty() || self.is_empty() {
            return Ok(TopicAnswer::default());
        }
        let docs = |papers: &[StoredPaper]| papers.iter().map(|paper| self.document(paper.key)).collect::<Vec<_>>();
        let documents = docs(accepted);
        let liked = documents.iter().flatten().copied().collect();
        let liking = Liking { liked, disliked: docs(rejected).into_iter().flatten().collect() };
        let mut allowed = self.docs.alive.clone();
        examples.rejected.iter().filter_map(|paper| self.document(paper.key)).for_each(|doc| allowed.remove(doc));
        let weights = Weights { blend: 0.0, ..Weights::default() };
        let question = self.question((&Parsed::default(), &liking), &weights)?;
        let ballot = Ballot::of(accepted, rejected);
        let (rocchio, weights) = (weights.rocchio, weights.topic);
        let mut asked = Asked { snapshot: self, weights, liking, documents, rocchio, allowed, ballot, question };
        let measured = asked.measure()?;
        let threshold = asked.threshold(&measured)?;
        let mut answer = asked.papers(&measured, threshold, sort);
        let examples: Vec<PaperKey> = examples.accepted.iter().map(|paper| paper.key).collect();
        answer.papers.iter_mut().for_each(|paper| paper.is_example = examples.contains(&paper.key));
        Ok(answer)
    }
}

impl Asked<'_> {
    /// Scores every document.
    fn measure(&mut self) -> Result<Measured, SearchError> {
        let shared = self.ballot.choose(self.snapshot, &self.weights, 0)?;
        let lexical = shared.sums(self.snapshot.docs.len());
        let mut estimates = Estimates::default();
        let meaning = Meaning::estimate(self.snapshot, &self.question, &self.allowed, &mut estimates);
        let of_allowed = |values: &[f32]| {
            let values = self.allowed.iter().filter_map(|doc| values.get(doc).copied());
            mean_of_highest(values, self.weights.best)
        };
        let scale = Scale {
            lexical: of_allowed(&lexical),
            cosine: of_allowed(&estimates.cosines.values),
            share: self.share(self.ballot.accepted(), &shared),
        };
        Ok(Measured { shared, lexical, estimates, meaning, scale })
    }

    /// The share of words in the score of a topic of so many examples: the fewer they are, the less it says what they share.
    fn share(&self, examples: u32, shared: &Shared) -> f32 {
        let examples = examples.max(1) as f32;
        if shared.is_empty() { 0.0 } else { self.weights.words * (1.0 - 1.0 / (examples * examples)) }
    }

    /// The papers from `threshold` on, by exact cosines.
    fn papers(&self, measured: &Measured, threshold: f32, sort: Sort) -> TopicAnswer {
        let Measured { shared, lexical, estimates, meaning, scale } = measured;
        let value = |values: &[f32], doc: usize| values.get(doc).copied().unwrap_or_default();
        let mut found: Vec<(usize, f32)> = Vec::new();
        for doc in self.allowed.iter() {
            let words = value(lexical, doc);
            let estimated = scale.score(words, value(&estimates.cosines.values, doc));
            if estimated + SLACK >= threshold && estimated > 0.0 {
                let score = scale.score(words, meaning.cosine(self.snapshot, doc));
                found.extend((score >= threshold).then_some((doc, score)));
            }
        }
        let docs = &self.snapshot.docs;
        found.sort_unstable_by(|(a, a_score), (b, b_score)| {
            let newer = (docs.day(*b), docs.key(*b)).cmp(&(docs.day(*a), docs.key(*a)));
            match sort {
                Sort::Relevance => b_score.total_cmp(a_score).then(newer),
                Sort::Newest => newer,
                Sort::Citations => docs.citations(*b).cmp(&docs.citations(*a)).then(newer),
                Sort::Votes => docs.votes(*b).cmp(&docs.votes(*a)).then(newer),
            }
        });
        let papers = found.into_iter().map(|(doc, score)| TopicPaper {
            key: docs.key(doc),
            score,
            is_example: false,
            holds: shared.held_by(doc),
        });
        TopicAnswer { papers: papers.collect(), threshold, features: shared.told() }
    }

    /// The numbers of a document's vector in the tier by which the topic is measured.
    fn numbers(&self, doc: usize) -> Option<Vec<f32>> {
        let deep = |deep: &Deep| deep.vector(doc).map(|(values, scale)| super::real(values, scale));
        match (&self.question.deep, &self.snapshot.deep) {
            (Some(_), Some(tier)) => deep(tier),
            _ => self.snapshot.numbers(doc),
        }
    }
}

/// The mean of the `n` highest values above 0; 0 where there are none.
fn mean_of_highest(values: impl Iterator<Item = f32>, n: usize) -> f32 {
    let mut values: Vec<f32> = values.filter(|value| *value > 0.0).collect();
    if values.len() > n && n > 0 {
        values.select_nth_unstable_by(n - 1, |a, b| b.total_cmp(a));
        values.truncate(n);
    }
    if values.is_empty() { 0.0 } else { values.iter().sum::<f32>() / values.len() as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_are_taken_alone() {
        let mean = |values: &[f32], n| mean_of_highest(values.iter().copied(), n);
        assert!((mean(&[0.0, 4.0, 1.0, 2.0, -3.0], 2) - 3.0).abs() < 1e-6);
        assert!(
            (mean(&[4.0, 0.0], 20) - 4.0).abs() < 1e-6,
            "papers without anything are no papers to be compared with"
        );
        assert!(mean(&[0.0, -1.0], 20).abs() < f32::EPSILON);
    }
}
