//! `newsstand model`: the real models of the shared data, added, listed, and taken into use beside a running server.

use std::path::Path;

use serde_json::Value;

use crate::support::{Server, Table, lines, shared, wait_for};

const PAPERS: usize = 24;

/// A library of real papers; `None` where the data is not at hand.
fn library() -> Option<Table> {
    let file = shared("data/hf_daily.jsonl.zst")?;
    let table = Table::new();
    let papers = table.file("papers.jsonl", lines(&file, 0, PAPERS));
    table.ingest(&[&papers], &[]).well();
    Some(table)
}

fn serve(table: &Table) -> Server {
    let mut command = table.command(["serve", "--listen", "127.0.0.1:0"]);
    command.env("NEWSSTAND_SECOND_TIER", "true");
    Server::start(command)
}

fn all_read(server: &Server) -> bool {
    server.page("/about").contains(&format!("has read all {PAPERS} papers so far"))
}

/// Adds a model and says what the program said.
fn add(table: &Table, path: &Path, name: &str) -> String {
    table.run(["model", "add", &path.display().to_string(), "--name", name]).well().stdout
}

fn listed(table: &Table, name: &str) -> Value {
    let models: Value = serde_json::from_str(&table.run(["model", "list", "--json"]).well().stdout).expect("JSON");
    let models = models["models"].as_array().expect("models");
    models.iter().find(|model| model["name"] == name).cloned().unwrap_or_default()
}

/// The shared network with other settings beside it: another model.
fn by_first_mark(table: &Table, network: &Path) -> std::path::PathBuf {
    let folder = table.path("first-mark");
    std::fs::create_dir_all(folder.join("1_Pooling")).expect("a folder");
    for name in ["minilm-l6-int8.onnx", "tokenizer.json"] {
        std::fs::copy(network.with_file_name(name), folder.join(name)).expect("a copy");
    }
    std::fs::write(folder.join("1_Pooling/config.json"), "{\"pooling_mode_cls_token\": true}").expect("a file");
    folder
}

#[test]
fn the_old_model_serves_until_the_new_one_is_complete() {
    let (Some(network), Some(table)) = (shared("model/minilm-l6-int8.onnx"), library()) else { return };
    let server = serve(&table);
    wait_for("every paper to be read", || all_read(&server).then_some(()));
    let said = add(&table, &by_first_mark(&table, &network), "mark");
    assert!(
        said.contains("a transformer of 384 dimensions, 23.") && said.contains("newsstand model use mark"),
        "{said}"
    );
    let said = table.run(["model", "use", "mark"]).well();
    assert!(said.stdout.contains(&format!("0 of {PAPERS} papers")), "{}", said.stdout);
    assert!(said.stderr.contains("second_tier = false"), "{}", said.stderr);
    let page = wait_for("the new model to read", || {
        Some(server.page("/about")).filter(|page| page.contains("Another network, mark"))
    });
    assert!(page.contains(&format!("has read all {PAPERS} papers so far")), "the old one serves meanwhile: {page}");
    // In the middle of it the server is killed; the next one goes on.
    assert!(server.kill());
    let server = serve(&table);
    wait_for("the new model to serve", || (listed(&table, "mark")["use"] == "second tier").then_some(()));
    let complete = || all_read(&server) && !server.page("/about").contains("Another network");
    wait_for("the page to say so", || complete().then_some(()));
    assert_eq!(listed(&table, "mark")["papers_read"], PAPERS);
    // And back, which takes no reading; then the other one can go.
    assert!(table.run(["model", "use", "bundled-minilm"]).well().stdout.contains("bundled-minilm is in use"));
    table.run(["model", "remove", "mark"]).well();
    assert_eq!(listed(&table, "mark"), Value::Null);
    let ended = server.stop();
    assert_eq!(ended.code(), 0);
    assert!(!ended.stderr.contains("ERROR"), "{}", ended.stderr);
}

#[test]
fn a_table_is_taken_into_use_by_the_running_server() {
    let (Some(weights), Some(table)) = (shared("model/static-256-int8.safetensors"), library()) else { return };
    let said = add(&table, &weights, "prototype");
    assert!(said.contains("a static table of 256 dimensions, 8.4 MB"), "{said}");
    let server = table.serve(&[]);
    table.run(["model", "use", "prototype"]).well();
    wait_for("the index to be built anew", || (listed(&table, "prototype")["papers_read"] == PAPERS).then_some(()));
    assert_eq!(server.papers(), PAPERS as u64);
    assert_eq!(listed(&table, "prototype")["use"], "first tier");
    let list = table.run(["model", "list"]).well().stdout;
    for words in ["bundled-table   static table        256", "bundled-minilm  transformer         384", "24 of 24"] {
        assert!(list.contains(words), "{words:?} in\n{list}");
    }
    let first = |server: &Server| {
        server.json("/api/v1/search?q=modelling+vision+and+language&limit=1")["results"][0]["id"].clone()
    };
    assert_eq!(first(&server), "2405.17247");
    // Damaged, it is moved aside, and the bundled one serves.
    assert_eq!(server.stop().code(), 0);
    let file = table.data().join("models/prototype/table.safetensors");
    let mut bytes = std::fs::read(&file).expect("a file");
    bytes[4_000_000] ^= 1;
    std::fs::write(&file, bytes).expect("a file");
    let server = table.serve(&[]);
    wait_for("the log to name it", || {
        server.log().contains("the checksum of table.safetensors is wrong").then_some(())
    });
    wait_for("the bundled table to serve", || (listed(&table, "bundled-table")["papers_read"] == PAPERS).then_some(()));
    assert_eq!((first(&server), server.papers()), ("2405.17247".into(), PAPERS as u64));
    assert!(table.data().join("models/prototype.damaged/manifest.json").is_file());
}

#[test]
fn what_is_no_model_is_refused_with_a_hint() {
    let table = Table::new();
    let failed = |args: &[&str]| table.run(["model"].iter().chain(args)).ends_with(2).stderr;
    let said = failed(&["add", "all-mpnet-base-v2"]);
    assert!(said.contains("\"all-mpnet-base-v2\"") && said.contains("hint: nothing is downloaded"), "{said}");
    table.file("broken.onnx", "no network");
    table.file("vocab.txt", "[UNK]\n[CLS]\n[SEP]\n");
    let said = failed(&["add", "broken.onnx"]);
    assert!(said.contains("broken.onnx is no model that can be used") && said.contains("no ONNX file"), "{said}");
    assert!(failed(&["use", "nothing"]).contains("hint: there are bundled-table, bundled-minilm"));
    assert!(failed(&["remove", "bundled-table"]).contains("part of the program"));
    assert!(!table.data().join("models/broken").exists());
}
