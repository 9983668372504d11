//! The format `oai_dc`, which every repository has: Dublin Core, whose fifteen elements may each come several times and mean
//! what the repository likes (<https://www.dublincore.org/specifications/dublin-core/dces/>).

use domain::{PaperId, Record, SourceKind};

use super::Header;
use crate::answers::{arxiv_parts, people};
use crate::shape::Lost;
use crate::xml::Tags;
use crate::{code_links, dates, links};

pub(super) fn record(tags: &Tags<'_, '_>, header: &Header<'_>) -> Result<Record, Lost> {
    let title = tags.title("title").ok_or("no title")?;
    let identifiers = tags.texts("identifier");
    let source = header.source();
    let mut record = Record::new(source, title, ids(&identifiers, header), header.collector.place());
    describe(tags, &mut record);
    date(tags, &mut record);
    record.language = tags.name("language");
    people::put_names(&mut record, tags.names("creator").iter().map(|name| people::in_order(name)));
    let subjects = tags.names("subject");
    if source == SourceKind::Arxiv {
        record.categories =
            subjects.iter().filter_map(|name| arxiv_parts::category_named(name)).map(str::to_owned).collect();
        record.journal_ref = identifiers.iter().find(|text| is_reference(text)).cloned();
        record.venue.clone_from(&record.journal_ref);
        arxiv_parts::complete(&mut record);
    } else {
        record.keywords = subjects;
        record.journal_ref = tags.name("source");
        record.links.page = identifiers.iter().find_map(|text| links::address(text));
        code_links::complete(&mut record);
    }
    Ok(record)
}

/// The ids among `identifiers`, and the one in the header: last where it is only the repository's number.
fn ids(identifiers: &[String], header: &Header<'_>) -> Vec<PaperId> {
    let told = identifiers.iter().filter_map(|text| PaperId::from_pasted(text));
    let own = header.id.clone();
    if header.source() == SourceKind::Arxiv { own.into_iter().chain(told).collect() } else { told.chain(own).collect() }
}

/// The abstract is the longest description that is no comment; arXiv marks the authors' comment.
fn describe(tags: &Tags<'_, '_>, record: &mut Record) {
    for text in tags.texts("description") {
        if let Some(comment) = text.strip_prefix("Comment: ") {
            record.comment = Some(comment.to_owned());
        } else if record.abstract_text.as_ref().is_none_or(|known| known.len() < text.len()) {
            record.abstract_text = Some(text);
        }
    }
}

/// The dates are those of all versions; some repositories tell only a year.
fn date(tags: &Tags<'_, '_>, record: &mut Record) {
    let told = tags.names("date");
    let days: Vec<_> = told.iter().filter_map(|text| dates::instant(text)).collect();
    record.published = days.iter().min().copied();
    record.updated = days.iter().max().copied().filter(|last| Some(*last) > record.published);
    if days.is_empty() {
        record.year = told.iter().find_map(|text| dates::year(text));
    }
}

/// Whether an identifier is neither an address nor an id, but words: journal, volume, pages.
fn is_reference(text: &str) -> bool {
    !text.contains("://") && PaperId::from_pasted(text).is_none() && text.contains(' ')
}
