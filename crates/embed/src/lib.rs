//! Text to vector: the tokenizer and the bundled static embedding table, compiled into the binary.
//!
//! A vector is cheap here (about twenty microseconds an abstract): no neural network runs, each word piece has one row in a
//! table and a text is the weighted sum of its rows. This crate does no input or output and never fails on a text: what
//! it does not know contributes nothing.

mod error;
mod model;
mod simd;
mod table;
mod vector;
mod word_map;
mod wordpiece;

pub use error::EmbedError;
pub use model::StaticModel;
pub use vector::{DIMS, Quantized, Vector};
pub use word_map::WordMap;
pub use wordpiece::WordPiece;
