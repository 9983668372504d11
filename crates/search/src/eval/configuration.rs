//! What is compared: ways of answering.

use crate::Weights;
use crate::weights::SemanticWeight;

/// A way of answering, with a name: one row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Configuration {
    /// What it is called in tables and on the command line.
    pub name: String,
    /// The weights of the answers.
    pub weights: Weights,
    /// Whether the transformer looks at the best papers once more.
    pub rerank: bool,
}

impl Configuration {
    /// Words alone: BM25F over the fields, without meaning and without what titles add.
    pub fn bm25() -> Self {
        Self { name: "bm25".to_owned(), weights: one_side(0.0), rerank: false }
    }

    /// Meaning alone: the cosine of the static table's vectors.
    pub fn static_table() -> Self {
        Self { name: "static".to_owned(), weights: one_side(1.0), rerank: false }
    }

    /// What readers get.
    pub fn shipped() -> Self {
        Self { name: "default".to_owned(), weights: Weights::default(), rerank: false }
    }

    /// What is measured beside [`standard`](Self::standard) once the second tier has read every paper: its meaning alone, and what readers
    /// get then.
    pub fn with_second_tier() -> Vec<Self> {
        let transformer = Self { name: "transformer".to_owned(), weights: one_side(1.0), rerank: false };
        vec![transformer, Self { name: "two tiers".to_owned(), weights: Weights::default(), rerank: false }]
    }

    /// What readers get who have the best papers looked at once more; after [`with_second_tier`](Self::with_second_tier).
    pub fn reranked() -> Self {
        Self { name: "reranked".to_owned(), weights: Weights::default(), rerank: true }
    }

    /// The parts alone, and what readers get: the first is what the others are compared with.
    pub fn standard() -> Vec<Self> {
        vec![Self::bm25(), Self::static_table(), Self::shipped()]
    }
}

/// Words alone, or meaning alone.
fn one_side(share: f32) -> Weights {
    let meaning = SemanticWeight { share, floor: 0.0 };
    Weights {
        shallow: meaning,
        deep: meaning,
        blend: 0.0,
        neighbours: 0.0,
        near_title: 0.0,
        whole_title: 0.0,
        cited: 0.0,
        calibration: None,
        ..Weights::default()
    }
}
