//! The same questions to the same papers, through SQLite FTS5, plain tantivy and Newsstand, in one process, in turns.

pub(crate) mod alone;
pub(crate) mod compare;
mod fts5;
mod newsstand;
mod plain_tantivy;
mod postgres;
mod quality;
mod questions;
mod reading;
mod two_tiers;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use domain::{PaperKey, StoredPaper};
use tempfile::TempDir;

use crate::samples::Samples;
use crate::table::{self, Table, ratio};
use crate::{library, process, shared};
pub(crate) use plain_tantivy::PlainTantivy;
use quality::Score;
use questions::Questions;

/// How many papers a question is answered with where time is measured.
const TOP: usize = 20;

/// A search engine in a folder of its own.
pub(crate) trait Peer {
    /// Writes the papers, so that they are on disk and searchable afterwards. Called once.
    fn index(&mut self, papers: &[StoredPaper]) -> Result<()>;

    /// The best papers for a question as people type it, the best first.
    fn search(&self, text: &str, limit: usize) -> Result<Vec<PaperKey>>;

    /// The memory that it has resident, in MiB: that of this process, unless it is a server.
    fn resident_mib(&self) -> Result<f64> {
        process::resident_mib(std::process::id())
    }
}

/// The systems, in the order of the table's columns.
const NAMES: [&str; 3] = ["SQLite FTS5", "tantivy", "Newsstand"];

/// All systems, empty, each with its folder (deleted with it).
fn peers() -> Result<[(TempDir, Box<dyn Peer>); 3]> {
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?, tempfile::tempdir()?];
    let [one, two, three] = folders;
    let fts5 = Box::new(fts5::Fts5::create(one.path())?);
    let tantivy = Box::new(PlainTantivy::create(two.path())?);
    let newsstand = Box::new(newsstand::Newsstand::create(three.path())?);
    Ok([(one, fts5), (two, tantivy), (three, newsstand)])
}

/// What was measured of one system.
#[derive(Debug, Default)]
struct Measured {
    index: Duration,
    bytes: u64,
    asked: Samples,
    titled: Samples,
    mistyped: Samples,
    titles: Score,
    typos: Score,
    scifact: f64,
    autoscholar: Option<f64>,
}

/// Measures everything and prints the table. With `full` also the quality on the large collection, which takes minutes.
pub(crate) fn run(rounds: u32, full: bool) -> Result<()> {
    let papers = library::all_papers()?;
    let questions = Questions::about(&papers)?;
    let mut measured = NAMES.map(|_| Measured::default());
    let mut systems = peers()?;
    for (((folder, system), measured), name) in systems.iter_mut().zip(&mut measured).zip(NAMES) {
        table::note(format_args!("peers: {name} indexes {} papers", papers.len()));
        let started = Instant::now();
        system.index(&papers)?;
        measured.index = started.elapsed();
        measured.bytes = size(folder.path())?;
    }
    let systems = systems.each_ref().map(|(_, system)| system.as_ref());
    for round in 0..=rounds {
        table::note(format_args!("peers: questions, round {round} of {rounds}"));
        let mut warm = NAMES.map(|_| Measured::default());
        // Round 0 warms caches up and is not counted.
        ask(&systems, if round == 0 { &mut warm } else { &mut measured }, &questions)?;
    }
    table::note("peers: titles, as they are and with a typing error");
    find_titles(&systems, &mut measured, &questions)?;
    collections(&mut measured, full)?;
    print(&measured, papers.len(), &questions)
}

/// Asks every question of every system, the systems taking turns.
fn ask(systems: &[&dyn Peer; 3], measured: &mut [Measured; 3], questions: &Questions) -> Result<()> {
    for question in &questions.asked {
        for (system, measured) in systems.iter().zip(measured.iter_mut()) {
            measured.asked.time(|| system.search(question, TOP))?;
        }
    }
    Ok(())
}

/// Looks for every title, right and wrongly typed, in every system, the systems taking turns: how long it takes and how well
/// its paper is found.
fn find_titles(systems: &[&dyn Peer; 3], measured: &mut [Measured; 3], questions: &Questions) -> Result<()> {
    for ((title, key), (typo, _)) in questions.titles.iter().zip(&questions.typos) {
        for (system, measured) in systems.iter().zip(measured.iter_mut()) {
            let found = measured.titled.time(|| system.search(title, TOP))?;
            measured.titles.count(&found, *key);
            let found = measured.mistyped.time(|| system.search(typo, TOP))?;
            measured.typos.count(&found, *key);
        }
    }
    Ok(())
}

/// Quality on judged collections, each in an index of its own.
fn collections(measured: &mut [Measured; 3], full: bool) -> Result<()> {
    table::note("peers: scifact");
    let scores =
        quality::collection("scifact", &[], |question, found| crate::collection::ndcg(found, &question.relevant, 10))?;
    measured.iter_mut().zip(scores).for_each(|(measured, score)| measured.scifact = score);
    if full {
        table::note("peers: autoscholar");
        let corpus = ["paperlists", "hf_daily"].map(shared::data);
        let scores = quality::collection("autoscholar", &corpus, |question, found| {
            crate::collection::recall(found, &question.relevant, 100)
        })?;
        measured.iter_mut().zip(scores).for_each(|(measured, score)| measured.autoscholar = Some(score));
    }
    Ok(())
}

/// The bytes of all files in a folder.
fn size(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() { size(&entry.path())? } else { about.len() };
    }
    Ok(bytes)
}

fn print(measured: &[Measured; 3], papers: usize, questions: &Questions) -> Result<()> {
    let [one, two, three] = NAMES;
    let mut table = Table::new(["measure", one, two, three, "FTS5 / Newsstand", "tantivy / Newsstand"]);
    let mut row = |name: &str, digits: usize, figure: &dyn Fn(&Measured) -> f64| {
        let [fts5, tantivy, newsstand] = measured.each_ref().map(figure);
        let shown = [fts5, tantivy, newsstand].map(|figure| format!("{figure:.digits$}"));
        let [first, second, third] = shown;
        table.row(&[name.to_owned(), first, second, third, ratio(fts5, newsstand), ratio(tantivy, newsstand)]);
    };
    row("index, s", 1, &|m| m.index.as_secs_f64());
    row("index on disk, MB", 0, &|m| m.bytes as f64 / 1e6);
    row("questions, p50 ms", 2, &|m| m.asked.p50());
    row("questions, p99 ms", 2, &|m| m.asked.p99());
    row("titles, p50 ms", 2, &|m| m.titled.p50());
    row("titles, p99 ms", 2, &|m| m.titled.p99());
    row("titles with a typing error, p50 ms", 2, &|m| m.mistyped.p50());
    row("titles with a typing error, p99 ms", 2, &|m| m.mistyped.p99());
    row("titles, MRR@10", 3, &|m| m.titles.mrr());
    row("titles, recall@10", 3, &|m| m.titles.recall());
    row("titles with a typing error, MRR@10", 3, &|m| m.typos.mrr());
    row("titles with a typing error, recall@10", 3, &|m| m.typos.recall());
    row("scifact, nDCG@10", 3, &|m| m.scifact);
    if measured.iter().all(|m| m.autoscholar.is_some()) {
        row("autoscholar, recall@100", 3, &|m| m.autoscholar.unwrap_or_default());
    }
    let (asked, titles) = (questions.asked.len(), questions.titles.len());
    table.print(&format!("Peers: {papers} papers, {asked} questions and {titles} titles, the best {TOP} of each"))
}
