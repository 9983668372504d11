//! `newsstand searches`: what readers searched for while the program served.

use crate::support::Table;

#[test]
fn searches_outlive_the_server() {
    let table = Table::new();
    let line = "{\"id\": \"2604.00001\", \"title\": \"Swarms\", \"abstract\": \"Simple robots form flocks.\"}\n";
    table.ingest(&[&table.file("papers.jsonl", line)], &[]).well();
    table.file("data/newsstand.toml", "search_log = true\n");
    let server = table.serve(&[]);
    server.page("/papers?q=swarms");
    server.page("/papers?q=flocks");
    server.page("/papers?q=flocks");
    assert_eq!(server.stop().code(), 0);
    let told: serde_json::Value = serde_json::from_str(&table.run(["searches", "--json"]).well().stdout).unwrap();
    assert_eq!((&told["asked"], &told["queries"], &told["opened"]), (&3.into(), &2.into(), &0.into()), "{told}");
    assert_eq!((&told["unopened"][0]["query"], &told["unopened"][0]["asked"]), (&"flocks".into(), &2.into()));
    assert!(told["slow"][0]["slowest_ms"].as_f64().is_some_and(|ms| ms > 0.0), "{told}");
    let said = table.run(["searches", "--limit", "1"]).well().stdout;
    assert!(said.contains("3 searches, 2 different") && said.contains("flocks"), "{said}");
    assert!(table.run(["searches", "--days", "91"]).ends_with(2).stderr.contains("91"));
}

#[test]
fn a_library_that_notes_nothing_says_so() {
    let table = Table::new();
    let told = table.run(["searches"]).well();
    assert!(
        told.stdout.contains("0 searches") && told.stderr.contains("search_log"),
        "{} {}",
        told.stdout,
        told.stderr
    );
}
