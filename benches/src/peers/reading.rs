//! What the transformer makes of the papers, for all systems that go by its vectors.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use domain::StoredPaper;
use search::{SecondTier, text_hash};

use crate::{library, table};

/// Papers between two words about how far it is.
const TURN: usize = 2_048;

/// Newsstand's second tier, with the vectors of former runs.
pub(super) fn tier() -> Result<SecondTier> {
    Ok(SecondTier::bundled(&library::kept()?.join("second-tier"))?)
}

/// Reads the papers that no run has read yet, some thirty a second on two cores.
pub(super) fn read(papers: &[StoredPaper]) -> Result<()> {
    let tier = tier()?;
    let threads = std::thread::available_parallelism()?.get();
    for (turn, part) in papers.chunks(TURN).enumerate() {
        if tier.read_in_parallel(part, threads)? > 0 {
            table::note(format_args!("compare: {} of {} papers are read", turn * TURN + part.len(), papers.len()));
        }
    }
    Ok(())
}

/// Writes the vectors of the papers, which must have been read, as `peers.py` takes them: records of the text's fingerprint (little-endian)
/// and a 32-bit float a dimension.
pub(super) fn hand_over(papers: &[StoredPaper], file: &Path) -> Result<()> {
    let tier = tier()?;
    let mut records = BufWriter::new(File::create(file).with_context(|| format!("cannot write {}", file.display()))?);
    for StoredPaper { paper, .. } in papers {
        let text = text_hash(&paper.title, &paper.abstract_text);
        let vector = tier.embeddings().vector(text).with_context(|| format!("{:?} was not read", paper.title))?;
        records.write_all(&text.to_le_bytes())?;
        for value in vector.as_slice() {
            records.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(records.flush()?)
}
