//! Recent papers, where the words ask for them.

use newsstand_search::{Hit, Index, Query, Snapshot};

use crate::support::{found, index_of, keys, library, paper, shown};

/// Four papers about one thing, of four ages, the older the nearer to the question, and others.
fn by_age() -> Index {
    let mut papers = library();
    papers.push(shown(
        paper(20, "Sparse attention: sparse attention for transformers", "Sparse attention."),
        "2019-04-01",
        0,
    ));
    papers.push(shown(paper(21, "Sparse attention for transformers", "A sparse way to attend."), "2025-10-01", 0));
    papers.push(shown(
        paper(22, "Sparse attention in transformers", "A sparse way to attend to little."),
        "2026-03-01",
        0,
    ));
    papers.push(paper(23, "Transformers with attention that is sparse", "When this came, nobody knows."));
    papers.push(shown(
        paper(24, "The latest eruption of a volcano", "Its latest and most recent eruption."),
        "2026-03-02",
        0,
    ));
    index_of(&papers)
}

fn explained(snapshot: &Snapshot, text: &str) -> Query {
    let newest = snapshot.search(&Query::words(text)).unwrap();
    assert!(!newest.hits.is_empty());
    Query { explain: true, today: Some("2026-03-02".parse().unwrap()), ..Query::words(text) }
}

#[test]
fn newer_papers_come_first_where_the_words_ask_for_them() {
    let index = by_age();
    let snapshot = index.snapshot();
    assert_ne!(found(&snapshot, "sparse attention transformers")[0], 22);
    for text in ["latest sparse attention transformers", "Recent work on sparse attention for transformers"] {
        let answer = snapshot.search(&explained(&snapshot, text)).unwrap();
        assert_eq!(keys(&answer)[0], 22, "{text}");
        assert!(!keys(&answer)[..3].contains(&24), "{text}: what only holds the word is not about it");
        let age = |key: i64| {
            let hit = answer.hits.iter().find(|hit| hit.key.0 == key).unwrap();
            hit.explanation.as_ref().unwrap().recency
        };
        assert!(age(22) > 0.19 && age(22) > 1.5 * age(21) && age(21) > 10.0 * age(20), "{text}");
        assert!(age(23).abs() < f32::EPSILON, "a paper without a day");
        for hit in &answer.hits {
            let why = hit.explanation.as_ref().unwrap();
            let sum = why.lexical + why.semantic + why.title + why.neighbours + why.recency;
            assert!((hit.score - sum).abs() < 1e-5, "{text}: {why:?}");
        }
        let said = answer.hints.iter().find(|hint| hint.message.contains("newer papers")).unwrap();
        assert!(["latest", "Recent"].contains(&text.get(said.range.clone()).unwrap()));
    }
}

#[test]
fn how_probable_a_paper_is_does_not_go_by_its_age() {
    let index = by_age();
    let snapshot = index.snapshot();
    let answer = snapshot.search(&explained(&snapshot, "latest sparse attention transformers")).unwrap();
    let mut hits = answer.hits;
    assert!(!hits.is_sorted_by(|a, b| a.probability >= b.probability), "the order goes by age too: {hits:?}");
    let relevance = |hit: &Hit| hit.score - hit.explanation.as_ref().unwrap().recency;
    hits.sort_by(|a, b| relevance(b).total_cmp(&relevance(a)));
    assert!(hits.is_sorted_by(|a, b| a.probability.unwrap() + 1e-6 >= b.probability.unwrap()), "{hits:?}");
}

#[test]
fn quotation_marks_operators_and_titles_ask_for_nothing() {
    let index = by_age();
    let snapshot = index.snapshot();
    for text in ["\"latest eruption\"", "ti:latest", "abs:recent volcano", "The latest eruption of a volcano"] {
        let answer = snapshot.search(&explained(&snapshot, text)).unwrap();
        assert_eq!(keys(&answer)[0], 24, "{text}");
        let why = answer.hits[0].explanation.as_ref().unwrap();
        assert!(why.recency.abs() < f32::EPSILON && why.lexical > 0.0, "{text}: {why:?}");
        assert!(answer.hints.is_empty(), "{text}: {:?}", answer.hints);
    }
}

#[test]
fn pages_fit_together() {
    let mut papers = library();
    papers.extend(
        (0..150).map(|n| shown(paper(100 + n, &format!("Sparse attention number {n}"), "Attention."), "2024-01-01", 0)),
    );
    papers.extend(
        (0..50).map(|n| shown(paper(300 + n, &format!("Attention of kind {n}"), "Attending."), "2026-03-01", 0)),
    );
    let index = index_of(&papers);
    let snapshot = index.snapshot();
    let page = |offset, limit| {
        let query = Query { offset, limit, ..Query::words("recent sparse attention") };
        keys(&snapshot.search(&query).unwrap())
    };
    let whole = page(0, 180);
    let parts: Vec<i64> = (0..180).step_by(20).flat_map(|offset| page(offset, 20)).collect();
    assert_eq!(whole, parts);
}
