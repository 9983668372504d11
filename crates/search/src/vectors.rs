//! The vectors of papers: files of their own beside the lexical index, each written once.

mod file;
mod merge;
mod signs;

pub(crate) use file::{Row, VectorFile, write};
pub(crate) use merge::merge;
pub(crate) use signs::{Estimator, Sketches};
