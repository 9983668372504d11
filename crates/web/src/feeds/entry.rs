//! A paper in a feed.

use askama::Template;
use domain::{Counts, Day, Paper, StoredPaper, Timestamp};

use crate::failure::Failure;
use crate::feeds::{Call, TAG};
use crate::links;
use crate::views::link::Link;
use crate::views::numbers::counted;
use crate::views::paper::pdf;

/// The most names of authors in an entry.
const MOST_AUTHORS: usize = 100;

/// The most characters of a title; the longest real ones have about 300.
const MOST_TITLE_CHARS: usize = 500;

/// The most characters of an abstract; arXiv allows 1,920.
const MOST_ABSTRACT_CHARS: usize = 5_000;

/// Characters of the summary.
const SUMMARY_CHARS: usize = 300;

/// A paper in a feed. All its texts are [`sound`].
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    /// The paper's page here.
    pub(super) href: String,
    /// Where the paper is at home.
    pub(super) outside: Option<String>,
    pub(super) published: Option<Timestamp>,
    /// When it last became news: the later of its publication and its newest list day.
    pub(super) updated: Option<Timestamp>,
    pub(super) authors: Vec<String>,
    pub(super) categories: Vec<String>,
    /// The beginning of the abstract, or the sentence that a source gives.
    pub(super) summary: String,
    /// The abstract and what else is known, as HTML.
    pub(super) content: String,
    pub(super) image: Option<String>,
}

#[derive(Template)]
#[template(path = "entry.html")]
struct Content {
    abstract_text: String,
    counts: String,
    links: Vec<Link>,
}

impl Entry {
    /// The entry of a paper.
    pub(super) fn of(stored: &StoredPaper, call: &Call) -> Result<Self, Failure> {
        let paper = &stored.paper;
        let path = links::paper(&paper.id);
        let published = published(stored);
        let abstract_text = text(&paper.abstract_text, MOST_ABSTRACT_CHARS);
        let shows_images = call.site.settings().show_images;
        let image = paper.links.image.as_deref().filter(|href| shows_images && href.starts_with("https://"));
        Ok(Self {
            id: format!("{TAG}{path}"),
            title: text(&paper.title, MOST_TITLE_CHARS),
            outside: outside(paper),
            published,
            updated: published.max(stored.listed.map(Day::midnight)),
            authors: sounds(&paper.authors).take(MOST_AUTHORS).collect(),
            categories: sounds(&paper.categories).collect(),
            summary: match &paper.summary {
                Some(told) => text(told, SUMMARY_CHARS),
                None => text::excerpt(&abstract_text, SUMMARY_CHARS).into_owned(),
            },
            content: content(stored, abstract_text)?,
            image: image.map(sound),
            href: call.whole(&path),
        })
    }

    /// When it changed, where a time must be said (RFC 4287, 4.1.2).
    pub(super) fn updated_or_epoch(&self) -> Timestamp {
        self.updated.unwrap_or_default()
    }
}

/// The instant where a source told one that lies in the years of a calendar, else the beginning of the day that readers see.
fn published(stored: &StoredPaper) -> Option<Timestamp> {
    let told = stored.paper.published.filter(|instant| Day::of(*instant).is_some());
    told.or_else(|| stored.shown.map(Day::midnight))
}

fn content(stored: &StoredPaper, abstract_text: String) -> Result<String, Failure> {
    let Counts { votes, comments } = stored.counts;
    let counts = [(votes, "vote"), (comments, "comment")].map(|(number, unit)| (u64::from(number), unit));
    let counts: Vec<String> =
        counts.iter().filter(|(number, _)| *number > 0).map(|(number, unit)| counted(*number, unit)).collect();
    let content = Content {
        abstract_text: if abstract_text.is_empty() { "No source gives an abstract.".to_owned() } else { abstract_text },
        counts: counts.join(", "),
        links: addresses(&stored.paper),
    };
    Ok(content.render()?.trim_end().to_owned())
}

/// Where the paper's things are.
fn addresses(paper: &Paper) -> Vec<Link> {
    let told = &paper.links;
    let all = [
        ("arXiv", paper.id.arxiv().map(|id| format!("https://arxiv.org/abs/{id}"))),
        ("PDF", pdf(paper)),
        ("Code", told.code.clone()),
        ("Project page", told.project.clone()),
        ("DOI", paper.id.doi().map(|id| format!("https://doi.org/{id}"))),
        ("Source", told.page.clone()),
    ];
    let some = all.into_iter().filter_map(|(label, href)| Some(Link::outside(sound(&href?), label)));
    some.filter(|link| link.href.starts_with("https://") || link.href.starts_with("http://")).collect()
}

/// Where the paper is at home: as its id tells, else as a source says.
fn outside(paper: &Paper) -> Option<String> {
    let home = |label: &str| matches!(label, "arXiv" | "DOI" | "Source");
    addresses(paper).into_iter().find(|link| home(&link.label)).map(|link| link.href)
}

/// A text of a paper as plain text of at most `most` characters. It is cut first, which spares reading a megabyte to its end.
fn text(source: &str, most: usize) -> String {
    sound(&text::plain(&text::excerpt(source, most)))
}

/// Texts that hold something.
fn sounds(texts: &[String]) -> impl Iterator<Item = String> {
    texts.iter().map(|text| sound(text)).filter(|text| !text.trim().is_empty())
}

/// The text without the characters that XML cannot hold, not even escaped (XML 1.0, production 2).
pub(super) fn sound(text: &str) -> String {
    let holds = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(sound("a\u{0}b\u{b}c\u{fffe}\u{ffff}d\té 李\u{1f600}\n"), "abcd\té 李\u{1f600}\n");
    }

    #[test]
    fn a_megabyte_is_cut() {
        let long = "Many words, ".repeat(90_000);
        assert!(text(&long, MOST_ABSTRACT_CHARS).chars().count() <= MOST_ABSTRACT_CHARS);
        assert!(text(&"x".repeat(1 << 20), 500).chars().count() <= 500);
    }
}
