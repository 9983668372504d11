//! Indexing, with what it costs.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use domain::StoredPaper;
use search::Index;
use serde::{Deserialize, Serialize};

use super::size_of;
use super::synthetic::Stock;
use crate::peers::PlainTantivy;
use crate::process;

/// Memory of the writer in bytes: as the engine has it.
const WRITER_MEMORY: usize = 128 << 20;

/// Papers between two commits: as the engine has them.
const COMMIT_EVERY: usize = 48_000;

/// What indexing took.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Built {
    /// Papers a second, the making of the papers not counted.
    pub(crate) papers_a_second: f64,
    /// The index on disk.
    pub(crate) disk_mb: f64,
    /// The most anonymous memory, without what the making of the papers needs.
    pub(crate) anonymous_mb: f64,
}

/// Runs `add` on every batch of papers; answers with the time it took and the most anonymous memory beside the stock.
fn feed(size: u32, mut add: impl FnMut(Vec<StoredPaper>) -> Result<()>) -> Result<(Duration, f64)> {
    let stock = Stock::read()?;
    let stock_mb = process::anonymous_mb()?;
    let (mut spent, mut most) = (Duration::ZERO, 0.0);
    for papers in stock.papers(0, size) {
        let papers = papers?;
        let started = Instant::now();
        add(papers)?;
        spent += started.elapsed();
        most = f64::max(most, process::anonymous_mb()? - stock_mb);
    }
    Ok((spent, most))
}

/// Builds Newsstand's index in a folder.
pub(crate) fn newsstand(folder: &Path, size: u32) -> Result<Built> {
    let index = Index::open(folder)?;
    let mut writer = index.writer(WRITER_MEMORY)?;
    let (mut cursor, mut uncommitted) = (0, 0);
    let (spent, anonymous_mb) = feed(size, |papers| {
        uncommitted += papers.len();
        cursor += i64::try_from(papers.len())?;
        writer.upsert(&papers)?;
        if uncommitted >= COMMIT_EVERY {
            uncommitted = 0;
            writer.commit(cursor)?;
        }
        Ok(())
    })?;
    let started = Instant::now();
    writer.commit(cursor)?;
    writer.finish()?;
    built(folder, size, (spent + started.elapsed(), anonymous_mb))
}

/// Builds tantivy's index in a folder.
pub(crate) fn tantivy(folder: &Path, size: u32) -> Result<Built> {
    std::fs::create_dir_all(folder)?;
    let mut index = PlainTantivy::create(folder)?;
    let mut writer = index.writer()?;
    let (spent, anonymous_mb) = feed(size, |papers| index.add(&mut writer, &papers))?;
    let started = Instant::now();
    index.finish(writer)?;
    built(folder, size, (spent + started.elapsed(), anonymous_mb))
}

fn built(folder: &Path, size: u32, (spent, anonymous_mb): (Duration, f64)) -> Result<Built> {
    let papers_a_second = f64::from(size) / spent.as_secs_f64();
    Ok(Built { papers_a_second, disk_mb: size_of(folder)? as f64 / 1e6, anonymous_mb })
}
