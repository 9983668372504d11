//! arXiv metadata with the day of a list: `{"id", "title", "abstract", "authors", "categories", "comment", "list_date"}`.

use domain::{ListName, Listing, Record, SourceKind};

use crate::code_links;
use crate::collector::Collector;
use crate::fields::Fields;
use crate::item::RANK_BY_POSITION;
use crate::listing::list;
use crate::shape::{Lost, no_title};

/// The paper of a line. Its rank is its position among the lines of the day. The day of publication is not told; the id
/// gives the month.
pub(super) fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title("title").ok_or_else(|| no_title(fields))?;
    let mut record = Record::new(SourceKind::Arxiv, title, Vec::from_iter(fields.id("id")), collector.place());
    record.abstract_text = fields.text("abstract");
    record.authors = fields.people("authors");
    record.categories = fields.names("categories");
    record.comment = fields.text("comment");
    code_links::complete(&mut record);
    if let Some(day) = fields.day("list_date") {
        list(&mut record, Listing { list: ListName::New, day, rank: RANK_BY_POSITION });
    }
    Ok(record)
}
