//! The numbers of the ranking formula, and where each comes from.
//!
//! The score of a paper is a convex combination of two normalised parts and a bonus (Bruch, Gai and Ingber 2023, "An Analysis of
//! Fusion Functions for Hybrid Retrieval", <https://arxiv.org/abs/2210.11934>):
//!
//! `score = (1 - semantic) * bm25f / best bm25f + semantic * max(0, cosine - floor) / max(best cosine - floor, span) + title bonus`
//!
//! `bm25f` is the simple BM25 over weighted fields of Robertson, Zaragoza and Taylor 2004 (<https://doi.org/10.1145/1031171.1031181>):
//! a word's frequency is `tf = sum over fields of weight * frequency / (1 - b + b * length / average length)`, and the word adds
//! `idf * tf * (k1 + 1) / (tf + k1)` with `idf = ln(1 + (N - n + 0.5) / (n + 0.5))`.

/// How a field counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldWeight {
    /// What one occurrence counts.
    pub weight: f32,
    /// How far a longer than average field makes an occurrence count less: 0 not at all, 1 in proportion.
    pub b: f32,
}

/// All numbers of the formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// BM25's saturation: how soon further occurrences of a word stop to matter.
    pub k1: f32,
    /// The title.
    pub title: FieldWeight,
    /// The abstract.
    pub abstract_text: FieldWeight,
    /// The keywords.
    pub keywords: FieldWeight,
    /// The authors' names.
    pub authors: FieldWeight,
    /// The share of the semantic part, 0 to 1.
    pub semantic: f32,
    /// The cosine that counts as no nearness at all.
    pub floor: f32,
    /// The least difference between the best cosine and `floor` for the semantic part to have its full share.
    pub span: f32,
    /// What a title adds that shares all its words with the query; less where fewer are shared, nothing at half of them.
    pub near_title: f32,
    /// What a title adds that is the query, letter for letter but for case and punctuation.
    pub whole_title: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            k1: 1.2,
            title: FieldWeight { weight: 2.0, b: 0.6 },
            abstract_text: FieldWeight { weight: 1.0, b: 0.5 },
            keywords: FieldWeight { weight: 0.5, b: 0.5 },
            authors: FieldWeight { weight: 1.5, b: 0.3 },
            semantic: 0.4,
            floor: 0.0,
            span: 0.25,
            near_title: 0.5,
            whole_title: 2.0,
        }
    }
}
