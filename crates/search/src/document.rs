//! A paper as the lexical index sees it.

use domain::{ListName, StoredPaper, title_key};
use tantivy::TantivyDocument;
use xxhash_rust::xxh3::Xxh3Default;

use crate::abbreviations::explained;
use crate::language::{Fact, Standing};
use crate::languages::Language;
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
    // One a line: by their positions the words of one name are known as such.
    let names = paper.authors.join("\n");
    document.add_text(fields.authors, &names);
    document.add_text(fields.initials, names);
    if !paper.keywords.is_empty() {
        document.add_text(fields.spelling, paper.keywords.join("; "));
    }
    for keyword in &paper.keywords {
        document.add_text(fields.keywords, keyword);
    }
    for (field, text) in [(fields.venue, &paper.venue), (fields.comment, &paper.comment)] {
        if let Some(text) = text {
            document.add_text(field, text);
        }
    }
    let said = if paper.abstract_text.is_empty() { &paper.title } else { &paper.abstract_text };
    if let Some(language) = Language::of(said) {
        document.add_text(fields.language, language.code());
    }
    for term in explained(&paper.title, &paper.abstract_text) {
        document.add_text(fields.abbreviations, term);
    }
    add_facts(fields, stored, &mut document);
    add_names(fields, stored, &mut document);
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

/// The ids, what the paper has and where it stands.
fn add_names(fields: &Fields, stored: &StoredPaper, document: &mut TantivyDocument) {
    let paper = &stored.paper;
    document.add_text(fields.ids, paper.id.as_str());
    for id in stored.ids.iter().filter(|id| **id != paper.id) {
        document.add_text(fields.ids, id.as_str());
    }
    let links = &paper.links;
    let mut ids = stored.ids.iter().chain([&paper.id]);
    let facts = [
        (Fact::Abstract, !paper.abstract_text.is_empty()),
        (Fact::Arxiv, ids.clone().any(|id| id.arxiv().is_some())),
        (Fact::Authors, !paper.authors.is_empty()),
        (Fact::Comment, paper.comment.is_some()),
        (Fact::Doi, ids.any(|id| id.doi().is_some())),
        (Fact::Image, links.image.is_some()),
        (Fact::Keywords, !paper.keywords.is_empty()),
        (Fact::Organization, paper.organization.is_some()),
        (Fact::Project, links.project.is_some()),
        (Fact::Summary, paper.summary.is_some()),
        (Fact::Venue, paper.venue.is_some()),
    ];
    for (fact, _) in facts.into_iter().filter(|(_, is_there)| *is_there) {
        document.add_text(fields.facts, fact.name());
    }
    if stored.lists.contains(&ListName::Daily) {
        document.add_text(fields.facts, Standing::Daily.name());
    }
}

/// What filters and orders need.
fn add_facts(fields: &Fields, stored: &StoredPaper, document: &mut TantivyDocument) {
    document.add_u64(fields.votes, u64::from(stored.counts.votes));
    if let Some(citations) = stored.paper.facts.citations {
        document.add_u64(fields.citations, u64::from(citations));
    }
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
