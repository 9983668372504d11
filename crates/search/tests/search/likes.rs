//! Papers like some and unlike others.

use domain::PaperId;
use newsstand_search::{Index, Query, Sort};

use crate::support::{index_of, keys, paper};

/// Papers about robots, galaxies and proteins, five each, with arXiv ids.
fn index() -> Index {
    let subjects = [
        ("robot grasping", "Dexterous manipulation of objects by a robotic hand with tactile sensing."),
        ("spiral galaxies", "The rotation of stars in galaxies and the distribution of dark matter."),
        ("protein folding", "Predicting the structure of proteins from their sequences of amino acids."),
    ];
    let papers = (0..15).map(|number| {
        let (subject, text) = subjects[number / 5];
        let mut stored = paper(i64::try_from(number).unwrap(), &format!("A study of {subject} {number}"), text);
        stored.paper.id = format!("2401.{number:05}").parse::<PaperId>().unwrap();
        stored
    });
    index_of(&papers.collect::<Vec<_>>())
}

fn first(text: &str, most: usize) -> Vec<i64> {
    let answer = index().snapshot().search(&Query { limit: most, ..Query::words(text) }).unwrap();
    let mut keys = keys(&answer);
    keys.sort_unstable();
    keys
}

#[test]
fn papers_like_one_come_first_and_it_is_not_among_them() {
    assert_eq!(first("like:2401.00007", 4), [5, 6, 8, 9]);
    assert_eq!(first("like:2401.00007 like:2401.00012", 8), [5, 6, 8, 9, 10, 11, 13, 14]);
}

#[test]
fn words_and_papers_are_mixed() {
    let found = first("robot like:2401.00007", 9);
    assert_eq!(found.iter().filter(|key| **key < 5).count(), 5, "{found:?}");
    assert_eq!(found.iter().filter(|key| (5..10).contains(*key)).count(), 4, "{found:?}");
    assert_eq!(first("like:2401.00007 ti:folding", 20), [10, 11, 12, 13, 14], "conditions still hold");
}

#[test]
fn a_disliked_paper_moves_its_like_down() {
    let snapshot = index().snapshot();
    let rank = |text: &str| {
        let answer = snapshot.search(&Query { limit: 20, explain: true, ..Query::words(text) }).unwrap();
        let proteins = answer.hits.iter().filter(|hit| hit.key.0 >= 10);
        proteins.filter_map(|hit| hit.explanation.as_ref()).map(|why| why.semantic).fold(0.0, f32::max)
    };
    let (with, without) =
        (rank("a study of proteins and galaxies -like:2401.00012"), rank("a study of proteins and galaxies"));
    assert!(with < without, "{with} {without}");
}

#[test]
fn orders_other_than_relevance_take_what_is_near() {
    let answer =
        index().snapshot().search(&Query { sort: Some(Sort::Newest), ..Query::words("like:2401.00007") }).unwrap();
    assert!(keys(&answer).iter().all(|key| (5..10).contains(key)), "{:?}", keys(&answer));
}

#[test]
fn an_unknown_paper_is_left_out_with_a_hint() {
    let text = "galaxies like:2401.99999";
    let answer = index().snapshot().search(&Query::words(text)).unwrap();
    assert_eq!(text.get(answer.hints[0].range.clone()), Some("like:2401.99999"));
    assert!(answer.hints[0].message.contains("2401.99999"), "{:?}", answer.hints);
    assert!((5..10).contains(&keys(&answer)[0]));
    assert!(keys(&index().snapshot().search(&Query::words("like:2401.99999")).unwrap()).is_empty());
}
