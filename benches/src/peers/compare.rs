//! Newsstand beside the tools that people run today: the same files, each system in a process of its own.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use domain::PaperKey;

use super::alone::{self, Answers, Line};
use super::reading;
use crate::collection::{self, Collection};
use crate::samples::quantile;
use crate::table::{self, Table};
use crate::{library, shared};

/// The systems of `benches/peers/peers.py`.
const PYTHON: [&str; 3] = ["bm25s", "lancedb", "minilm-flat"];

/// The collections whose nDCG counts.
const JUDGED: [&str; 4] = ["scifact", "cranfield", "cacm", "cisi"];

/// The large collection, whose judgements are so few that only recall says something.
const LARGE: &str = "autoscholar";

/// The file in which those that read no hundred thousand papers by themselves are given the vectors of the large one.
const GIVEN: &str = "vectors.bin";

/// What was measured of one system.
#[derive(Debug, Default)]
struct Row {
    /// nDCG over the first ten on each of the judged collections.
    ndcg: Vec<Option<f64>>,
    /// Recall over the first hundred on the large one.
    recall: Option<f64>,
    /// The answers on the largest collection that was asked.
    last: Option<Answers>,
}

/// Asks every system about every collection and prints the table; with `full` also about the large one.
pub(crate) fn run(rounds: u32, full: bool) -> Result<()> {
    let names: Vec<&str> = alone::NAMES.into_iter().chain(PYTHON).collect();
    let mut rows: Vec<Row> = names.iter().map(|_| Row::default()).collect();
    let mut largest = "";
    for name in JUDGED.into_iter().chain(full.then_some(LARGE)) {
        let collection = read(name)?;
        let folder = tempfile::tempdir()?;
        write(&collection, folder.path())?;
        reading::read(&collection.papers)?;
        if name == LARGE {
            reading::hand_over(&collection.papers, &folder.path().join(GIVEN))?;
        }
        for (system, row) in names.iter().zip(&mut rows) {
            table::note(format_args!("compare: {system} on {name}, {} papers", collection.papers.len()));
            let answers = ask(system, folder.path(), rounds);
            row.add(name, &collection, answers.map_err(|error| table::note(format_args!("{system}: {error:#}"))).ok());
        }
        // Costs are those of the collection with the most papers.
        if name == LARGE || largest.is_empty() {
            largest = name;
        }
    }
    print(&names, &rows, largest)
}

fn read(name: &str) -> Result<Collection> {
    let elsewhere: Vec<PathBuf> = ["paperlists", "hf_daily"].map(shared::data).into();
    collection::read(name, if name == LARGE { &elsewhere } else { &[] })
}

/// Writes papers and questions as all systems read them.
fn write(collection: &Collection, folder: &Path) -> Result<()> {
    let mut papers = BufWriter::new(File::create(folder.join("papers.jsonl"))?);
    for stored in &collection.papers {
        let (title, abstract_text) = (stored.paper.title.clone(), stored.paper.abstract_text.clone());
        writeln!(papers, "{}", serde_json::to_string(&Line { key: stored.key.0, title, abstract_text })?)?;
    }
    papers.flush()?;
    let mut questions = BufWriter::new(File::create(folder.join("questions.jsonl"))?);
    for question in &collection.questions {
        writeln!(questions, "{}", serde_json::to_string(&question.text)?)?;
    }
    Ok(questions.flush()?)
}

/// Runs a system and reads its answers.
fn ask(system: &str, folder: &Path, rounds: u32) -> Result<Answers> {
    let mut command = if PYTHON.contains(&system) { python(folder)? } else { Command::new(std::env::current_exe()?) };
    if !PYTHON.contains(&system) {
        command.arg("peer");
    }
    let output = command.arg(system).arg(folder).arg(rounds.to_string()).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{}", said.trim().lines().last().unwrap_or("ended badly without a word"));
    serde_json::from_slice(&output.stdout).context("answered with something else than JSON")
}

/// Python with the packages of `benches/peers/requirements.txt`, and where it finds and keeps the vectors.
fn python(folder: &Path) -> Result<Command> {
    let python = std::env::var_os("NEWSSTAND_BENCH_PYTHON").context("there is no Python with its packages")?;
    let mut command = Command::new(python);
    command
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/peers/peers.py"))
        .env("NEWSSTAND_SHARED", shared::folder())
        .env("NEWSSTAND_MINILM", folder.join(GIVEN))
        .env("NEWSSTAND_MINILM_CACHE", library::kept()?.join("minilm.bin"));
    Ok(command)
}

impl Row {
    fn add(&mut self, name: &str, collection: &Collection, answers: Option<Answers>) {
        let mean = |score: &dyn Fn(&collection::Question, &[PaperKey]) -> f64| {
            let answers = answers.as_ref()?;
            let keys = answers.found.iter().map(|keys| keys.iter().copied().map(PaperKey).collect::<Vec<_>>());
            let scores = collection.questions.iter().zip(keys).map(|(question, keys)| score(question, &keys));
            Some(scores.sum::<f64>() / collection.questions.len().max(1) as f64)
        };
        if name == LARGE {
            self.recall = mean(&|question, keys| collection::recall(keys, &question.relevant, 100));
            self.last = answers;
        } else {
            self.ndcg.push(mean(&|question, keys| collection::ndcg(keys, &question.relevant, 10)));
            if self.ndcg.len() == 1 {
                self.last = answers;
            }
        }
    }

    fn mean(&self) -> Option<f64> {
        let all: Option<Vec<f64>> = self.ndcg.iter().copied().collect();
        all.map(|all| all.iter().sum::<f64>() / all.len().max(1) as f64)
    }
}

fn print(names: &[&str], rows: &[Row], largest: &str) -> Result<()> {
    let [one, two, three, four] = JUDGED;
    let heads = ["system", one, two, three, four, "mean", "recall@100", "p50 ms", "p99 ms", "build s", "memory MiB"];
    let mut table = Table::new(heads);
    for (name, row) in names.iter().zip(rows) {
        let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
        let cost = |digits: usize, figure: &dyn Fn(&Answers) -> f64| {
            row.last.as_ref().map_or_else(|| "-".to_owned(), |answers| format!("{:.digits$}", figure(answers)))
        };
        let ndcg = |at: usize| share(row.ndcg.get(at).copied().flatten());
        table.row(&[
            (*name).to_owned(),
            ndcg(0),
            ndcg(1),
            ndcg(2),
            ndcg(3),
            share(row.mean()),
            share(row.recall),
            cost(2, &|answers| quantile(&answers.times_ms, 0.5)),
            cost(2, &|answers| quantile(&answers.times_ms, 0.99)),
            cost(1, &|answers| answers.build_s),
            cost(0, &|answers| answers.rss_mib),
        ]);
    }
    table.print(&format!("Peers: nDCG@10, recall@100 on {LARGE}; time, build and memory on {largest}"))
}
