//! What the papers of a snapshot explain, looked up.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::terms::{BETWEEN, LONG, of_long, of_short, short_stem};
use crate::SearchError;
use crate::snapshot::Snapshot;
use crate::words::{folded, stem, words};

/// So many papers at least have to explain the same: one alone may have made it up, or have been misread.
const ENOUGH: u32 = 2;

/// A form that makes up less than this share of what a short form stands for is left out: it means something else nearly always.
const CLEAR: f32 = 0.2;

/// So many forms at most stand in for another.
const MOST: usize = 3;

/// A long form of a short one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Long {
    /// Its words, folded, with spaces between, as most papers spell it.
    pub text: String,
    /// Their stems.
    pub stems: Vec<String>,
    /// The share of the papers that explain the short form by it.
    pub share: f32,
}

/// A short form of a long one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Short {
    /// As most papers spell it.
    pub text: String,
    /// Its stem.
    pub stem: String,
    /// The share of the papers that explain the short form by this long one.
    pub share: f32,
}

/// How many papers explain something in one spelling or another, and the most frequent.
#[derive(Debug, Default)]
struct Told {
    papers: u32,
    spelling: (u32, String),
}

impl Told {
    fn add(&mut self, papers: u32, spelling: &str) {
        self.papers += papers;
        if papers > self.spelling.0 {
            self.spelling = (papers, spelling.to_owned());
        }
    }
}

/// What a short form stands for, the most frequent first.
pub(super) fn long_forms(snapshot: &Snapshot, short: &str) -> Result<Arc<[Long]>, SearchError> {
    match snapshot.known() {
        Some(known) => known.long_forms(short, || find_long_forms(snapshot.library(), short)),
        None => find_long_forms(snapshot, short),
    }
}

fn find_long_forms(snapshot: &Snapshot, short: &str) -> Result<Arc<[Long]>, SearchError> {
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    let mut all = 0;
    each(snapshot, &of_short(short), |long, papers| {
        all += papers;
        let stems: Vec<_> =
            words(long).map(|at| stem(&folded(long.get(at).unwrap_or_default())).into_owned()).collect();
        told.entry(stems.join(" ")).or_default().add(papers, long);
    })?;
    let mut found: Vec<(u32, Long)> = told
        .into_iter()
        .filter(|(_, told)| told.papers >= ENOUGH)
        .map(|(stems, told)| {
            let stems = stems.split(' ').map(str::to_owned).collect();
            (told.papers, Long { text: told.spelling.1, stems, share: told.papers as f32 / all.max(1) as f32 })
        })
        .filter(|(_, long)| long.share >= CLEAR)
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
    Ok(found.into_iter().take(MOST).map(|(_, long)| long).collect())
}

/// What these words, by their stems, are shortened to, the most frequent first.
pub(super) fn short_forms(snapshot: &Snapshot, stems: &[&str]) -> Result<Arc<[Short]>, SearchError> {
    let long = stems.join(" ");
    match snapshot.known() {
        Some(known) if !known.may_be_shortened(snapshot.library(), &of_long(&long))? => Ok(Arc::default()),
        Some(known) => known.short_forms(&long, || find_short_forms(snapshot.library(), (stems, &long))),
        None => find_short_forms(snapshot, (stems, &long)),
    }
}

fn find_short_forms(snapshot: &Snapshot, (stems, long): (&[&str], &str)) -> Result<Arc<[Short]>, SearchError> {
    let mut told = BTreeMap::<String, Told>::new();
    if !is_shortened(snapshot, &of_long(long))? {
        return Ok(Arc::default());
    }
    each(snapshot, &of_long(long), |short, papers| {
        if let Some(stem) = short_stem(short) {
            told.entry(stem).or_default().add(papers, short);
        }
    })?;
    let mut found = Vec::new();
    for (stem, told) in told.into_iter().filter(|(_, told)| told.papers >= ENOUGH) {
        // Whether the short form says just this decides how much it counts.
        let share = find_long_forms(snapshot, &stem)?.iter().find(|form| form.stems == stems).map(|form| form.share);
        found.extend(share.map(|share| (told.papers, Short { text: told.spelling.1, stem, share })));
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.stem.cmp(&b.1.stem)));
    Ok(found.into_iter().take(MOST).map(|(_, short)| short).collect())
}

/// Calls `found` with the term of each long form that some paper shortens, and with terms that only begin so.
pub(crate) fn each_shortened(snapshot: &Snapshot, mut found: impl FnMut(&str)) -> Result<(), SearchError> {
    for segment in &snapshot.segments {
        let dictionary = segment.columns.abbreviations.terms();
        let mut terms = dictionary.range().ge(LONG.as_bytes()).into_stream().map_err(failed)?;
        while let Some((term, _)) = terms.next() {
            if !term.starts_with(LONG.as_bytes()) {
                break;
            }
            if let Ok(term) = std::str::from_utf8(term) {
                found(term.split(BETWEEN).next().unwrap_or_default());
            }
        }
    }
    Ok(())
}

/// Whether a paper shortens the long form of this term.
fn is_shortened(snapshot: &Snapshot, term: &str) -> Result<bool, SearchError> {
    for segment in &snapshot.segments {
        if segment.columns.abbreviations.terms().get(term.as_bytes()).map_err(failed)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Calls `found` with the other form of each term that begins with this one, and with the number of papers that explain it so.
fn each(snapshot: &Snapshot, form: &str, mut found: impl FnMut(&str, u32)) -> Result<(), SearchError> {
    let begins = format!("{form}{BETWEEN}");
    for segment in &snapshot.segments {
        let dictionary = segment.columns.abbreviations.terms();
        let mut terms = dictionary.range().ge(begins.as_bytes()).into_stream().map_err(failed)?;
        while let Some((term, info)) = terms.next() {
            let Some(other) = term.strip_prefix(begins.as_bytes()) else { break };
            if let Ok(other) = std::str::from_utf8(other) {
                found(other, info.doc_freq);
            }
        }
    }
    Ok(())
}

fn failed(error: std::io::Error) -> SearchError {
    tantivy::TantivyError::from(error).into()
}
