//! The layout with one line for each title and each abstract, below a heading whose last word is glued to the first title.

use super::{Entry, MARK, Page};

/// Reads a page of this layout. It tells neither authors nor dates.
pub(super) fn read(text: &str) -> Page {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(MARK));
    let mut entries = Vec::new();
    while let Some(title) = lines.next() {
        // Only the first line can be glued to the button of the heading: `Subscribe` + title.
        let title = if entries.is_empty() { title.strip_prefix("Subscribe").unwrap_or(title) } else { title };
        if title.is_empty() {
            continue;
        }
        let abstract_text = lines.next().unwrap_or_default().to_owned();
        entries.push(Entry { title: title.to_owned(), abstract_text, ..Entry::default() });
    }
    Page { day: None, entries }
}
