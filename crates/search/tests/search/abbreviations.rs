//! Abbreviations that the library explains, used both ways.

use domain::StoredPaper;
use newsstand_search::eval::index;
use newsstand_search::{Answer, Query, Snapshot, highlight};

use crate::support::{daily_papers, first, found, index_of, keys, paper, write};

/// Two papers explain LLM; one only uses it, another only says what it means.
fn library() -> Vec<StoredPaper> {
    vec![
        paper(1, "Pruning", "We prune large language models (LLMs) by magnitude."),
        paper(2, "Quantising", "A large language model (LLM) in four bits."),
        paper(3, "Tulips of the Netherlands", "LLM prices of bulbs."),
        paper(4, "Roses of Bulgaria", "A large language model of roses."),
        paper(5, "Windmills", "A large model of a mill, in the language of millers."),
        paper(6, "Canals", "Water and locks."),
    ]
}

fn explained(snapshot: &Snapshot, text: &str) -> Answer {
    snapshot.search(&Query { explain: true, ..Query::words(text) }).unwrap()
}

fn lexical(answer: &Answer, key: i64) -> f32 {
    let hit = answer.hits.iter().find(|hit| hit.key.0 == key);
    hit.and_then(|hit| hit.explanation.as_ref()).map_or(0.0, |why| why.lexical)
}

#[test]
fn a_short_form_finds_what_it_stands_for() {
    let snapshot = index_of(&library()).snapshot();
    for text in ["LLM", "llms", "LLM roses"] {
        let answer = explained(&snapshot, text);
        assert!(lexical(&answer, 4) > 0.0, "{text}");
        assert_eq!(answer.expanded.len(), 1, "{text}: {:?}", answer.expanded);
        assert!(answer.expanded[0].also[0].starts_with("large language model"), "{:?}", answer.expanded);
    }
    let answer = explained(&snapshot, "LLM");
    assert!(lexical(&answer, 3) > lexical(&answer, 4), "what was typed counts more");
    assert!(lexical(&answer, 5) <= 0.0, "the words apart are not the long form");
    let why = |key: i64| answer.hits.iter().find(|hit| hit.key.0 == key).unwrap().explanation.clone().unwrap();
    assert!(why(4).expanded[0].starts_with("large language model"), "{:?}", why(4));
    assert_eq!(why(4).words, ["LLM"]);
    assert!(why(3).expanded.is_empty(), "{:?}", why(3));
}

#[test]
fn what_is_meant_finds_the_short_form() {
    let snapshot = index_of(&library()).snapshot();
    let answer = explained(&snapshot, "large language models of tulips");
    assert_eq!(answer.expanded.len(), 1);
    assert_eq!(
        (answer.expanded[0].typed.as_str(), answer.expanded[0].also.as_slice()),
        ("large language models", &["LLM".to_owned()][..])
    );
    assert_eq!(answer.hits[0].key.0, 3);
    assert_eq!(answer.hits[0].explanation.as_ref().unwrap().expanded, ["LLM"]);
    let answer = explained(&snapshot, "large language model");
    assert!(lexical(&answer, 3) > 0.0 && lexical(&answer, 4) > lexical(&answer, 3));
}

#[test]
fn conditions_are_not_expanded() {
    let snapshot = index_of(&library()).snapshot();
    assert!(!found(&snapshot, "\"LLM\"").contains(&4));
    assert!(!found(&snapshot, "abs:LLM").contains(&4));
    assert!(!found(&snapshot, "\"large language model\"").contains(&3));
    assert!(!found(&snapshot, "LLM AND bulbs").contains(&4));
    for text in ["\"LLM\"", "abs:LLM", "\"large language model\"", "ti:pruning"] {
        assert!(explained(&snapshot, text).expanded.is_empty(), "{text}");
    }
    assert!(found(&snapshot, "roses -LLM").contains(&4), "nor is what is excluded");
}

#[test]
fn one_paper_alone_teaches_nothing() {
    let papers: Vec<_> = library().into_iter().filter(|paper| paper.key.0 != 2).collect();
    let snapshot = index_of(&papers).snapshot();
    assert!(explained(&snapshot, "LLM").expanded.is_empty());
    assert!(lexical(&explained(&snapshot, "LLM"), 4) <= 0.0);
}

#[test]
fn what_is_learned_comes_with_the_papers_and_goes_with_the_index() {
    let index = index_of(&library()[2..]);
    assert!(explained(&index.snapshot(), "LLM").expanded.is_empty());
    write(&index, &library()[..1], 2);
    assert!(explained(&index.snapshot(), "LLM").expanded.is_empty());
    write(&index, &library()[1..2], 3);
    assert_eq!(explained(&index.snapshot(), "LLM").expanded.len(), 1, "each from a commit of its own");
}

#[test]
fn several_meanings_count_by_their_share() {
    let mut papers: Vec<_> =
        (0..6).map(|key| paper(key, "Flows", "Dense convolutional neural network (CNN) of pipes.")).collect();
    papers.extend((6..9).map(|key| paper(key, "News", "The cable news network (CNN) said so.")));
    papers.push(paper(9, "Odd", "The chef's nut noodles (CNN) are here."));
    papers.push(paper(20, "Aquarium", "A convolutional neural network of fish."));
    papers.push(paper(21, "Aquarium", "A cable news network of fishermen."));
    let answer = explained(&index_of(&papers).snapshot(), "CNN");
    assert_eq!(answer.expanded[0].also, ["convolutional neural network", "cable news network"]);
    assert!(lexical(&answer, 20) > lexical(&answer, 21) && lexical(&answer, 21) > 0.0);
}

#[test]
fn what_is_meant_may_end_in_a_letter_that_is_a_small_word() {
    let papers = [
        paper(1, "Heart", "Coenzyme A (CoA) in the heart."),
        paper(2, "Liver", "We follow coenzyme A (CoA)."),
        paper(3, "Kidney", "CoA of the kidney."),
    ];
    let answer = explained(&index_of(&papers).snapshot(), "coenzyme a synthesis");
    assert_eq!(answer.expanded.len(), 1, "{:?}", answer.expanded);
    assert_eq!((answer.expanded[0].typed.as_str(), answer.expanded[0].also[0].as_str()), ("coenzyme a", "CoA"));
    assert!(lexical(&answer, 3) > 0.0);
}

#[test]
fn marks_show_where_the_other_form_stands() {
    let answer = explained(&index_of(&library()).snapshot(), "LLM");
    let text = "A large language model, not a large model of language.";
    let marked: Vec<&str> =
        highlight(text, &answer.terms).into_iter().map(|span| text.get(span.range).unwrap()).collect();
    assert_eq!(marked, ["large language model"]);
}

/// The papers of some months of the Daily Papers explain the abbreviations of their field.
#[test]
fn real_papers_teach_real_abbreviations() {
    let Some(mut collection) = daily_papers() else { return };
    collection.papers.truncate(2_500);
    let snapshot = index(&collection).unwrap().snapshot();
    for (short, long) in [
        ("LLM", "large language models"),
        ("VLM", "vision language models"),
        ("RAG", "retrieval augmented generation"),
        ("DPO", "direct preference optimization"),
        ("RLHF", "reinforcement learning from human feedback"),
        ("LoRA", "low rank adaptation"),
        ("PEFT", "parameter efficient fine tuning"),
    ] {
        let answer = snapshot.search(&Query::words(short)).unwrap();
        let also = answer.expanded.first().map(|expansion| expansion.also.join(", ")).unwrap_or_default();
        assert!(also.starts_with(long.trim_end_matches('s')), "{short}: {also}");
        let answer = snapshot.search(&Query::words(long)).unwrap();
        let also: Vec<&String> = answer.expanded.iter().flat_map(|expansion| &expansion.also).collect();
        assert!(also.iter().any(|also| also.eq_ignore_ascii_case(short)), "{long}: {also:?}");
        assert!(!keys(&answer).is_empty());
    }
    assert!(snapshot.search(&Query::words("attention is all you need")).unwrap().expanded.is_empty());
    assert!(first(&snapshot, "LLM") > 0);
}
