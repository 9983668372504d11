//! The parts of an ingestion, each alone.

use std::hint::black_box;
use std::path::Path;
use std::str::FromStr;
use std::time::Instant;

use anyhow::{Result, bail};
use domain::{StoredPaper, Timestamp};
use embed::{StaticModel, Vector};
use engine::Ingestion;
use search::Index;
use sources::ReadOptions;

use super::Run;
use crate::{library, process, shared};

/// Memory of the index writer in bytes, and papers between two commits: as the engine has them while it follows the store.
const WRITER_MEMORY: usize = 128 << 20;
const COMMIT_EVERY: usize = 24_000;
const AT_A_TIME: usize = 4_000;

/// A part of an ingestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Files to records.
    Read,
    /// Files to records to a store, merged; no index.
    Store,
    /// Papers in memory to vectors.
    Embed,
    /// Vectors in memory to the form in which the index keeps them.
    Vectors,
    /// Papers in memory to an index on disk, words and vectors.
    Index,
}

impl Stage {
    /// In the order of the table.
    pub(super) const ALL: [Self; 5] = [Self::Read, Self::Store, Self::Embed, Self::Vectors, Self::Index];

    /// The name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Store => "store",
            Self::Embed => "embed",
            Self::Vectors => "vectors",
            Self::Index => "index",
        }
    }

    /// What it does, for the table.
    pub(super) fn explained(self) -> &'static str {
        match self {
            Self::Read => "reading and parsing, one thread",
            Self::Store => "reading, merging and store",
            Self::Embed => "embedding, one thread",
            Self::Vectors => "vectors: to int8, one thread",
            Self::Index => "index: embedding, vectors, words",
        }
    }

    /// Does it in this process, whose memory and CPU time are then its own. `folder` is empty.
    pub(super) fn measure(self, folder: &Path) -> Result<Run> {
        let prepared = Prepared::of(self)?;
        let cpu = process::cpu_seconds(std::process::id())?;
        let started = Instant::now();
        let records = self.work(folder, prepared)?;
        let seconds = started.elapsed().as_secs_f64();
        let me = std::process::id();
        Ok(Run { records, seconds, cpu_seconds: process::cpu_seconds(me)? - cpu, peak_mib: process::peak_mib(me)? })
    }

    fn work(self, folder: &Path, prepared: Prepared) -> Result<u64> {
        let Prepared { papers, vectors } = prepared;
        match self {
            Self::Read => read(),
            Self::Store => store(folder),
            Self::Embed => {
                for vector in embed(&papers) {
                    black_box(&vector);
                }
                Ok(papers.len() as u64)
            }
            Self::Vectors => {
                for vector in &vectors {
                    black_box(vector.quantize());
                }
                Ok(vectors.len() as u64)
            }
            Self::Index => index(folder, &papers),
        }
    }
}

impl FromStr for Stage {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        match Self::ALL.into_iter().find(|stage| stage.name() == text) {
            Some(stage) => Ok(stage),
            None => bail!("there is no stage {text:?}"),
        }
    }
}

/// What a stage needs in memory before its time begins.
#[derive(Debug, Default)]
struct Prepared {
    papers: Vec<StoredPaper>,
    vectors: Vec<Vector>,
}

impl Prepared {
    fn of(stage: Stage) -> Result<Self> {
        let papers = match stage {
            Stage::Read | Stage::Store => return Ok(Self::default()),
            Stage::Embed | Stage::Vectors | Stage::Index => library::all_papers()?,
        };
        // The model is read at its first use.
        StaticModel::bundled();
        let vectors = if stage == Stage::Vectors { embed(&papers).collect() } else { Vec::new() };
        Ok(Self { papers, vectors })
    }
}

fn embed(papers: &[StoredPaper]) -> impl Iterator<Item = Vector> + '_ {
    let model = StaticModel::bundled();
    papers.iter().map(|stored| model.embed_paper(&stored.paper.title, &stored.paper.abstract_text))
}

fn read() -> Result<u64> {
    let options = ReadOptions::new(Timestamp::now());
    let mut records = 0;
    for path in shared::papers() {
        let items = sources::Reader::open(&path, &options)?;
        records += items.filter(|item| matches!(black_box(item), sources::Item::Record(_))).count() as u64;
    }
    Ok(records)
}

fn store(folder: &Path) -> Result<u64> {
    let now = Timestamp::now();
    let what = Ingestion { paths: shared::papers().to_vec(), options: ReadOptions::new(now), now };
    library::runtime()?.block_on(async {
        let newsstand = library::open(folder).await?;
        Ok(newsstand.ingest(what, |_| ()).await?.records())
    })
}

fn index(folder: &Path, papers: &[StoredPaper]) -> Result<u64> {
    let index = Index::open(folder)?;
    let mut writer = index.writer(WRITER_MEMORY)?;
    let mut cursor = 0;
    for commit in papers.chunks(COMMIT_EVERY) {
        for part in commit.chunks(AT_A_TIME) {
            writer.upsert(part)?;
        }
        cursor += 1;
        writer.commit(cursor)?;
    }
    Ok(index.snapshot().len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_known_by_their_names() {
        for stage in Stage::ALL {
            assert_eq!(stage.name().parse::<Stage>().unwrap(), stage);
        }
        assert!("all".parse::<Stage>().is_err());
    }
}
