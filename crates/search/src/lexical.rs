//! The lexical side: BM25F of every document at once, one word after another.
//!
//! Going through whole posting lists costs less here than it seems (a query's lists hold a few hundred thousand entries and are decoded in
//! blocks), gives exact counts and every document's score, and knows no bad cases.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use crate::SearchError;
use crate::parse::QueryWord;
use crate::snapshot::{Segment, Snapshot, TEXT_FIELDS};
use crate::weights::{FieldWeight, Weights};

/// The place of the authors among the text fields: names are looked up as they stand, everything else by stem.
const AUTHORS: usize = 3;

/// What the words of a query say about each document.
#[derive(Debug, Default)]
pub(crate) struct Lexical {
    /// BM25F of each document.
    pub scores: Vec<f32>,
    /// The weight (idf times count) of the query's words that each document holds.
    pub covered: Vec<f32>,
    /// How many of the query's words the title of each document holds.
    pub in_title: Vec<u8>,
    /// For each word of the query its weight; 0 where no document holds it.
    pub weights: Vec<f32>,
    /// The frequency of the present word in each document.
    frequencies: Vec<f32>,
    /// The documents that hold the present word.
    touched: Vec<u32>,
}

impl Lexical {
    /// Scores all documents for these words, in buffers used before.
    pub(crate) fn score(
        &mut self,
        snapshot: &Snapshot,
        words: &[QueryWord],
        weights: &Weights,
    ) -> Result<(), SearchError> {
        let length = snapshot.docs.len();
        for buffer in [&mut self.scores, &mut self.covered, &mut self.frequencies] {
            buffer.clear();
            buffer.resize(length, 0.0);
        }
        self.in_title.clear();
        self.in_title.resize(length, 0);
        self.weights.clear();
        let factors = length_factors(snapshot, weights);
        for word in words {
            self.collect(snapshot, word, &factors)?;
            self.add_word(length, word.count, weights.k1);
        }
        Ok(())
    }

    /// Gathers the weighted frequency of a word in every document.
    fn collect(&mut self, snapshot: &Snapshot, word: &QueryWord, factors: &LengthFactors) -> Result<(), SearchError> {
        self.touched.clear();
        for segment in &snapshot.segments {
            for (field, factors) in factors.iter().enumerate() {
                let Some(mut postings) = postings(segment, field, word)? else { continue };
                let lengths = snapshot.texts.get(field).map(|text| text.lengths.as_slice()).unwrap_or_default();
                while !postings.docs().is_empty() {
                    for (doc, frequency) in postings.docs().iter().zip(postings.freqs()) {
                        self.touch(segment.base + doc, *frequency as f32, (lengths, factors));
                        if field == 0 {
                            self.touch_title(segment.base + doc);
                        }
                    }
                    postings.advance();
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn touch(&mut self, doc: u32, frequency: f32, (lengths, factors): (&[u8], &[f32; 256])) {
        let at = doc as usize;
        let (Some(sum), Some(length)) = (self.frequencies.get_mut(at), lengths.get(at)) else { return };
        if *sum == 0.0 {
            self.touched.push(doc);
        }
        *sum += frequency * factors.get(usize::from(*length)).copied().unwrap_or_default();
    }

    #[inline]
    fn touch_title(&mut self, doc: u32) {
        if let Some(count) = self.in_title.get_mut(doc as usize) {
            *count = count.saturating_add(1);
        }
    }

    /// Adds the word's part to the score of each document that holds it.
    fn add_word(&mut self, documents: usize, count: u32, k1: f32) {
        let (all, holding) = (documents as f32, self.touched.len() as f32);
        let idf = if holding > 0.0 { (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln() } else { 0.0 };
        let weight = idf * count as f32;
        self.weights.push(weight);
        for doc in &self.touched {
            let at = *doc as usize;
            let columns = (self.scores.get_mut(at), self.covered.get_mut(at), self.frequencies.get_mut(at));
            let (Some(score), Some(covered), Some(frequency)) = columns else { continue };
            *score += weight * *frequency * (k1 + 1.0) / (*frequency + k1);
            *covered += weight;
            *frequency = 0.0;
        }
    }
}

/// For each field and each of tantivy's 256 length steps: what one occurrence counts.
type LengthFactors = [[f32; 256]; TEXT_FIELDS];

fn length_factors(snapshot: &Snapshot, weights: &Weights) -> LengthFactors {
    let fields = [weights.title, weights.abstract_text, weights.keywords, weights.authors];
    let mut factors = [[0.0; 256]; TEXT_FIELDS];
    for ((factors, text), FieldWeight { weight, b }) in factors.iter_mut().zip(&snapshot.texts).zip(fields) {
        for (id, factor) in (0..=u8::MAX).zip(factors) {
            let length = FieldNormReader::id_to_fieldnorm(id) as f32;
            *factor = weight / (1.0 - b + b * length / text.average.max(1.0));
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
    let form = if field == AUTHORS { &word.folded } else { &word.stem };
    let Some(inverted) = segment.texts.get(field) else { return Ok(None) };
    let failed = |error: std::io::Error| SearchError::from(tantivy::TantivyError::from(error));
    let Some(info) = inverted.terms().get(form.as_bytes()).map_err(failed)? else { return Ok(None) };
    inverted.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs).map(Some).map_err(failed)
}

/// Whether any document holds the word.
pub(crate) fn occurs(snapshot: &Snapshot, word: &QueryWord) -> Result<bool, SearchError> {
    for segment in &snapshot.segments {
        for field in 0..TEXT_FIELDS {
            if postings(segment, field, word)?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
