//! Taking papers in: read, find the same paper under another id or title, merge, store. Each batch is one transaction, so a
//! killed run has whole batches behind it and the next run completes it.

mod digest;
mod gone;
pub(crate) mod merge;
mod read;
mod workbench;

use std::collections::HashMap;
use std::path::PathBuf;

use domain::{Problem, Record, Severity, SourceKind, Timestamp, likeness_keys, title_key};
use sources::{Item, ReadOptions};
use store::{Marks, Provenance};
use tokio::sync::mpsc;

use crate::{EngineError, Newsstand};
use digest::prepared;
use read::Batch;
use workbench::{Outcome, Workbench};

/// Batches that may wait for the store: reading runs ahead by this much, and memory is bounded by it.
const BATCHES_AHEAD: usize = 3;

/// Records of a provider's answer that are stored together: with them all papers are in memory that may be the same ones, and a harvest that
/// waits for its provider has more time than memory.
const ANSWERED: usize = 100;

/// Problems of each severity that a report keeps word for word; the others are only counted.
const PROBLEMS_KEPT: u64 = 1_000;

/// What to take in.
#[derive(Debug, Clone)]
pub struct Ingestion {
    /// Files, folders, or `-` for standard input, in the order in which they are read.
    pub paths: Vec<PathBuf>,
    /// How to read them.
    pub options: ReadOptions,
    /// The moment that is noted as the time of arrival.
    pub now: Timestamp,
}

/// What became of everything that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IngestReport {
    /// Records that made a paper.
    pub new: u64,
    /// Records that added something to a paper that their source had spoken of before.
    pub changed: u64,
    /// Records that said nothing new.
    pub unchanged: u64,
    /// Records that joined a paper that others had spoken of.
    pub merged: u64,
    /// Fields that were left out.
    pub warnings: u64,
    /// Papers that could not be read.
    pub lost: u64,
    /// Files that could not be opened at all, in words that name them.
    pub unreadable: Vec<String>,
    /// The first problems of each severity, in the order of reading.
    pub problems: Vec<Problem>,
}

/// How far an ingestion has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read from the files, before decompression.
    pub bytes: u64,
    /// Size of all files; 0 where unknown (standard input).
    pub total_bytes: u64,
    /// Records stored.
    pub records: u64,
}

impl IngestReport {
    /// Records that were read.
    pub fn records(&self) -> u64 {
        self.new + self.changed + self.unchanged + self.merged
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Merged => self.merged += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }

    fn problem(&mut self, problem: Problem) {
        let of_its_kind = match problem.severity {
            Severity::Warning => &mut self.warnings,
            Severity::Lost => &mut self.lost,
        };
        *of_its_kind += 1;
        // Warnings must not crowd out what was lost.
        if *of_its_kind <= PROBLEMS_KEPT {
            self.problems.push(problem);
        }
    }
}

impl Newsstand {
    /// Takes in files. What cannot be read is reported, never an error; an error means that the store refused, and that
    /// whole batches were stored up to it. `progress` is told how far it has come after every batch.
    pub async fn ingest(&self, what: Ingestion, progress: impl Fn(Progress)) -> Result<IngestReport, EngineError> {
        let (sender, receiver) = mpsc::channel(BATCHES_AHEAD);
        let now = what.now;
        let reading = tokio::task::spawn_blocking(move || read::files(&what.paths, &what.options, &sender));
        let report = self.store_batches(receiver, now, progress).await;
        // A store that refused has closed the channel; the reader notices at its next batch.
        reading.await?;
        report
    }

    /// Takes in a file that is compiled in, as [`ingest`](Self::ingest) does.
    pub async fn ingest_bytes(
        &self,
        name: &'static str,
        bytes: &'static [u8],
        options: ReadOptions,
    ) -> Result<IngestReport, EngineError> {
        let (sender, receiver) = mpsc::channel(BATCHES_AHEAD);
        let now = options.observed_at;
        let reading = tokio::task::spawn_blocking(move || read::bytes(name, bytes, &options, &sender));
        let report = self.store_batches(receiver, now, |_| ()).await;
        reading.await?;
        report
    }

    async fn store_batches(
        &self,
        mut batches: mpsc::Receiver<Batch>,
        now: Timestamp,
        progress: impl Fn(Progress),
    ) -> Result<IngestReport, EngineError> {
        let mut report = IngestReport::default();
        while let Some(batch) = batches.recv().await {
            for problem in batch.problems {
                report.problem(problem);
            }
            report.unreadable.extend(batch.unreadable);
            self.store_batch(&batch.records, now, &mut report).await?;
            progress(Progress { records: report.records(), ..batch.progress });
        }
        Ok(report)
    }

    /// Stores what a provider answered, batch by batch.
    pub(crate) async fn take_items(
        &self,
        items: Vec<Item>,
        now: Timestamp,
        report: &mut IngestReport,
    ) -> Result<(), EngineError> {
        let mut records = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::Record(record) => records.push(prepared(*record)),
                Item::Problem(problem) => report.problem(problem),
            }
        }
        for batch in records.chunks(ANSWERED) {
            self.store_batch(batch, now, report).await?;
        }
        Ok(())
    }

    /// Stores the records of one batch in one transaction.
    async fn store_batch(
        &self,
        records: &[(Record, i64)],
        now: Timestamp,
        report: &mut IngestReport,
    ) -> Result<(), EngineError> {
        if records.is_empty() {
            return Ok(());
        }
        let mut tx = self.store().begin().await?;
        let names: Vec<_> = records.iter().map(|(record, _)| (record.source, record.source_key.clone())).collect();
        let known = tx.provenance(&names).await?;
        let earlier = |record: &Record| known.get(&(record.source, record.source_key.clone()));
        let (fresh, last) = fresh(records, &known);
        report.unchanged += (records.len() - fresh.len()) as u64;
        if fresh.is_empty() {
            return Ok(());
        }
        let own = |record: &Record| record.has_only_its_title().then(|| record.own_title_id());
        let ids: Vec<_> = fresh.iter().flat_map(|(record, _)| record.ids.iter().cloned().chain(own(record))).collect();
        let titles: Vec<_> = fresh.iter().map(|(record, _)| title_key(&record.title)).collect();
        let likeness: Vec<_> =
            fresh.iter().flat_map(|(record, _)| likeness_keys(&record.title, &record.authors)).collect();
        let marks = Marks { ids: &ids, titles: &titles, likeness: &likeness };
        let mut bench = Workbench::new(tx.candidates(marks).await?, now);
        for (record, digest) in fresh {
            let said = earlier(record);
            let outcome = bench.take(record, *digest, said.map(|said| said.paper));
            // Whoever says two things of one record in turn, and ends as the last time, has changed nothing.
            let ends_as_before = said.is_some_and(|said| last.get(&name(record)) == Some(&said.digest));
            let is_unchanged = outcome == Outcome::Changed && ends_as_before;
            report.count(if is_unchanged { Outcome::Unchanged } else { outcome });
        }
        let work = bench.finish();
        let standing = tx.standing(&work.joined_papers()).await?;
        for (from, into) in &work.merges {
            tx.merge(*from, *into, now).await?;
        }
        let keys = tx.write(&work.writes, now).await?;
        let notes = work.notes(&keys, &standing);
        tx.note_merges(&notes.merges, now).await?;
        tx.keep_words(&notes.words, now).await?;
        tx.note_doubts(&notes.doubts, now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A record's name: who speaks, and the name that the record has there.
type Name<'a> = (SourceKind, &'a str);

fn name(record: &Record) -> Name<'_> {
    (record.source, &record.source_key)
}

/// The records that say something else than their source said of them last, in the order of reading, and the fingerprints
/// of the last words after them. Where a source speaks of a record twice, the second word is compared with the first, not
/// with what was stored before the batch: else each run would leave the other one of the two behind.
fn fresh<'a>(
    records: &'a [(Record, i64)],
    known: &'a HashMap<(SourceKind, String), Provenance>,
) -> (Vec<&'a (Record, i64)>, HashMap<Name<'a>, i64>) {
    let stored = known.iter().map(|((source, key), said)| ((*source, key.as_str()), said.digest));
    let mut last: HashMap<Name<'a>, i64> = stored.collect();
    let is_fresh = |(record, digest): &&'a (Record, i64)| last.insert(name(record), *digest) != Some(*digest);
    (records.iter().filter(is_fresh).collect(), last)
}
