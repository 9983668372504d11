//! What the tests share.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use domain::{Problem, Record, Severity, Version};
use newsstand_sources::Item;
use newsstand_sources::answers::{Answer, AnswerKind, Asked, parse};

/// The folder with recorded answers, or `None` (and a line that says so) where it is absent.
pub(crate) fn wire() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("NEWSSTAND_SHARED").map_or(default, PathBuf::from).join("wire");
    if !folder.exists() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    Some(folder)
}

/// A recorded answer.
pub(crate) fn recorded(file: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(wire()?.join(file)).unwrap())
}

pub(crate) fn asked() -> Asked {
    Asked::new("answer", "2026-11-22T12:00:00Z".parse().unwrap())
}

pub(crate) fn read(kind: AnswerKind, bytes: impl AsRef<[u8]>) -> Answer {
    parse(kind, bytes.as_ref(), &asked())
}

/// Everything that an answer says, for people to check: a paper in a few lines.
pub(crate) fn card(answer: &Answer) -> String {
    let mut card = String::new();
    for item in &answer.items {
        match item {
            Item::Record(record) => paper(record, &mut card),
            Item::Problem(problem) => writeln!(card, "{}", told(problem)).unwrap(),
        }
    }
    for deleted in &answer.deleted {
        writeln!(card, "deleted: {} at {:?}", deleted.id, deleted.at).unwrap();
    }
    let parts = [
        answer.refused.as_ref().map(|refused| format!("refused: {refused}")),
        answer.remark.as_ref().map(|remark| format!("remark: {remark}")),
        answer.total.map(|total| format!("in all: {total}")),
        answer.next.as_ref().map(|next| format!("next: {next:?}")),
        answer.answered.map(|at| format!("answered: {at}")),
    ];
    parts.into_iter().flatten().for_each(|line| writeln!(card, "{line}").unwrap());
    card
}

fn told(problem: &Problem) -> String {
    format!("{} {problem}", if problem.severity == Severity::Lost { "LOST" } else { "warning" })
}

fn paper(record: &Record, card: &mut String) {
    let ids: Vec<&str> = record.ids.iter().map(domain::PaperId::as_str).collect();
    writeln!(card, "{} [{}] {}", record.source, ids.join(" "), record.title).unwrap();
    if Some(&record.source_key.as_str()) != ids.first() {
        writeln!(card, "  key: {}", record.source_key).unwrap();
    }
    if !record.authors.is_empty() {
        writeln!(card, "  by: {}", authors(record)).unwrap();
    }
    let version = |version: &Version| format!("v{} {}", version.number, version.at);
    let lines = [
        ("published", record.published.map(|at| at.to_string())),
        ("year", record.year.map(|year| year.to_string())),
        ("updated", record.updated.map(|at| at.to_string())),
        ("versions", joined(record.versions.iter().map(version))),
        ("withdrawn", record.withdrawn.then(|| "yes".to_owned())),
        ("announced", record.announced.map(|kind| kind.to_string())),
        (
            "listed",
            record.listing.map(|listing| format!("{} {} {:?}", listing.list.as_str(), listing.day, listing.rank)),
        ),
        ("categories", joined(record.categories.iter().cloned())),
        ("keywords", joined(record.keywords.iter().cloned())),
        ("organization", record.organization.as_ref().map(|organization| organization.name.clone())),
        ("venue", record.venue.clone()),
        ("reference", record.journal_ref.clone().filter(|text| Some(text) != record.venue.as_ref())),
        ("pages", record.pages.clone()),
        ("language", record.language.clone()),
        ("comment", record.comment.clone()),
        ("summary", record.summary.clone()),
        ("votes", record.observed.map(|seen| format!("{:?} at {}", seen.counts, seen.at))),
        ("code", record.links.code.clone()),
        ("project", record.links.project.clone()),
        ("pdf", record.links.pdf.clone()),
        ("cited by", record.citations.map(|number| number.to_string())),
        ("page", record.links.page.clone()),
        ("image", record.links.image.clone()),
        ("abstract", record.abstract_text.as_deref().map(shortened)),
    ];
    for (name, value) in lines {
        if let Some(value) = value {
            writeln!(card, "  {name}: {value}").unwrap();
        }
    }
}

fn joined(words: impl Iterator<Item = String>) -> Option<String> {
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// The first six authors with the places they belong to.
fn authors(record: &Record) -> String {
    let places =
        |at: usize| record.affiliations.get(at).map(|places| places.join(" & ")).filter(|text| !text.is_empty());
    let named =
        |(at, name): (usize, &String)| places(at).map_or_else(|| name.clone(), |places| format!("{name} ({places})"));
    let shown: Vec<String> = record.authors.iter().enumerate().take(6).map(named).collect();
    let more = record.authors.len().saturating_sub(6);
    if more == 0 { shown.join("; ") } else { format!("{}; and {more} more", shown.join("; ")) }
}

/// The beginning and the end of a long text.
fn shortened(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 160 {
        return text.to_owned();
    }
    let start: String = chars.iter().take(90).collect();
    let end: String = chars.iter().skip(chars.len() - 40).collect();
    format!("{start} … {end} ({} characters)", chars.len())
}
