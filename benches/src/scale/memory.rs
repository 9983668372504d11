//! What searching alone needs.

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use search::{Index, Query};
use serde::{Deserialize, Serialize};

use super::synthetic::Stock;
use crate::samples::median;
use crate::{collection, process};

/// The cost of a process that only searches, and of adding a little.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// From nothing to the first snapshot.
    pub(crate) open_ms: f64,
    /// Anonymous memory after all questions.
    pub(crate) anonymous_mb: f64,
    /// The median time of a commit of 100 papers, from call to visible.
    pub(crate) publish_ms: f64,
}

/// Opens an index, asks all questions, then adds papers in small commits.
pub(crate) fn of_searching(folder: &Path) -> Result<Memory> {
    let started = Instant::now();
    let index = Index::open(folder)?;
    let open_ms = started.elapsed().as_secs_f64() * 1e3;
    for (_, text) in collection::questions("autoscholar")? {
        index.snapshot().search(&Query::words(text))?;
    }
    let anonymous_mb = process::anonymous_mb()?;
    let (first, stock) = (u32::try_from(index.snapshot().len())?, Stock::read()?);
    let mut writer = index.writer(15_000_000)?;
    let mut taken = Vec::new();
    for round in 0..15_u32 {
        let start = first + round * 100;
        for papers in stock.papers(start, start + 100) {
            writer.upsert(&papers?)?;
        }
        let started = Instant::now();
        writer.commit(index.cursor() + 100)?;
        taken.push(started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(Memory { open_ms, anonymous_mb, publish_ms: median(&taken) })
}
