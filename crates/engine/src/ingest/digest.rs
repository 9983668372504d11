//! A record's fingerprint: a record that says again what it said is not worked through a second time.

use std::hash::{Hash, Hasher};

use domain::{PaperId, Record};
use xxhash_rust::xxh3::Xxh3;

/// A record as it is worked through, with its fingerprint. One without any id is named by more than its title: a source has several editorials.
pub(super) fn prepared(mut record: Record) -> (Record, i64) {
    let title = PaperId::from_title(&record.title);
    if record.source_key == title.as_str() {
        record.source_key = record.own_title_id().to_string();
    }
    let digest = digest(&record);
    (record, digest)
}

/// A 64-bit XXH3 of everything a record says: all fields but the place it was read from and the moment of the observation,
/// which differ between two readings of one file.
fn digest(record: &Record) -> i64 {
    let mut hasher = Xxh3::new();
    record.ids.hash(&mut hasher);
    record.title.hash(&mut hasher);
    record.abstract_text.hash(&mut hasher);
    record.authors.hash(&mut hasher);
    record.author_count.hash(&mut hasher);
    record.categories.hash(&mut hasher);
    record.keywords.hash(&mut hasher);
    record.organization.as_ref().map(|org| (&org.slug, &org.name)).hash(&mut hasher);
    record.published.hash(&mut hasher);
    record.venue.hash(&mut hasher);
    record.comment.hash(&mut hasher);
    record.summary.hash(&mut hasher);
    let links = &record.links;
    (&links.code, links.code_stars, &links.project, &links.pdf, &links.page, &links.image).hash(&mut hasher);
    record.listing.map(|listing| (listing.list.as_str(), listing.day, listing.rank)).hash(&mut hasher);
    record.observed.map(|seen| (seen.counts.votes, seen.counts.comments)).hash(&mut hasher);
    history(record, &mut hasher);
    i64::from_ne_bytes(hasher.finish().to_ne_bytes())
}

/// What only some sources tell. Records without any of it keep the fingerprint that they had before it was known.
fn history(record: &Record, hasher: &mut Xxh3) {
    let words = (&record.journal_ref, &record.pages, &record.language);
    let facts = (record.year, record.updated, &record.versions, record.withdrawn, record.announced);
    let silent = words == (&None, &None, &None) && facts == (None, None, &Vec::new(), false, None);
    if !silent || !record.affiliations.is_empty() {
        (words, facts, &record.affiliations).hash(hasher);
    }
    if let Some(citations) = record.citations {
        ("citations", citations).hash(hasher);
    }
}
