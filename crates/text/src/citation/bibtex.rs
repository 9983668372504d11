//! BibTeX.

use std::fmt::Write;

use domain::Paper;

use super::names::Name;
use super::tex::{escaped, title, verbatim};
use super::venue::Venue;
use super::work::Work;

/// A BibTeX entry with a line at its end: `@inproceedings` where a conference is known, `@article` where a journal is, else
/// `@misc`; with `eprint`, `archivePrefix` and `primaryClass` for papers at arXiv
/// (<https://info.arxiv.org/help/hypertex/bibstyles/index.html>). The text is UTF-8; `year` is taken where the venue names
/// none.
pub fn bibtex(paper: &Paper, year: Option<i16>) -> String {
    let work = Work::new(paper, year);
    let (kind, place) = match work.venue {
        Venue::Conference(name) => ("inproceedings", Some(("booktitle", name))),
        Venue::Journal(name) => ("article", Some(("journal", name))),
        Venue::Unknown => ("misc", None),
    };
    let mut fields = vec![("title", title(work.title)), ("author", authors(&work))];
    fields.extend(place.map(|(field, name)| (field, escaped(&crate::plain(name)))));
    fields.extend(work.year.map(|year| ("year", year.to_string())));
    fields.extend(work.doi.map(|doi| ("doi", verbatim(doi))));
    if let Some(id) = work.arxiv {
        fields.extend([("eprint", verbatim(id)), ("archivePrefix", "arXiv".to_owned())]);
        fields.extend(work.category.map(|category| ("primaryClass", verbatim(category))));
    }
    fields.extend(work.address.as_deref().map(|address| ("url", verbatim(address))));
    let mut entry = format!("@{kind}{{{},\n", work.key());
    for (field, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        // Writing to a string cannot fail.
        let _ = writeln!(entry, "  {field} = {{{value}}},");
    }
    entry.push_str("}\n");
    entry
}

/// `Last, First and Last, First and others`.
fn authors(work: &Work<'_>) -> String {
    let mut names: Vec<String> = work.names.iter().map(author).collect();
    if work.others && !names.is_empty() {
        names.push("others".to_owned());
    }
    names.join(" and ")
}

/// One name: `van Beethoven, Ludwig`, `King, Jr., Martin Luther`, `{The LIGO Collaboration}`.
fn author(name: &Name) -> String {
    if name.group {
        return format!("{{{}}}", escaped(&name.family));
    }
    // A small letter or a comma within the family's name would be taken for the border of a part.
    let one_part = name.family.split(' ').all(|word| !word.starts_with(char::is_lowercase));
    let family = if one_part { escaped(&name.family) } else { format!("{{{}}}", escaped(&name.family)) };
    let mut printed = String::new();
    if !name.particle.is_empty() {
        printed.push_str(&escaped(&name.particle));
        printed.push(' ');
    }
    printed.push_str(&family);
    for part in [&name.suffix, &name.given].into_iter().filter(|part| !part.is_empty()) {
        printed.push_str(", ");
        printed.push_str(&escaped(part));
    }
    printed
}
