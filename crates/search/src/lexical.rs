//! The lexical side: BM25F of every document at once.
//!
//! All posting lists of a query are gone through side by side, a tile of documents at a time, so that what is summed up stays in the
//! nearest cache whatever the number of papers. That costs less than it seems (postings are decoded in blocks, and most documents take
//! one look into a table), gives every document's score, and knows no bad cases. Tiles without an allowed document are
//! passed over, and so are the blocks of postings in them.

mod alias;
mod count;
mod cursor;
mod scoring;
mod tile;

use std::sync::Mutex;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

pub(crate) use alias::{Phrases, holders};
pub(crate) use count::Counts;
use cursor::{Cursor, PhraseCursor};
pub(crate) use scoring::Scoring;
use scoring::{Words, parts};
use tile::{Formula, Taken};

use crate::SearchError;
use crate::mask::Mask;
use crate::parse::QueryWord;
use crate::simd::PEAK;
use crate::snapshot::{Segment, Snapshot, TEXT_FIELDS};
use crate::weights::{FieldWeight, Weights};

/// The places of the text fields. Authors' names are looked up as they stand, everything else by stem.
pub(crate) const TITLE: usize = 0;
pub(crate) const ABSTRACT: usize = 1;
const KEYWORDS: usize = 2;
const AUTHORS: usize = 3;

/// What the words of a query say about each document. A deleted document counts nowhere: scores do not depend on how the index
/// came about.
#[derive(Debug, Default)]
pub(crate) struct Lexical {
    /// BM25F of each document; 0 where it is not allowed.
    pub scores: Vec<f32>,
    /// The weight (idf times count) of the query's words that each document holds; 0 where it is not allowed.
    pub covered: Vec<f32>,
    /// How many of the query's words the title of each document holds.
    pub in_title: Vec<u8>,
    /// For each word of the query its weight; 0 where no document holds it.
    pub weights: Vec<f32>,
    /// The highest values of each [`PEAK`] documents.
    pub peaks: Vec<Peak>,
}

/// The highest values among some neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Peak {
    /// BM25F.
    pub score: f32,
    /// The weight of the words.
    pub covered: f32,
}

impl Lexical {
    /// Weighs these words: how many documents hold each is counted exactly.
    pub(crate) fn weigh(&mut self, snapshot: &Snapshot, words: &[QueryWord]) -> Result<(), SearchError> {
        self.weights.clear();
        for word in words {
            let mut holding = snapshot.holding(word)?;
            if holding == 0 {
                holding = alias::holding(snapshot.library(), word)?;
            }
            let idf = if holding == 0 { 0.0 } else { idf(snapshot.len() as f32, holding as f32) };
            self.weights.push(idf * word.count as f32);
        }
        Ok(())
    }

    /// Makes ready to score the `allowed` documents for words that were [weighed](Self::weigh), in buffers used before. None of them may
    /// be deleted. The scores are there when [`Scoring::work`] has come to its end on every thread that began it.
    pub(crate) fn scoring<'a>(
        &'a mut self,
        snapshot: &'a Snapshot,
        (words, weights): (&'a [QueryWord], &'a Weights),
        allowed: &'a Mask,
    ) -> Scoring<'a> {
        let length = snapshot.docs.len();
        self.scores.resize(length, 0.0);
        self.covered.resize(length, 0.0);
        self.peaks.resize(length / PEAK, Peak::default());
        self.in_title.resize(length, 0);
        let formula = Formula::new(&length_factors(snapshot, weights), weights.k1);
        let out = Taken {
            scores: &mut self.scores,
            covered: &mut self.covered,
            in_title: &mut self.in_title,
            peaks: &mut self.peaks,
        };
        let parts = parts(snapshot, out).into_iter();
        let words = Words { asked: words, by_word: &self.weights, weights };
        Scoring { snapshot, words, formula, allowed, parts: Mutex::new(parts) }
    }

    /// The highest score.
    pub(crate) fn best(&self) -> f32 {
        self.peaks.iter().fold(0.0, |best, peak| f32::max(best, peak.score))
    }
}

impl Snapshot {
    /// How many living documents of the library hold the word.
    pub(crate) fn holding(&self, word: &QueryWord) -> Result<u32, SearchError> {
        let count = || self.library().segments.iter().map(|segment| count::holding(segment, word)).sum();
        match self.known() {
            Some(known) => known.holding(word, count),
            None => count(),
        }
    }
}

/// The posting lists of a word in a segment.
pub(crate) struct WordCursors {
    /// The word's weight.
    pub weight: f32,
    /// The list of each field that holds it; that of the abstract is the last.
    pub lists: Vec<Cursor>,
    /// Those of single words that say the same.
    pub also: Vec<Cursor>,
    /// And the documents with phrases that do.
    pub phrases: Vec<PhraseCursor>,
}

/// How much a word says that `holding` of `all` documents hold.
pub(crate) fn idf(all: f32, holding: f32) -> f32 {
    (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
}

/// For each field and each of tantivy's 256 length steps: what one occurrence counts.
pub(crate) type LengthFactors = [[f32; 256]; TEXT_FIELDS];

fn length_factors(snapshot: &Snapshot, weights: &Weights) -> LengthFactors {
    let fields = [weights.title, weights.abstract_text, weights.keywords, weights.authors];
    let mut factors = [[0.0; 256]; TEXT_FIELDS];
    for ((factors, average), FieldWeight { weight, b }) in factors.iter_mut().zip(snapshot.average_lengths).zip(fields)
    {
        for (id, factor) in (0..=u8::MAX).zip(factors) {
            let length = FieldNormReader::id_to_fieldnorm(id) as f32;
            *factor = weight / (1.0 - b + b * length / average);
        }
    }
    factors
}

/// The documents of a segment that hold the word in a field, with its frequencies.
pub(crate) fn postings(
    segment: &Segment,
    field: usize,
    word: &QueryWord,
) -> Result<Option<BlockSegmentPostings>, SearchError> {
    postings_of(segment, field, if field == AUTHORS { &word.folded } else { &word.stem })
}

/// The documents of a segment that hold a word in this form in a field, with its frequencies.
fn postings_of(segment: &Segment, field: usize, form: &str) -> Result<Option<BlockSegmentPostings>, SearchError> {
    let Some(inverted) = segment.columns.texts.get(field) else { return Ok(None) };
    let failed = |error: std::io::Error| SearchError::from(tantivy::TantivyError::from(error));
    let Some(info) = inverted.terms().get(form.as_bytes()).map_err(failed)? else { return Ok(None) };
    inverted.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs).map(Some).map_err(failed)
}
