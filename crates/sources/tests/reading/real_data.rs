//! The real files: every paper is read.

use std::collections::{HashMap, HashSet};

use domain::{IdKind, ListName, Record};

use crate::support::{Read, instant, read_file, shared};

/// Reads a real file, none of whose papers may be lost.
fn whole(path: &str) -> Option<Read> {
    let read = read_file(&shared(path)?);
    assert_eq!(read.lost, Vec::<String>::new());
    Some(read)
}

/// How many records `fits` is true of.
fn count(records: &[Record], fits: impl Fn(&Record) -> bool) -> usize {
    records.iter().filter(|record| fits(record)).count()
}

fn days(records: &[Record]) -> usize {
    records.iter().filter_map(|record| record.listing.map(|listing| listing.day)).collect::<HashSet<_>>().len()
}

#[test]
fn arxiv_by_day() {
    let Some(Read { records, warnings, .. }) = whole("data/arxiv_daily.jsonl.zst") else { return };
    assert_eq!((records.len(), days(&records)), (81_876, 292));
    assert_eq!(count(&records, |record| record.ids[0].kind() == IdKind::Arxiv), 81_876);
    assert_eq!(count(&records, |record| record.abstract_text.is_some() && !record.categories.is_empty()), 81_876);
    assert_eq!(count(&records, |record| record.authors.is_empty()), 167); // for whom the file has none either
    assert_eq!(count(&records, |record| record.comment.is_some()), 43_304);
    assert_eq!(count(&records, |record| record.listing.is_some_and(|listing| listing.rank == Some(1))), 292);
    assert_eq!(records.iter().map(|record| &record.source_key).collect::<HashSet<_>>().len(), 81_876);
    // One author's name is a whole list of names.
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn daily_papers_on_one_level() {
    let Some(Read { records, warnings, .. }) = whole("data/hf_daily.jsonl.zst") else { return };
    assert_eq!((records.len(), days(&records)), (7_600, 480));
    assert_eq!(count(&records, |record| record.organization.is_some()), 1_726);
    assert_eq!(count(&records, |record| record.observed.is_some() && record.published.is_some()), 7_600);
    assert_eq!(count(&records, |record| record.links.image.is_some()), 7_477);
    let first = &records[0];
    assert_eq!(
        (first.title.as_str(), first.authors.len()),
        ("ConvLLaVA: Hierarchical Backbones as Visual Encoder for Large Multimodal Models", 9)
    );
    assert_eq!(first.observed.unwrap().counts.votes, 32);
    assert_eq!(first.observed.unwrap().at, instant("2024-05-27T16:54:31Z"));
    assert_eq!(first.links.code.as_deref(), Some("https://github.com/alibaba/conv-llava"));
    // Two addresses of repositories have a line break in them.
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

#[test]
fn daily_papers_as_answered() {
    let Some(Read { records, .. }) = whole("data/hf_daily_raw.jsonl.zst") else { return };
    assert_eq!((records.len(), days(&records)), (7_616, 480)); // two days were saved twice
    assert_eq!(records.iter().map(|record| record.place.line).max(), Some(482));
}

/// The same days are told twice, as answered and on one level: what is told must not depend on how.
#[test]
fn both_ways_of_writing_daily_papers_agree() {
    let (Some(answered), Some(flat)) = (whole("data/hf_daily_raw.jsonl.zst"), whole("data/hf_daily.jsonl.zst")) else {
        return;
    };
    // Two days were saved twice, at two times.
    let key = |record: &Record| (record.source_key.clone(), record.observed.map(|observed| observed.at));
    let answered: HashMap<_, _> = answered.records.into_iter().map(|record| (key(&record), record)).collect();
    let mut alone = 0;
    for flat in flat.records {
        let Some(mut answered) = answered.get(&key(&flat)).cloned() else {
            alone += 1;
            continue;
        };
        answered.place = flat.place.clone();
        // Only the lines on one level are in the order of votes, and they lack the earliest pictures.
        answered.listing = flat.listing;
        if flat.links.image.is_none() {
            answered.links.image = None;
        }
        assert_eq!(answered, flat);
    }
    // One paper's day was corrected on one level.
    assert_eq!(alone, 1);
}

#[test]
fn conference_papers() {
    let Some(Read { records, warnings, .. }) = whole("data/paperlists.jsonl.zst") else { return };
    assert_eq!(records.len(), 91_649);
    let arxiv = count(&records, |record| record.ids.iter().any(|id| id.kind() == IdKind::Arxiv));
    assert_eq!(arxiv, 3_335); // 3,336 are told; one of them is no arXiv id
    assert_eq!(count(&records, |record| record.venue.is_some()), 91_649);
    assert_eq!(count(&records, |record| record.links.code.is_some()), 6_990);
    assert!(warnings.len() < 500, "{}", warnings.len());
}

#[test]
fn single_answers_of_the_api() {
    let days = [("2024-08-02", 16), ("2025-04-15", 15), ("2025-09-30", 50), ("2026-03-18", 34)];
    for (day, papers) in days {
        let Some(read) = whole(&format!("wire/hf/api_daily_papers.{day}.json")) else { return };
        assert_eq!((read.records.len(), read.warnings.len()), (papers, 0), "{day}");
        for record in read.records {
            let listing = record.listing.unwrap();
            assert_eq!((listing.list, listing.day.to_string().as_str()), (ListName::Daily, day));
            assert!(record.observed.is_some() && record.abstract_text.is_some() && !record.authors.is_empty());
        }
    }
}

#[test]
fn the_arxiv_snapshot() {
    let Some(read) = whole("wire/kaggle-arxiv/arxiv-metadata-oai-snapshot.subset.json") else { return };
    assert_eq!((read.records.len(), read.warnings.len()), (200, 0));
    let complete =
        |record: &Record| !record.authors.is_empty() && record.published.is_some() && !record.categories.is_empty();
    assert_eq!(count(&read.records, complete), 200);
    let titles: Vec<&str> = read.records.iter().map(|record| record.title.as_str()).collect();
    assert!(titles.contains(&"A transcendental approach to Kollár's injectivity theorem"));
}

/// Repositories that were found in arXiv's comments and abstracts, against those that people gave for the same papers
/// (told by their stars, which only those have). Those that differ have moved since, or are one of several.
#[test]
fn found_repositories_are_the_papers_own() {
    let (Some(arxiv), Some(daily)) = (whole("data/arxiv_daily.jsonl.zst"), whole("data/hf_daily.jsonl.zst")) else {
        return;
    };
    let code = |record: &Record| Some((record.ids[0].clone(), repository(record.links.code.as_ref()?)));
    let found: HashMap<_, _> = arxiv.records.iter().filter_map(code).collect();
    let given = daily.records.iter().filter(|record| record.links.code_stars.is_some()).filter_map(code);
    let same: Vec<bool> = given.filter_map(|(id, given)| Some(*found.get(&id)? == given)).collect();
    let agreeing = same.iter().filter(|same| **same).count();
    println!("{agreeing} of {} agree; {} found in all", same.len(), found.len());
    assert!(same.len() > 300 && agreeing * 100 >= same.len() * 98, "{agreeing} of {}", same.len());
}

/// Host, owner and name of a repository.
fn repository(link: &str) -> Vec<String> {
    let path = link.to_lowercase();
    path.split(['/', '?']).skip(2).take(3).map(|part| part.trim_end_matches(".git").to_owned()).collect()
}
