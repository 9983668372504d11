//! The reading side of an ingestion: files to batches, on a thread of its own, so that parsing and storing share two cores.

use std::ops::ControlFlow;
use std::path::PathBuf;

use domain::{Problem, Record};
use sources::{Item, OpenError, ReadOptions, Reader};
use tokio::sync::mpsc::Sender;

use super::Progress;
use super::digest::prepared;

/// Records that are stored together.
const BATCH: usize = 1_000;

/// What the reader hands over at a time.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Records with their fingerprints.
    pub records: Vec<(Record, i64)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Files that could not be opened, in words that name them.
    pub unreadable: Vec<String>,
    /// How far the reading has come; `records` is counted by the store.
    pub progress: Progress,
}

/// Reads all files behind `paths` and sends what they hold, until the receiver has gone.
pub(super) fn files(paths: &[PathBuf], options: &ReadOptions, sender: &Sender<Batch>) {
    let mut sending = Sending { sender, batch: Batch::default(), done_bytes: 0, seen: Progress::default() };
    let mut all = Vec::new();
    for path in paths {
        let (files, errors) = sources::files(path);
        all.extend(files);
        for error in &errors {
            sending.unreadable(error);
        }
    }
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |facts| facts.len());
    sending.seen.total_bytes = all.iter().map(size).sum();
    for path in &all {
        match Reader::open(path, options) {
            Ok(reader) => {
                if sending.read(reader).is_break() {
                    return;
                }
            }
            Err(error) => sending.unreadable(&error),
        }
    }
    // The last batch goes out even when it is empty of records: it carries the problems.
    let _ = sending.flush();
}

/// Reads a file that is in memory and sends what it holds.
pub(super) fn bytes(name: &str, bytes: &'static [u8], options: &ReadOptions, sender: &Sender<Batch>) {
    let mut sending = Sending { sender, batch: Batch::default(), done_bytes: 0, seen: Progress::default() };
    match Reader::from_bytes(name, Box::new(bytes), options) {
        Ok(reader) => {
            if sending.read(reader).is_break() {
                return;
            }
        }
        Err(error) => sending.unreadable(&error),
    }
    let _ = sending.flush();
}

/// A batch that fills, and where it goes.
struct Sending<'a> {
    sender: &'a Sender<Batch>,
    batch: Batch,
    /// Bytes of the files that are wholly read.
    done_bytes: u64,
    seen: Progress,
}

impl Sending<'_> {
    /// Reads a file to its end; breaks where nobody receives any more.
    fn read(&mut self, mut reader: Reader) -> ControlFlow<()> {
        let progress = reader.progress();
        for item in reader.by_ref() {
            match item {
                Item::Record(record) => self.batch.records.push(prepared(*record)),
                Item::Problem(problem) => self.batch.problems.push(problem),
            }
            if self.batch.records.len() >= BATCH || self.batch.problems.len() >= BATCH {
                self.seen.bytes = self.done_bytes + progress.read();
                self.flush()?;
            }
        }
        self.done_bytes += progress.read();
        self.seen.bytes = self.done_bytes;
        ControlFlow::Continue(())
    }

    /// Notes a file that could not be opened; the error names it.
    fn unreadable(&mut self, error: &OpenError) {
        self.batch.unreadable.push(error.to_string());
    }

    fn flush(&mut self) -> ControlFlow<()> {
        let batch = Batch { progress: self.seen, ..std::mem::take(&mut self.batch) };
        match self.sender.blocking_send(batch) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}
