//! Letting the transformer read a collection.

use std::sync::Arc;

use anyhow::Context;
use search::eval::Collection;
use search::{Index, SecondTier};

use crate::cli::EvalArgs;
use crate::console;

/// Papers between two words about how far it is, and between two writes to the disk.
const TURN: usize = 512;

/// Has every paper of the collection read, and found by what was read. What the folder already holds is not read again.
pub(super) fn read_all(args: &EvalArgs, collection: &Collection, index: &Index) -> anyhow::Result<()> {
    let dir = args.second_tier.as_deref().context("no folder for the vectors is named")?;
    let tier = SecondTier::bundled(dir)?;
    let progress = console::bar("{bar:30} {pos}/{len} papers read · {elapsed}");
    progress.set_length(collection.papers.len() as u64);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    for papers in collection.papers.chunks(TURN) {
        tier.read_in_parallel(papers, threads)?;
        progress.inc(papers.len() as u64);
    }
    progress.finish_and_clear();
    index.set_second_tier(Some(Arc::new(tier)))?;
    Ok(())
}
