//! `newsstand eval`: how well the shipped weights find what readers judged relevant, and what is said about broken
//! collections.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Table, shared, zstd};

/// The collections with the least nDCG@10 that the product promises (plain BM25 has 0.679, 0.425, 0.50, 0.38).
const PROMISED: [(&str, u64, f64); 4] =
    [("scifact", 300, 0.675), ("cranfield", 225, 0.42), ("cacm", 52, 0.49), ("cisi", 76, 0.38)];

const KEYS: [&str; 9] =
    ["configuration", "collection", "queries", "ndcg@10", "recall@100", "mrr", "ece", "p50_ms", "p99_ms"];

#[test]
fn search_keeps_its_promises() {
    let folders: Option<Vec<PathBuf>> = PROMISED.iter().map(|(name, ..)| shared(&format!("eval/{name}"))).collect();
    let Some(folders) = folders else { return };
    let table = Table::new();
    let args = ["eval", "--json"].map(PathBuf::from).into_iter().chain(folders);
    let run = table.run(args).well();
    let all: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout));
    println!("{}", run.stdout);
    let reports: Vec<&Value> = reports(&all, "default");
    assert_eq!(reports.len(), PROMISED.len());
    let gain = all["comparisons"].as_array().expect("an array").last().expect("the mean over all, last");
    assert_eq!((&gain["configuration"], &gain["collection"]), (&"default".into(), &Value::Null));
    assert!(gain["gain"].as_f64() > Some(0.0) && gain["p"].as_f64() < Some(0.01), "{gain}");
    for (report, (name, queries, least)) in reports.iter().zip(PROMISED) {
        let mut keys: Vec<_> = report.as_object().expect("an object").keys().map(String::as_str).collect();
        keys.sort_unstable();
        let mut expected = KEYS;
        expected.sort_unstable();
        assert_eq!(keys, expected);
        assert_eq!((&report["collection"], &report["queries"]), (&name.into(), &queries.into()));
        let number = |key: &str| report[key].as_f64().unwrap_or_else(|| panic!("{key} of {name}"));
        assert!(number("ndcg@10") >= least, "{name}: {report}");
        for share in ["ndcg@10", "recall@100", "mrr"] {
            assert!((0.0..=1.0).contains(&number(share)), "{share}: {report}");
        }
        assert!(0.0 < number("p50_ms") && number("p50_ms") <= number("p99_ms"), "{report}");
    }
    assert!(!table.data().exists(), "it indexes into a temporary folder");
}

/// The reports of one configuration.
fn reports<'a>(all: &'a Value, configuration: &str) -> Vec<&'a Value> {
    let reports = all["reports"].as_array().expect("an array of reports");
    reports.iter().filter(|report| report["configuration"] == configuration).collect()
}

/// A tiny collection, and the table it lies on.
fn tiny() -> (Table, PathBuf) {
    let table = Table::new();
    std::fs::create_dir_all(table.path("tiny/qrels")).expect("folders can be made");
    let corpus = "{\"_id\": \"a\", \"title\": \"Sparse forests\", \"text\": \"They grow.\"}\n{\"_id\": \"b\", \"title\": \"Deserts\", \"text\": \"They shrink.\"}\n";
    table.file("tiny/corpus.jsonl.zst", zstd(corpus.as_bytes()));
    table.file(
        "tiny/queries.jsonl",
        "{\"_id\": \"1\", \"text\": \"forests\"}\n{\"_id\": \"2\", \"text\": \"never judged\"}\n",
    );
    table.file("tiny/qrels/test.tsv", "query-id\tcorpus-id\tscore\n1\ta\t1\n");
    let folder = table.path("tiny");
    (table, folder)
}

#[test]
fn a_table_for_people_and_an_object_for_programs() {
    let (table, folder) = tiny();
    let folder = folder.to_str().expect("a path");
    let text = table.run(["eval", folder]).well().stdout;
    let lines: Vec<Vec<_>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(&lines[..3], [vec!["tiny"], vec!["1", "queries"], vec!["nDCG@10"]], "{text}");
    assert_eq!(lines[3], ["bm25", "1.000"], "{text}");
    assert_eq!(lines[5], ["default", "1.000"], "{text}");
    assert_eq!(lines.last().expect("lines"), &["default", "+0.000", "(1.0000)"], "{text}");
    let all: Value = serde_json::from_str(&table.run(["eval", folder, "--json"]).well().stdout).expect("JSON");
    let report = reports(&all, "default")[0];
    assert_eq!((&report["queries"], &report["ndcg@10"], &report["mrr"]), (&1.into(), &1.0.into(), &1.0.into()));
    assert_eq!(all["comparisons"][0]["baseline"], "bm25");
}

#[test]
fn the_second_tier_and_reranking_have_rows_where_they_are_asked_for() {
    let (table, _) = tiny();
    let text =
        table.run(["eval", "tiny", "--second-tier", "vectors", "--rerank", "--baseline", "two tiers"]).well().stdout;
    let reranked = text.lines().find(|line| line.trim_start().starts_with("reranked"));
    assert!(reranked.is_some_and(|line| line.contains("1.000")), "{text}");
    assert!(text.contains("gain of nDCG@10 over two tiers"), "{text}");
    let text = table.run(["eval", "tiny", "--second-tier", "vectors"]).well().stdout;
    assert!(text.contains("two tiers") && !text.contains("reranked"), "{text}");
}

#[test]
fn several_collections_have_a_mean_and_another_baseline() {
    let (table, _) = tiny();
    let text = table.run(["eval", "tiny", "tiny", "--baseline", "default"]).well().stdout;
    let lines: Vec<Vec<_>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["tiny", "tiny", "mean"], "{text}");
    assert_eq!(lines[3], ["bm25", "1.000", "1.000", "1.000"], "{text}");
    assert_eq!(lines[lines.len() - 2][0], "bm25", "{text}");
    let run = table.run(["eval", "tiny", "--baseline", "psychic"]).ends_with(2);
    assert!(run.stderr.contains("\"psychic\"") && run.stderr.contains("bm25, static, default"), "{}", run.stderr);
}

#[test]
fn each_query_in_a_line() {
    let (table, folder) = tiny();
    table.file("tiny/qrels/test.tsv", "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tlost\t3\n");
    let printed = table.run(["eval", "tiny", "--per-query", "-"]).well().stdout;
    let rows: Vec<Vec<&str>> = printed.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() == 3 && rows.iter().all(|row| row.len() == rows[0].len()), "{printed}");
    assert_eq!(rows[0][..4], ["collection", "query-id", "query", "bm25 ndcg@10"]);
    let last = rows[0].len() - 5;
    assert_eq!(rows[0][last..], ["difference", "missing", "relevance", "rank", "title"]);
    assert_eq!((rows[1][1], &rows[1][last..]), ("1", &["+0.0000", "", "", "", ""][..]), "{printed}");
    assert_eq!(rows[2][last..], ["+0.0000", "lost", "3", ">100", "(not in the corpus)"], "{printed}");
    let beside = table.run(["eval", "tiny", "--per-query", "queries.tsv"]).well().stdout;
    assert!(beside.contains("nDCG@10"), "{beside}");
    let written = std::fs::read_to_string(folder.with_file_name("queries.tsv")).expect("the table is written");
    assert_eq!(written, printed);
    let run = table.run(["eval", "tiny", "--per-query", "no/such/folder.tsv"]).ends_with(2);
    assert!(run.stderr.contains("no/such/folder.tsv"), "{}", run.stderr);
}

#[test]
fn papers_can_stand_elsewhere() {
    let (table, folder) = tiny();
    std::fs::remove_file(folder.join("corpus.jsonl.zst")).expect("it was there");
    let one = table.file(
        "one.jsonl",
        "{\"id\": \"a\", \"title\": \"Sparse forests\", \"abstract\": \"They grow.\", \"authors\": [\"x\"]}\n",
    );
    let two =
        table.file("two.jsonl.zst", zstd(b"{\"id\": \"b\", \"title\": \"Deserts\", \"abstract\": \"They shrink.\"}\n"));
    let args = ["eval", "tiny", "--json", "--corpus"].map(PathBuf::from).into_iter().chain([one, two]);
    let all: Value = serde_json::from_str(&table.run(args).well().stdout).expect("JSON");
    assert_eq!(reports(&all, "default")[0]["recall@100"], 1.0);
}

#[test]
fn broken_collections_are_named() {
    for (file, content, words) in [
        ("tiny/corpus.jsonl.zst", None, &["corpus.jsonl"][..]),
        ("tiny/queries.jsonl", None, &["queries.jsonl"]),
        ("tiny/qrels/test.tsv", None, &["test.tsv"]),
        (
            "tiny/queries.jsonl",
            Some("{\"_id\": \"1\", \"text\": \"forests\"}\n{\"_id\": \"2\", \"te"),
            &["queries.jsonl:2"],
        ),
        ("tiny/corpus.jsonl.zst", Some("{\"_id\": \"a\", \"title\": \"Sparse"), &["corpus.jsonl.zst"]),
        ("tiny/qrels/test.tsv", Some("query-id\tcorpus-id\tscore\n1\ta\tmuch\n"), &["test.tsv:2", "much"]),
        ("tiny/qrels/test.tsv", Some("query-id\tcorpus-id\tscore\n1 a 1\n"), &["test.tsv:2"]),
    ] {
        let (table, _) = tiny();
        match content {
            Some(content) => drop(table.file(file, content)),
            None => std::fs::remove_file(table.path(file)).expect("it was there"),
        }
        let run = table.run(["eval", "tiny"]).ends_with(2);
        for word in words {
            assert!(run.stderr.contains(word), "{file}: {word} is missing in {}", run.stderr);
        }
    }
    let run = tiny().0.run(["eval", "tiny", "--split", "train"]).ends_with(2);
    assert!(run.stderr.contains("train.tsv"), "{}", run.stderr);
    let (table, _) = tiny();
    let whole = std::fs::read(table.path("tiny/corpus.jsonl.zst")).expect("it is there");
    table.file("tiny/corpus.jsonl.zst", &whole[..whole.len() - 8]);
    let run = table.run(["eval", "tiny"]).ends_with(2);
    assert!(run.stderr.contains("corpus.jsonl.zst"), "{}", run.stderr);
    let run = table.run(["eval", "nowhere"]).ends_with(2);
    assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
}
