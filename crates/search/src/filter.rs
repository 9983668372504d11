//! Which documents may be answered with: filters, phrases and excluded words as one set.

use tantivy::query::{EnableScoring, PhraseQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::SearchError;
use crate::mask::Mask;
use crate::parse::Parsed;
use crate::query::Filters;
use crate::snapshot::{Docs, Snapshot};

/// The documents that a query's filters, phrases and excluded words let through.
pub(crate) fn allowed(snapshot: &Snapshot, filters: &Filters, parsed: &Parsed) -> Result<Mask, SearchError> {
    let (docs, fields) = (&snapshot.docs, &snapshot.fields);
    let mut mask = docs.alive.clone();
    if filters.has_code {
        mask.intersect(&docs.code);
    }
    if let Some(category) = &filters.category {
        mask.intersect(&with_term(snapshot, &Term::from_field_text(fields.category, &category.to_lowercase()))?);
    }
    if let Some(slug) = &filters.organization {
        mask.intersect(&with_term(snapshot, &Term::from_field_text(fields.organization, slug))?);
    }
    if filters.from.is_some() || filters.to.is_some() {
        let from = filters.from.map_or(i32::MIN + 1, Docs::day_number);
        let to = filters.to.map_or(i32::MAX, Docs::day_number);
        mask.retain(|doc| (from..=to).contains(&docs.day(doc)));
    }
    for phrase in &parsed.phrases {
        mask.intersect(&with_phrase(snapshot, phrase)?);
    }
    for stem in &parsed.excluded {
        for field in [fields.title, fields.abstract_text, fields.keywords] {
            mask.subtract(&with_term(snapshot, &Term::from_field_text(field, stem))?);
        }
    }
    Ok(mask)
}

/// The documents whose title or abstract holds the phrase.
fn with_phrase(snapshot: &Snapshot, phrase: &[(usize, String)]) -> Result<Mask, SearchError> {
    let mut mask = Mask::empty(snapshot.docs.len());
    for field in [snapshot.fields.title, snapshot.fields.abstract_text] {
        insert_matching(snapshot, phrase_query(field, phrase).as_ref(), &mut mask)?;
    }
    Ok(mask)
}

/// A query for the phrase in one field; tantivy's phrases have two words at least.
fn phrase_query(field: Field, phrase: &[(usize, String)]) -> Box<dyn tantivy::query::Query> {
    let mut terms = phrase.iter().map(|(at, stem)| (*at, Term::from_field_text(field, stem)));
    match (phrase.len(), terms.next()) {
        (1, Some((_, term))) => Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
        (_, first) => Box::new(PhraseQuery::new_with_offset(first.into_iter().chain(terms).collect())),
    }
}

/// The documents that hold the term.
pub(crate) fn with_term(snapshot: &Snapshot, term: &Term) -> Result<Mask, SearchError> {
    let mut mask = Mask::empty(snapshot.docs.len());
    insert_matching(snapshot, &TermQuery::new(term.clone(), IndexRecordOption::Basic), &mut mask)?;
    Ok(mask)
}

fn insert_matching(snapshot: &Snapshot, query: &dyn tantivy::query::Query, mask: &mut Mask) -> Result<(), SearchError> {
    for segment in &snapshot.segments {
        let schema = segment.reader.schema();
        let weight = query.weight(EnableScoring::disabled_from_schema(schema))?;
        let mut found = weight.scorer(&segment.reader, 1.0)?;
        while found.doc() != TERMINATED {
            mask.insert((segment.base + found.doc()) as usize);
            found.advance();
        }
    }
    Ok(())
}
