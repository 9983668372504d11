//! What it counts that others cite a paper.

use domain::StoredPaper;
use newsstand_search::{Index, Query, Sort};

use crate::support::{found, index_of, keys, paper};

fn cited(mut stored: StoredPaper, citations: Option<u32>) -> StoredPaper {
    stored.paper.facts.citations = citations;
    stored
}

/// Papers alike but for what cites them, and one that says more of what is asked.
fn library() -> Index {
    let alike = |key, citations| cited(paper(key, "Tidal energy", "Energy from tides on open coasts."), citations);
    let papers = [
        alike(1, None),
        alike(2, Some(3)),
        alike(3, Some(40_000)),
        alike(4, Some(0)),
        paper(5, "Coral bleaching", "Warm water."),
        cited(paper(6, "Coral reefs", "Bleaching of corals, and one word on energy."), Some(1_000_000)),
    ];
    index_of(&papers)
}

#[test]
fn of_papers_alike_the_one_that_more_cite_comes_first() {
    let snapshot = library().snapshot();
    let order = found(&snapshot, "energy from tides");
    assert_eq!(order[..2], [3, 2], "{order:?}");
    // It never brings what fits badly before what fits well.
    assert!(order.iter().position(|key| *key == 6) > Some(3), "{order:?}");
}

#[test]
fn citations_are_a_part_of_the_score_and_none_of_the_probability() {
    let asked = Query { explain: true, ..Query::words("energy from tides") };
    let hits = library().snapshot().search(&asked).unwrap().hits;
    let probability = |key: i64| hits.iter().find(|hit| hit.key.0 == key).unwrap().probability.unwrap();
    assert!((probability(3) - probability(1)).abs() < 1e-6, "being known is not being relevant");
    for hit in &hits {
        let why = hit.explanation.as_ref().unwrap();
        let sum = why.lexical + why.semantic + why.title + why.neighbours + why.recency + why.cited;
        assert!((hit.score - sum).abs() < 1e-5, "{hit:?}");
        assert_eq!(why.cited > 0.0, [2, 3, 6].contains(&hit.key.0), "{hit:?}");
    }
}

#[test]
fn what_more_works_cite_is_sorted_first_and_what_nobody_counted_last() {
    let snapshot = library().snapshot();
    let sorted =
        |text: &str| keys(&snapshot.search(&Query { sort: Some(Sort::Citations), ..Query::words(text) }).unwrap());
    assert_eq!(sorted(""), [6, 3, 2, 4, 5, 1]);
    assert_eq!(sorted("ti:tidal"), [3, 2, 4, 1]);
    assert_eq!(found(&snapshot, "sort:citations cites:<100000"), [3, 2, 4]);
}
