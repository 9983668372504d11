//! What is compared: ways of answering.

use crate::Weights;

/// A way of answering, with a name: one row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Configuration {
    /// What it is called in tables and on the command line.
    pub name: String,
    /// The weights of the answers.
    pub weights: Weights,
}

impl Configuration {
    /// Words alone: BM25F over the fields, without meaning and without what titles add.
    pub fn bm25() -> Self {
        let weights = Weights { semantic: 0.0, near_title: 0.0, whole_title: 0.0, ..Weights::default() };
        Self { name: "bm25".to_owned(), weights }
    }

    /// Meaning alone: the cosine of the static table's vectors.
    pub fn static_table() -> Self {
        let weights = Weights { semantic: 1.0, near_title: 0.0, whole_title: 0.0, ..Weights::default() };
        Self { name: "static".to_owned(), weights }
    }

    /// What readers get.
    pub fn shipped() -> Self {
        Self { name: "default".to_owned(), weights: Weights::default() }
    }

    /// The parts alone, and what readers get: the first is what the others are compared with.
    pub fn standard() -> Vec<Self> {
        vec![Self::bm25(), Self::static_table(), Self::shipped()]
    }
}
