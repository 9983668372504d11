//! `newsstand merge`: what became one paper, and what may be one.

use serde_json::{Value, json};

use crate::support::Table;

const TEXT: &str = "We study how swarms of small robots decide where to go when no single robot knows the way and each of them can hear only its \
    nearest neighbours and show that simple rules of voting lead the swarm to the better of two nests in most trials";

fn line(id: &str, title: &str, text: &str) -> String {
    format!(
        "{}\n",
        json!({"id": id, "title": title, "abstract": text, "authors": ["Ada Byron", "Wei Liu"], "list": "new", "day": "2026-01-05"})
    )
}

fn number_of_papers(table: &Table) -> usize {
    let found: Value = serde_json::from_str(&table.run(["search", "swarmvote", "--json"]).stdout).unwrap();
    found["results"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_false_merge_is_found_and_undone() {
    let table = Table::new();
    assert!(table.run(["merge", "list"]).well().stderr.contains("no merge yet"));
    let papers = table.file(
        "papers.jsonl",
        line("2601.00001", "SwarmVote: Nests for Robots", TEXT)
            + &line("icra:2026:7", "SwarmVote: How Small Robots Choose", TEXT),
    );
    table.ingest(&[&papers], &[]).well();
    assert_eq!(number_of_papers(&table), 1);
    let listed = table.run(["merge", "list"]).well();
    assert!(
        listed.stdout.contains("1  20") && listed.stdout.contains("icra:2026:7  SwarmVote: How Small Robots Choose"),
        "{}",
        listed.stdout
    );
    assert!(listed.stderr.contains("newsstand merge undo NUMBER"), "{}", listed.stderr);
    let json: Value = serde_json::from_str(&table.run(["merge", "list", "--json"]).well().stdout).unwrap();
    assert_eq!((&json["total"], &json["merges"][0]["kept"]["id"]), (&json!(1), &json!("2601.00001")));

    let undone = table.run(["merge", "undo", "1"]).well().stdout;
    assert!(undone.starts_with("two papers again: 2601.00001") && undone.contains("icra:2026:7"), "{undone}");
    assert_eq!(number_of_papers(&table), 2);
    table.ingest(&[&papers], &[]).well();
    assert_eq!(number_of_papers(&table), 2, "what was taken apart stays apart");
    let again = table.run(["merge", "undo", "1"]).ends_with(2).stderr;
    assert!(again.contains("there is no merge 1") && again.contains("hint: newsstand merge list"), "{again}");
}

#[test]
fn a_doubt_is_listed_and_settled() {
    let table = Table::new();
    let other = "Prices of electricity in coupled markets depend on the weather of all regions and a forecast that is made for each region alone \
        misses what flows between them while a joint model with graph structure halves the error of the day ahead price";
    let title = "SwarmVote: Nests for Robots";
    let papers = table.file("papers.jsonl", line("2601.00001", title, TEXT) + &line("icra:2026:7", title, other));
    table.ingest(&[&papers], &[]).well();
    let doubts = table.run(["merge", "doubts"]).well().stdout;
    assert!(doubts.contains("titles 100 % alike") && doubts.contains("icra:2026:7"), "{doubts}");
    assert!(
        table.run(["merge", "join", "2601.00001", "icra:2026:7"]).well().stdout.starts_with("one paper: 2601.00001")
    );
    assert_eq!(number_of_papers(&table), 1);
    table.run(["merge", "undo", "1"]).well();
    let json: Value = serde_json::from_str(&table.run(["merge", "doubts", "--json"]).well().stdout).unwrap();
    assert_eq!(json, json!({"doubts": [], "total": 0}), "it was settled");
    let none = table.run(["merge", "apart", "2601.00001", "2601.09999"]).ends_with(2).stderr;
    assert!(none.contains("there is no paper 2601.09999"), "{none}");
    assert!(table.run(["merge", "join", "words", "2601.00001"]).ends_with(2).stderr.contains("\"words\""));
}
