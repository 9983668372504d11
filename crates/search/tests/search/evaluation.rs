//! Measuring on a collection of known answers, and what is said about files that are none.

use std::fs;
use std::path::Path;

use newsstand_search::SearchError;
use newsstand_search::eval::evaluate;
use tempfile::TempDir;

const CORPUS: &str = r#"{"_id": "a", "title": "Volcanic lightning", "text": "Electricity in clouds of ash.", "metadata": {"authors": "Ada"}}
{"_id": "b", "title": "Spiral galaxies", "text": "The rotation of stars.", "metadata": {}}

{"_id": "c", "title": "Protein folding", "text": "Sequences of amino acids."}
"#;
const QUERIES: &str = r#"{"_id": "1", "text": "lightning in a volcano"}
{"_id": "2", "text": "rotation of galaxies"}
{"_id": "3", "text": "without judgements"}
"#;
const JUDGEMENTS: &str = "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t2\n2\tgone\t1\n2\tc\t0\n";

fn collection() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("corpus.jsonl"), CORPUS).unwrap();
    fs::write(dir.path().join("queries.jsonl"), QUERIES).unwrap();
    fs::create_dir(dir.path().join("qrels")).unwrap();
    fs::write(dir.path().join("qrels/test.tsv"), JUDGEMENTS).unwrap();
    dir
}

fn assert_measures(dir: &Path, corpus: &[std::path::PathBuf]) {
    let report = evaluate(dir, corpus, "test").unwrap();
    assert_eq!(report.queries, 2);
    // The second query: 2 of 2 + 1 / log2 3 gains, and one of two papers.
    let second = 2.0 / (2.0 + 1.0 / 3.0_f64.log2());
    assert!((report.ndcg_at_10 - f64::midpoint(1.0, second)).abs() < 1e-9, "{report:?}");
    assert!((report.recall_at_100 - 0.75).abs() < 1e-9 && (report.mrr - 1.0).abs() < 1e-9, "{report:?}");
    assert!(report.p50_ms > 0.0 && report.p99_ms >= report.p50_ms);
}

#[test]
fn a_collection_is_measured() {
    let dir = collection();
    assert_measures(dir.path(), &[]);
    let report = evaluate(dir.path(), &[], "test").unwrap();
    let json = serde_json::to_value(&report).unwrap();
    let mut names: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["collection", "mrr", "ndcg@10", "p50_ms", "p99_ms", "queries", "recall@100"]);
    assert_eq!(json["collection"], dir.path().file_name().unwrap().to_str().unwrap());
}

#[test]
fn files_may_be_compressed_or_stand_elsewhere() {
    let dir = collection();
    for name in ["corpus.jsonl", "queries.jsonl"] {
        let path = dir.path().join(name);
        let text = fs::read(&path).unwrap();
        fs::write(dir.path().join(format!("{name}.zst")), zstd::encode_all(text.as_slice(), 1).unwrap()).unwrap();
        fs::remove_file(path).unwrap();
    }
    assert_measures(dir.path(), &[]);
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("papers.jsonl");
    let text = CORPUS.replace("\"_id\"", "\"id\"").replace("\"text\"", "\"abstract\"");
    fs::write(&file, text.replace("\"title\"", "\"authors\": [\"Ada\", \"Bob\"], \"keywords\": null, \"title\""))
        .unwrap();
    fs::remove_file(dir.path().join("corpus.jsonl.zst")).unwrap();
    assert_measures(dir.path(), &[file]);
}

#[test]
fn bad_input_is_an_error_with_file_and_line() {
    for (name, content, place) in [
        ("corpus.jsonl", "{\"_id\": \"a\"}\n{\"_id\": ", "corpus.jsonl:2: "),
        ("corpus.jsonl", "{\"title\": \"no id\"}", "corpus.jsonl:1: "),
        ("corpus.jsonl", "[]\n", "corpus.jsonl:1: "),
        ("queries.jsonl", "\n{\"_id\": 1}", "queries.jsonl:2: "),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\n1 a 1\n", "test.tsv:2: \"1 a 1\" has not three columns"),
        ("qrels/test.tsv", "1\ta\tx\n", "test.tsv:1: \"x\" is no whole number"),
    ] {
        let dir = collection();
        fs::write(dir.path().join(name), content).unwrap();
        let error = evaluate(dir.path(), &[], "test").unwrap_err();
        assert!(error.to_string().contains(place), "{error}");
    }
    let dir = collection();
    fs::write(dir.path().join("queries.jsonl"), b"{\"_id\": \"\xff\xfe\"}").unwrap();
    assert!(evaluate(dir.path(), &[], "test").unwrap_err().to_string().contains("queries.jsonl:1: "));
}

#[test]
fn a_missing_file_is_named() {
    let dir = collection();
    let error = evaluate(dir.path(), &[], "train").unwrap_err();
    assert!(matches!(&error, SearchError::Io { .. }) && error.to_string().contains("train.tsv"), "{error}");
    fs::remove_file(dir.path().join("corpus.jsonl")).unwrap();
    let error = evaluate(dir.path(), &[], "test").unwrap_err();
    assert!(error.to_string().contains("corpus.jsonl"), "{error}");
    fs::write(dir.path().join("corpus.jsonl.zst"), "not compressed").unwrap();
    let error = evaluate(dir.path(), &[], "test").unwrap_err();
    assert!(error.to_string().contains("corpus.jsonl.zst"), "{error}");
}
