//! The vectors of papers: files of their own beside the lexical index, each written once.

mod cosines;
mod file;
mod header;
mod merge;
mod probe;
mod rotate;
mod row;
mod signs;
mod write;

pub(crate) use cosines::Cosines;
pub(crate) use file::VectorFile;
pub(crate) use merge::{keep, merge, newest_rows};
pub(crate) use probe::Probe;
pub(crate) use row::{Kind, Row, RowRef};
pub(crate) use signs::{Estimator, Sketches};
pub(crate) use write::write;
