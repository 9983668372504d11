//! Measuring on a collection of known answers, and what is said about files that are none.

use std::fs;
use std::path::Path;

use newsstand_search::SearchError;
use newsstand_search::eval::{Collection, Comparison, Configuration, Run, by_query, evaluate, index};
use tempfile::TempDir;

use crate::support::shared;

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
    let expected =
        ["collection", "configuration", "ece", "mrr", "ndcg@10", "p50_ms", "p99_ms", "queries", "recall@100"];
    assert_eq!(names, expected);
    assert_eq!(json["configuration"], "default");
    assert_eq!(json["collection"], dir.path().file_name().unwrap().to_str().unwrap());
}

/// The runs of the standard configurations: words alone, meaning alone, what readers get.
fn standard_runs(collection: &Collection) -> [Run; 3] {
    let snapshot = index(collection).unwrap().snapshot();
    let runs = Configuration::standard().into_iter().map(|of| Run::of(collection, &snapshot, &of).unwrap());
    <[Run; 3]>::try_from(runs.collect::<Vec<_>>()).unwrap()
}

#[test]
fn single_queries_are_shown_with_what_they_miss() {
    let dir = collection();
    let collection = Collection::read(dir.path(), &[], "test").unwrap();
    let runs = standard_runs(&collection);
    let rows = by_query(&collection, &[&runs[0], &runs[2]]);
    let [first, second] = [&rows[0], &rows[1]].map(|row| (row.query.id.as_str(), row.missing));
    assert_eq!((first, second.0), (("1", None), "2"), "queries without a difference stay in their order");
    let missing = second.1.unwrap();
    assert_eq!((collection.id(missing.key), missing.relevance, missing.rank), ("gone", 1, None));
    assert!(collection.paper(missing.key).is_none());
    assert_eq!(collection.paper(runs[2].answers[0].ranking[0]).unwrap().paper.title, "Volcanic lightning");
    assert_eq!(rows[0].measures.len(), 2);
}

#[test]
fn words_alone_and_meaning_alone_are_worse_than_both() {
    let (mut rows, mut names) = ([Vec::new(), Vec::new(), Vec::new()], Vec::new());
    for name in ["scifact", "cranfield"] {
        let Some(dir) = shared(&format!("eval/{name}")) else { return };
        let collection = Collection::read(&dir, &[], "test").unwrap();
        rows.iter_mut().zip(standard_runs(&collection)).for_each(|(row, run)| row.push(run));
        names.push(Some(name.to_owned()));
    }
    names.push(None);
    let [words, meaning, both] = rows.each_ref().map(|row| row.iter().collect::<Vec<_>>());
    for (compared, parts) in [(Comparison::of(&both, &words), &words), (Comparison::of(&both, &meaning), &meaning)] {
        assert_eq!(compared.iter().map(|found| found.collection.clone()).collect::<Vec<_>>(), names);
        assert!(compared.iter().all(|found| found.gain > 0.0 && found.p < 0.5), "{compared:?}");
        let means = [&both, parts].map(|runs| runs.iter().map(|run| run.report().ndcg_at_10).sum::<f64>() / 2.0);
        assert!((compared[2].gain - (means[0] - means[1])).abs() < 1e-9, "{compared:?}");
    }
    assert!(Comparison::of(&meaning, &both).iter().all(|found| found.gain < 0.0 && found.p < 0.01));
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
