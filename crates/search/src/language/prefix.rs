//! Words that begin so: `transform*`.
//!
//! Running text is indexed by stems, so a beginning is looked up twice: among the stems, and among the words of titles and keywords as
//! they are spelled, whose stems are then looked for. A paper is found by any form of the words found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;

use crate::SearchError;
use crate::filter::{insert_postings, with_term};
use crate::mask::Mask;
use crate::snapshot::{Segment, Snapshot};
use crate::words::{folded, stem};

/// The documents one of whose words in these fields begins so. `names` are fields of words as they are spelled.
pub(super) fn with_word(
    snapshot: &Snapshot,
    begun: &str,
    (stems, names): (&[Field], &[Field]),
) -> Result<Mask, SearchError> {
    let begun = folded(begun);
    let mut mask = Mask::empty(snapshot.docs.len());
    for field in stems.iter().chain(names) {
        insert_begun(snapshot, *field, &begun, &mut mask)?;
    }
    let others = match snapshot.known() {
        Some(known) => known.stems(&begun, || other_stems(snapshot.library(), &begun))?,
        None => other_stems(snapshot, &begun)?,
    };
    for stem in others.iter() {
        for field in stems {
            mask.unite(&with_term(snapshot, &tantivy::Term::from_field_text(*field, stem))?);
        }
    }
    Ok(mask)
}

/// The stems of words of titles and keywords that begin so, where the stem itself does not.
fn other_stems(snapshot: &Snapshot, begun: &str) -> Result<Arc<[String]>, SearchError> {
    let mut others = BTreeSet::new();
    each(snapshot, snapshot.fields.spelling, begun, |_, _, word, _| {
        let stem = stem(word);
        if !stem.starts_with(begun) {
            others.insert(stem.into_owned());
        }
        Ok(())
    })?;
    Ok(others.into_iter().collect())
}

/// The documents that a register's name is given to that begins so.
pub(super) fn with_name(snapshot: &Snapshot, field: Field, begun: &str) -> Result<Mask, SearchError> {
    let mut mask = Mask::empty(snapshot.docs.len());
    insert_begun(snapshot, field, begun, &mut mask)?;
    Ok(mask)
}

/// Of the words of titles and keywords that begin so those that most papers hold, one a stem.
pub(super) fn frequent(snapshot: &Snapshot, begun: &str, most: usize) -> Result<Arc<[String]>, SearchError> {
    match snapshot.known() {
        Some(known) => known.frequent((begun, most), || find_frequent(snapshot.library(), begun, most)),
        None => find_frequent(snapshot, begun, most),
    }
}

fn find_frequent(snapshot: &Snapshot, begun: &str, most: usize) -> Result<Arc<[String]>, SearchError> {
    let mut counts: BTreeMap<String, (u32, String)> = BTreeMap::new();
    each(snapshot, snapshot.fields.spelling, &folded(begun), |_, _, word, info| {
        let entry = counts.entry(stem(word).into_owned()).or_default();
        if info.doc_freq > entry.0 {
            *entry = (info.doc_freq, word.to_owned());
        }
        Ok(())
    })?;
    let mut found: Vec<(u32, String)> = counts.into_values().collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(found.into_iter().take(most).map(|(_, word)| word).collect())
}

fn insert_begun(snapshot: &Snapshot, field: Field, begun: &str, mask: &mut Mask) -> Result<(), SearchError> {
    each(snapshot, field, begun, |segment, inverted, _, info| insert_postings(segment, inverted, info, mask))
}

/// Calls `found` with every term of a field that begins so.
fn each(
    snapshot: &Snapshot,
    field: Field,
    begun: &str,
    mut found: impl FnMut(&Segment, &Arc<InvertedIndexReader>, &str, &TermInfo) -> Result<(), SearchError>,
) -> Result<(), SearchError> {
    for segment in &snapshot.segments {
        let inverted = segment.reader.inverted_index(field)?;
        let failed = |error: std::io::Error| SearchError::from(tantivy::TantivyError::from(error));
        let mut terms = inverted.terms().range().ge(begun.as_bytes()).into_stream().map_err(failed)?;
        while let Some((term, info)) = terms.next() {
            if !term.starts_with(begun.as_bytes()) {
                break;
            }
            if let Ok(term) = std::str::from_utf8(term) {
                found(segment, &inverted, term, info)?;
            }
        }
    }
    Ok(())
}
