//! Topics: what falls in a subject that is named by a few papers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use domain::{PaperKey, StoredPaper};
use newsstand_search::{Snapshot, Sort, TopicAnswer, TopicExamples};

use crate::support::{index_of, paper, shared, shown, write};

/// Papers on three subjects, twelve each, whose titles say little.
fn subjects() -> Vec<StoredPaper> {
    let subjects = [
        ["tactile sensing", "robotic hand", "dexterous grasping", "soft gripper"],
        ["dark matter", "spiral galaxies", "rotation curves", "stellar halo"],
        ["protein folding", "amino acids", "molecular dynamics", "binding sites"],
    ];
    let papers = (0..36).map(|number: usize| {
        let [a, b, c, d] = subjects[number / 12];
        // Each paper holds three of its subject's four pairs, and words that all papers share.
        let pairs = [[a, b, c], [b, c, d], [c, d, a], [d, a, b]][number % 4].join(" and ");
        let text = format!("We present results on {pairs}, with experiments that show a new method number {number}.");
        let day = format!("2026-01-{:02}", number % 28 + 1);
        shown(paper(i64::try_from(number).unwrap() + 1, &format!("Study {number}"), &text), &day, 0)
    });
    papers.collect()
}

fn topic(snapshot: &Snapshot, accepted: &[StoredPaper], rejected: &[StoredPaper]) -> TopicAnswer {
    snapshot.topic(&TopicExamples { accepted, rejected }, Sort::Relevance).unwrap()
}

fn keys(answer: &TopicAnswer) -> Vec<i64> {
    answer.papers.iter().map(|paper| paper.key.0).collect()
}

#[test]
fn what_is_like_the_examples_falls_in_and_says_why() {
    let papers = subjects();
    let index = index_of(&papers);
    let answer = topic(&index.snapshot(), &papers[..5], &[]);
    let mut found = keys(&answer);
    assert!(found.iter().all(|key| *key <= 12), "{answer:?}");
    assert!(found.len() >= 10, "{answer:?}");
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), answer.papers.len(), "each paper once");
    assert!(answer.papers.is_sorted_by(|a, b| a.score >= b.score), "the best first");
    assert!(answer.papers.iter().all(|paper| paper.score >= answer.threshold));
    for paper in &answer.papers {
        assert_eq!(paper.is_example, paper.key.0 <= 5);
        let stored = &papers[usize::try_from(paper.key.0).unwrap() - 1];
        let text = stored.paper.abstract_text.to_lowercase();
        assert!(answer.shared_by(paper).count() > 0, "{paper:?}");
        for words in answer.shared_by(paper) {
            assert!(words.to_lowercase().split(' ').all(|word| text.contains(word)), "{words} is not in {text}");
        }
    }
    let words: Vec<&str> = answer.features.iter().map(|feature| feature.words.as_str()).collect();
    assert!(words.contains(&"tactile sensing") && words.contains(&"robotic hand"), "{words:?}");
    assert!(!words.contains(&"results") && !words.contains(&"we"), "what every paper says is no subject: {words:?}");
}

#[test]
fn the_newest_come_first_when_asked() {
    let papers = subjects();
    let index = index_of(&papers);
    let examples = TopicExamples { accepted: &papers[12..17], rejected: &[] };
    let best = index.snapshot().topic(&examples, Sort::Relevance).unwrap();
    let newest = index.snapshot().topic(&examples, Sort::Newest).unwrap();
    let days: Vec<_> = keys(&newest).iter().map(|key| papers[usize::try_from(*key).unwrap() - 1].shown).collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    let set = |answer: &TopicAnswer| keys(answer).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(set(&best), set(&newest));
}

#[test]
fn a_rejected_paper_leaves_and_takes_its_like_along() {
    let mut papers = subjects();
    for stored in &mut papers[6..12] {
        stored.paper.abstract_text.push_str(" It is about surgical training of surgical teams.");
    }
    let index = index_of(&papers);
    let snapshot = index.snapshot();
    let accepted: Vec<StoredPaper> = papers[..4].iter().chain(&papers[6..8]).cloned().collect();
    let before = topic(&snapshot, &accepted, &[]);
    let after = topic(&snapshot, &accepted[..4], &papers[6..8]);
    assert!(keys(&before).contains(&7));
    assert!(!keys(&after).iter().any(|key| [7, 8].contains(key)), "rejected papers are out");
    assert!(after.features.iter().all(|feature| !feature.words.contains("surgical")), "{:?}", after.features);
    let mean = |answer: &TopicAnswer, keys: std::ops::RangeInclusive<i64>| {
        let scores: Vec<f32> = answer.papers.iter().filter(|it| keys.contains(&it.key.0)).map(|it| it.score).collect();
        scores.iter().sum::<f32>() / scores.len().max(1) as f32
    };
    assert!(mean(&after, 9..=12) < mean(&before, 9..=12), "its like moves down");
}

#[test]
fn from_one_example_up_something_is_found() {
    let papers = subjects();
    let index = index_of(&papers);
    for examples in 1..=4 {
        let answer = topic(&index.snapshot(), &papers[24..24 + examples], &[]);
        assert!(answer.papers.iter().take(8).all(|paper| paper.key.0 > 24), "{examples}: {answer:?}");
        assert!(answer.papers.len() >= 4, "{examples}: {answer:?}");
    }
}

#[test]
fn strange_examples_do_no_harm() {
    let papers = subjects();
    let index = index_of(&papers);
    let snapshot = index.snapshot();
    assert!(topic(&snapshot, &[], &papers[..3]).papers.is_empty(), "nothing without an example");
    assert!(topic(&index_of(&[]).snapshot(), &papers[..5], &[]).papers.is_empty());
    let empty = paper(100, "", "");
    let signs = paper(101, "🙂 … $\\frac{1}{2}$", "\u{0}\u{202e}<b>");
    let huge = paper(102, &"tactile ".repeat(200_000), &"robotic hand ".repeat(200_000));
    let many: Vec<StoredPaper> = papers.iter().cycle().take(500).cloned().collect();
    for examples in [vec![empty.clone()], vec![empty, signs.clone()], vec![signs, huge.clone()], vec![huge; 3], many] {
        let answer = topic(&snapshot, &examples, &papers[30..31]);
        assert!(
            answer.threshold.is_finite() && answer.papers.iter().all(|paper| paper.score.is_finite()),
            "{answer:?}"
        );
        assert!(!keys(&answer).contains(&31));
    }
    // All of the library as examples, and the same paper said to belong and not to.
    let answer = topic(&snapshot, &papers, &papers[..1]);
    assert!(!keys(&answer).contains(&1));
}

#[test]
fn examples_that_are_not_indexed_are_read_all_the_same_and_new_papers_are_found() {
    let papers = subjects();
    let index = index_of(&papers[5..]);
    let answer = topic(&index.snapshot(), &papers[..5], &[]);
    assert!(keys(&answer).iter().all(|key| (6..=12).contains(key)) && answer.papers.len() >= 5, "{answer:?}");
    let mut new = papers[4].clone();
    new.key = PaperKey(500);
    write(&index, &[new], 2);
    assert!(keys(&topic(&index.snapshot(), &papers[..5], &[])).contains(&500));
}

/// A paper of the Daily Papers with the keywords that a model gave it, which are not indexed.
struct Labelled {
    stored: StoredPaper,
    keywords: BTreeSet<String>,
}

fn labelled() -> Option<Vec<Labelled>> {
    let file = std::fs::File::open(shared("data/hf_daily.jsonl.zst")?).unwrap();
    let mut text = String::new();
    zstd::Decoder::new(file).unwrap().read_to_string(&mut text).unwrap();
    let read = |(line, key): (&str, i64)| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let words = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let keywords = line["ai_keywords"].as_array().into_iter().flatten();
        let keywords = keywords.filter_map(|it| it.as_str()).map(str::to_lowercase).collect();
        Labelled { stored: paper(key, &words("title"), &words("abstract")), keywords }
    };
    Some(text.lines().zip(1..).map(read).collect())
}

/// The keywords that 30 to 200 papers have, each with its papers; not those that name no subject.
fn subjects_of(papers: &[Labelled]) -> BTreeMap<&str, Vec<usize>> {
    const NO_SUBJECT: [&str; 7] =
        ["fine-tuning", "benchmark", "benchmarks", "fid", "generalization", "latent space", "visual quality"];
    let mut subjects: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, labelled) in papers.iter().enumerate() {
        labelled.keywords.iter().for_each(|keyword| subjects.entry(keyword).or_default().push(at));
    }
    subjects.retain(|keyword, papers| (30..=200).contains(&papers.len()) && !NO_SUBJECT.contains(keyword));
    subjects
}

/// Draws five different papers; the same for each run.
fn drawn(from: &[usize], seed: &mut u64) -> Vec<usize> {
    let mut drawn: Vec<usize> = Vec::new();
    while drawn.len() < 5 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = from[usize::try_from(*seed >> 33).unwrap() % from.len()];
        if !drawn.contains(&at) {
            drawn.push(at);
        }
    }
    drawn
}

/// Precision at 20 by the keyword, the same by the keyword or its words in the text, and F1 of what falls in by the words.
fn measured(papers: &[Labelled], (keyword, answer): (&str, &TopicAnswer), examples: &[usize]) -> [f64; 3] {
    let stem = keyword.trim_end_matches('s');
    let said = |at: usize| {
        let paper = &papers[at].stored.paper;
        format!("{} {}", paper.title, paper.abstract_text).to_lowercase().contains(stem)
    };
    let by_words = |at: usize| papers[at].keywords.contains(keyword) || said(at);
    let found: Vec<usize> =
        keys(answer).iter().map(|key| usize::try_from(*key).unwrap() - 1).filter(|at| !examples.contains(at)).collect();
    let precision = |fits: &dyn Fn(usize) -> bool| found.iter().take(20).filter(|at| fits(**at)).count() as f64 / 20.0;
    let right = found.iter().filter(|at| by_words(**at)).count() as f64;
    let all = (0..papers.len()).filter(|at| !examples.contains(at) && by_words(*at)).count() as f64;
    let f1 = 2.0 * right / (found.len() as f64 + all);
    [precision(&|at| papers[at].keywords.contains(keyword)), precision(&by_words), f1]
}

#[test]
fn five_papers_name_a_subject_of_the_daily_papers() {
    let Some(papers) = labelled() else { return };
    let stored: Vec<StoredPaper> = papers.iter().map(|labelled| labelled.stored.clone()).collect();
    let snapshot = index_of(&stored).snapshot();
    let (mut sums, mut number, mut seed) = ([0.0; 3], 0.0, 7);
    for (keyword, of) in subjects_of(&papers) {
        let examples = drawn(&of, &mut seed);
        let accepted: Vec<StoredPaper> = examples.iter().map(|at| stored[*at].clone()).collect();
        let answer = topic(&snapshot, &accepted, &[]);
        let figures = measured(&papers, (keyword, &answer), &examples);
        let [by_keyword, by_words, f1] = figures;
        println!("{keyword}: {by_keyword:.2}, {by_words:.2} by words, F1 {f1:.2} of {}", answer.papers.len());
        sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        number += 1.0;
    }
    let [by_keyword, by_words, f1] = sums.map(|sum| sum / number);
    println!("{number} keywords, precision at 20: {by_keyword:.3}, {by_words:.3} by words, F1 {f1:.3}");
    assert!(number > 40.0, "{number}");
    assert!(by_keyword > 0.20 && by_words > 0.80 && f1 > 0.55, "{by_keyword} {by_words} {f1}");
}
