//! Words that stand in many abstracts: how often in each, half a byte a document.
//!
//! The posting list of a word that every fifth document holds is dearer to decode than a row with a place for each document is to go
//! through, many side by side. Rows are made when a word is asked for, and the last ones that were asked for are kept.

use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::postings::BlockSegmentPostings;

use crate::simd::{PACKED, PACKED_BYTES};

/// A word has a row where one of so many documents holds it.
const ONE_OF: u32 = 10;

/// Segments of fewer documents are gone through soon enough.
const LEAST_DOCUMENTS: u32 = 512;

/// How many rows a segment keeps: 80 bytes a document if all are made.
const MOST_ROWS: usize = 160;

/// From this frequency on a row does not tell it by itself.
const MANY: u32 = 15;

/// How often a word stands in the abstract of each document of a segment.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// For each [`PACKED`] documents four bits a document, [`MANY`] for that many and more.
    packed: Vec<[u8; PACKED_BYTES]>,
    /// The documents with that many and more, in rising order, with their frequencies.
    many: Vec<(u32, u32)>,
}

/// The rows of a segment. Its documents never change.
#[derive(Debug, Default)]
pub(crate) struct Rows(Mutex<Kept>);

/// A row that is made, is being made, or is to be made.
type Slot = Arc<OnceLock<Arc<Row>>>;

#[derive(Debug, Default)]
struct Kept {
    /// Each with the number of the request that wanted it last.
    rows: FxHashMap<Box<str>, (u64, Slot)>,
    requests: u64,
}

impl Rows {
    /// The row of a word with this posting list among the abstracts of a segment of so many documents, if it is worth one.
    pub(super) fn row(&self, stem: &str, postings: &mut BlockSegmentPostings, documents: u32) -> Option<Arc<Row>> {
        if documents < LEAST_DOCUMENTS || postings.doc_freq() < documents / ONE_OF {
            return None;
        }
        let slot = self.0.lock().unwrap_or_else(PoisonError::into_inner).slot(stem);
        // Outside of the lock: another word's row may be made beside this one.
        Some(Arc::clone(slot.get_or_init(|| Arc::new(Row::read(postings, documents)))))
    }
}

impl Kept {
    /// Where a word's row is kept. Where there are too many, the one that was not wanted for the longest time goes.
    fn slot(&mut self, stem: &str) -> Slot {
        self.requests += 1;
        if let Some((last, slot)) = self.rows.get_mut(stem) {
            *last = self.requests;
            return Arc::clone(slot);
        }
        if self.rows.len() >= MOST_ROWS {
            let oldest = self.rows.iter().min_by_key(|(_, (last, _))| *last).map(|(stem, _)| stem.clone());
            oldest.and_then(|stem| self.rows.remove(&stem));
        }
        let slot = Slot::default();
        self.rows.insert(stem.into(), (self.requests, Arc::clone(&slot)));
        slot
    }
}

impl Row {
    fn read(postings: &mut BlockSegmentPostings, documents: u32) -> Self {
        let mut row = Self { packed: vec![[0; PACKED_BYTES]; (documents as usize).div_ceil(PACKED)], many: Vec::new() };
        while !postings.docs().is_empty() {
            postings.docs().iter().zip(postings.freqs()).for_each(|(doc, frequency)| row.set(*doc, *frequency));
            postings.advance();
        }
        row
    }

    /// Notes the frequency in a document behind all others.
    #[inline]
    fn set(&mut self, doc: u32, frequency: u32) {
        let (byte, shift) = place(doc);
        if let Some(byte) = self.packed.get_mut(doc as usize / PACKED).and_then(|bytes| bytes.get_mut(byte)) {
            *byte |= u8::try_from(frequency.min(MANY)).unwrap_or_default() << shift;
        }
        if frequency >= MANY {
            self.many.push((doc, frequency));
        }
    }

    /// The frequency in a document, [`MANY`] where it is higher.
    #[inline]
    pub(super) fn frequency(&self, doc: u32) -> u32 {
        let (byte, shift) = place(doc);
        let byte = self.packed.get(doc as usize / PACKED).and_then(|bytes| bytes.get(byte));
        byte.map_or(0, |byte| u32::from(byte >> shift & 15))
    }

    /// The documents of a range of which the row does not tell all, with their frequencies.
    pub(super) fn many(&self, docs: &Range<u32>) -> &[(u32, u32)] {
        let from = self.many.partition_point(|(doc, _)| *doc < docs.start);
        let left = self.many.get(from..).unwrap_or_default();
        left.get(..left.partition_point(|(doc, _)| *doc < docs.end)).unwrap_or_default()
    }

    /// The packed frequencies from a document on, the first of [`PACKED`].
    pub(super) fn packed_from(&self, doc: u32) -> &[[u8; PACKED_BYTES]] {
        self.packed.get(doc as usize / PACKED..).unwrap_or_default()
    }
}

/// The byte of a document among its neighbours', and by how much its bits are shifted there.
#[inline]
fn place(doc: u32) -> (usize, u32) {
    let at = doc as usize % PACKED;
    (at % PACKED_BYTES, if at < PACKED_BYTES { 0 } else { 4 })
}

#[cfg(test)]
mod tests {
    use domain::{Paper, PaperId, PaperKey, StoredPaper};

    use super::*;
    use crate::{Filters, Index, Query, Snapshot};

    const PAPERS: u32 = 900;

    /// Papers of which many say *lightning*, one time to thirty, some in the title and some in keywords; others *clouds*.
    fn papers() -> Vec<StoredPaper> {
        let paper = |key: u32| {
            let title = format!("{} {key}", if key.is_multiple_of(11) { "Lightning seen" } else { "Clouds" });
            let times = |every: u32, most: u32| if key.is_multiple_of(every) { key / every % most + 1 } else { 0 };
            let text = format!(
                "{}{}Storm.",
                "Lightning. ".repeat(times(3, 30) as usize),
                "Thunder of clouds. ".repeat(times(4, 9) as usize)
            );
            let mut paper = Paper { abstract_text: text, ..Paper::new(PaperId::from_title(&title), title.as_str()) };
            if key.is_multiple_of(7) {
                paper.keywords = vec!["lightning rods".to_owned()];
            }
            paper.categories = vec![if key % 50 == 7 { "physics.ao-ph" } else { "cs.LG" }.to_owned()];
            StoredPaper::new(PaperKey(i64::from(key)), paper)
        };
        (0..PAPERS).map(paper).collect()
    }

    /// The papers in segments of so many, without every twentieth.
    fn snapshot(a_segment: usize) -> Arc<Snapshot> {
        let index = Index::temporary().unwrap();
        let mut writer = index.writer(20_000_000).unwrap();
        for (cursor, papers) in (1..).zip(papers().chunks(a_segment)) {
            writer.upsert(papers).unwrap();
            writer.commit(cursor).unwrap();
        }
        let gone: Vec<PaperKey> = (0..i64::from(PAPERS)).step_by(20).map(PaperKey).collect();
        writer.delete(&gone).unwrap();
        writer.commit(99).unwrap();
        index.snapshot()
    }

    fn rows(snapshot: &Snapshot) -> usize {
        snapshot.segments.iter().map(|segment| segment.rows.0.lock().unwrap().rows.len()).sum()
    }

    #[test]
    fn papers_are_scored_alike_by_rows_and_by_lists() {
        let (whole, parts) = (snapshot(PAPERS as usize), snapshot(300));
        assert_eq!([whole.segments.len(), parts.segments.len()], [1, 3]);
        let rare = Filters { category: Some("physics.ao-ph".to_owned()), ..Filters::default() };
        for text in ["lightning", "thunder lightning", "clouds", "\"lightning rods\" clouds", "storm thunder 44"] {
            for filters in [Filters::default(), rare.clone()] {
                let query = Query { limit: 700, explain: true, filters, ..Query::words(text) };
                let [by_rows, by_lists] = [&whole, &parts].map(|snapshot| snapshot.search(&query).unwrap());
                assert!(by_rows.hits.len() > 2, "{text}: {}", by_rows.hits.len());
                assert_eq!(by_rows.hits, by_lists.hits, "{text}");
                assert_eq!(by_rows.total, by_lists.total, "{text}");
            }
        }
        assert!(rows(&whole) >= 4, "{}", rows(&whole));
        assert_eq!(rows(&parts), 0, "segments of a few hundred papers need none");
    }

    #[test]
    fn a_row_tells_what_was_set() {
        let mut row = Row { packed: vec![[0; PACKED_BYTES]; 3], many: Vec::new() };
        let set = [(0, 1), (31, 2), (32, 14), (63, 15), (64, 3), (130, 700)];
        for (doc, frequency) in set {
            row.set(doc, frequency);
        }
        for doc in 0..192 {
            let expected = set.iter().find(|(other, _)| *other == doc).map_or(0, |(_, frequency)| *frequency);
            assert_eq!(row.frequency(doc), expected.min(MANY), "{doc}");
        }
        assert_eq!(row.many(&(0..192)), [(63, 15), (130, 700)]);
        assert_eq!(row.many(&(64..130)), []);
        assert_eq!(row.packed_from(64).len(), 2);
    }

    #[test]
    fn the_row_that_was_not_wanted_for_the_longest_time_goes() {
        let mut kept = Kept::default();
        for word in 0..MOST_ROWS {
            kept.slot(&word.to_string());
        }
        kept.slot("0");
        kept.slot("one more");
        assert_eq!(kept.rows.len(), MOST_ROWS);
        assert!(kept.rows.contains_key("0") && !kept.rows.contains_key("1"));
    }
}
