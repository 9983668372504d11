//! A paper as the lexical index sees it.

use domain::{StoredPaper, title_key};
use tantivy::TantivyDocument;
use xxhash_rust::xxh3::Xxh3Default;

use crate::schema::Fields;

/// The document of a paper.
pub(crate) fn document(fields: &Fields, stored: &StoredPaper) -> TantivyDocument {
    let (mut document, paper) = (TantivyDocument::new(), &stored.paper);
    document.add_i64(fields.key, stored.key.0);
    document.add_i64(fields.title_key, title_key(&paper.title));
    document.add_u64(fields.text_hash, text_hash(&paper.title, &paper.abstract_text));
    document.add_text(fields.title, &paper.title);
    document.add_text(fields.spelling, &paper.title);
    document.add_text(fields.abstract_text, &paper.abstract_text);
    // One by one, so that no phrase goes from one name into the next.
    for name in &paper.authors {
        document.add_text(fields.authors, name);
    }
    if !paper.keywords.is_empty() {
        document.add_text(fields.spelling, paper.keywords.join("; "));
    }
    for keyword in &paper.keywords {
        document.add_text(fields.keywords, keyword);
    }
    add_facts(fields, stored, &mut document);
    document
}

/// The fingerprint of a paper's text: XXH3 of title, line feed and abstract. Papers of the same text share their vectors.
pub fn text_hash(title: &str, abstract_text: &str) -> u64 {
    let mut hash = Xxh3Default::new();
    hash.update(title.as_bytes());
    hash.update(b"\n");
    hash.update(abstract_text.as_bytes());
    hash.digest()
}

/// What filters and orders need.
fn add_facts(fields: &Fields, stored: &StoredPaper, document: &mut TantivyDocument) {
    document.add_u64(fields.votes, u64::from(stored.counts.votes));
    document.add_u64(fields.code, u64::from(stored.paper.links.code.is_some()));
    if let Some(day) = stored.shown.or(stored.listed) {
        document.add_i64(fields.day, day.number());
    }
    let mut categories: Vec<String> = stored.paper.categories.iter().map(|id| id.to_lowercase()).collect();
    let archives = categories.iter().filter_map(|id| id.split_once('.')).map(|(archive, _)| archive.to_owned());
    categories.extend(archives.collect::<Vec<_>>());
    categories.sort_unstable();
    categories.dedup();
    for category in &categories {
        document.add_text(fields.category, category);
    }
    if let Some(organization) = &stored.paper.organization {
        document.add_text(fields.organization, &organization.slug);
    }
}
