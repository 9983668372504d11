//! The second tier: a transformer reads every paper beside the server, and takes up where a kill cut it off.

use std::path::{Path, PathBuf};

use crate::support::{Running, Server, Table, lines, shared, wait_for};

/// How many papers it has to read.
const PAPERS: usize = 40;

fn serve(table: &Table) -> Server {
    let mut command = table.command(["serve", "--listen", "127.0.0.1:0"]);
    command.env("NEWSSTAND_SECOND_TIER", "true");
    Server::start(command)
}

/// What lies in a folder; nothing where there is none.
fn files(folder: &Path) -> Vec<PathBuf> {
    folder.read_dir().map_or_else(|_| Vec::new(), |entries| entries.flatten().map(|entry| entry.path()).collect())
}

/// How many papers the page about the site says are read. A server that has just started has yet to open the network.
fn read(server: &Server) -> usize {
    let said = wait_for("the page to say how far the reading is", || {
        let page = server.page("/about");
        let said = page.split_once("It has read ").and_then(|(_, rest)| rest.split_once(" papers so far"));
        said.map(|(said, _)| said.to_owned())
    });
    let number = said.trim_start_matches("all ").split(' ').next().unwrap_or_default();
    number.parse().unwrap_or_else(|_| panic!("{said:?} is no number"))
}

#[test]
fn papers_are_read_beside_the_server_and_a_kill_costs_little() {
    let Some(file) = shared("data/hf_daily.jsonl.zst") else { return };
    let table = Table::new();
    let papers = table.file("papers.jsonl", lines(&file, 0, PAPERS));
    table.ingest(&[&papers], &[]).well();
    let vectors = table.data().join("vectors");
    let server = serve(&table);
    let is_whole = |path: &Path| path.extension().is_some_and(|end| end == "vec");
    let kept = || files(files(&vectors).first()?).into_iter().find(|path| is_whole(path));
    wait_for("the first vectors", kept);
    assert!(server.kill());
    let server = serve(&table);
    assert!(read(&server) > 0, "what was read before the kill is not read again");
    wait_for("every paper to be read", || (read(&server) == PAPERS).then_some(()));
    wait_for("the log to say so", || server.log().contains("every paper is read").then_some(()));
    // "An Introduction to Vision-Language Modeling" holds none of these words.
    let found = server.json("/api/v1/search?q=teaching+machines+to+see&limit=3");
    let found: Vec<_> = found["results"].as_array().into_iter().flatten().map(|paper| paper["id"].as_str()).collect();
    assert!(found.contains(&Some("2405.17247")), "{found:?}");
    let ended = server.stop();
    assert_eq!(ended.code(), 0);
    assert!(!ended.stderr.contains("ERROR"), "{}", ended.stderr);
    // Vectors do not belong to the index: without it, nothing has to be read again.
    std::fs::remove_dir_all(table.data().join("index")).expect("the index is a folder");
    let server = serve(&table);
    wait_for("the index to be built anew", || (server.papers() == PAPERS as u64).then_some(()));
    wait_for("the vectors to be found by", || (read(&server) == PAPERS).then_some(()));
}

#[test]
fn damaged_vectors_are_moved_aside_and_read_again() {
    let Some(file) = shared("data/hf_daily.jsonl.zst") else { return };
    let table = Table::new();
    let papers = table.file("papers.jsonl", lines(&file, 0, 8));
    table.ingest(&[&papers], &[]).well();
    let server = serve(&table);
    wait_for("every paper to be read", || (read(&server) == 8).then_some(()));
    assert_eq!(server.stop().code(), 0);
    let model = files(&table.data().join("vectors")).remove(0);
    let file = files(&model).remove(0);
    let bytes = std::fs::read(&file).expect("the file can be read");
    std::fs::write(&file, &bytes[..bytes.len() / 2]).expect("the file can be written");
    let server = serve(&table);
    assert_eq!(server.papers(), 8, "search goes on over text");
    wait_for("every paper to be read again", || (read(&server) == 8).then_some(()));
    assert!(server.log().contains("damaged vectors were moved aside"), "{}", server.log());
    assert!(file.with_extension("damaged").exists(), "the damaged file is kept");
}

#[test]
fn the_best_papers_are_looked_at_once_more_where_that_is_asked_for() {
    let table = Table::new();
    let papers = r#"{"title":"Robots that grasp","abstract":"We survey hands. Learned fingers hold unknown objects."}
        {"title":"Rotation of galaxies","abstract":"Stars orbit too fast without dark matter."}"#;
    let papers = table.file("papers.jsonl", papers);
    table.ingest(&[&papers], &[]).well();
    let search = |settings: &str, more: &[&str]| {
        let mut command = table.command(["search", "--json", "fingers hold things"]);
        command.args(more).env("NEWSSTAND_SECOND_TIER", settings);
        let said = Running::start(command).wait().well();
        let answer: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
        (answer["reranked"].as_bool(), answer["results"][0]["explain"]["sentence"].as_f64() > Some(0.0), said.stderr)
    };
    assert_eq!(search("true", &[]).0, Some(false));
    let (reranked, gains, said) = search("true", &["--rerank"]);
    assert_eq!((reranked, gains, said.as_str()), (Some(true), true, ""));
    let (reranked, gains, said) = search("false", &["--rerank"]);
    assert_eq!((reranked, gains), (Some(false), false));
    assert!(said.contains("second tier"), "{said}");
    let run = table.run(["eval", "tiny", "--rerank"]).ends_with(2);
    assert!(run.stderr.contains("--second-tier"), "{}", run.stderr);
}
