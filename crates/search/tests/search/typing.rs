//! Typing errors are forgiven where nothing exact is found.

use newsstand_search::{Query, Snapshot};

use crate::support::{found, index_of, keys, library, paper};

fn corrected(snapshot: &Snapshot, text: &str) -> Option<String> {
    snapshot.search(&Query::words(text)).unwrap().corrected
}

#[test]
fn mistyped_words_are_corrected() {
    let snapshot = index_of(&library()).snapshot();
    for (typed, meant, key) in [
        ("atention", "attention", 1),
        ("attetnion mechanism", "attention mechanism", 1),
        ("residaul image", "residual image", 2),
        ("Residual Recogntion of pictures", "Residual recognition of pictures", 2),
        ("yann lecunn", "yann lecun", 4),
        ("proteni", "protein", 6),
        ("rboots", "robots", 3),
        ("gradeint basde", "gradient based", 4),
        ("recogintoin of documents", "recognition of documents", 4),
    ] {
        let answer = snapshot.search(&Query::words(typed)).unwrap();
        assert_eq!(answer.corrected.as_deref(), Some(meant));
        assert_eq!(keys(&answer)[0], key, "{typed}");
    }
}

#[test]
fn words_that_exist_are_left_alone() {
    let mut papers = library();
    papers.push(paper(40, "Proteins and protean shapes", "Shapes."));
    let snapshot = index_of(&papers).snapshot();
    for text in ["attention", "protean", "recurrence", "handwritten", "grasps", "galaxies -stars"] {
        assert_eq!(corrected(&snapshot, text), None, "{text}");
    }
}

#[test]
fn names_numbers_and_short_words_are_left_alone() {
    let snapshot = index_of(&library()).snapshot();
    for text in ["GECToR", "gpt4", "4040", "fsh", "wholly unrelated vocabulary", "深度学习", "xattention"] {
        assert_eq!(corrected(&snapshot, text), None, "{text}");
    }
}

#[test]
fn the_rest_of_the_query_keeps_its_meaning() {
    let snapshot = index_of(&library()).snapshot();
    let answer = snapshot.search(&Query::words("\"image recognition\" resiudal -robots")).unwrap();
    assert_eq!(answer.corrected.as_deref(), Some("\"image recognition\" residual -robots"));
    assert_eq!(keys(&answer), [2]);
    assert_eq!(answer.terms.words(), ["image", "recognition", "residual"]);
}

/// In a large library common typing errors are in some abstract too.
#[test]
fn swapped_letters_are_noticed_even_where_a_paper_has_them() {
    let mut papers: Vec<_> =
        (0..150).map(|key| paper(key, &format!("Protein folding {key}"), "Amino acids.")).collect();
    papers.push(paper(500, "On cells", "This protien is mistyped."));
    papers.push(paper(501, "A protien in a title", "Mistyped for good."));
    let snapshot = index_of(&papers).snapshot();
    assert_eq!(corrected(&snapshot, "protien folding").as_deref(), Some("protein folding"));
    assert_eq!(found(&snapshot, "A protien in a title")[0], 501);
    assert_eq!(corrected(&snapshot, "A protien in a title"), None);
}

#[test]
fn words_are_searched_as_typed_where_that_is_asked_for() {
    let snapshot = index_of(&library()).snapshot();
    let exact = Query { exact: true, ..Query::words("atention robots") };
    assert_eq!(snapshot.search(&exact).unwrap().corrected, None);
    assert_eq!(corrected(&snapshot, "atention robots").as_deref(), Some("attention robots"));
}

/// What cannot be read as an operator's value is no mistyped word.
#[test]
fn values_of_operators_are_left_alone() {
    let mut papers = library();
    papers.push(paper(40, "Blue galaxies", "A date for each."));
    let snapshot = index_of(&papers).snapshot();
    assert_eq!(corrected(&snapshot, "date:blub"), None);
    assert_eq!(corrected(&snapshot, "blub date").as_deref(), Some("blue date"));
}

/// A word that is found by its stem is spelled right where another is corrected: the query shown has no mistakes left.
#[test]
fn a_correction_is_right_as_a_whole() {
    let mut papers = library();
    papers.push(paper(40, "Reinforcement Learning", "Rewards."));
    let snapshot = index_of(&papers).snapshot();
    assert_eq!(corrected(&snapshot, "reinforcment learning"), None, "it is found by its stem");
    assert_eq!(corrected(&snapshot, "reinforcment lerning").as_deref(), Some("reinforcement learning"));
}
