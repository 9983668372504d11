//! `docs/SEARCH.md` says what is true: its examples are run on its papers.

use domain::{PaperId, StoredPaper};
use newsstand_search::{Query, understand};

use crate::support::{by, index_of, keys, paper, placed, shown};

const DOCUMENT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/SEARCH.md"));

/// The cells of the rows of the table that begins with this heading.
fn table(first: &str) -> Vec<Vec<&'static str>> {
    let rows = DOCUMENT.lines().skip_while(|line| !line.starts_with(&format!("| {first} |"))).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_matches('`')).collect()).collect()
}

/// The paper of a row, its key the letter's number.
fn stored(cells: &[&str]) -> StoredPaper {
    let key = i64::from(cells[0].as_bytes()[0]);
    let authors: Vec<&str> = cells[3].split(", ").collect();
    let votes = cells[6].parse().unwrap();
    let mut stored = shown(by(placed(paper(key, cells[2], ""), &[cells[4]], ""), &authors), cells[5], votes);
    stored.paper.id = cells[1].parse::<PaperId>().unwrap();
    stored.paper.links.code = (cells[7] == "yes").then(|| "https://example.org/code".to_owned());
    stored
}

#[test]
fn the_examples_are_true() {
    let papers: Vec<StoredPaper> = table("paper").iter().map(|cells| stored(cells)).collect();
    let examples = table("query");
    assert!(papers.len() == 6 && examples.len() >= 30, "{} papers, {} examples", papers.len(), examples.len());
    let snapshot = index_of(&papers).snapshot();
    let today = DOCUMENT.split("Today is ").nth(1).unwrap().get(..10).unwrap().parse().ok();
    for example in examples {
        let [text, normal, finds] = example[..] else { panic!("three cells: {example:?}") };
        let answer = snapshot.search(&Query { today, ..Query::words(text) }).unwrap();
        assert_eq!(answer.normalised, normal, "{text}");
        assert_eq!(understand(normal).tree, understand(text).tree, "{text}");
        let mut found: Vec<String> =
            keys(&answer).into_iter().map(|key| char::from(u8::try_from(key).unwrap()).to_string()).collect();
        if let Some(first) = finds.strip_suffix(" first") {
            assert_eq!(found.first().map(String::as_str), Some(first), "{text}");
        } else {
            found.sort();
            assert_eq!(found.join(" "), finds.replace("none", ""), "{text}");
        }
    }
}
