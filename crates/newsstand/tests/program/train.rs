//! `newsstand train`: what is learned from a library, that it can be repeated, and what is said of what cannot be learned from.

use std::path::PathBuf;

use domain::PaperId;
use search::Query;
use serde_json::{Value, json};

use crate::support::{Table, lines, shared};

/// A library of real papers of medicine, on which the bundled table was not trained.
fn library(papers: usize) -> Option<Table> {
    let corpus = shared("eval/scifact/corpus.jsonl.zst")?;
    let table = Table::new();
    let paper = |line: &str| {
        let paper: Value = serde_json::from_str(line).expect("JSON");
        json!({ "title": paper["title"], "abstract": paper["text"] }).to_string() + "\n"
    };
    let text: String = lines(&corpus, 0, papers).lines().map(paper).collect();
    let file = table.file("papers.jsonl", text);
    table.ingest(&[&file], &[]).well();
    Some(table)
}

/// The file of the table that ships.
fn bundled() -> &'static [u8] {
    embed::StaticModel::bundled().file()
}

/// How far the numbers of a table are from those of the one that ships.
fn moved(table: &[u8]) -> u64 {
    let numbers = |file: &[u8]| file.iter().map(|byte| byte.cast_signed()).collect::<Vec<_>>();
    let (now, before) = (numbers(table), numbers(bundled()));
    assert_eq!(now.len(), before.len());
    now.iter().zip(before).map(|(now, before)| u64::from(now.abs_diff(before))).sum()
}

/// The MRR that the run printed in the line of that name.
fn mrr(stdout: &str, name: &str) -> f64 {
    let line = stdout.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no {name:?} in {stdout}"));
    let number = line.trim_start_matches(name).split_whitespace().next().expect("a number");
    number.parse().unwrap_or_else(|_| panic!("{number:?} in {stdout}"))
}

#[test]
fn a_better_table_is_taken_into_use_and_found_with() {
    let Some(table) = library(3_000) else { return };
    let papers = table.library().papers_in_index();
    let run = table.run(["train"]).well();
    println!("{}", run.stdout);
    assert!(mrr(&run.stdout, "trained table") > mrr(&run.stdout, "table in use") + 0.01, "{}", run.stdout);
    assert!(run.stdout.contains("in use from now on"), "{}", run.stdout);
    assert!(table.data().join("models/static-256-int8.safetensors").is_file());
    let library = table.library();
    assert_eq!((library.papers_in_index(), library.is_indexed()), (papers, true));
    let stored = library.papers().into_iter().next().expect("a paper");
    let found = library.search(&Query::words(stored.paper.title.as_str()));
    assert_eq!(found.papers.first().map(|paper| &paper.stored.paper.id), Some::<&PaperId>(&stored.paper.id));
    // Now the table in use is the trained one: the same run comes to the same table, which is no better.
    let again = table.run(["train"]).well();
    assert!(again.stdout.contains("it stays"), "{}", again.stdout);
}

#[test]
fn the_same_seed_writes_the_same_file() {
    let Some(table) = library(400) else { return };
    let train = |name: &str, options: &[&str]| {
        let file = table.path(name);
        table.run(["train", "--epochs", "2", "--out", name].iter().chain(options)).well();
        std::fs::read(file).expect("the table was written")
    };
    let one = train("one", &["--threads", "1"]);
    assert!(one == train("two", &["--threads", "2"]), "the number of threads changed the table");
    assert!(one != train("other", &["--seed", "2"]), "the seed changed nothing");
    let gently = moved(&train("gently", &["--gently"]));
    assert!(0 < gently && gently < moved(&one), "gently by {gently}, else by {}", moved(&one));
    assert!(!table.data().join("models/static-256-int8.safetensors").exists(), "it was to be written elsewhere");
    let from_files = table.path("papers.jsonl").display().to_string();
    assert!(one == train("files", &["--papers", &from_files]), "the same papers from a file make another table");
}

#[test]
fn what_cannot_be_learned_from_is_named() {
    let table = Table::new();
    let failed = |args: &[&str]| table.run(["train"].iter().chain(args)).ends_with(2).stderr;
    assert!(failed(&[]).contains("0 papers with title and abstract are too few"));
    assert!(failed(&["--papers", "missing.jsonl"]).contains("missing.jsonl"));
    table.file("broken", "no table at all");
    assert!(failed(&["--from", "broken"]).contains("broken"));
    assert!(failed(&["--from", "nowhere"]).contains("nowhere"));
    assert!(failed(&["--from", "minilm", "--gently"]).contains("--gently"));
}

#[test]
fn a_broken_table_in_the_data_folder_is_moved_aside() {
    let table = Table::new();
    let models: PathBuf = table.data().join("models");
    std::fs::create_dir_all(&models).expect("a folder");
    std::fs::write(models.join("static-256-int8.safetensors"), "cut off").expect("a file");
    let file = table.file("one.jsonl", "{\"title\":\"Volcanic lightning\",\"abstract\":\"Ash charges.\"}\n");
    let run = table.ingest(&[&file], &[]).well();
    assert!(run.stderr.contains("static-256-int8.safetensors"), "{}", run.stderr);
    assert!(models.join("static-256-int8.safetensors.broken").is_file());
    assert_eq!(table.library().search(&Query::words("lightning of volcanoes")).papers.len(), 1);
}
