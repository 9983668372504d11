//! The best papers looked at once more, sentence by sentence.

use std::cell::Cell;
use std::sync::Arc;

use domain::StoredPaper;
use embed::Transformer;
use newsstand_search::{Answer, Index, Query, RERANKED, Reranking, SecondTier, Snapshot, Sort, Weights};

use crate::support::{index_of, keys, paper};

/// What one sentence of the second paper answers.
const QUESTION: &str = "who drinks coffee every day has fewer strokes";

/// A paper about what is asked, one that answers it in passing, and others.
fn library() -> Vec<StoredPaper> {
    let review = "Coffee is a popular drink and stroke a common cause of death. We review what is known of coffee and \
        stroke, and call for trials.";
    let cohort = "We describe recruitment and follow-up of a large population study. Participants were examined every \
        three years by trained nurses. Those who drank coffee every day had fewer strokes. Genotyping was completed for \
        most of them. Images of the retina are available on request.";
    vec![
        paper(1, "Coffee and Stroke: A Review", review),
        paper(2, "The Rotterdam Cohort at Twenty Years", cohort),
        paper(3, "Rehabilitation at Home", "Patients practise walking with a tablet. Adherence was high."),
        paper(4, "Deep Residual Learning", "Residual networks are easier to optimize when very deep."),
        paper(5, "Tea Plantations From Space", "We map plantations by satellite images."),
    ]
}

/// An index of these papers with a second tier that has yet to read them.
fn with_tier(papers: &[StoredPaper], dir: &tempfile::TempDir) -> Index {
    let index = index_of(papers);
    let tier = SecondTier::open(Transformer::bundled().unwrap(), dir.path()).unwrap();
    index.set_second_tier(Some(Arc::new(tier))).unwrap();
    index
}

fn asked(text: &str) -> Query {
    Query { rerank: true, explain: true, ..Query::words(text) }
}

/// Answers as those do who have the texts.
fn reranked(snapshot: &Snapshot, query: &Query, papers: &[StoredPaper]) -> Answer {
    let Some(first) = query.to_rerank() else { return snapshot.search(query).unwrap() };
    let answer = snapshot.search(&first).unwrap();
    let asked = Reranking { query, weights: &Weights::default(), papers, go_on: &|| true };
    snapshot.rerank(answer, &asked).unwrap()
}

#[test]
fn the_paper_with_the_sentence_that_answers_comes_first() {
    let (dir, papers) = (tempfile::tempdir().unwrap(), library());
    let index = with_tier(&papers, &dir);
    index.second_tier().unwrap().read(&papers).unwrap();
    index.take_in().unwrap();
    let snapshot = index.snapshot();
    let plain = snapshot.search(&Query::words(QUESTION)).unwrap();
    assert_eq!(keys(&plain)[..2], [1, 2]);
    assert!(!plain.reranked && plain.hits[0].probability.is_some(), "nothing is reranked unasked");
    let answer = reranked(&snapshot, &asked(QUESTION), &papers);
    assert_eq!(keys(&answer)[..2], [2, 1]);
    assert!(answer.reranked);
    for hit in &answer.hits {
        let why = hit.explanation.as_ref().unwrap();
        let sum = why.lexical + why.semantic + why.title + why.neighbours + why.sentence;
        assert!((sum - hit.score).abs() < 1e-5, "the parts make the score: {hit:?}");
        assert_eq!(hit.probability, None, "it was fitted to another score");
    }
    let of_sentences = |place: usize| answer.hits[place].explanation.as_ref().unwrap().sentence;
    assert!(of_sentences(0) > 0.1 && of_sentences(0) > of_sentences(1) + 0.1);
}

/// Papers that all match one question, each with a sentence of its own.
fn crowd() -> Vec<StoredPaper> {
    let about = ["bread", "glaciers", "violins", "tariffs", "bees", "lasers", "verbs"];
    let one = |(key, place): (i64, usize)| {
        let (subject, other) = (about[place % 7], about[place / 7 % 7]);
        paper(key, &format!("Crowds {key}"), &format!("On {other} and people. Crowds gather around {subject}."))
    };
    (1..=60).zip(1..).map(one).collect()
}

#[test]
fn pages_neither_repeat_nor_lose_a_paper() {
    let (dir, papers) = (tempfile::tempdir().unwrap(), crowd());
    let snapshot = with_tier(&papers, &dir).snapshot();
    let question = "crowds around violins";
    let page = |offset, limit| {
        let answer = reranked(&snapshot, &Query { offset, limit, ..asked(question) }, &papers);
        let scores: Vec<f32> = answer.hits.iter().map(|hit| hit.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{offset}: {scores:?}");
        keys(&answer)
    };
    let plain = keys(&snapshot.search(&Query { limit: 60, ..Query::words(question) }).unwrap());
    let all = page(0, 60);
    assert_eq!(all.len(), 60);
    assert_ne!(all[..RERANKED], plain[..RERANKED]);
    assert_eq!(all[RERANKED..], plain[RERANKED..], "what lies behind stays as it was");
    let mut sorted = all.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (1..=60).collect::<Vec<_>>());
    let pages: Vec<i64> = (0..60).step_by(13).flat_map(|offset| page(offset, 13)).collect();
    assert_eq!(pages, all);
    assert_eq!(page(49, 3), all[49..52]);
    assert!(page(60, 20).is_empty() && page(usize::MAX, usize::MAX).is_empty());
}

#[test]
fn without_a_second_tier_or_a_question_nothing_changes() {
    let (dir, papers) = (tempfile::tempdir().unwrap(), library());
    let (without, with) = (index_of(&papers).snapshot(), with_tier(&papers, &dir).snapshot());
    let votes = Query { sort: Some(Sort::Votes), ..asked(QUESTION) };
    for (snapshot, query) in [
        (&without, asked(QUESTION)),
        (&with, asked("")),
        (&with, asked("the of")),
        (&with, asked("\u{0} ((")),
        (&with, votes),
        (&with, Query { limit: 0, ..asked("zebra") }),
    ] {
        let plain = snapshot.search(&Query { rerank: false, ..query.clone() }).unwrap();
        let answer = reranked(snapshot, &query, &papers);
        assert_eq!(keys(&answer), keys(&plain), "{query:?}");
    }
    assert!(!reranked(&without, &asked(QUESTION), &papers).reranked);
    let first_two = reranked(&with, &Query { offset: 1, limit: 2, ..asked("") }, &papers);
    assert_eq!((first_two.hits.len(), first_two.reranked), (2, false), "the window is cut all the same");
}

#[test]
fn texts_that_are_gone_or_hostile_gain_nothing_and_break_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut papers = library();
    papers.push(paper(6, "Coffee. Stroke! \u{202e}", &"a.b? $x$ Coffee! ".repeat(5_000)));
    papers.push(paper(7, "Coffee", ""));
    let snapshot = with_tier(&papers, &dir).snapshot();
    let answer = reranked(&snapshot, &asked("coffee and strokes"), &papers[2..]);
    let gain = |key: i64| {
        let hit = answer.hits.iter().find(|hit| hit.key.0 == key).unwrap();
        hit.explanation.as_ref().unwrap().sentence
    };
    assert_eq!((gain(1), gain(2)), (0.0, 0.0), "their texts were not there");
    assert!(gain(7) < 0.01, "a title alone is the whole paper");
    assert!(answer.hits.iter().all(|hit| hit.score.is_finite()));
}

#[test]
fn work_that_nobody_waits_for_ends() {
    let (dir, papers) = (tempfile::tempdir().unwrap(), crowd());
    let snapshot = with_tier(&papers, &dir).snapshot();
    let (query, looked) = (asked("crowds around violins"), Cell::new(0));
    let first = snapshot.search(&query.to_rerank().unwrap()).unwrap();
    let go_on = || {
        looked.set(looked.get() + 1);
        looked.get() < 3
    };
    let asked = Reranking { query: &query, weights: &Weights::default(), papers: &papers, go_on: &go_on };
    let answer = snapshot.rerank(first, &asked).unwrap();
    assert_eq!(looked.get(), 3);
    assert!(!answer.reranked && answer.hits.len() == 20);
}
