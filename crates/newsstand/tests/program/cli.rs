//! The command line: help, settings, errors that say what to do, and `search` on the terminal.

use std::io::Read;
use std::net::TcpListener;
use std::process::Stdio;

use serde_json::Value;

use crate::support::Table;

const PAPER: &str = r#"{"id": "2401.01234", "title": "Sparse Forests Grow Quickly", "abstract": "We grow sparse forests on a small budget.", "authors": ["Ada Byron", "Grace Hopper"], "categories": ["cs.LG"], "comment": null, "list_date": "2024-01-04"}"#;
const WITH_DOI: &str = r#"{"id": "10.1103/PhysRevD.76.013009", "title": "Massive Diphoton Production", "abstract": "A fully differential calculation.", "authors": ["C. Balázs"]}"#;

const COMMANDS: [&str; 7] = ["serve", "ingest", "search", "reindex", "eval", "topic", "config"];

#[test]
fn help_names_every_command_and_option() {
    let table = Table::new();
    let help = table.run(["--help"]).well();
    for word in COMMANDS.iter().chain(&["--data", "--config", "--database", "NEWSSTAND_DATA"]) {
        assert!(help.stdout.contains(word), "{word} is missing in {}", help.stdout);
    }
    for command in COMMANDS {
        let help = table.run([command, "--help"]).well();
        assert!(help.stdout.contains(&format!("Usage: newsstand {command}")), "{}", help.stdout);
        assert!(help.stdout.contains("--data"), "{command}: {}", help.stdout);
    }
    assert!(!table.data().exists(), "help touches nothing");
}

#[test]
fn the_version_is_one_line() {
    let version = Table::new().run(["--version"]).well();
    assert_eq!(version.stdout, format!("newsstand {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_is_not_understood_is_named() {
    let table = Table::new();
    for (args, word) in [
        (&["serve", "--hurry"][..], "--hurry"),
        (&["read"], "read"),
        (&["ingest"], "PATH"),
        (&["search"], "QUERY"),
        (&["eval"], "DIR"),
        (&["search", "--limit", "0", "x"], "--limit"),
        (&["search", "--limit", "many", "x"], "many"),
        (&["ingest", "--format", "xml", "x"], "xml"),
        (&["ingest", "--year", "20", "x"], "--year"),
        (&["serve", "--listen", "here"], "here"),
    ] {
        let run = table.run(args).ends_with(2);
        assert!(run.stderr.contains(word), "{args:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{args:?}");
    }
    assert!(!table.data().exists(), "a misunderstanding touches nothing");
}

#[test]
fn the_settings_in_force_are_shown_without_passwords() {
    let table = Table::new();
    let mut command = table.command(["config"]);
    command.env("NEWSSTAND_TITLE", "The \"Reading\" Room").env("NEWSSTAND_PAGE_CACHE_MB", "7");
    command.env("NEWSSTAND_DATABASE", "postgres://reader:hunter2@db.example.org/papers");
    let shown = crate::support::Running::start(command).wait().well().stdout;
    let settings: toml::Table = shown.parse().expect("what is shown is a settings file");
    assert_eq!(settings["title"].as_str(), Some("The \"Reading\" Room"));
    assert_eq!(settings["page_cache_mb"].as_integer(), Some(7));
    assert_eq!(settings["data"].as_str(), table.data().to_str());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("db.example.org"), "{shown}");
}

#[test]
fn the_defaults_are_the_shipped_file_and_can_be_used_as_one() {
    let table = Table::new();
    let defaults = table.run(["config", "--defaults"]).well().stdout;
    assert_eq!(defaults.trim_end(), include_str!("../../src/config.default.toml").trim_end());
    let file = table.file("copied.toml", &defaults);
    let shown = table.run(["config", "--config", file.to_str().expect("a path")]).well().stdout;
    assert!(shown.contains("listen = \"127.0.0.1:8080\""), "{shown}");
}

#[test]
fn a_wrong_setting_is_named_with_its_file() {
    let table = Table::new();
    for (content, words) in [
        ("titel = \"x\"", &["titel", "wrong.toml", "hint:", "title"][..]),
        ("listen = \"here\"", &["listen", "wrong.toml"]),
        ("images = \"often\"", &["images", "wrong.toml"]),
        ("page_cache_mb = -1", &["page_cache_mb", "wrong.toml"]),
        ("title = ", &["wrong.toml", "TOML"]),
        ("database = \"mysql://me:hunter2@host/db\"", &["database", "mysql"]),
        ("base_url = \"not a url\"", &["base_url", "not a url", "https://"]),
        ("base_url = \"javascript:alert(1)\"", &["base_url", "javascript:alert(1)"]),
        ("proxy = \"nope\"", &["proxy", "nope"]),
        ("proxy = \"gopher://me:hunter2@host\"", &["proxy", "is no address"]),
        ("websub_hub = \"https://\"", &["websub_hub", "https://"]),
        ("day_border = \"25:00 Nowhere\"", &["day_border", "25:00 Nowhere"]),
        ("client_header = \"bad header\"", &["client_header", "bad header", "X-Forwarded-For"]),
        ("client_seconds = -1", &["client_seconds"]),
    ] {
        let file = table.file("wrong.toml", content);
        let run = table.run(["search", "forests", "--config", file.to_str().expect("a path")]).ends_with(2);
        for word in words {
            assert!(run.stderr.contains(word), "{content}: {word} is missing in {}", run.stderr);
        }
        assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    }
    let nowhere = table.path("mistyped");
    let mistyped = table.run(["search", "--data", nowhere.to_str().expect("a path"), "forests"]).ends_with(2);
    assert!(mistyped.stderr.contains("mistyped") && mistyped.stderr.contains("hint:"), "{}", mistyped.stderr);
    assert!(!nowhere.exists(), "nothing is made");
    let missing = table.run(["config", "--config", "nowhere.toml"]).ends_with(2);
    assert!(missing.stderr.contains("nowhere.toml"), "{}", missing.stderr);
    let mut command = table.command(["config"]);
    command.env("NEWSSTAND_IMAGES", "often");
    let wrong = crate::support::Running::start(command).wait().ends_with(2);
    assert!(wrong.stderr.contains("NEWSSTAND_IMAGES"), "{}", wrong.stderr);
}

#[test]
fn the_settings_file_of_the_data_folder_is_found() {
    let table = Table::new();
    std::fs::create_dir(table.data()).expect("a folder can be made");
    table.file("data/newsstand.toml", "title = \"Kiosk\"");
    let shown = table.run(["config"]).well().stdout;
    assert!(shown.contains("title = \"Kiosk\""), "{shown}");
}

#[test]
fn a_taken_port_is_named_and_the_data_is_left_alone() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("it has an address").to_string();
    let table = Table::new();
    let run = table.run(["serve", "--listen", &address]).ends_with(2);
    assert!(run.stderr.contains(&address), "{}", run.stderr);
    assert!(run.stderr.contains("hint:") && run.stderr.contains("--listen"), "{}", run.stderr);
    assert!(!table.data().exists(), "no work was begun");
}

#[test]
fn a_data_folder_that_cannot_be_one_is_named() {
    let table = Table::new();
    let file = table.file("data", "a file stands where the folder should be");
    for args in [&["search", "x"][..], &["serve", "--listen", "127.0.0.1:0"], &["reindex"], &["ingest", "-"]] {
        let run = table.run(args).ends_with(2);
        assert!(run.stderr.contains(file.to_str().expect("a path")), "{args:?}: {}", run.stderr);
    }
    // Nobody, root neither, can make a folder there.
    let run = table.run(["search", "x", "--data", "/proc/newsstand"]).ends_with(2);
    assert!(run.stderr.contains("/proc/newsstand"), "{}", run.stderr);
}

#[test]
fn a_store_that_is_none_is_named() {
    let table = Table::new();
    std::fs::create_dir(table.data()).expect("a folder can be made");
    let file =
        table.file("data/newsstand.db", "this is no database, but the shopping list of a librarian\n".repeat(200));
    let run = table.run(["search", "x"]).ends_with(2);
    assert!(run.stderr.contains(file.to_str().expect("a path")), "{}", run.stderr);
}

#[test]
fn an_empty_library_says_so() {
    let table = Table::new();
    std::fs::create_dir(table.data()).expect("the folder can be made");
    let words = table.run(["search", "sparse", "forests"]).well();
    assert!(words.stdout.contains("0 papers"), "{}", words.stdout);
    let id = table.run(["search", "2401.01234"]).well();
    assert!(id.stdout.contains("0 papers"), "{}", id.stdout);
    let reindexed = table.run(["reindex"]).well();
    assert!(reindexed.stdout.contains("indexed 0 papers"), "{}", reindexed.stdout);
}

fn with_papers() -> Table {
    let table = Table::new();
    let file = table.file("papers.jsonl", [PAPER, WITH_DOI].join("\n"));
    assert_eq!(table.ingest(&[&file], &[]).well().counted("new"), 2);
    table
}

fn search(table: &Table, query: &[&str]) -> Value {
    let run = table.run(["search", "--json"].iter().chain(query)).well();
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} in {}", run.stdout))
}

#[test]
fn search_prints_one_json_object() {
    let table = with_papers();
    let answer = search(&table, &["sparse", "forests"]);
    assert_eq!(answer["query"], "sparse forests");
    assert!(answer["total"].as_u64().is_some_and(|total| total >= 1), "{answer}");
    assert!(answer["total_is_lower_bound"].is_boolean() && answer["took_ms"].is_number(), "{answer}");
    let first = &answer["results"][0];
    assert_eq!(first["id"], "2401.01234");
    assert_eq!(first["title"], "Sparse Forests Grow Quickly");
    assert_eq!(first["abstract"], "We grow sparse forests on a small budget.");
    assert_eq!(first["authors"], serde_json::json!(["Ada Byron", "Grace Hopper"]));
    assert_eq!(first["date"], "2024-01-04");
    assert_eq!((&first["votes"], &first["comments"]), (&Value::from(0), &Value::from(0)));
    assert!(first["score"].is_number(), "{first}");
    for part in ["lexical", "semantic", "title"] {
        assert!(first["explain"][part].is_number(), "{part} is missing: {first}");
    }
    let words: Vec<_> = first["explain"]["words"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
    assert!(words.contains(&"sparse") && words.contains(&"forests"), "{words:?}");
    let both = search(&table, &["forests", "diphoton"]);
    assert_eq!(both["results"].as_array().map(Vec::len), Some(2), "{both}");
    let one = search(&table, &["--limit", "1", "forests", "diphoton"]);
    assert_eq!(one["results"].as_array().map(Vec::len), Some(1), "{one}");
    // Whoever asks for fewer is told the same number.
    let counted = |answer: &Value| (answer["total"].clone(), answer["total_is_lower_bound"].clone());
    assert_eq!(counted(&one), counted(&both), "{one}");
    let nothing = search(&table, &["the"]);
    assert_eq!(nothing["results"], serde_json::json!([]), "such words alone mean nothing: {nothing}");
}

#[test]
fn search_prints_lines_for_people() {
    let table = with_papers();
    let text = table.run(["search", "forests"]).well().stdout;
    for word in ["  1. Sparse Forests Grow Quickly", "2401.01234", "2024-01-04", "Ada Byron and 1 more", "small budget"]
    {
        assert!(text.contains(word), "{word} is missing in {text}");
    }
    assert!(!text.contains('\u{1b}'), "no colours where nobody looks: {text}");
}

#[test]
fn what_cites_a_paper_stands_in_its_line_and_narrows() {
    let table = with_papers();
    let cited = r#"{"title": "Old growth", "abstract": "Forests of long standing.", "citations": 1234}"#;
    table.ingest(&[&table.file("cited.jsonl", cited)], &[]).well();
    let text = table.run(["search", "forests"]).well().stdout;
    assert!(text.contains("cited by 1234 works") && text.matches("cited by").count() == 1, "{text}");
    let answer = search(&table, &["cites:>1000"]);
    assert_eq!(answer["results"].as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(answer["results"][0]["citations"], 1_234);
}

#[test]
fn an_id_opens_its_paper_in_every_spelling() {
    let table = with_papers();
    for spelling in [
        "2401.01234",
        "arXiv:2401.01234v3",
        "https://arxiv.org/abs/2401.01234",
        "http://www.arxiv.org/pdf/2401.01234v1.pdf",
        "https://huggingface.co/papers/2401.01234",
    ] {
        let answer = search(&table, &[spelling]);
        assert_eq!((&answer["total"], &answer["results"][0]["id"]), (&1.into(), &"2401.01234".into()), "{spelling}");
    }
    for spelling in
        ["10.1103/PhysRevD.76.013009", "doi:10.1103/physrevd.76.013009", "https://doi.org/10.1103/PhysRevD.76.013009"]
    {
        let answer = search(&table, &[spelling]);
        assert_eq!(answer["results"][0]["id"], "doi:10.1103/physrevd.76.013009", "{spelling}: {answer}");
        assert_eq!(answer["total"], 1, "{spelling}");
    }
}

#[test]
fn a_typing_error_is_forgiven_and_admitted() {
    let table = with_papers();
    let answer = search(&table, &["sprase forests"]);
    assert_eq!(answer["results"][0]["id"], "2401.01234", "{answer}");
    assert_eq!(answer["corrected"], "sparse forests", "{answer}");
    let text = table.run(["search", "sprase forests"]).well().stdout;
    assert!(text.starts_with("searched for: sparse forests"), "{text}");
}

#[test]
fn hostile_queries_on_the_command_line_are_answered() {
    let table = with_papers();
    let long = "forest ".repeat(2_000);
    for query in
        ["\"", "-", "--", "(", "title:", "\u{1}\u{7f}\u{202e}", "🌲", "森林", "*", "~", "AND OR NOT", "", long.as_str()]
    {
        let run = table.run(["search", "--json", "--", query]).well();
        let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert!(answer["results"].is_array(), "{query:?}: {answer}");
    }
}

#[test]
fn a_reader_that_goes_away_early_is_no_error() {
    let table = with_papers();
    for args in [&["config", "--defaults"][..], &["search", "forests"], &["search", "--json", "forests"], &["--help"]] {
        let mut command = table.command(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().expect("it is piped").read_to_string(&mut said).expect("it is text");
        let status = child.wait().expect("it ends");
        assert!(!said.contains("panicked"), "{args:?}: {said}");
        assert_eq!(status.code(), Some(0), "{args:?}: {said}");
    }
}
