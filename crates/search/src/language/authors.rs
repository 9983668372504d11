//! Authors by the parts of a name: in any order, with initials on either side.
//!
//! The names of a paper stand in the index one behind another, each from a multiple of [`NAME`] positions on, so two words belong to one
//! name exactly if their positions divided by [`NAME`] are equal.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::SearchError;
use crate::filter::phrase_words;
use crate::mask::Mask;
use crate::snapshot::{Segment, Snapshot};
use crate::words::NAME;

/// The documents of which one author's name has all these parts. A part may be shortened to its first letter, in the query as in the
/// paper, as long as another stands there in full.
pub(super) fn with_author(snapshot: &Snapshot, name: &str) -> Result<Mask, SearchError> {
    // A name in CJK characters stands in the index by pairs of them, and is typed with a space between its parts or without.
    let parts: Vec<String> = phrase_words(name, true).into_iter().map(|word| word.folded).collect();
    let mut mask = Mask::empty(snapshot.docs.len());
    for segment in &snapshot.segments {
        let lookup = Lookup { segment, authors: snapshot.fields.authors, initials: snapshot.fields.initials };
        for (doc, _) in lookup.names(&parts)? {
            mask.insert((segment.base + doc) as usize);
        }
    }
    Ok(mask)
}

/// A name in a segment: its document and its number there.
type Name = (u32, u32);

struct Lookup<'a> {
    segment: &'a Segment,
    authors: Field,
    initials: Field,
}

impl Lookup<'_> {
    /// The names that have all parts.
    fn names(&self, parts: &[String]) -> Result<Vec<Name>, SearchError> {
        let mut full = Vec::with_capacity(parts.len());
        for part in parts {
            let whole = is_initial(part) && parts.len() > 1;
            full.push(if whole { Vec::new() } else { self.with_term(self.authors, part)? });
        }
        if let [only] = full.as_slice() {
            return Ok(only.clone());
        }
        let mut names = full.concat();
        names.sort_unstable();
        names.dedup();
        for (part, full) in parts.iter().zip(&full) {
            let initial: String = part.chars().take(1).collect();
            // An initial in the query is that of any part of a name; a part in the query may be an initial in the paper.
            let field = if is_initial(part) { self.initials } else { self.authors };
            let Some(mut postings) = self.postings(field, &initial)? else {
                names.retain(|name| full.binary_search(name).is_ok());
                continue;
            };
            let mut positions = Vec::new();
            names.retain(|name| full.binary_search(name).is_ok() || stands_in(&mut postings, *name, &mut positions));
        }
        Ok(names)
    }

    /// The names that have this part, in rising order.
    fn with_term(&self, field: Field, part: &str) -> Result<Vec<Name>, SearchError> {
        let Some(mut postings) = self.postings(field, part)? else { return Ok(Vec::new()) };
        let (mut names, mut positions) = (Vec::new(), Vec::new());
        while postings.doc() != TERMINATED {
            postings.positions(&mut positions);
            names.extend(positions.iter().map(|position| (postings.doc(), position / NAME)));
            postings.advance();
        }
        names.dedup();
        Ok(names)
    }

    fn postings(&self, field: Field, part: &str) -> Result<Option<SegmentPostings>, SearchError> {
        let inverted = self.segment.reader.inverted_index(field)?;
        let term = Term::from_field_text(field, part);
        let postings = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions);
        postings.map_err(|error| tantivy::TantivyError::from(error).into())
    }
}

/// Whether a name is in the list. Names must be asked for in rising order: the list is read forwards.
fn stands_in(postings: &mut SegmentPostings, (doc, name): Name, positions: &mut Vec<u32>) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    if postings.doc() != doc {
        return false;
    }
    postings.positions(positions);
    positions.iter().any(|position| position / NAME == name)
}

fn is_initial(part: &str) -> bool {
    part.chars().nth(1).is_none()
}
