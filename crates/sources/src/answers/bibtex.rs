//! `BibTeX` and `BibLaTeX`: what conferences publish of their proceedings (PMLR, NeurIPS) and what people keep.
//!
//! Entries are cut apart before they are parsed, so that a broken one is lost alone.

mod cut;
mod tex;

use biblatex::{Bibliography, Chunk, Entry};
use domain::{PaperId, Record, SourceKind};

use super::{Sheet, ids, people};
use crate::clean::{NAME_CHARS, TEXT_CHARS, TITLE_CHARS, clean};
use crate::collector::Collector;
use crate::shape::Lost;
use crate::{code_links, dates, links};
use cut::Piece;

/// Whether `text` has any entry.
pub(super) fn has_entry(text: &str) -> bool {
    cut::pieces(text).next().is_some()
}

/// Reads all entries.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    let (mut seen, mut strings) = (false, String::new());
    for piece in cut::pieces(text) {
        seen = true;
        match piece {
            Piece::Strings(text) => cut::remember(text, &mut strings),
            Piece::NoPaper => {}
            Piece::Entry(text) => {
                sheet.enter();
                let mut collector = sheet.collector();
                match parsed(text, &strings).and_then(|entry| record(&entry, &collector)) {
                    Ok(record) => collector.record(record),
                    Err(reason) => collector.lost(&reason),
                }
            }
        }
    }
    if !seen {
        sheet.nothing("no entry of BibTeX");
    }
}

/// One entry; abbreviations are only looked at where it uses one.
fn parsed(text: &str, strings: &str) -> Result<Entry, Lost> {
    cut::check(text)?;
    let parsed = Bibliography::parse(text).or_else(|error| {
        if strings.is_empty() { Err(error) } else { Bibliography::parse(&format!("{strings}\n{text}")) }
    });
    let named = |error: &dyn std::fmt::Display| {
        let start: String = text.chars().take_while(|c| *c != '\n').take(60).collect();
        format!("broken BibTeX: {error}; it begins with {start:?}")
    };
    let bibliography = parsed.map_err(|error| named(&error.kind))?;
    bibliography.into_vec().into_iter().next().ok_or_else(|| named(&"no entry"))
}

/// The paper of an entry.
fn record(entry: &Entry, collector: &Collector<'_>) -> Result<Record, Lost> {
    let fields = BibFields(entry);
    let title = fields.cleaned("title", TITLE_CHARS).ok_or_else(|| format!("no title; its key is {:?}", entry.key))?;
    let addresses: Vec<String> = ["url", "pdf", "ee"].into_iter().filter_map(|key| fields.raw(key)).collect();
    let proceedings = addresses.iter().find_map(|address| proceedings(address, &entry.key));
    let source = if proceedings.is_some() { SourceKind::Proceedings } else { SourceKind::Library };
    let ids = ids(&fields, &addresses).into_iter().chain(proceedings).collect();
    let mut record = Record::new(source, title, ids, collector.place());
    record.abstract_text = fields.cleaned("abstract", TEXT_CHARS);
    people::put_names(&mut record, authors(entry));
    date(&fields, &mut record);
    let names = ["journaltitle", "journal", "booktitle", "howpublished", "school", "institution"];
    record.venue =
        names.into_iter().find_map(|key| fields.cleaned(key, NAME_CHARS)).filter(|venue| !venue.contains("://"));
    record.pages = fields.cleaned("pages", NAME_CHARS).map(|pages| pages.replace("--", "-").replace('–', "-"));
    record.language = fields.cleaned("language", NAME_CHARS).or_else(|| fields.cleaned("langid", NAME_CHARS));
    record.comment = fields.cleaned("note", TEXT_CHARS);
    let words = fields.cleaned("keywords", TEXT_CHARS).unwrap_or_default();
    record.keywords =
        words.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let is_pdf = |address: &String| address.to_ascii_lowercase().strip_suffix(".pdf").is_some();
    record.links.pdf = addresses.iter().filter(|address| is_pdf(address)).find_map(|address| links::address(address));
    let page = addresses.iter().filter(|address| !is_pdf(address) && !address.contains("doi.org/"));
    record.links.page = page.clone().find_map(|address| links::address(address));
    code_links::complete(&mut record);
    Ok(record)
}

/// The fields of an entry as texts.
struct BibFields<'e>(&'e Entry);

impl BibFields<'_> {
    /// The text of a field; formulas between dollars.
    fn raw(&self, key: &str) -> Option<String> {
        let mut text = String::new();
        for chunk in self.0.get(key)? {
            match &chunk.v {
                Chunk::Normal(words) | Chunk::Verbatim(words) => text.push_str(words),
                Chunk::Math(formula) => text.extend(["$", formula, "$"]),
            }
        }
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn cleaned(&self, key: &str, max_chars: usize) -> Option<String> {
        Some(clean(tex::plain(&self.raw(key)?), max_chars).text).filter(|text| !text.is_empty())
    }
}

/// The authors in the order of reading; `and others` is nobody.
fn authors(entry: &Entry) -> Vec<String> {
    let people = entry.author().unwrap_or_default();
    let named = people.iter().map(|person| {
        let family = [person.prefix.as_str(), person.name.as_str()].join(" ");
        people::joined([&person.given_name, &family, &person.suffix])
    });
    named.filter(|name| name != "others").collect()
}

/// The number at arXiv (`eprint`), the DOI, PubMed's number, and what the addresses give.
fn ids(fields: &BibFields<'_>, addresses: &[String]) -> Vec<PaperId> {
    let eprint =
        fields.raw("eprint").and_then(|number| PaperId::from_pasted(&number)).filter(|id| id.arxiv().is_some());
    let doi = fields.raw("doi").map(|doi| ids::of_text(&doi)).unwrap_or_default();
    let pubmed = fields.raw("pmid").and_then(|id| ids::pmid(&id));
    let addresses = addresses.iter().flat_map(|address| ids::of_address(address));
    let (arxiv, others): (Vec<_>, Vec<_>) =
        eprint.into_iter().chain(doi).chain(addresses).chain(pubmed).partition(|id| id.arxiv().is_some());
    arxiv.into_iter().chain(others).collect()
}

/// The id of a paper in proceedings that are published in this way: `pmlr:v202/abbas23a`, `neurips:2023_0a1b…`.
fn proceedings(address: &str, key: &str) -> Option<PaperId> {
    if let Some((_, path)) = address.split_once("proceedings.mlr.press/") {
        let mut parts = path.split('/');
        let (volume, name) = (parts.next()?, parts.next()?.split('.').next()?);
        return ids::in_register("pmlr", &format!("{volume}/{name}"));
    }
    let hosts = ["proceedings.neurips.cc/", "papers.nips.cc/", "papers.neurips.cc/"];
    let number = key.strip_prefix("NEURIPS").or_else(|| key.strip_prefix("NIPS"))?;
    hosts.iter().any(|host| address.contains(host)).then(|| ids::in_register("neurips", number))?
}

/// A whole date, or the year.
fn date(fields: &BibFields<'_>, record: &mut Record) {
    let told = fields.raw("date").or_else(|| fields.raw("year")).unwrap_or_default();
    record.published = dates::instant(&told);
    if record.published.is_none() {
        record.year = dates::year(&told);
        let day = fields.raw("day").and_then(|day| day.parse().ok());
        let month = fields.raw("month").and_then(|month| dates::month(&month));
        if let (Some(year), Some(month), Some(day)) = (record.year, month, day) {
            record.published = dates::midnight(year.into(), month, day);
            record.year = record.year.filter(|_| record.published.is_none());
        }
    }
}
