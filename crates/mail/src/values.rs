//! What templates are given.

use domain::Language;
use serde::Serialize;

use crate::content::contents;

/// A paper as a letter shows it.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    /// Its place in the letter, from 1.
    pub(crate) number: usize,
    pub(crate) title: String,
    /// The title as it stands in a table of contents.
    pub(crate) short: String,
    pub(crate) href: String,
    pub(crate) byline: String,
    pub(crate) extract: String,
    pub(crate) votes: String,
    pub(crate) links: Vec<Link>,
    pub(crate) why: String,
}

/// Where something of a paper is.
#[derive(Debug, Serialize)]
pub(crate) struct Link {
    pub(crate) label: &'static str,
    pub(crate) href: String,
}

/// Papers of a letter under one heading, which may be empty.
#[derive(Debug, Serialize)]
pub(crate) struct Section {
    pub(crate) title: String,
    /// The language of a title that is a date; else empty.
    pub(crate) language: &'static str,
    pub(crate) papers: Vec<Shown>,
}

/// What the templates of a letter about papers are given; docs/POST.md tells operators of each.
#[derive(Debug, Serialize)]
pub(crate) struct Digest {
    pub(crate) site: String,
    pub(crate) home: String,
    pub(crate) heading: String,
    pub(crate) date: String,
    pub(crate) language: &'static str,
    pub(crate) contents: String,
    pub(crate) preheader: String,
    pub(crate) has_contents: bool,
    pub(crate) sections: Vec<Section>,
    pub(crate) more: String,
    pub(crate) all: String,
    pub(crate) about: String,
    pub(crate) manage: String,
    pub(crate) end_all: String,
}

/// What the templates of a letter that asks are given.
#[derive(Debug, Serialize)]
pub(crate) struct Confirmation<'a> {
    pub(crate) site: &'a str,
    pub(crate) about: &'a str,
    pub(crate) confirm: &'a str,
}

impl Digest {
    /// A letter without papers.
    pub(crate) fn example() -> Self {
        let text = str::to_owned;
        Self {
            site: text("Papers"),
            home: text("https://example.org/"),
            heading: text("The day’s papers"),
            date: Language::English.long(jiff::civil::date(2026, 11, 22)),
            language: Language::English.code(),
            contents: contents(&[]),
            preheader: String::new(),
            has_contents: false,
            sections: Vec::new(),
            more: String::new(),
            all: text("https://example.org/"),
            about: text("the day’s list"),
            manage: text("https://example.org/letters/x"),
            end_all: text("https://example.org/letters/x/end?all=yes"),
        }
    }

    /// How many papers it holds.
    pub(crate) fn count(&self) -> usize {
        self.sections.iter().map(|section| section.papers.len()).sum()
    }

    /// Leaves the last paper out.
    pub(crate) fn shorten(&mut self) {
        if let Some(section) = self.sections.last_mut() {
            section.papers.pop();
        }
        self.sections.retain(|section| !section.papers.is_empty());
    }
}
