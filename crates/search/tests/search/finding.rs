//! Finding: titles, names, words, phrases, meaning; and what is said about it.

use newsstand_search::{Index, Query, Sort};

use crate::support::{by, first, found, index_of, keys, library, paper, shown};

#[test]
fn a_title_typed_whole_comes_first() {
    // Others hold the words more often.
    let mut papers = library();
    papers.push(paper(20, "Attention, attention: all the attention you need", "You need attention. All attention."));
    papers.push(paper(21, "On \"attention\" in p -adic models", "Attention in adic models, adic models."));
    papers.push(paper(22, "Adic attention models", "Attention in p-adic models."));
    let snapshot = index_of(&papers).snapshot();
    for text in ["Attention Is All You Need", "attention is all you need.", "  ATTENTION is all, you need?! "] {
        let answer = snapshot.search(&Query::words(text)).unwrap();
        assert_eq!(keys(&answer)[0], 1, "{text}");
        assert!(answer.hits[0].score > answer.hits[1].score + 0.5);
    }
    assert_eq!(first(&snapshot, "On \"attention\" in p -adic models"), 21);
}

#[test]
fn a_title_with_a_word_missing_comes_first() {
    let snapshot = index_of(&library()).snapshot();
    assert_eq!(first(&snapshot, "gradient-based learning document recognition"), 4);
    assert_eq!(first(&snapshot, "residual learning for image recognition"), 2);
}

#[test]
fn authors_are_found_by_their_names() {
    let snapshot = index_of(&library()).snapshot();
    for text in ["Yann LeCun", "lecun", "LECUN", "leon bottou", "\"yann lecun\"", "Bottou convolutional"] {
        assert_eq!(first(&snapshot, text), 4, "{text}");
    }
    // From one name into the next goes no phrase.
    assert!(found(&snapshot, "\"lecun leon\"").is_empty());
    assert!(!found(&snapshot, "recognition -lecun").contains(&4));
}

#[test]
fn words_are_found_in_other_forms() {
    let snapshot = index_of(&library()).snapshot();
    assert_eq!(first(&snapshot, "galaxy rotations"), 5);
    assert_eq!(first(&snapshot, "optimized residual network"), 2);
    assert_eq!(first(&snapshot, "vision"), 2);
}

#[test]
fn meaning_is_found_without_a_common_word() {
    let snapshot = index_of(&library()).snapshot();
    assert_eq!(first(&snapshot, "teaching machines to pick things up by fingers"), 3);
    assert_eq!(first(&snapshot, "astronomy of stars"), 5);
}

#[test]
fn phrases_and_excluded_words_are_obeyed() {
    let snapshot = index_of(&library()).snapshot();
    assert_eq!(found(&snapshot, "\"image recognition\""), [2]);
    assert_eq!(found(&snapshot, "“amino acids”"), [6]);
    assert_eq!(found(&snapshot, "\"attention is all you need\""), [1]);
    assert!(found(&snapshot, "\"recognition image\"").is_empty());
    let without_robots = found(&snapshot, "learning -robots");
    assert!(!without_robots.contains(&3) && without_robots.contains(&2) && without_robots.contains(&4));
}

#[test]
fn an_explanation_takes_the_score_apart() {
    let snapshot = index_of(&library()).snapshot();
    let query = Query { explain: true, ..Query::words("deep residual learning for pictures") };
    let answer = snapshot.search(&query).unwrap();
    for hit in &answer.hits {
        let explanation = hit.explanation.as_ref().unwrap();
        let sum = explanation.lexical + explanation.semantic + explanation.title;
        assert!((sum - hit.score).abs() < 1e-6, "{hit:?}");
    }
    let words = &answer.hits[0].explanation.as_ref().unwrap().words;
    assert!(words.contains(&"residual".to_owned()) && words.contains(&"deep".to_owned()), "{words:?}");
    assert!(!words.contains(&"for".to_owned()), "{words:?}");
    assert_eq!(answer.terms.words(), ["deep", "residual", "learning", "pictures"]);
    assert_eq!(snapshot.search(&Query::words("deep")).unwrap().hits[0].explanation, None);
}

#[test]
fn orders_by_day_and_votes_take_only_what_matches() {
    let papers: Vec<_> = [("2026-04-01", 5), ("2026-04-03", 1), ("2026-04-02", 9)]
        .into_iter()
        .zip(1..)
        .map(|((day, votes), key)| shown(paper(key, &format!("Volcanic lightning {key}"), "Ash."), day, votes))
        .chain([shown(paper(9, "Spiral galaxies", "Stars."), "2026-04-30", 100)])
        .collect();
    let snapshot = index_of(&papers).snapshot();
    let ordered = |text: &str, sort| snapshot.search(&Query { sort: Some(sort), ..Query::words(text) }).unwrap();
    assert_eq!(keys(&ordered("volcanic lightning", Sort::Newest)), [2, 3, 1]);
    assert_eq!(keys(&ordered("volcanic lightning", Sort::Votes)), [3, 1, 2]);
    let answer = ordered("volcanic lightning", Sort::Newest);
    assert_eq!((answer.total, answer.total_is_lower_bound), (3, false));
    // Without text everything is browsed.
    assert_eq!(keys(&ordered("", Sort::Relevance)), [9, 2, 3, 1]);
    assert_eq!(keys(&ordered("  ", Sort::Votes)), [9, 3, 1, 2]);
    assert_eq!(ordered("", Sort::Votes).total, 4);
}

#[test]
fn pages_follow_one_another() {
    let papers: Vec<_> = (0..90).map(|key| paper(key, &format!("Fish and rivers {}", key * key), "Water.")).collect();
    let snapshot = index_of(&papers).snapshot();
    for (sort, text) in [(Sort::Relevance, "fish rivers"), (Sort::Newest, "fish rivers"), (Sort::Votes, "")] {
        let window = |offset, limit| {
            let query = Query { sort: Some(sort), offset, limit, ..Query::words(text) };
            let answer = snapshot.search(&query).unwrap();
            assert_eq!(answer.total, 90);
            keys(&answer)
        };
        let pages: Vec<_> = (0..5).flat_map(|page| window(page * 20, 20)).collect();
        assert_eq!(pages, window(0, 100));
        assert_eq!(pages.len(), 90);
        assert!(window(90, 20).is_empty() && window(0, 0).is_empty());
    }
}

/// `total` counts what matches; weaker papers may follow, and then it says that there are at least so many.
#[test]
fn totals_count_what_matches() {
    let mut papers: Vec<_> =
        (0..30).map(|key| paper(key, &format!("Volcanic lightning {key}"), "Ash and electricity.")).collect();
    papers.extend((30..60).map(|key| paper(key, &format!("Lightning network payments {key}"), "Bitcoin channels.")));
    let snapshot = index_of(&papers).snapshot();
    let answer = snapshot.search(&Query::words("volcanic lightning")).unwrap();
    assert_eq!((answer.total, answer.total_is_lower_bound), (30, true));
    for (offset, limit, more) in [(0, 20, true), (20, 20, true), (40, 20, false), (0, 59, true), (0, 60, false)] {
        let page = snapshot.search(&Query { offset, limit, ..Query::words("volcanic lightning") }).unwrap();
        assert_eq!((page.total, page.total_is_lower_bound), (30, true), "the same from {offset} on");
        assert_eq!(page.more, more, "behind {limit} from {offset} on");
    }
    let all = snapshot.search(&Query { limit: 100, ..Query::words("volcanic lightning") }).unwrap();
    assert_eq!(keys(&all).len(), 60);
    assert!(keys(&all)[..30].iter().all(|key| *key < 30));
    let exact = snapshot.search(&Query::words("lightning")).unwrap();
    assert_eq!((exact.total, exact.total_is_lower_bound), (60, false));
}

/// Where many papers match, more than are scored exactly for one page, those that follow are not forgotten.
#[test]
fn totals_of_many_are_the_same_on_each_page() {
    let mut papers: Vec<_> = (0..600).map(|key| paper(key, &format!("Volcanic ash {key}"), "Lightning.")).collect();
    papers.extend((600..700).map(|key| paper(key, &format!("Lightning network {key}"), "Channels.")));
    let snapshot = index_of(&papers).snapshot();
    for offset in [0, 100, 600, 650] {
        let page = snapshot.search(&Query { offset, limit: 50, ..Query::words("volcanic lightning") }).unwrap();
        assert_eq!((page.total, page.total_is_lower_bound, page.more), (600, true, offset < 650), "from {offset} on");
    }
}

/// Words that no paper holds are said to be so: what is found is near in meaning at best.
#[test]
fn nonsense_is_told_from_words() {
    let snapshot = index_of(&library()).snapshot();
    let unheld = |text: &str| snapshot.search(&Query::words(text)).unwrap().unheld;
    assert!(unheld("xqzvwy bfgqq"));
    assert!(!unheld("attention xqzvwy") && !unheld("atention"), "one of the words is there");
    assert!(!unheld("") && !unheld("au:lecun"), "no words are no nonsense");
}

#[test]
fn similar_papers_are_others() {
    let mut papers = library();
    papers.push(paper(30, "Robotic hands", "Learning dexterous manipulation and grasping of objects."));
    let mut again = papers[2].clone();
    again.key.0 = 31;
    papers.push(again);
    let snapshot = index_of(&papers).snapshot();
    let similar = snapshot.similar(domain::PaperKey(3), 4);
    assert_eq!(similar[0].0.0, 30);
    assert!(similar.iter().all(|(key, _)| key.0 != 3 && key.0 != 31), "{similar:?}");
    assert!(similar.is_sorted_by(|a, b| a.1 >= b.1));
    assert!(snapshot.similar(domain::PaperKey(3), 0).is_empty());
    assert!(snapshot.similar(domain::PaperKey(1_000), 3).is_empty());
}

#[test]
fn an_empty_index_answers_with_nothing() {
    let index = Index::temporary().unwrap();
    for text in ["", "attention", "\"a b\" -c"] {
        let answer = index.snapshot().search(&Query::words(text)).unwrap();
        assert_eq!((answer.hits.len(), answer.total, answer.corrected), (0, 0, None), "{text}");
    }
}

#[test]
fn a_paper_without_words_does_no_harm() {
    let snapshot =
        index_of(&[by(paper(1, "", ""), &["Ada Lovelace"]), paper(2, "🙂", "…"), paper(3, "Engines", "")]).snapshot();
    assert_eq!(snapshot.len(), 3);
    assert_eq!(first(&snapshot, "lovelace"), 1);
    assert_eq!(first(&snapshot, "engine"), 3);
    assert_eq!(found(&snapshot, "").len(), 3);
}
