//! Text to vector, in two tiers: a model of each is compiled into the binary, and others can be read.
//!
//! The [`StaticModel`] is cheap (about twenty microseconds an abstract): no neural network runs, each word piece has one row in a
//! table and a text is the weighted sum of its rows. The [`Transformer`] takes a thousand times as long and understands more.
//! [`train`] learns a static table from papers; it is the one place where this crate starts threads. The crate does no input or
//! output; what a model does not know contributes nothing.

mod bert;
mod error;
mod model;
mod safetensors;
mod simd;
mod table;

pub mod train;
mod transformer;
mod vector;
mod word_map;
mod wordpiece;

pub use bert::network_of_bert;
pub use error::EmbedError;
pub use model::StaticModel;
pub use transformer::{Pooling, Transformer, Usage};
pub use vector::{DIMS, Quantized, Vector};
pub use word_map::WordMap;
pub use wordpiece::{Cleaning, WordPiece};
