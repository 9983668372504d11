//! Training, on real papers: the corpus of scifact, which the bundled table has not seen.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot read its papers is to say so, or to fail"
)]

use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::PathBuf;

use newsstand_embed::train::{
    Lessons, Measured, Plan, Teacher, TrainError, Trained, begin, measured, text_hash, train,
};
use newsstand_embed::{StaticModel, Transformer, Vector};
use serde_json::Value;

const PLAN: Plan = Plan {
    seed: 7,
    threads: 2,
    batch: 256,
    epochs: 6,
    steps: 1_000,
    rate: 0.1,
    temperature: 0.05,
    distillation: 1.0,
    patience: 100,
};

/// Titles and abstracts of that many papers; `None` where the shared data is not there.
fn papers(count: usize) -> Option<Vec<(String, String)>> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let shared = std::env::var_os("NEWSSTAND_SHARED").map_or(beside, PathBuf::from);
    let Ok(file) = std::fs::File::open(shared.join("eval/scifact/corpus.jsonl.zst")) else {
        println!("skipped: no eval/scifact in {}", shared.display());
        return None;
    };
    let lines = BufReader::new(zstd::Decoder::new(file).unwrap()).lines().take(count);
    let field = |paper: &Value, name: &str| paper[name].as_str().unwrap_or_default().to_owned();
    let parse = |line: String| serde_json::from_str::<Value>(&line).unwrap();
    Some(lines.map(|line| parse(line.unwrap())).map(|paper| (field(&paper, "title"), field(&paper, "text"))).collect())
}

fn lessons(papers: &[(String, String)]) -> Lessons {
    let mut lessons = Lessons::new(StaticModel::bundled());
    for (title, text) in papers {
        lessons.add(title, &text.split_inclusive(". ").collect::<Vec<_>>());
    }
    lessons
}

fn trained(lessons: &Lessons, teacher: Option<&Teacher>, plan: &Plan) -> Trained {
    train(StaticModel::bundled(), lessons, teacher, (plan, &mut |_| ControlFlow::Continue(()))).unwrap()
}

#[test]
fn held_out_titles_find_their_abstracts_better_afterwards() {
    let Some(papers) = papers(1_500) else { return };
    let lessons = lessons(&papers);
    let mut losses = Vec::new();
    let plan = Plan { epochs: 10, ..PLAN };
    let out = train(
        StaticModel::bundled(),
        &lessons,
        None,
        (&plan, &mut |progress| {
            losses.push(progress.loss);
            ControlFlow::Continue(())
        }),
    )
    .unwrap();
    let Trained { before, after, .. } = out;
    assert_eq!((before.titles, before.abstracts), (after.titles, after.abstracts));
    assert!(before.titles >= 140 && before.abstracts > 1_400, "{before:?}");
    assert!(after.mrr > before.mrr + 0.01, "MRR {:.4} before, {:.4} after", before.mrr, after.mrr);
    assert!(losses.last() < losses.first(), "{losses:?}");
    assert_eq!(measured(&out.model, &lessons, 1), after);
}

#[test]
fn the_same_seed_gives_the_same_table_with_any_number_of_threads() {
    let Some(papers) = papers(600) else { return };
    let plan = Plan { epochs: 3, ..PLAN };
    let forwards = lessons(&papers);
    let backwards = lessons(&papers.iter().rev().cloned().collect::<Vec<_>>());
    let one = trained(&forwards, None, &Plan { threads: 1, ..plan.clone() });
    let three = trained(&backwards, None, &Plan { threads: 3, ..plan.clone() });
    assert_eq!(one.model.file(), three.model.file());
    let other = trained(&forwards, None, &Plan { seed: 8, ..plan });
    assert_ne!(one.model.identity(), other.model.identity());
}

#[test]
fn it_ends_early_where_nothing_gets_better() {
    let Some(papers) = papers(600) else { return };
    let ruinous = Plan { rate: 1e4, patience: 2, epochs: 40, ..PLAN };
    let out = trained(&lessons(&papers), None, &ruinous);
    let planned = 40 * (540 / 256);
    assert!(out.steps < planned, "it went on for {} batches of {planned}", out.steps);
    assert!(out.after.mrr < out.before.mrr, "{:?} {:?}", out.before, out.after);
    // The first table was the least bad one.
    let first = trained(&lessons(&papers), None, &Plan { rate: 1e4, steps: 4, epochs: 40, ..PLAN });
    assert!(out.after.mrr >= first.after.mrr - 0.02, "{:?} {:?}", first.after, out.after);
}

#[test]
fn small_and_empty_libraries_are_refused_in_words() {
    let few: Vec<_> = (0..99).map(|n| (format!("A title {n}"), "An abstract. Of two sentences.".to_owned())).collect();
    for (papers, count) in [(&few[..0], 0), (&few[..1], 1), (&few[..], 99)] {
        let refused =
            train(StaticModel::bundled(), &lessons(papers), None, (&PLAN, &mut |_| ControlFlow::Continue(())));
        assert_eq!(refused.unwrap_err(), TrainError::TooFewPapers { papers: count });
    }
}

#[test]
fn papers_of_a_hundred_words_each_the_same_do_no_harm() {
    let papers: Vec<_> = (0..150).map(|n| (format!("word {n}"), "word word word".to_owned())).collect();
    let Measured { mrr, .. } = trained(&lessons(&papers), None, &PLAN).after;
    assert!(mrr.is_finite() && mrr < 0.2, "{mrr}");
}

#[test]
fn it_can_be_broken_off() {
    let Some(papers) = papers(300) else { return };
    let mut steps = 0;
    let broken = train(
        StaticModel::bundled(),
        &lessons(&papers),
        None,
        (&PLAN, &mut |_| {
            steps += 1;
            if steps == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }),
    );
    assert_eq!((broken.unwrap_err(), steps), (TrainError::BrokenOff, 2));
}

#[test]
fn a_teacher_draws_papers_as_near_as_it_finds_their_titles() {
    let Some(papers) = papers(1_500) else { return };
    // A teacher to whom all titles are alike but for their length: something that the texts do not teach.
    let mut teacher = Teacher::new(1, 32);
    let by_length = |title: &str| {
        let mut numbers = vec![0.0; 32];
        numbers[title.len() / 8 % 32] = 1.0;
        Vector::normalized(numbers.into_boxed_slice())
    };
    for (title, _) in &papers {
        teacher.insert(text_hash(title), &by_length(title));
    }
    let lessons = lessons(&papers);
    let plan = Plan { epochs: 20, patience: 100, distillation: 5.0, ..PLAN };
    let (taught, alone) = (trained(&lessons, Some(&teacher), &plan), trained(&lessons, None, &plan));
    // How much nearer a title is to abstracts of papers with titles of its length than to others.
    let agreement = |model: &StaticModel| {
        let embed = |(title, text): &(String, String)| (model.embed(title), model.embed(text), title.len() / 8 % 32);
        let papers: Vec<_> = papers.iter().take(100).map(embed).collect();
        let pairs =
            (0..100).flat_map(|one| (0..100).map(move |other| (one, other))).filter(|(one, other)| one != other);
        let (same, other): (Vec<_>, Vec<_>) = pairs
            .map(|(one, other)| (papers[one].0.cosine(&papers[other].1), papers[one].2 == papers[other].2))
            .partition(|(_, same)| *same);
        let mean = |pairs: Vec<(f32, bool)>| pairs.iter().map(|(cosine, _)| cosine).sum::<f32>() / pairs.len() as f32;
        mean(same) - mean(other)
    };
    let (with, without) = (agreement(&taught.model), agreement(&alone.model));
    assert!(with > without + 0.02, "{with} with the teacher, {without} without");
}

#[test]
fn the_transformers_own_vectors_are_a_start_that_has_learned_from_no_paper() {
    let Some(papers) = papers(1_500) else { return };
    let lessons = lessons(&papers);
    let start = begin(Transformer::bundled_network(), &lessons).unwrap();
    assert!(start.is_trainable());
    let plan = Plan { epochs: 8, ..Plan::afresh() };
    let Trained { before, after, .. } =
        train(&start, &lessons, None, (&plan, &mut |_| ControlFlow::Continue(()))).unwrap();
    println!("MRR {:.4} at the start, {:.4} trained", before.mrr, after.mrr);
    // Chance would be about 0.005.
    assert!(before.mrr > 0.5, "{before:?}");
    assert!(after.mrr > before.mrr + 0.03, "MRR {:.4} before, {:.4} after", before.mrr, after.mrr);
}
