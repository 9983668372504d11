//! What a citation says of a paper, whatever its format.

use domain::{Day, Paper, normalized_title};

use super::names::Name;
use super::venue::Venue;
use crate::words::is_stop_word;

/// A paper as citations see it.
#[derive(Debug)]
pub(super) struct Work<'a> {
    /// The title as it stands, with its LaTeX.
    pub(super) title: &'a str,
    /// The title without LaTeX.
    pub(super) plain_title: String,
    /// The abstract without LaTeX; empty where there is none.
    pub(super) plain_abstract: String,
    pub(super) names: Vec<Name>,
    /// Whether there are authors whose names are not known.
    pub(super) others: bool,
    pub(super) year: Option<i16>,
    /// Month (1-12) and day of the month, where they are known and belong to that year.
    pub(super) month_and_day: Option<(i8, i8)>,
    pub(super) venue: Venue<'a>,
    pub(super) arxiv: Option<&'a str>,
    pub(super) doi: Option<&'a str>,
    /// The primary category at arXiv.
    pub(super) category: Option<&'a str>,
    /// Where it can be read: at arXiv, behind its DOI, or at its source.
    pub(super) address: Option<String>,
    pub(super) keywords: &'a [String],
}

impl<'a> Work<'a> {
    /// What there is to say of `paper`. `year` is taken where the venue names none.
    pub(super) fn new(paper: &'a Paper, year: Option<i16>) -> Self {
        let (venue, venue_year) = paper.venue.as_deref().map_or((Venue::Unknown, None), Venue::read);
        let names: Vec<Name> = paper.authors.iter().filter_map(|name| Name::read(name)).collect();
        let published = paper.published.and_then(Day::of);
        let year = venue_year.or(year).or_else(|| published.map(Day::year));
        let same_year = published.filter(|day| Some(day.year()) == year).map(Day::date);
        let (arxiv, doi) = (paper.id.arxiv(), paper.id.doi());
        let address = match (arxiv, doi) {
            (Some(id), _) => Some(format!("https://arxiv.org/abs/{id}")),
            (_, Some(doi)) => Some(format!("https://doi.org/{doi}")),
            _ => paper.links.page.clone(),
        };
        Self {
            title: &paper.title,
            plain_title: one_line(&crate::plain(&paper.title)),
            plain_abstract: one_line(&crate::plain(&paper.abstract_text)),
            others: usize::try_from(paper.author_count).is_ok_and(|count| count > names.len()),
            names,
            year,
            month_and_day: same_year.map(|date| (date.month(), date.day())),
            venue,
            arxiv,
            doi,
            category: paper.categories.first().map(String::as_str).filter(|_| arxiv.is_some()),
            address,
            keywords: &paper.keywords,
        }
    }

    /// The name by which texts cite it, such as `vaswani2017attention`: first author, year, and the title's first word that
    /// says something, in ASCII letters and digits.
    pub(super) fn key(&self) -> String {
        let author = self.names.first().map(|name| ascii(&normalized_title(&name.family))).unwrap_or_default();
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let title = normalized_title(&self.plain_title);
        let word = title.split(' ').filter(|word| !is_stop_word(word)).map(ascii).find(|word| word.len() > 1);
        let key = [author, year, word.unwrap_or_default()].concat();
        if key.starts_with(|c: char| c.is_ascii_alphabetic()) { key } else { format!("paper{key}") }
    }
}

fn ascii(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// `text` with white space and control characters as single blanks.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
