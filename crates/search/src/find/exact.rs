//! Words as typed: running text is compared by stems, but a title or keyword that holds the very form counts more. Only these are indexed
//! as they are spelled, for the correction of typing errors, so this costs nothing in the index.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Term};

use super::Asked;
use super::candidates::Scored;
use crate::SearchError;
use crate::snapshot::Segment;

impl Asked<'_> {
    /// Adds to papers of a segment, in rising order, a share of the weight of each word that title or keywords hold as typed, in units of
    /// BM25 times `scale`.
    pub(super) fn add_exact(&self, segment: &Segment, papers: &mut [Scored], scale: f32) -> Result<(), SearchError> {
        if papers.is_empty() {
            return Ok(());
        }
        let field = self.snapshot.fields.spelling;
        let words = self.parsed.words.iter().zip(&self.lexical.weights).filter(|(_, weight)| **weight > 0.0);
        for (word, weight) in words {
            let term = Term::from_field_text(field, &word.folded);
            let postings = segment.columns.spelling.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(tantivy::TantivyError::from)? else { continue };
            for scored in papers.iter_mut() {
                let doc = u32::try_from(scored.doc).unwrap_or(u32::MAX).saturating_sub(segment.base);
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == doc {
                    scored.lexical += scale * self.weights.exact * weight;
                }
            }
        }
        Ok(())
    }
}
