//! Saved pages of search results, as text. Two layouts are known: one with blocks between blank lines (title, abstract,
//! authors and date), and one with a line for each title and each abstract.
//!
//! **Dates without a year** mean the year in which the page was saved: it prints the year of a date only where that is not
//! the current one. So the newest year that *is* printed is an earlier one, and on a page of dozens of results it is the
//! year before: the default is the newest printed year plus one. A page on which no year is printed is of the year in
//! which its file was written.

mod blocks;
mod dates;
mod lines;

use domain::{Counts, Day, Observation, Organization, PaperId, Problem, Record, Severity, SourceKind, Timestamp};

use crate::chunk::Context;
use crate::clean::{NAME_CHARS, TEXT_CHARS, TITLE_CHARS, clean};
use crate::{Item, code_links};
use dates::ShortDate;

/// A line that every saved page begins with.
const MARK: &str = "Get trending papers in your email inbox";

/// What a page says about one paper.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Entry {
    title: String,
    abstract_text: String,
    author_count: Option<u32>,
    organization: Option<String>,
    date: Option<ShortDate>,
    comments: Option<u32>,
    /// A line about the paper that says none of these.
    unknown: Option<String>,
}

/// All entries of a page, and the day that its heading shows.
#[derive(Debug, Default)]
struct Page {
    day: Option<ShortDate>,
    entries: Vec<Entry>,
}

/// Whether a file that begins with `head` is a saved page.
pub(crate) fn looks_like_one(head: &str) -> bool {
    head.lines().take(20).any(|line| line.trim().starts_with(MARK) || line.trim() == "Daily Papers")
        || head.lines().any(blocks::is_byline)
}

/// Reads all entries of a page into `items`; their places are numbered from 1.
pub(crate) fn read(text: &str, context: &Context, items: &mut Vec<Item>) {
    let page = if text.lines().any(blocks::is_byline) { blocks::read(text) } else { lines::read(text) };
    let year = context.year.unwrap_or_else(|| year_of(&page, context.seen_at));
    let seen_at = page.day.and_then(|date| date.in_year(year)).map_or(context.seen_at, Day::midnight);
    if page.entries.is_empty() {
        let reason = "a page without any paper".to_owned();
        items.push(Item::Problem(Problem { place: context.place(1), severity: Severity::Lost, reason }));
    }
    for (entry, number) in page.entries.into_iter().zip(1..) {
        EntryReader { context, number, year, seen_at, items }.read(entry);
    }
}

/// The year of dates that have none.
fn year_of(page: &Page, seen_at: Timestamp) -> i16 {
    let newest = page.entries.iter().filter_map(|entry| entry.date?.year).max();
    newest.map_or_else(|| Day::of(seen_at).map_or(1970, Day::year), |newest| newest.saturating_add(1))
}

/// Turns one entry into items.
struct EntryReader<'r> {
    context: &'r Context,
    number: u64,
    year: i16,
    seen_at: Timestamp,
    items: &'r mut Vec<Item>,
}

impl EntryReader<'_> {
    fn read(&mut self, entry: Entry) {
        let title = self.cleaned("title", &entry.title, TITLE_CHARS);
        if title.is_empty() {
            return self.problem(Severity::Lost, "an entry without a title".to_owned());
        }
        let id = PaperId::from_title(&title);
        let mut record = Record::new(SourceKind::SavedPage, title, vec![id], self.context.place(self.number));
        let abstract_text = self.cleaned("abstract", &entry.abstract_text, TEXT_CHARS);
        record.abstract_text = Some(abstract_text).filter(|text| !text.is_empty());
        record.author_count = entry.author_count;
        record.organization = entry.organization.and_then(|name| Organization::named(&clean(&name, NAME_CHARS).text));
        record.published = entry.date.and_then(|date| self.day(date)).map(Day::midnight);
        // A page shows comments but no votes.
        record.observed =
            entry.comments.map(|comments| Observation { counts: Counts { votes: 0, comments }, at: self.seen_at });
        code_links::complete(&mut record);
        if let Some(line) = entry.unknown {
            self.problem(Severity::Warning, format!("{line:?} is neither authors, organisation nor date; left out"));
        }
        self.items.push(Item::Record(Box::new(record)));
    }

    fn day(&mut self, date: ShortDate) -> Option<Day> {
        let day = date.in_year(self.year);
        if day.is_none() {
            self.problem(
                Severity::Warning,
                format!("{date} is no day of {}; left out", date.year.unwrap_or(self.year)),
            );
        }
        day
    }

    fn cleaned(&mut self, what: &str, text: &str, max_chars: usize) -> String {
        let cleaned = clean(text, max_chars);
        if cleaned.cut {
            self.problem(Severity::Warning, format!("the {what} is longer than {max_chars} characters; cut"));
        }
        cleaned.text
    }

    fn problem(&mut self, severity: Severity, reason: String) {
        self.items.push(Item::Problem(Problem { place: self.context.place(self.number), severity, reason }));
    }
}
