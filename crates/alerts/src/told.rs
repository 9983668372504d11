//! What a message tells, before any form is given to it.

use domain::Timestamp;
use engine::{AlertMessage, Entry, paper_path, subject_path};
use text::{clipped, line};

/// Characters of a title, of names and reasons, of an extract, and of what a message is called.
const TITLE: usize = 250;
const NAMES: usize = 120;
const EXTRACT: usize = 420;
const HEADING: usize = 150;

/// Authors that are named.
const AUTHORS: usize = 3;

/// A message. Its texts are single lines of plain words.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    /// The message as it was written.
    pub(crate) message: &'a AlertMessage,
    /// When it is handed over.
    pub(crate) now: Timestamp,
    /// What the site is called.
    pub(crate) site: String,
    /// What it is about.
    pub(crate) heading: String,
    /// The page that shows the same.
    pub(crate) page: String,
    /// The papers.
    pub(crate) papers: Vec<Paper<'a>>,
}

/// A paper in a message.
#[derive(Debug)]
pub(crate) struct Paper<'a> {
    pub(crate) entry: &'a Entry,
    pub(crate) title: String,
    pub(crate) href: String,
    /// Who wrote it.
    pub(crate) byline: String,
    /// Why it is told.
    pub(crate) why: String,
}

impl<'a> Told<'a> {
    /// What a message tells on behalf of the site of that name and address.
    pub(crate) fn of((site, base): (&str, &str), message: &'a AlertMessage, now: Timestamp) -> Self {
        let about = &message.alert.subject;
        Self {
            message,
            now,
            site: line(site, NAMES),
            heading: capital(&line(&about.words(), HEADING)),
            page: format!("{base}{}", subject_path(about)),
            papers: message.content.papers.iter().map(|entry| Paper::of(entry, base)).collect(),
        }
    }

    /// The message with as many of its papers as fit; `print` gets them and how many there are beside them.
    pub(crate) fn fitting<T>(&self, fits: impl Fn(&T) -> bool, print: impl Fn(&[Paper<'a>], usize) -> T) -> T {
        let mut shown = self.papers.len();
        loop {
            let papers = self.papers.get(..shown).unwrap_or_default();
            let printed = print(papers, self.message.content.total.saturating_sub(shown));
            if shown <= 1 || fits(&printed) {
                return printed;
            }
            shown -= 1;
        }
    }
}

impl<'a> Paper<'a> {
    fn of(entry: &'a Entry, base: &str) -> Self {
        let paper = &entry.stored.paper;
        Self {
            entry,
            title: line(&paper.title, TITLE),
            href: format!("{base}{}", paper_path(&paper.id)),
            byline: byline(entry),
            why: line(&entry.why, NAMES),
        }
    }

    /// What stands behind the title, who wrote it and why it is told, each as a line that `print` makes.
    pub(crate) fn lines(&self, print: impl Fn(&str) -> String) -> String {
        let said = [&self.byline, &self.why].into_iter().filter(|said| !said.is_empty());
        said.fold(String::new(), |lines, said| lines + &print(said))
    }

    /// What a source says in a sentence, else the first two sentences of the abstract.
    pub(crate) fn extract(&self) -> String {
        let paper = &self.entry.stored.paper;
        let begin = clipped(&paper.abstract_text, 4 * EXTRACT);
        let sentences = || text::sentences(&begin).into_iter().take(2).collect::<Vec<_>>().join(" ");
        line(&paper.summary.clone().unwrap_or_else(sentences), EXTRACT)
    }
}

/// `3 more`; nothing where there are none.
pub(crate) fn more(left: usize) -> Option<String> {
    (left > 0).then(|| format!("{left} more"))
}

fn byline(entry: &Entry) -> String {
    let paper = &entry.stored.paper;
    let named = paper.authors.iter().take(AUTHORS).map(String::as_str).collect::<Vec<_>>().join(", ");
    let authors = match paper.authors.len().saturating_sub(AUTHORS) {
        0 => named,
        more => format!("{named} and {more} more"),
    };
    let organization = paper.organization.as_ref().map(|organization| organization.name.clone());
    let parts = [Some(authors).filter(|authors| !authors.is_empty()), organization];
    line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "), NAMES)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
