//! No query is an error, and none is answered with nonsense.

use newsstand_search::{Query, Snapshot, Sort};
use proptest::prelude::*;

use crate::support::{found, index_of, keys, library};

/// Asks in every order, and asserts what is always true of an answer.
fn ask(snapshot: &Snapshot, text: &str) {
    for sort in [Sort::Relevance, Sort::Newest, Sort::Votes] {
        for (offset, limit) in [(0, 20), (2, 1), (0, 0), (usize::MAX, 3), (0, usize::MAX), (usize::MAX, usize::MAX)] {
            let answer = snapshot
                .search(&Query { sort: Some(sort), offset, limit, explain: true, ..Query::words(text) })
                .unwrap();
            let mut keys = keys(&answer);
            assert!(keys.len() <= limit, "{text:?}");
            assert!(answer.total >= keys.len() as u64 || answer.total_is_lower_bound, "{text:?}");
            assert!(
                answer
                    .hits
                    .iter()
                    .all(|hit| hit.score.is_finite() && hit.explanation.is_some() | text.trim().is_empty())
            );
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), answer.hits.len(), "a paper stands twice: {text:?}");
        }
    }
}

#[test]
fn hostile_queries_have_answers() {
    let snapshot = index_of(&library()).snapshot();
    let long = "attention ".repeat(2_000);
    let one_word = "x".repeat(10_000);
    let quotes = "\"".repeat(5_001);
    let hyphens = "-a ".repeat(3_000);
    for text in [
        "\0\u{1}\u{7f}\u{1b}[31m",
        "\"",
        "\"unbalanced attention",
        "attention\"",
        "“attention\"",
        "-",
        "--",
        "- -",
        "-\"a b\"",
        "\"-a\"",
        "AND OR NOT",
        "title:attention",
        "attention^2 ~3 *",
        "(((",
        "[a TO b]",
        "\\",
        "%00",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "the of and",
        "🙂",
        "🙂🙂 attention",
        "深度学习",
        "ﬁﬂ",
        "e\u{301}\u{301}\u{301}",
        "\u{202e}noitnetta",
        "\u{feff}",
        "[UNK]",
        "[CLS] [SEP]",
        &long,
        &one_word,
        &quotes,
        &hyphens,
    ] {
        ask(&snapshot, text);
    }
}

#[test]
fn words_among_rubbish_are_still_found() {
    let snapshot = index_of(&library()).snapshot();
    for text in [
        "\"unbalanced attention",
        "attention\"",
        "🙂🙂 attention",
        "\0attention\u{1b}",
        "title:attention^2",
        "-- attention",
    ] {
        assert_eq!(found(&snapshot, text).first(), Some(&1), "{text:?}");
    }
}

#[test]
fn what_says_nothing_finds_nothing() {
    let snapshot = index_of(&library()).snapshot();
    for text in ["🙂", "\"\"", "…", "\u{1}", "👩‍🚀", "the of and", "--"] {
        assert!(found(&snapshot, text).is_empty(), "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_text_has_an_answer(texts in prop::collection::vec("[\\PC\u{0}-\u{1f}\"\\- ]{0,60}", 20)) {
        thread_local! {
            static SNAPSHOT: std::sync::Arc<Snapshot> = index_of(&library()).snapshot();
        }
        SNAPSHOT.with(|snapshot| texts.iter().for_each(|text| ask(snapshot, text)));
    }
}
