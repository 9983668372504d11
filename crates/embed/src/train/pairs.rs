//! Which texts are to find each other: a title and its abstract, or a sentence and the rest of its paper.

use super::bags::Bags;
use super::lessons::Parts;
use super::random::Random;

/// How often a pair is of title and abstract; otherwise of a sentence and the rest.
const TITLES: f32 = 0.5;

/// The share of papers that are held out to measure on.
const HELD_OUT_SHARE: usize = 10;

/// At most so many papers are held out, and so many texts are searched.
pub(super) const HELD_OUT: usize = 4_096;

/// The two sides of a batch: texts, and the partner of each.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// The shorter texts.
    pub queries: Bags,
    /// What each of them is to find.
    pub partners: Bags,
}

/// The papers, parted once for the whole run.
#[derive(Debug)]
pub(super) struct Division<'a> {
    /// Papers to learn from.
    pub learned: Vec<Parts<'a>>,
    /// Papers to measure on, which are never learned from.
    pub held_out: Vec<Parts<'a>>,
}

impl<'a> Division<'a> {
    /// Holds out a tenth of the papers, those with the lowest lots: a paper that was once learned from is not held out later,
    /// when the library has grown.
    pub(super) fn of(mut papers: Vec<Parts<'a>>) -> Self {
        let held_out = (papers.len() / HELD_OUT_SHARE).min(HELD_OUT);
        let learned = papers.split_off(held_out.min(papers.len()));
        Self { learned, held_out: papers }
    }

    /// Titles that were held out against their abstracts, among them and those of other papers. Of each title every other piece
    /// is asked: whole titles find their abstracts almost always, which tells no table from a better one.
    pub(super) fn question(&self) -> Pairs {
        let mut question = Pairs::default();
        for paper in &self.held_out {
            question.queries.push(&mut paper.title().iter().step_by(2).copied().collect::<Vec<_>>());
        }
        for paper in self.held_out.iter().chain(&self.learned).take(HELD_OUT) {
            question.partners.push(&mut all_sentences(paper));
        }
        question
    }
}

impl Pairs {
    /// One pair of each paper.
    pub(super) fn of(papers: &[Parts<'_>], random: &mut Random) -> Self {
        let mut pairs = Self::default();
        for paper in papers {
            pairs.push(paper, random);
        }
        pairs
    }

    fn push(&mut self, paper: &Parts<'_>, random: &mut Random) {
        if paper.sentences() < 2 || random.unit() < TITLES {
            self.queries.push(&mut paper.title().to_vec());
            self.partners.push(&mut all_sentences(paper));
            return;
        }
        let chosen = random.below(paper.sentences());
        let others =
            (0..paper.sentences()).filter(|number| *number != chosen).flat_map(|number| paper.sentence(number));
        let mut rest: Vec<u32> = paper.title().iter().chain(others).copied().collect();
        self.queries.push(&mut paper.sentence(chosen).to_vec());
        self.partners.push(&mut rest);
    }
}

fn all_sentences(paper: &Parts<'_>) -> Vec<u32> {
    (0..paper.sentences()).flat_map(|number| paper.sentence(number)).copied().collect()
}
