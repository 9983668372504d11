//! What is answered: papers with scores and reasons.

use domain::PaperKey;

use crate::{Expansion, Hint, Sort, Terms};

/// The answer to a [`Query`](crate::Query).
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of the answer by itself")]
pub struct Answer {
    /// The papers of the window, in the order asked for.
    pub hits: Vec<Hit>,
    /// How many papers match; the same whatever part of the answer is asked for.
    pub total: u64,
    /// Whether weaker candidates follow these, so that there are at least, not exactly, `total`.
    pub total_is_lower_bound: bool,
    /// Whether papers follow behind the window.
    pub more: bool,
    /// Whether no paper of the library holds any of the words that rank: what was found is near in meaning at best.
    pub unheld: bool,
    /// The query that was searched instead, in its normal form, where a word is nowhere to be found but a similar one is.
    pub corrected: Option<String>,
    /// What words were also searched as: abbreviations and what they stand for, as the library's papers explain them.
    pub expanded: Vec<Expansion>,
    /// What to highlight.
    pub terms: Terms,
    /// The query's text in its normal form, filters not included; understood, it is the same query.
    pub normalised: String,
    /// Whether the text holds operators, not only words and phrases.
    pub operators: bool,
    /// What was understood otherwise than it may be meant.
    pub hints: Vec<Hint>,
    /// The order of the hits.
    pub sort: Sort,
    /// What the models were asked, where the order is by relevance: the words that rank. Empty where there are none.
    pub meant: String,
    /// Whether the transformer looked at the best papers once more.
    pub reranked: bool,
}

/// One paper of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The store's number of the paper.
    pub key: PaperKey,
    /// How well it fits; comparable within one answer only, where it falls but far behind, beyond the papers that are compared with one another. About 0 to 1; above 2 for a title typed whole; 0 without text.
    pub score: f32,
    /// How probable it is that the paper is relevant, 0 to 1 ([`Calibration`](crate::weights::Calibration)); the higher the score without
    /// [`recency`](Explanation::recency) and [`cited`](Explanation::cited), the higher in one answer. `None` without text, and in an answer that was reranked.
    pub probability: Option<f32>,
    /// Why, where the query asked for it.
    pub explanation: Option<Explanation>,
}

/// The parts of a hit's score, which is the sum of its numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Explanation {
    /// From words that the query and the paper share.
    pub lexical: f32,
    /// From nearness of meaning.
    pub semantic: f32,
    /// For a title that is wholly or nearly the query.
    pub title: f32,
    /// From the papers near it among the best: below 0 where these answer worse.
    pub neighbours: f32,
    /// For its age, where the words ask for recent papers.
    pub recency: f32,
    /// For the works that cite it.
    pub cited: f32,
    /// For the sentence that is nearest to the question, where the answer was reranked.
    pub sentence: f32,
    /// The query's words that brought the paper here, the strongest first, as typed.
    pub words: Vec<String>,
    /// Abbreviations, or what they stand for, that the paper holds in place of the query's words.
    pub expanded: Vec<String>,
}
