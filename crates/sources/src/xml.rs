//! XML as sources send it: read in one pass, each paper as a small tree that borrows from the text.
//!
//! What could do harm is not done: nothing is fetched (external entities and DTDs are passed over), entities that a document
//! declares itself are never expanded (so none can multiply), depth and number of nodes are bounded, and one broken
//! record does not lose those after it.

mod content;
mod element;
mod encoding;
mod parts;
mod tags;

pub(crate) use element::Element;
pub(crate) use encoding::decoded;
pub(crate) use parts::{Part, Parts};
pub(crate) use tags::Tags;
