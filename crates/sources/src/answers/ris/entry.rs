//! The entries of a file in RIS, as tags with their values.

use std::borrow::Cow;

/// How the lines of an entry begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `TI  - A title`.
    Ris,
    /// `TI A title`, in the Web of Science's format. In RIS a line of text may begin like this.
    Plain,
}

/// The tags of one entry and their values, in their order.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Entry<'a>(Vec<(&'a str, Cow<'a, str>)>);

impl Entry<'_> {
    /// The values of `tag`.
    pub(super) fn all<'e>(&'e self, tag: &'e str) -> impl Iterator<Item = &'e str> + Clone {
        self.0.iter().filter(move |(known, _)| *known == tag).map(|(_, value)| value.trim())
    }

    /// The first value of the first of `tags` that has one.
    pub(super) fn first(&self, tags: &[&str]) -> Option<String> {
        tags.iter().find_map(|tag| self.all(tag).find(|value| !value.is_empty()).map(str::to_owned))
    }
}

/// The entries of `text`. What stands before the first and between them (numbers, headings of the file) is passed over.
pub(super) fn entries(text: &str) -> impl Iterator<Item = Entry<'_>> {
    let mut lines = text.lines();
    let mut open: Option<(Entry<'_>, Style)> = None;
    std::iter::from_fn(move || {
        for line in lines.by_ref() {
            let style = open.as_ref().map(|(_, style)| *style);
            let done = match tag(line, style) {
                // An entry that was not ended ends where the next begins.
                Some(("TY", _, style @ Style::Ris) | ("PT", _, style @ Style::Plain)) => {
                    open.replace((Entry::default(), style))
                }
                Some(("ER", ..)) => open.take(),
                Some((tag, value, _)) => {
                    if let Some((entry, _)) = &mut open {
                        entry.0.push((tag, Cow::Borrowed(value)));
                    }
                    None
                }
                None => {
                    go_on(open.as_mut().map(|(entry, _)| entry), line);
                    None
                }
            };
            if let Some((entry, _)) = done {
                return Some(entry);
            }
        }
        open.take().map(|(entry, _)| entry)
    })
}

/// Adds a line without a tag to the value before it.
fn go_on(entry: Option<&mut Entry<'_>>, line: &str) {
    let Some((_, value)) = entry.and_then(|entry| entry.0.last_mut()) else { return };
    if !line.trim().is_empty() {
        let value = value.to_mut();
        value.push('\n');
        value.push_str(line.trim());
    }
}

/// The tag of a line, its value, and how it is written: two capitals, or a capital and a digit. Within an entry only lines of its
/// own `style` have tags.
fn tag(line: &str, style: Option<Style>) -> Option<(&str, &str, Style)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let mut bytes = tag.bytes();
    let first = bytes.next().is_some_and(|b| b.is_ascii_uppercase());
    if !first || !bytes.all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return None;
    }
    if let Some(value) = rest.strip_prefix("  -") {
        return (style != Some(Style::Plain)).then_some((tag, value.trim_start(), Style::Ris));
    }
    let value = rest.strip_prefix(' ').or_else(|| rest.is_empty().then_some(""))?;
    (style != Some(Style::Ris)).then_some((tag, value, Style::Plain))
}
