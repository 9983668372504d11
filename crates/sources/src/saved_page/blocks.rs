//! The layout with blank lines between title, abstract, and a last block with authors and date:
//!
//! ```text
//! Score identity Distillation
//!
//! We introduce …
//!
//!   • 8 authors
//! ·
//! Mar 16, 2024 2
//! ```
//!
//! The last number is that of the comments, and stands only where there are some. In place of the authors there can be an
//! organisation, printed twice (`Sony Sony`: its picture's text and its name). The last block can be missing.

use super::dates::{ShortDate, number};
use super::{Entry, MARK, Page};

/// Whether a line tells the number of authors.
pub(super) fn is_byline(line: &str) -> bool {
    authors(line).is_some()
}

/// Reads a page of this layout.
pub(super) fn read(text: &str) -> Page {
    let blocks = blocks(text);
    let first_paper = blocks.iter().position(|block| is_last_block(block)).unwrap_or(blocks.len());
    let is_heading = |block: &Vec<&str>| matches!(block.as_slice(), [line] if heading(line));
    let heading = blocks.iter().take(first_paper).rposition(is_heading).map_or(0, |last| last + 1);
    let (heading, papers) = blocks.split_at_checked(heading).unwrap_or_default();
    let day = heading.iter().flatten().find_map(|line| lone_date(line));
    Page { day, entries: entries(papers) }
}

/// The lines of each block, without white space around them.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.split(|line| line.is_empty()).filter(|block| !block.is_empty()).map(<[&str]>::to_vec).collect()
}

/// Whether a line stands above the papers of the page.
fn heading(line: &str) -> bool {
    let by = line.starts_with("by") && line.ends_with("research community");
    matches!(line, "new" | "Subscribe" | "Daily Papers") || line.starts_with(MARK) || by || lone_date(line).is_some()
}

fn lone_date(line: &str) -> Option<ShortDate> {
    ShortDate::at_start(line).filter(|(_, rest)| rest.is_empty()).map(|(date, _)| date)
}

/// Whether a block is the last of a paper: authors or organisation, a point between lines, the date.
fn is_last_block(block: &[&str]) -> bool {
    block.iter().any(|line| *line == "·" || is_byline(line))
}

fn entries(blocks: &[Vec<&str>]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut current = Entry::default();
    for block in blocks {
        if is_last_block(block) {
            for line in block {
                fact(line, &mut current);
            }
            entries.push(std::mem::take(&mut current));
        } else if current.title.is_empty() {
            current.title = block.join(" ");
        } else if current.abstract_text.is_empty() {
            current.abstract_text = block.join(" ");
        } else {
            // A third text can only be the title of the next paper: this one has no last block.
            let next = Entry { title: block.join(" "), ..Entry::default() };
            entries.push(std::mem::replace(&mut current, next));
        }
    }
    if !current.title.is_empty() {
        entries.push(current);
    }
    entries
}

/// Takes one line of a last block into the entry.
fn fact(line: &str, entry: &mut Entry) {
    if line == "·" {
        return;
    }
    if let Some(count) = authors(line) {
        entry.author_count = Some(count);
    } else if let Some((date, comments)) = dated(line) {
        entry.date = Some(date);
        entry.comments = comments;
    } else if entry.organization.is_none() && entry.author_count.is_none() && entry.date.is_none() {
        entry.organization = Some(once(line).to_owned());
    } else {
        entry.unknown = Some(line.to_owned());
    }
}

/// The number in `• 8 authors`.
fn authors(line: &str) -> Option<u32> {
    let (count, rest) = number(line.trim().strip_prefix('•')?.trim_start())?;
    matches!(rest, " authors" | " author").then_some(count)
}

/// A date, and the number of comments where there are some.
fn dated(line: &str) -> Option<(ShortDate, Option<u32>)> {
    let (date, rest) = ShortDate::at_start(line)?;
    if rest.is_empty() {
        return Some((date, None));
    }
    let (comments, rest) = number(rest)?;
    rest.is_empty().then_some((date, Some(comments)))
}

/// A name that is printed twice, once.
fn once(name: &str) -> &str {
    let half = name.len() / 2;
    match (name.get(..half), name.get(half..)) {
        (Some(first), Some(second)) if second.strip_prefix(' ') == Some(first) => first,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_printed_twice_are_read_once() {
        assert_eq!(once("Sony Sony"), "Sony");
        assert_eq!(once("Sony AI Sony AI"), "Sony AI");
        assert_eq!(once("Sony AI"), "Sony AI");
        assert_eq!(once("New York New York University"), "New York New York University");
        assert_eq!(once(""), "");
        assert_eq!(once("é é"), "é");
    }

    #[test]
    fn reads_entries_with_and_without_their_parts() {
        let page = read(
            "Daily Papers\n\nOct 29\n\nA\n\nabout a\n\n• 1 author\n·\nMay 1 12\n\nB\n\nabout b\n\nC\n\nabout\nc\n\nLab Lab\n·\nMay 2, 2023\n\nD",
        );
        let facts: Vec<_> = page
            .entries
            .iter()
            .map(|e| (&*e.title, &*e.abstract_text, e.author_count, e.organization.as_deref(), e.comments))
            .collect();
        assert_eq!(
            facts,
            [
                ("A", "about a", Some(1), None, Some(12)),
                ("B", "about b", None, None, None),
                ("C", "about c", None, Some("Lab"), None),
                ("D", "", None, None, None),
            ]
        );
        assert_eq!(
            page.day.and_then(|day| day.in_year(2025)).map(|day| day.to_string()).as_deref(),
            Some("2025-10-29")
        );
    }

    #[test]
    fn a_paper_without_text_blocks_keeps_what_its_last_block_says() {
        let page = read("• 2 authors\n·\nMay 1\n\nA\n\n• 3 authors\nstars 5\n·\nMay 2");
        assert_eq!(
            page.entries.iter().map(|e| (&*e.title, e.author_count)).collect::<Vec<_>>(),
            [("", Some(2)), ("A", Some(3))]
        );
        assert_eq!(page.entries[1].unknown.as_deref(), Some("stars 5"));
    }
}
