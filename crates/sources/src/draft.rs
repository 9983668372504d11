//! The beginnings of a record, common to all shapes.

use std::collections::HashSet;

use domain::{Links, Listing, PaperId, Place, Record, SourceKind};

/// A record with nothing but a title and ids. Without any id it has its title's; its key is the first of them.
pub(crate) fn draft(source: SourceKind, title: String, mut ids: Vec<PaperId>, place: Place) -> Record {
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    let first = ids.first().cloned().unwrap_or_else(|| PaperId::from_title(&title));
    if ids.is_empty() {
        ids.push(first.clone());
    }
    Record {
        source,
        source_key: first.to_string(),
        ids,
        title,
        abstract_text: None,
        authors: Vec::new(),
        author_count: None,
        categories: Vec::new(),
        keywords: Vec::new(),
        organization: None,
        published: None,
        venue: None,
        comment: None,
        summary: None,
        links: Links::default(),
        listing: None,
        observed: None,
        place,
    }
}

/// Puts `record` on a list. A paper can stand on several days, and each is a word of the source of its own: the day
/// becomes part of the key.
pub(crate) fn list(record: &mut Record, listing: Listing) {
    record.source_key = format!("{}@{}", record.source_key, listing.day);
    record.listing = Some(listing);
}
