//! Real papers: titles as queries, with and without typing errors, and the figures that the crate promises.

use domain::{PaperKey, StoredPaper};
use newsstand_search::eval::{Collection, evaluate, index};
use newsstand_search::{Query, Snapshot};

use crate::support::{daily_papers, shared};

/// The papers of the Daily Papers' latest weeks.
fn latest_papers(number: usize) -> Option<Collection> {
    let mut collection = daily_papers()?;
    let first = collection.papers.len().saturating_sub(number);
    collection.papers.drain(..first);
    Some(collection)
}

/// The mean reciprocal rank of papers asked for by a text made from their title, and the texts that did not bring them first.
fn rank(snapshot: &Snapshot, papers: &[StoredPaper], text: impl Fn(&str) -> String) -> (f64, Vec<String>) {
    let (mut sum, mut asked, mut missed) = (0.0, 0.0, Vec::new());
    for stored in papers {
        let text = text(&stored.paper.title);
        let found: Vec<PaperKey> =
            snapshot.search(&Query::words(text.as_str())).unwrap().hits.iter().map(|hit| hit.key).collect();
        // Two papers may have the same title: the first of them does.
        let same = |key: &PaperKey| {
            papers.iter().any(|other| {
                other.key == *key && domain::title_key(&other.paper.title) == domain::title_key(&stored.paper.title)
            })
        };
        let rank = found.iter().position(same);
        sum += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        asked += 1.0;
        if rank != Some(0) {
            missed.push(text);
        }
    }
    (sum / asked, missed)
}

/// The text with two letters of its longest word swapped.
fn mistyped(title: &str) -> String {
    let longest = title.split_whitespace().max_by_key(|word| word.len()).unwrap_or_default();
    let mut letters: Vec<char> = longest.chars().collect();
    let middle = letters.len() / 2;
    if middle > 0 {
        letters.swap(middle, middle - 1);
    }
    title.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}

#[test]
fn every_title_finds_its_paper_first() {
    let Some(collection) = latest_papers(1_500) else { return };
    let snapshot = index(&collection).unwrap().snapshot();
    let (mrr, missed) = rank(&snapshot, &collection.papers, str::to_owned);
    assert!(missed.is_empty(), "{mrr}: {missed:?}");
    let (mrr, missed) = rank(&snapshot, &collection.papers, |title| title.to_uppercase().replace([':', '-', ','], " "));
    assert!(mrr > 0.999, "{mrr}: {missed:?}");
}

#[test]
fn a_title_with_a_typing_error_or_without_some_words_finds_its_paper() {
    let Some(collection) = latest_papers(1_500) else { return };
    let snapshot = index(&collection).unwrap().snapshot();
    let (mrr, missed) = rank(&snapshot, &collection.papers, mistyped);
    assert!(mrr > 0.99, "{mrr}: {missed:?}");
    let without = |title: &str| {
        let words = title.split_whitespace().enumerate().filter(|(at, _)| at % 5 != 1);
        words.map(|(_, word)| word).collect::<Vec<_>>().join(" ")
    };
    let (mrr, missed) = rank(&snapshot, &collection.papers, without);
    assert!(mrr > 0.99, "{mrr}: {missed:?}");
}

#[test]
fn the_collections_are_answered_as_well_as_promised() {
    for (name, least) in [("scifact", 0.675), ("cranfield", 0.42), ("cacm", 0.49), ("cisi", 0.38)] {
        let Some(dir) = shared(&format!("eval/{name}")) else { return };
        let report = evaluate(&dir, &[], "test").unwrap();
        assert!(report.ndcg_at_10 >= least, "{report:?}");
        // Probabilities were calibrated on the other half of scifact; elsewhere what counts as relevant has other odds.
        assert!(name != "scifact" || report.ece.is_some_and(|error| error <= 0.05), "{report:?}");
    }
}
