//! The four saved pages among everything else: 384 entries, 371 titles, each found first by its title.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use domain::{ListName, PaperId, SourceKind, StoredPaper, normalized_title};
use search::Query;
use serde::Deserialize;

use crate::support::{Library, Table, shared};

/// An entry of a saved page as a reader sees it: title, date, number of authors, comments, organisation.
struct Shown {
    title: &'static str,
    date: Option<&'static str>,
    authors: u32,
    comments: u32,
    organization: Option<&'static str>,
}

const fn shown(title: &'static str, date: &'static str, authors: u32, comments: u32) -> Shown {
    Shown { title, date: Some(date), authors, comments, organization: None }
}

const fn undated(title: &'static str) -> Shown {
    Shown { title, date: None, authors: 0, comments: 0, organization: None }
}

/// Read off the pages by eye. Where a page leaves the year out, it was saved in 2025.
const ENTRIES: &[Shown] = &[
    shown("Forward Learning of Graph Neural Networks", "2024-03-16", 8, 0),
    shown("Transductive Few-Shot Learning: Clustering is All You Need?", "2021-06-16", 5, 0),
    shown("NoProp: Training Neural Networks without Back-propagation or Forward-propagation", "2025-03-31", 3, 0),
    shown(
        "SaRA: High-Efficient Diffusion Model Fine-tuning with Progressive Sparse Low-Rank Adaptation",
        "2024-09-10",
        6,
        2,
    ),
    shown(
        "A Robust Deep Networks based Multi-Object MultiCamera Tracking System for City Scale Traffic",
        "2025-05-01",
        4,
        1,
    ),
    shown("The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks", "2018-03-09", 2, 1),
    shown("Understanding Hallucinations in Diffusion Models through Mode Interpolation", "2024-06-13", 4, 1),
    shown("Understanding Disparities in Post Hoc Machine Learning Explanation", "2024-01-25", 4, 0),
    shown("Dissecting and Mitigating Diffusion Bias via Mechanistic Interpretability", "2025-03-26", 8, 0),
    shown(
        "Diffusion with Forward Models: Solving Stochastic Inverse Problems Without Direct Supervision",
        "2023-06-20",
        8,
        1,
    ),
    // In the place of the authors stands who presents it.
    Shown {
        title: "SoundCTM: Uniting Score-based and Consistency Models for Text-to-Sound Generation",
        date: Some("2024-05-28"),
        authors: 0,
        comments: 0,
        organization: Some("Sony"),
    },
    // Neither authors nor date.
    undated(
        "Chinese vs. World Bank Development Projects: Insights from Earth Observation and Computer Vision on Wealth Gains in Africa, 2002-2013",
    ),
    // From the page of the other layout, which shows titles and abstracts only.
    undated("Provably Mitigating Overoptimization in RLHF: Your SFT Loss is Implicitly an Adversarial Regularizer"),
];

#[derive(Deserialize)]
struct Line {
    id: String,
    list_date: String,
}

fn each_line(path: &Path, mut take: impl FnMut(Line)) {
    let decoder = zstd::Decoder::new(File::open(path).expect("the file opens")).expect("it is zstd");
    for line in BufReader::new(decoder).lines() {
        take(serde_json::from_str(&line.expect("it is text")).expect("it is JSON"));
    }
}

/// The ids and the newest day of a file of list days.
fn listed(path: &Path) -> (BTreeSet<String>, String) {
    let (mut ids, mut newest) = (BTreeSet::new(), String::new());
    each_line(path, |line| {
        ids.insert(line.id);
        newest = newest.clone().max(line.list_date);
    });
    (ids, newest)
}

#[test]
fn entries_are_kept_as_the_pages_show_them() {
    let Some(pages) = shared("seeds") else { return };
    let table = Table::new();
    let run = table.ingest(&[&pages], &[]).well();
    assert_eq!((run.counted("records"), run.counted("new"), run.counted("lost")), (384, 371, 0), "{}", run.stdout);
    let papers = table.library().papers();
    let by_title: BTreeMap<_, _> = papers.iter().map(|stored| (stored.paper.title.as_str(), stored)).collect();
    for entry in ENTRIES {
        let stored = by_title.get(entry.title).unwrap_or_else(|| panic!("{:?} is missing", entry.title));
        let paper = &stored.paper;
        assert_eq!(stored.shown.map(|day| day.to_string()).as_deref(), entry.date, "{}", entry.title);
        assert_eq!((paper.author_count, stored.counts.comments), (entry.authors, entry.comments), "{}", entry.title);
        assert_eq!(paper.organization.as_ref().map(|o| o.name.as_str()), entry.organization, "{}", entry.title);
        assert!(paper.abstract_text.len() > 200, "{} has a whole abstract", entry.title);
        assert_eq!(paper.id, PaperId::from_title(&paper.title), "without an id, the title gives one");
    }
}

/// Everything of two sources and the saved pages in one library: 90 thousand records. Slow, so all that needs it is here.
#[test]
fn whole_library() {
    let (Some(arrived), Some(picked)) = (shared("data/arxiv_daily.jsonl.zst"), shared("data/hf_daily.jsonl.zst"))
    else {
        return;
    };
    let Some(pages) = shared("seeds") else { return };
    let pages_alone = Table::new();
    pages_alone.ingest(&[&pages], &[]).well();
    let papers = pages_alone.library().papers();
    let titles = papers.into_iter().map(|stored| (normalized_title(&stored.paper.title), stored)).collect();

    let table = Table::new();
    let run = table.ingest(&[&arrived, &picked, &pages], &[]).well();
    println!("{} at most {} MB", run.stdout.trim_end(), run.peak_kib >> 10);
    assert_eq!((run.counted("records"), run.counted("lost")), (81_876 + 7_600 + 384, 0));
    assert!(run.peak_kib < 1 << 20, "{} MB", run.peak_kib >> 10);

    let library = table.library();
    assert_eq!(library.catch_up(), 0, "everything is searchable when the command ends");
    both_sources_meet(&library, &arrived, &picked);
    every_title_is_found_first(&library, &titles);
}

fn both_sources_meet(library: &Library, arrived: &Path, picked: &Path) {
    let ((arrived, newest_arrived), (picked, newest_picked)) = (listed(arrived), listed(picked));
    let totals = library.ask(async |newsstand| newsstand.totals().await);
    assert_eq!(library.papers_in_index() as u64, totals.papers, "the index holds each paper once");
    // The saved pages add at most their own; a few papers of one source have two ids.
    let distinct = arrived.union(&picked).count() as u64;
    println!("{} papers, {distinct} arXiv ids", totals.papers);
    assert!((distinct - 400..=distinct + 371).contains(&totals.papers), "{} papers of {distinct} ids", totals.papers);
    for (list, newest) in [(ListName::New, newest_arrived), (ListName::Daily, newest_picked)] {
        let calendar = library.ask(async |newsstand| newsstand.calendar(list).await);
        assert_eq!(calendar.newest().map(|day| day.to_string()), Some(newest), "{list}");
    }
    let both: Vec<PaperId> = arrived.intersection(&picked).map(|id| id.parse().expect("an id")).collect();
    assert_eq!(both.len(), 3_543);
    for id in &both {
        let said = library.ask(async |newsstand| {
            let stored = newsstand.store().paper(id).await?;
            newsstand.store().provenance(stored.expect("it is there").key).await
        });
        let has = |source| said.iter().any(|said| said.source == source);
        assert!(has(SourceKind::Arxiv) && has(SourceKind::HfDaily), "{id}: {said:?}");
    }
}

fn every_title_is_found_first(library: &Library, titles: &BTreeMap<String, StoredPaper>) {
    assert_eq!(titles.len(), 371);
    let started = Instant::now();
    let mut missed = Vec::new();
    for (title, stored) in titles {
        let found = library.search(&Query { limit: 3, ..Query::words(stored.paper.title.as_str()) });
        let first = found.papers.first().map(|hit| hit.stored.paper.title.clone()).unwrap_or_default();
        if normalized_title(&first) != *title {
            missed.push((stored.paper.title.clone(), first));
        }
    }
    println!("371 titles searched in {:.1} s", started.elapsed().as_secs_f64());
    assert!(missed.is_empty(), "{} titles are not found first: {missed:#?}", missed.len());
}
