//! The crate as its users meet it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of these tests that finds nothing has failed"
)]

mod abbreviations;
mod cited;
mod crashes;
mod documented;
mod estimating;
mod evaluation;
mod filters;
mod finding;
mod hostile;
mod index;
mod language;
mod likes;
mod operators;
mod pages;
mod percolating;
mod real;
mod recency;
mod reranking;
mod suggesting;
mod support;
mod tidying;
mod tiers;
mod topics;
mod typing;
mod vectors;
mod writing;
