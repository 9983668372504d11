//! When two descriptions are of the same paper.
//!
//! A shared id decides at once, and so do two ids of one register that gives each paper only one. Beyond that titles, names and abstracts
//! are compared, and the answer is yes, no, or that somebody should look: a wrong yes hides a paper, a wrong no shows it twice.
//! docs/SOURCES.md has the thresholds and how often they are right.

mod names;
mod titles;

use std::collections::HashSet;
use std::fmt;

use domain::{IdKind, PaperId, normalized_title};

use names::Agreement;
use titles::TitleLikeness;

/// What a description says that helps to tell papers apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Likeness<'a> {
    /// The ids it is known by.
    pub ids: &'a [PaperId],
    /// The title.
    pub title: &'a str,
    /// The abstract; empty where unknown.
    pub abstract_text: &'a str,
    /// The authors' names; empty where unknown.
    pub authors: &'a [String],
    /// The year in which it appeared, where known.
    pub year: Option<i16>,
}

/// What two descriptions are to one another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Verdict {
    /// One paper.
    Same(Evidence),
    /// Perhaps one: somebody should look.
    Doubt(Evidence),
    /// Two papers.
    Different,
}

/// What speaks for two descriptions being of one paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Evidence {
    /// How alike the titles are, 0 to 1.
    pub title: f64,
    /// The share of the shorter list of authors that stands on the other; `None` where one has no names.
    pub authors: Option<f64>,
    /// The share of words that the abstracts have in common; `None` where one of them is missing or too short to tell.
    pub abstracts: Option<f64>,
}

/// Titles as alike as this are the same but for a typing error or a hyphen.
const SAME_TITLE: f64 = 0.95;
/// Titles as alike as this are the same but for a word, where abstracts say so too.
const NEAR_TITLE: f64 = 0.8;
/// Abstracts that share so many of their words are versions of one: of the Daily Papers' 998 in 1,000 share more with arXiv's, and of
/// 12,000 pairs of papers by the same authors two in a thousand.
const SAME_ABSTRACT: f64 = 0.6;
/// Abstracts that share so many of their words are the same but for a phrase.
const EQUAL_ABSTRACT: f64 = 0.85;
/// Abstracts that share fewer words than this are different, or wholly rewritten.
const OTHER_ABSTRACT: f64 = 0.3;
/// The share of names that must agree.
const SAME_AUTHORS: f64 = 0.5;
/// Years between a preprint and what it became.
const YEARS: i16 = 5;
/// Abstracts with fewer different words than this do not tell papers apart.
const ABSTRACT_WORDS: usize = 30;

/// What two descriptions are to one another. The order does not matter.
pub(crate) fn judge(a: Likeness<'_>, b: Likeness<'_>) -> Verdict {
    if ids_differ(a.ids, b.ids) {
        return Verdict::Different;
    }
    let title = TitleLikeness::of(a.title, b.title);
    let authors = Agreement::of(a.authors, b.authors);
    let abstracts = abstracts(a.abstract_text, b.abstract_text);
    let evidence = Evidence { title: title.whole, authors: authors.map(Agreement::share), abstracts };
    let verdict = match (authors.map(Agreement::share), abstracts) {
        (Some(authors), Some(abstracts)) => by_all(&title, authors, abstracts, evidence),
        (Some(authors), None) => by_names(&title, authors, years_fit(a.year, b.year), evidence),
        (None, _) => by_title(&title, evidence, || overlap(a.abstract_text, b.abstract_text)),
    };
    match verdict {
        // A conference lists a paper once; sometimes it errs.
        Verdict::Same(evidence) if are_of_one_volume(a.ids, b.ids) => Verdict::Doubt(evidence),
        verdict => verdict,
    }
}

/// Where both have names and abstracts.
fn by_all(title: &TitleLikeness, authors: f64, abstracts: f64, evidence: Evidence) -> Verdict {
    let near = title.whole >= NEAR_TITLE || title.same_sub;
    if authors < SAME_AUTHORS {
        let looks_so = title.whole >= SAME_TITLE && abstracts >= SAME_ABSTRACT;
        return if looks_so { Verdict::Doubt(evidence) } else { Verdict::Different };
    }
    let named_alike = title.same_main || title.whole >= SAME_TITLE;
    if abstracts >= SAME_ABSTRACT && (named_alike || near) {
        // A word of the title that is another may make it another paper, of which the same people wrote much the same.
        let enough = !title.other_number && (named_alike || abstracts >= EQUAL_ABSTRACT);
        return if enough { Verdict::Same(evidence) } else { Verdict::Doubt(evidence) };
    }
    if title.whole >= SAME_TITLE && !title.other_number {
        return if abstracts >= OTHER_ABSTRACT { Verdict::Same(evidence) } else { Verdict::Doubt(evidence) };
    }
    // A title that was wholly changed, or a paper that was cut into two.
    if abstracts >= NEAR_TITLE { Verdict::Doubt(evidence) } else { Verdict::Different }
}

/// Where an abstract is missing.
fn by_names(title: &TitleLikeness, authors: f64, years_fit: bool, evidence: Evidence) -> Verdict {
    if title.other_number || authors <= 0.0 {
        return Verdict::Different;
    }
    let same_title = title.whole >= SAME_TITLE;
    if same_title && authors >= SAME_AUTHORS && years_fit {
        return Verdict::Same(evidence);
    }
    let near = title.whole >= NEAR_TITLE || title.same_main && title.distinctive_main || title.same_sub;
    if same_title || near && authors >= SAME_AUTHORS && years_fit {
        Verdict::Doubt(evidence)
    } else {
        Verdict::Different
    }
}

/// Where one side names nobody: the same title does if no two papers bear it by chance, else the abstract must be the same.
fn by_title(title: &TitleLikeness, evidence: Evidence, overlap: impl Fn() -> f64) -> Verdict {
    if title.other_number || title.whole < SAME_TITLE {
        return Verdict::Different;
    }
    if title.is_distinctive && title.whole >= 1.0 || overlap() >= SAME_ABSTRACT {
        Verdict::Same(evidence)
    } else if title.is_distinctive {
        Verdict::Doubt(evidence)
    } else {
        Verdict::Different
    }
}

/// Where preprints have DOIs of their own, which say nothing about those of what they became.
const PREPRINTS: [&str; 9] = [
    "10.48550/",
    "10.21203/",
    "10.2139/",
    "10.26434/",
    "10.31219/",
    "10.31234/",
    "10.20944/",
    "10.36227/",
    "10.22541/",
];

/// Whether both have an id of a register that gives each paper one, and none of these in common.
fn ids_differ(a: &[PaperId], b: &[PaperId]) -> bool {
    let arxiv = |id: &&PaperId| id.kind() == IdKind::Arxiv;
    let published = |id: &&PaperId| id.doi().is_some_and(|doi| !is_preprint(doi));
    differ(a.iter().filter(arxiv), b.iter().filter(arxiv))
        || differ(a.iter().filter(published), b.iter().filter(published))
}

/// Whether both have an id of one year of one conference (`iros:2006:…`), and not the same.
fn are_of_one_volume(a: &[PaperId], b: &[PaperId]) -> bool {
    let volume = |id: &PaperId| {
        let (volume, _) = id.as_str().rsplit_once(':')?;
        volume.contains(':').then(|| volume.to_owned())
    };
    let volumes: HashSet<String> = a.iter().filter_map(volume).collect();
    b.iter().any(|id| !a.contains(id) && volume(id).is_some_and(|volume| volumes.contains(&volume)))
}

/// bioRxiv shares its prefix with journals, whose suffixes begin with a letter.
fn is_preprint(doi: &str) -> bool {
    let biorxiv = doi.strip_prefix("10.1101/").is_some_and(|suffix| suffix.starts_with(|c: char| c.is_ascii_digit()));
    biorxiv || PREPRINTS.iter().any(|prefix| doi.starts_with(prefix))
}

fn differ<'a>(a: impl Iterator<Item = &'a PaperId>, b: impl Iterator<Item = &'a PaperId>) -> bool {
    let (a, b): (HashSet<_>, HashSet<_>) = (a.collect(), b.collect());
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

fn years_fit(a: Option<i16>, b: Option<i16>) -> bool {
    a.zip(b).is_none_or(|(a, b)| (a - b).abs() <= YEARS)
}

/// The overlap of two abstracts that are long enough to tell.
fn abstracts(a: &str, b: &str) -> Option<f64> {
    let long = |text: &str| text.split_whitespace().nth(ABSTRACT_WORDS - 1).is_some();
    (long(a) && long(b)).then(|| overlap(a, b))
}

/// The Jaccard index of two texts' words: 0 where either is empty.
fn overlap(a: &str, b: &str) -> f64 {
    let (a, b) = (normalized_title(a), normalized_title(b));
    let (a, b): (HashSet<&str>, HashSet<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    let shared = a.intersection(&b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

impl fmt::Display for Evidence {
    /// `titles 97 % alike, half of the names, 88 % of the abstracts' words`, with figures.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "titles {:.0} % alike", self.title * 100.0)?;
        if let Some(authors) = self.authors {
            write!(f, ", {:.0} % of the names", authors * 100.0)?;
        }
        if let Some(abstracts) = self.abstracts {
            write!(f, ", {:.0} % of the abstracts' words", abstracts * 100.0)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
