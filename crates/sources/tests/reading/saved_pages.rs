//! The four saved pages: every entry, with what the page shows about it.

use std::collections::HashSet;
use std::fmt::Write;

use domain::{Record, normalized_title};
use newsstand_sources::{ReadOptions, Reader};

use crate::support::{collect, options, shared};

const PAGES: [&str; 4] =
    ["000_95576c42c3014030.txt", "001_c362ff4596ee403b.txt", "002_05aa4d483052d4d9.txt", "003_4d804eb1673f2167.txt"];

fn page(name: &str, options: &ReadOptions) -> Option<Vec<Record>> {
    let read = collect(Reader::open(&shared(&format!("seeds/{name}"))?, options).unwrap());
    assert_eq!((read.lost, read.warnings), (vec![], vec![]));
    Some(read.records)
}

fn pages() -> Option<Vec<Record>> {
    let pages: Option<Vec<_>> = PAGES.iter().map(|name| page(name, &options())).collect();
    pages.map(|pages| pages.concat())
}

#[test]
fn all_entries_and_titles_are_there() {
    let Some(records) = pages() else { return };
    assert_eq!(records.len(), 384);
    assert_eq!(records.iter().map(|record| &record.title).collect::<HashSet<_>>().len(), 371);
    assert_eq!(records.iter().map(|record| normalized_title(&record.title)).collect::<HashSet<_>>().len(), 371);
    assert_eq!(records.iter().map(|record| &record.source_key).collect::<HashSet<_>>().len(), 371);
    assert!(records.iter().all(|record| record.abstract_text.as_ref().is_some_and(|text| text.len() > 400)));
}

/// Date, number of authors or organisation, comments of each entry, as the pages show them; compared with the pages by eye.
#[test]
fn every_entry_says_what_its_page_shows() {
    let mut table = String::new();
    for name in PAGES {
        let Some(records) = page(name, &options()) else { return };
        writeln!(table, "{name}: {} entries", records.len()).unwrap();
        let dated = records.iter().any(|record| record.published.is_some());
        let (first, last) = (records.first().unwrap(), records.last().unwrap());
        for record in records.iter().filter(|_| dated).chain([first, last].into_iter().filter(|_| !dated)) {
            writeln!(table, "{}", row(record)).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

fn row(record: &Record) -> String {
    let date = record.published.map_or("-".to_owned(), |date| date.to_string().replace("T00:00:00Z", ""));
    let by = match (&record.organization, record.author_count) {
        (Some(organization), _) => organization.name.clone(),
        (None, Some(count)) => count.to_string(),
        (None, None) => "-".to_owned(),
    };
    let comments = record.observed.map_or(0, |observed| observed.counts.comments);
    let title: String = record.title.chars().take(48).collect();
    format!("{:3} {date:10} {by:>4} {comments} {title}", record.place.line)
}

#[test]
fn the_year_of_the_page_can_be_said() {
    let said = ReadOptions { year: Some(2031), ..options() };
    let Some(records) = page(PAGES[0], &said) else { return };
    let years: HashSet<i16> = records
        .iter()
        .filter_map(|record| record.published)
        .map(|date| date.to_zoned(jiff::tz::TimeZone::UTC).year())
        .collect();
    assert!(years.contains(&2031) && !years.contains(&2025) && years.contains(&2024));
}

#[test]
fn comments_were_seen_on_the_day_of_the_page() {
    let Some(records) = page(PAGES[0], &options()) else { return };
    let seen: HashSet<String> =
        records.iter().filter_map(|record| record.observed).map(|seen| seen.at.to_string()).collect();
    assert_eq!(seen, HashSet::from(["2025-10-29T00:00:00Z".to_owned()]));
}

#[test]
fn a_page_without_any_year_is_of_the_year_of_its_file() {
    let text = "Daily Papers\n\nMay 9\n\nA\n\nabout a\n\n  • 1 author\n·\nMay 1\n";
    let read = crate::support::read(text);
    assert_eq!(read.records[0].published.unwrap().to_string(), "2026-05-01T00:00:00Z");
}

#[test]
fn a_day_that_the_year_lacks_is_left_out() {
    let text = "Daily Papers\n\nA\n\nabout a\n\n  • 2 authors\n·\nFeb 29\n";
    let read = crate::support::read(text);
    assert_eq!((read.records[0].published, read.records[0].author_count), (None, Some(2)));
    assert_eq!(read.warnings, ["file:1: 02-29 is no day of 2026; left out"]);
}
