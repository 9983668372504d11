//! Saved searches passed through the papers of some days find what each of them finds when it is asked by itself.

use std::io::{BufRead, BufReader};
use std::ops::RangeInclusive;
use std::sync::Arc;

use domain::{Day, ListName, Organization, Paper, PaperId, PaperKey, StoredPaper};
use embed::Transformer;
use newsstand_search::{
    Filters, Focus, Index, Matched, Query, SavedSearch, SecondTier, Snapshot, Window, WindowWriter,
};
use serde_json::Value;

use crate::support::{index_of, keys, paper, shared, shown, write};

/// How many papers a search is asked for.
const MOST: usize = 200;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }

    fn one_of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len())]
    }
}

/// The last so many Daily Papers as a store would give them.
fn daily_papers(number: usize) -> Option<Vec<StoredPaper>> {
    let file = std::fs::File::open(shared("data/hf_daily.jsonl.zst")?).unwrap();
    let lines: Vec<String> = BufReader::new(zstd::Decoder::new(file).unwrap()).lines().map(Result::unwrap).collect();
    let last = lines.iter().skip(lines.len() - number);
    Some((1..).zip(last).map(|(key, line)| stored(key, &serde_json::from_str(line).unwrap())).collect())
}

fn stored(key: i64, line: &Value) -> StoredPaper {
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let texts = |name: &str| -> Vec<String> {
        line[name].as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let id: PaperId = text("id").parse().unwrap();
    let mut paper = Paper { abstract_text: text("abstract"), ..Paper::new(id.clone(), text("title")) };
    (paper.authors, paper.keywords) = (texts("authors"), texts("ai_keywords"));
    paper.categories = vec![["cs.CL", "cs.CV", "stat.ML"][usize::try_from(key % 3).unwrap()].to_owned()];
    paper.organization = line["organization_name"].as_str().and_then(Organization::named);
    paper.venue = (key % 7 == 0).then(|| "Proceedings of NeurIPS".to_owned());
    paper.comment = (key % 5 == 0).then(|| "12 pages, accepted".to_owned());
    let mut stored = shown(StoredPaper::new(PaperKey(key), paper), &text("list_date"), 0);
    stored.counts.votes = line["upvotes"].as_u64().and_then(|votes| votes.try_into().ok()).unwrap_or_default();
    (stored.ids, stored.lists) = (vec![id], vec![ListName::Daily]);
    stored
}

/// A search as somebody might keep it, about one of these papers or another.
fn search(papers: &[StoredPaper], numbers: &mut Numbers) -> String {
    let stored = numbers.one_of(papers);
    let paper = &stored.paper;
    let title: Vec<&str> = paper.title.split_whitespace().collect();
    let from = numbers.below(title.len().saturating_sub(3));
    let few = title[from..title.len().min(from + 2 + numbers.below(4))].join(" ");
    let two = title[from..title.len().min(from + 2)].join(" ");
    let word = *numbers.one_of(&title);
    let other = numbers.one_of(papers).paper.title.split_whitespace().next_back().unwrap_or("x").to_owned();
    let author = paper.authors.first().map_or("Nobody", String::as_str);
    let surname = author.split(' ').next_back().unwrap_or_default();
    let keyword = paper.keywords.first().map_or("graphs", String::as_str);
    let begun: String = word.chars().filter(|c| c.is_alphanumeric()).take(4).collect();
    let id = &paper.id;
    match numbers.below(34) {
        0..6 => few,
        6 => paper.title.clone(),
        7 => keyword.to_owned(),
        8 => format!("\"{two}\""),
        9 => format!("\"{two}\" {other}"),
        10 => format!("ti:{word}"),
        11 => format!("ti:\"{two}\" {few}"),
        12 => format!("au:\"{author}\""),
        13 => format!("au:{surname} {other}"),
        14 => format!("{few} cat:cs.CL"),
        15 => "cat:stat.*".to_owned(),
        16 => format!("{few} -{other}"),
        17 => format!("{few} -cat:cs.CV -\"{two}\""),
        18 => format!("({word} OR {other})"),
        19 => format!("({word} OR \"{two}\") AND NOT {other}"),
        20 => format!("{begun}*"),
        21 => format!("kw:\"{keyword}\" {other}"),
        22 => format!("abs:{other} {few}"),
        23 => format!("like:{id}"),
        24 => format!("{few} like:{id}"),
        25 => format!("{other} -like:{id}"),
        26 => format!("date:7d {few}"),
        27 => format!("is:new votes:>{} {few}", numbers.below(40)),
        28 => format!("{few} sort:{}", ["votes", "newest"][numbers.below(2)]),
        29 => format!("has:org has:keywords {word}"),
        30 => format!("org:\"{}\"", paper.organization.as_ref().map_or("none", |of| of.name.as_str())),
        31 => format!("venue:neurips co:accepted lang:en {few}"),
        32 => few.replacen("ti", "it", 1).replacen("er", "re", 1),
        _ => format!("all:{word} is:daily doi:10.1/x OR id:{id}"),
    }
}

/// A window of these days, whose papers come from `store`.
fn window(library: &Arc<Snapshot>, store: &[StoredPaper], days: RangeInclusive<Day>) -> Window {
    let mut writer = WindowWriter::begin(library, days).unwrap();
    for keys in writer.wanted().chunks(100) {
        let found = keys.iter().filter_map(|key| store.iter().find(|stored| stored.key == *key));
        writer.add(&found.cloned().collect::<Vec<_>>()).unwrap();
    }
    writer.finish().unwrap()
}

/// What a search finds that is asked by itself.
fn asked(library: &Snapshot, search: &SavedSearch, days: &RangeInclusive<Day>) -> Vec<Matched> {
    let (from, to) = (Some(*days.start()), Some(*days.end()));
    let filters = Filters { from, to, ..Filters::default() };
    let query = Query { filters, today: to, limit: MOST, ..Query::words(search.text.as_str()) };
    let hits = library.search(&query).unwrap().hits.into_iter();
    let hits = hits.map(|hit| Matched { paper: hit.key, score: hit.score, probability: hit.probability });
    hits.filter(|hit| hit.probability.is_none_or(|odds| odds >= search.least)).collect()
}

/// Numbers as bits: nearly equal is not equal here.
fn bits(found: &[Matched]) -> Vec<(i64, u32, Option<u32>)> {
    found.iter().map(|hit| (hit.paper.0, hit.score.to_bits(), hit.probability.map(f32::to_bits))).collect()
}

/// Compares searches that pass through a window with each asked by itself; how many find something.
fn compare(index: &Index, store: &[StoredPaper], days: &RangeInclusive<Day>, searches: &[SavedSearch]) -> usize {
    let library = index.snapshot();
    let window = window(&library, store, days.clone());
    let found = window.percolate(searches, MOST, None).unwrap();
    assert_eq!(found.len(), searches.len());
    for (search, found) in searches.iter().zip(&found) {
        assert_eq!(bits(found), bits(&asked(&library, search, days)), "{search:?}");
    }
    in_focus((&window, searches), &found, store);
    found.iter().filter(|found| !found.is_empty()).count()
}

/// A focus leaves out what is not in it, and nothing else.
fn in_focus((window, searches): (&Window, &[SavedSearch]), found: &[Vec<Matched>], store: &[StoredPaper]) {
    let inside = |stored: &&StoredPaper| stored.shown.is_some_and(|day| window.days().contains(&day));
    let new: Vec<PaperKey> = store.iter().filter(inside).map(|stored| stored.key).step_by(9).collect();
    let focus: Focus = window.focus(&new).unwrap();
    let focused = window.percolate(searches, MOST, Some(&focus)).unwrap();
    for ((search, all), focused) in searches.iter().zip(found).zip(focused) {
        let expected: Vec<Matched> = all.iter().filter(|hit| new.contains(&hit.paper)).copied().collect();
        assert_eq!(bits(&focused), bits(&expected), "{search:?}");
    }
}

fn searches(papers: &[StoredPaper], number: usize, least: &[f32]) -> Vec<SavedSearch> {
    let mut numbers = Numbers(5);
    let one = |numbers: &mut Numbers| SavedSearch { text: search(papers, numbers), least: *numbers.one_of(least) };
    std::iter::repeat_with(|| one(&mut numbers)).take(number).collect()
}

fn days(from: &str, to: &str) -> RangeInclusive<Day> {
    from.parse().unwrap()..=to.parse().unwrap()
}

#[test]
fn real_searches_find_bit_by_bit_what_they_find_when_asked_one_by_one() {
    let Some(papers) = daily_papers(2_500) else { return };
    let index = Index::temporary().unwrap();
    // Several parts, some of whose papers were written again.
    for (at, part) in (1..).zip(papers.chunks(900)) {
        write(&index, part, at);
    }
    write(&index, &papers[2_300..2_420], 9);
    let searches = searches(&papers, 3_000, &[0.5, 0.0, 0.2, 0.9]);
    let finding = compare(&index, &papers, &days("2026-04-20", "2026-04-24"), &searches);
    assert!(finding > 1_000, "{finding} of 3,000 searches find something");
    assert_eq!(compare(&index, &papers, &days("2027-01-01", "2027-01-05"), &searches[..200]), 0, "an empty window");
}

#[test]
fn so_they_do_while_the_second_tier_is_reading() {
    let Some(papers) = daily_papers(300) else { return };
    let folder = tempfile::tempdir().unwrap();
    let index = index_of(&papers);
    let tier = Arc::new(SecondTier::open(Transformer::bundled().unwrap(), folder.path()).unwrap());
    index.set_second_tier(Some(Arc::clone(&tier))).unwrap();
    tier.read(&papers[180..205]).unwrap();
    index.take_in().unwrap();
    let searches = searches(&papers, 150, &[0.5, 0.0]);
    let newest = papers.iter().filter_map(|stored| stored.shown).max().unwrap();
    let finding = compare(&index, &papers, &(newest.plus(-9)..=newest), &searches);
    assert!(finding > 40, "{finding} of 150 searches find something");
}

#[test]
fn words_are_weighed_by_the_library_and_not_by_the_days() {
    // In the window every paper holds "graph", in the library hardly any does.
    let mut papers: Vec<_> = (1..40).map(|key| paper(key, &format!("On whales {key}"), "They sing.")).collect();
    for stored in &mut papers {
        *stored = shown(stored.clone(), "2026-01-01", 0);
    }
    papers.push(shown(paper(50, "Graph whales", "A graph sings."), "2026-02-01", 0));
    papers.push(shown(paper(51, "Graph trees", "A graph grows."), "2026-02-01", 0));
    let index = index_of(&papers);
    let search = [SavedSearch { text: "graph whales".to_owned(), least: 0.0 }];
    assert_eq!(compare(&index, &papers, &days("2026-02-01", "2026-02-02"), &search), 1);
}

#[test]
fn a_paper_that_is_gone_from_the_store_is_not_found() {
    let papers: Vec<_> = (1..4).map(|key| shown(paper(key, "Whales sing", "Loudly."), "2026-02-01", 0)).collect();
    let library = index_of(&papers).snapshot();
    let window = window(&library, &papers[..2], days("2026-02-01", "2026-02-01"));
    let found = window.percolate(&[SavedSearch { text: "ti:whales".to_owned(), least: 0.0 }], MOST, None).unwrap();
    assert_eq!(found[0].iter().map(|hit| hit.paper.0).collect::<Vec<_>>(), [2, 1]);
    assert!(window.is_of(&library) && !window.is_of(&index_of(&papers).snapshot()));
}

#[test]
fn hostile_searches_are_answered_like_any_other() {
    let papers: Vec<_> = (1..4).map(|key| shown(paper(key, "Whales sing", "Loudly."), "2026-02-01", 0)).collect();
    let index = index_of(&papers);
    let texts =
        ["", " ", "\"", "((((", "-", "ti:", "au:\"\"", "\0", "🙂", "*", "OR OR", "-whales", "the", "\u{202e}whales"];
    let long = ["whales ".repeat(5_000), "(".repeat(3_000), "ti:a OR ".repeat(2_000), "x".repeat(100_000)];
    let all = texts.into_iter().map(str::to_owned).chain(long);
    let searches: Vec<_> = all.map(|text| SavedSearch { text, least: 0.0 }).collect();
    compare(&index, &papers, &days("2026-02-01", "2026-02-02"), &searches);
    assert_eq!(keys(&index.snapshot().search(&Query::words("ti:whales")).unwrap()).len(), 3);
}
