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

/// Read off the pages by eye. Where a page leaves the year out, it was saved in 2025.
const ENTRIES: &[Shown] = &[];

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
