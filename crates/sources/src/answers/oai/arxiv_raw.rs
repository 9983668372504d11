//! The format `arXivRaw`: all versions with their dates, authors as one text (<http://arxiv.org/OAI/arXivRaw.xsd>).

use domain::{Record, Version};

use super::{Header, arxiv};
use crate::answers::{arxiv_parts, people};
use crate::author_names;
use crate::shape::Lost;
use crate::xml::Tags;

pub(super) fn record(tags: &Tags<'_, '_>, header: &Header<'_>) -> Result<Record, Lost> {
    let mut record = arxiv::common(tags, header)?;
    let authors = tags.text("authors").map(|authors| author_names::split(&authors)).unwrap_or_default();
    people::put_names(&mut record, authors);
    record.versions = tags.each("version").filter_map(|version| self::version(&version)).collect();
    record.published = record.versions.first().map(|version| version.at);
    record.updated = record.versions.get(1..).and_then(<[_]>::last).map(|version| version.at);
    // The last version of a withdrawn paper has a source that is to be ignored.
    let source = tags.each("version").last().and_then(|version| version.raw("source_type"));
    record.withdrawn = source.is_some_and(|source| source.contains('I'));
    arxiv_parts::complete(&mut record);
    Ok(record)
}

/// A version, `<version version="v2"><date>Tue, 2 Apr 2013 01:50:08 GMT</date>…</version>`.
fn version(tags: &Tags<'_, '_>) -> Option<Version> {
    let text = tags.element.attribute("version").unwrap_or_default();
    let number = text.strip_prefix('v').and_then(|number| number.parse().ok()).filter(|number| *number > 0);
    let number = tags.or_wrong(("version", text), number, "the number of a version such as v1");
    Some(Version { number: number?, at: tags.instant("date")? })
}
