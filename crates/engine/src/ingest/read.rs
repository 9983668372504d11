//! The reading side of an ingestion: files to batches, on a thread of its own, so that parsing and storing share two cores.

use std::path::PathBuf;

use domain::{Problem, Record};
use sources::{Item, ReadOptions, Reader};
use tokio::sync::mpsc::Sender;

use super::Progress;
use super::digest::digest;

/// Records that are stored together.
const BATCH: usize = 1_000;

/// What the reader hands over at a time.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Records with their fingerprints.
    pub records: Vec<(Record, i64)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Files that could not be opened.
    pub unreadable: u64,
    /// How far the reading has come; `records` is counted by the store.
    pub progress: Progress,
}
