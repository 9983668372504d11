//! One system in a process of its own: what it costs and what it answers, as one line of JSON.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use domain::{PaperKey, StoredPaper};
use serde::{Deserialize, Serialize};

use super::{Peer, TOP};
use crate::samples::Samples;
use crate::{collection, table};

/// How many papers a question is answered with where quality is measured.
const DEPTH: usize = 100;

/// The systems that are asked from Rust.
pub(super) const NAMES: [&str; 5] = ["newsstand", "newsstand-two-tiers", "fts5", "postgresql", "tantivy"];

/// What a system costs and answers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answers {
    /// How long it took to index the papers, in seconds.
    pub(super) build_s: f64,
    /// The memory it has resident after the questions, in MiB.
    pub(super) rss_mib: f64,
    /// How long each question of each round took, in milliseconds.
    pub(super) times_ms: Vec<f64>,
    /// For each question the keys of the best papers.
    pub(super) found: Vec<Vec<i64>>,
}

/// A paper as it stands in the file that all systems read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) key: i64,
    pub(super) title: String,
    #[serde(rename = "abstract")]
    pub(super) abstract_text: String,
}

/// Indexes `papers.jsonl` of the folder, asks `questions.jsonl` in so many rounds, and prints the answers.
pub(crate) fn run(name: &str, folder: &Path, rounds: u32) -> Result<()> {
    let home = tempfile::tempdir()?;
    let mut peer = peer(name, home.path())?;
    let questions: Vec<String> = lines(&folder.join("questions.jsonl"))?;
    let build_s = {
        let papers: Vec<StoredPaper> = lines(&folder.join("papers.jsonl"))?.into_iter().map(stored).collect();
        let started = Instant::now();
        peer.index(&papers)?;
        started.elapsed().as_secs_f64()
    };
    let mut found = Vec::new();
    for question in &questions {
        found.push(peer.search(question, DEPTH)?.into_iter().map(|PaperKey(key)| key).collect());
    }
    let mut times = Samples::default();
    for question in std::iter::repeat_n(&questions, rounds as usize).flatten() {
        times.time(|| peer.search(question, TOP))?;
    }
    let answers = Answers { build_s, rss_mib: peer.resident_mib()?, times_ms: times.into_millis(), found };
    table::say(serde_json::to_string(&answers)?)
}

fn peer(name: &str, folder: &Path) -> Result<Box<dyn Peer>> {
    Ok(match name {
        "fts5" => Box::new(super::fts5::Fts5::create(folder)?),
        "postgresql" => Box::new(super::postgres::Postgres::create()?),
        "tantivy" => Box::new(super::plain_tantivy::PlainTantivy::create(folder)?),
        "newsstand" => Box::new(super::newsstand::Newsstand::create(folder)?),
        "newsstand-two-tiers" => Box::new(super::two_tiers::TwoTiers::create(folder)?),
        _ => bail!("there is no system {name:?}"),
    })
}

fn stored(line: Line) -> StoredPaper {
    collection::stored(PaperKey(line.key), &line.title, line.abstract_text)
}

/// The values of a file of JSON lines.
fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}
