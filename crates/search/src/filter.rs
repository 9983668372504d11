//! Which documents may be answered with: filters, phrases and excluded words as one set.

use tantivy::query::{EnableScoring, PhraseQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::SearchError;
use crate::mask::Mask;
use crate::parse::{Parsed, PhraseWord};
use crate::query::Filters;
use crate::schema::Fields;
use crate::snapshot::{Docs, Snapshot, TEXT_FIELDS};

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
        mask.intersect(&docs.between(&(from..=to)));
    }
    for phrase in &parsed.phrases {
        mask.intersect(&with_phrase(snapshot, phrase)?);
    }
    for word in &parsed.excluded {
        for (field, form) in forms(fields, (&word.stem, &word.folded)) {
            mask.subtract(&with_term(snapshot, &Term::from_field_text(field, form))?);
        }
    }
    Ok(mask)
}

/// The fields in which a word is looked up, each with its form of the word: names are compared as they stand.
fn forms<'a>(fields: &Fields, (stem, folded): (&'a str, &'a str)) -> [(Field, &'a str); TEXT_FIELDS] {
    [(fields.title, stem), (fields.abstract_text, stem), (fields.keywords, stem), (fields.authors, folded)]
}

/// The documents of which one field holds the phrase.
fn with_phrase(snapshot: &Snapshot, phrase: &[PhraseWord]) -> Result<Mask, SearchError> {
    let mut mask = Mask::empty(snapshot.docs.len());
    let mut terms: [Vec<(usize, Term)>; TEXT_FIELDS] = Default::default();
    for word in phrase {
        let forms = forms(&snapshot.fields, (&word.stem, &word.folded));
        for (terms, (field, form)) in terms.iter_mut().zip(forms) {
            terms.push((word.at, Term::from_field_text(field, form)));
        }
    }
    for terms in terms {
        insert_matching(snapshot, phrase_query(terms).as_ref(), &mut mask)?;
    }
    Ok(mask)
}

/// A query for the phrase in one field; tantivy's phrases have two words at least.
fn phrase_query(mut terms: Vec<(usize, Term)>) -> Box<dyn tantivy::query::Query> {
    match (terms.len(), terms.pop()) {
        (1, Some((_, term))) => Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
        (_, last) => {
            terms.extend(last);
            Box::new(PhraseQuery::new_with_offset(terms))
        }
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
