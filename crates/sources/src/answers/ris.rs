//! RIS, which most reference managers and publishers export (<https://en.wikipedia.org/wiki/RIS_(file_format)>), and the tagged
//! format of the Web of Science, whose lines begin alike.
//!
//! An entry begins with its type (`TY  - `, `PT `) and ends with `ER`. A line that begins with no tag goes on the one before it.

mod entry;

use domain::{PaperId, Record, SourceKind};

use super::{Sheet, ids, people};
use crate::clean::{NAME_CHARS, TEXT_CHARS, TITLE_CHARS, clean};
use crate::collector::Collector;
use crate::shape::Lost;
use crate::{code_links, dates, links};
use entry::Entry;

/// Reads all entries.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let mut seen = false;
    for entry in entry::entries(text) {
        seen = true;
        sheet.enter();
        let mut collector = sheet.collector();
        match record(&entry, &collector) {
            Ok(record) => collector.record(record),
            Err(reason) => collector.lost(&reason),
        }
    }
    if !seen {
        sheet.nothing("no entry of RIS");
    }
}

/// The paper of an entry. Tags in the order of preference: RIS's own, its older ones, the Web of Science's.
fn record(entry: &Entry<'_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = entry
        .first(&["TI", "T1", "ST", "CT"])
        .map(|title| cleaned(&title, TITLE_CHARS))
        .filter(|title| !title.is_empty());
    let title = title.ok_or_else(|| {
        format!("no title; its id is {:?}", entry.first(&["DO", "DI", "ID", "UT"]).unwrap_or_default())
    })?;
    let mut record = Record::new(SourceKind::Library, title, ids(entry), collector.place());
    record.abstract_text =
        entry.first(&["AB", "N2"]).map(|text| cleaned(&text, TEXT_CHARS)).filter(|text| !text.is_empty());
    people::put_names(&mut record, authors(entry));
    date(entry, &mut record);
    record.venue = short(entry, &["JF", "JO", "T2", "BT", "SO", "JA", "J2"]);
    record.pages = pages(entry);
    record.language = short(entry, &["LA"]);
    record.comment = entry.first(&["N1"]).map(|text| cleaned(&text, TEXT_CHARS)).filter(|text| !text.is_empty());
    record.keywords = keywords(entry);
    let addresses = entry.all("UR").flat_map(|text| text.split(';')).filter_map(links::address);
    record.links.page = addresses.clone().find(|url| !url.contains("doi.org/"));
    record.links.pdf = entry.all("L1").find_map(links::address);
    code_links::complete(&mut record);
    Ok(record)
}

fn cleaned(text: &str, max_chars: usize) -> String {
    clean(crate::latex_accents::decode(text), max_chars).text
}

fn short(entry: &Entry<'_>, tags: &[&str]) -> Option<String> {
    entry.first(tags).map(|text| cleaned(&text, NAME_CHARS)).filter(|text| !text.is_empty())
}

fn ids(entry: &Entry<'_>) -> Vec<PaperId> {
    let dois = entry.all("DO").chain(entry.all("DI")).flat_map(ids::of_text);
    let addresses = entry.all("UR").flat_map(|text| text.split(';')).flat_map(|text| ids::of_address(text.trim()));
    let pubmed = entry.all("PM").filter_map(ids::pmid);
    let (arxiv, others): (Vec<_>, Vec<_>) = dois.chain(addresses).chain(pubmed).partition(|id| id.arxiv().is_some());
    arxiv.into_iter().chain(others).collect()
}

/// The authors, `Family, Given`. The Web of Science has full names beside short ones, one a line.
fn authors(entry: &Entry<'_>) -> Vec<String> {
    let lines = |tag: &'static str| entry.all(tag).flat_map(str::lines).map(people::in_order).collect::<Vec<_>>();
    ["AF", "AU", "A1"].into_iter().map(lines).find(|names| !names.is_empty()).unwrap_or_default()
}

/// `2014/05/01/…`, any part of which may be missing.
fn date(entry: &Entry<'_>, record: &mut Record) {
    let Some(text) = entry.first(&["DA", "PY", "Y1"]) else { return };
    let parts: Vec<i64> = text.split(['/', '-']).map_while(|part| part.trim().parse().ok()).collect();
    if let [year, month, day, ..] = parts.as_slice() {
        record.published = dates::midnight(*year, *month, *day);
    }
    if record.published.is_none() {
        record.year =
            [Some(text), entry.first(&["PY", "Y1"])].into_iter().flatten().find_map(|text| dates::year(&text));
    }
}

fn pages(entry: &Entry<'_>) -> Option<String> {
    let first = short(entry, &["SP", "BP"])?;
    let last = short(entry, &["EP"]).filter(|last| *last != first);
    Some(last.map_or_else(|| first.clone(), |last| format!("{first}-{last}")))
}

/// Keywords, one a line; the Web of Science has them between semicolons.
fn keywords(entry: &Entry<'_>) -> Vec<String> {
    let words = entry.all("KW").flat_map(str::lines).chain(entry.all("DE").flat_map(|text| text.split(';')));
    words.map(|word| cleaned(word, NAME_CHARS)).filter(|word| !word.is_empty()).take(crate::clean::LIST_ITEMS).collect()
}
