//! The format `arXiv`: authors in parts with the places they belong to, dates of the first and the newest version
//! (<http://arxiv.org/OAI/arXiv.xsd>).

use domain::Record;

use super::Header;
use crate::answers::{arxiv_parts, people};
use crate::shape::Lost;
use crate::xml::Tags;

pub(super) fn record(tags: &Tags<'_, '_>, header: &Header<'_>) -> Result<Record, Lost> {
    let mut record = common(tags, header)?;
    record.published = tags.instant("created");
    record.updated = tags.instant("updated");
    if let Some(authors) = tags.inside("authors") {
        people::put(&mut record, authors.each("author").map(|author| person(&author)));
    }
    arxiv_parts::complete(&mut record);
    Ok(record)
}

fn person(author: &Tags<'_, '_>) -> (String, Vec<String>) {
    let part = |name| author.raw(name).unwrap_or_default();
    let name = people::joined([&part("forenames"), &part("keyname"), &part("suffix")]);
    (name, author.names("affiliation"))
}

/// What both of arXiv's formats write in the same way.
pub(super) fn common(tags: &Tags<'_, '_>, header: &Header<'_>) -> Result<Record, Lost> {
    let title = tags.title("title").ok_or("no title")?;
    let own = tags.id("id").or_else(|| header.id.clone());
    let ids = own.into_iter().chain(tags.dois("doi")).collect();
    let mut record = Record::new(domain::SourceKind::Arxiv, title, ids, header.collector.place());
    record.abstract_text = tags.text("abstract");
    record.comment = tags.text("comments");
    record.journal_ref = tags.name("journal-ref");
    record.venue.clone_from(&record.journal_ref);
    // Between spaces, the primary one first.
    let categories = tags.raw("categories").unwrap_or_default();
    record.categories = categories.split_whitespace().map(str::to_owned).collect();
    Ok(record)
}
