//! The lexical side: BM25F of every document at once, one word after another.
//!
//! Going through whole posting lists costs less here than it seems (a query's lists hold a few hundred thousand entries and are decoded in
//! blocks), gives exact counts and every document's score, and knows no bad cases.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;

use crate::SearchError;
use crate::mask::Mask;
use crate::parse::QueryWord;
use crate::snapshot::{Segment, Snapshot, TEXT_FIELDS};
use crate::weights::{FieldWeight, Weights};

/// The places of the text fields. Authors' names are looked up as they stand, everything else by stem.
const TITLE: usize = 0;
const ABSTRACT: usize = 1;
const KEYWORDS: usize = 2;
const AUTHORS: usize = 3;

/// What the words of a query say about each document. A deleted document counts nowhere: scores do not depend on how the index
/// came about.
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
    /// The documents that hold the present word, with its weighted frequency there.
    holding: Vec<(u32, f32)>,
    /// Those of one segment that hold it elsewhere than in the abstract.
    beside: Vec<(u32, f32)>,
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
        for buffer in [&mut self.scores, &mut self.covered] {
            buffer.clear();
            buffer.resize(length, 0.0);
        }
        self.in_title.clear();
        self.in_title.resize(length, 0);
        self.weights.clear();
        let factors = length_factors(snapshot, weights);
        for word in words {
            self.holding.clear();
            for segment in &snapshot.segments {
                self.collect((snapshot, segment), word, &factors)?;
            }
            self.add_word(snapshot.len(), word.count, weights.k1);
        }
        Ok(())
    }

    /// Gathers the documents of a segment that hold a word, in rising order.
    fn collect(
        &mut self,
        (snapshot, segment): (&Snapshot, &Segment),
        word: &QueryWord,
        factors: &LengthFactors,
    ) -> Result<(), SearchError> {
        self.beside.clear();
        let mut fields = 0;
        for field in [TITLE, KEYWORDS, AUTHORS] {
            let Some(postings) = postings(segment, field, word)? else { continue };
            let (before, occurrences) = (self.beside.len(), Occurrences::new((snapshot, segment), field, factors));
            occurrences.each(postings, &mut |doc, frequency| self.beside.push((doc, frequency)));
            if field == TITLE {
                count_titles(self.beside.get(before..).unwrap_or_default(), &mut self.in_title);
            }
            fields += 1;
        }
        if fields > 1 {
            // Stable, so that the parts of one document are always added in the same order.
            self.beside.sort_by_key(|(doc, _)| *doc);
        }
        let mut merge = Merge { beside: self.beside.iter().copied().peekable(), holding: &mut self.holding };
        if let Some(postings) = postings(segment, ABSTRACT, word)? {
            let occurrences = Occurrences::new((snapshot, segment), ABSTRACT, factors);
            occurrences.each(postings, &mut |doc, frequency| merge.push(doc, frequency));
        }
        merge.rest();
        Ok(())
    }

    /// Adds the word's part to the score of each document that holds it.
    fn add_word(&mut self, documents: usize, count: u32, k1: f32) {
        let idf = if self.holding.is_empty() { 0.0 } else { idf(documents as f32, self.holding.len() as f32) };
        let weight = idf * count as f32;
        self.weights.push(weight);
        for (doc, frequency) in &self.holding {
            let at = *doc as usize;
            let (Some(score), Some(covered)) = (self.scores.get_mut(at), self.covered.get_mut(at)) else { continue };
            *score += weight * *frequency * (k1 + 1.0) / (*frequency + k1);
            *covered += weight;
        }
    }
}

/// How much a word says that `holding` of `all` documents hold.
pub(crate) fn idf(all: f32, holding: f32) -> f32 {
    (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
}

/// Notes that the titles of these documents hold one word more.
fn count_titles(holding: &[(u32, f32)], in_title: &mut [u8]) {
    for (doc, _) in holding {
        if let Some(count) = in_title.get_mut(*doc as usize) {
            *count = count.saturating_add(1);
        }
    }
}

/// What turns a posting list into documents with weighted frequencies.
struct Occurrences<'a> {
    base: u32,
    lengths: &'a [u8],
    factors: Option<&'a [f32; 256]>,
    /// Which documents count, where not all of the segment do.
    alive: Option<&'a Mask>,
}

impl<'a> Occurrences<'a> {
    fn new((snapshot, segment): (&'a Snapshot, &Segment), field: usize, factors: &'a LengthFactors) -> Self {
        Self {
            base: segment.base,
            lengths: snapshot.texts.get(field).map(|text| text.lengths.as_slice()).unwrap_or_default(),
            factors: factors.get(field),
            alive: segment.reader.has_deletes().then_some(&snapshot.docs.alive),
        }
    }

    /// Calls `each` with every document of the list and the frequency there, weighted by field and length.
    #[inline]
    fn each(&self, mut postings: BlockSegmentPostings, each: &mut impl FnMut(u32, f32)) {
        let Some(factors) = self.factors else { return };
        while !postings.docs().is_empty() {
            for (doc, frequency) in postings.docs().iter().zip(postings.freqs()) {
                let doc = self.base + doc;
                let Some(length) = self.lengths.get(doc as usize) else { continue };
                if self.alive.is_none_or(|alive| alive.contains(doc as usize)) {
                    each(doc, *frequency as f32 * factors.get(usize::from(*length)).copied().unwrap_or_default());
                }
            }
            postings.advance();
        }
    }
}

/// Puts the documents of the abstract's list and those of the other fields together, both in rising order.
struct Merge<'a, I: Iterator<Item = (u32, f32)>> {
    beside: std::iter::Peekable<I>,
    holding: &'a mut Vec<(u32, f32)>,
}

impl<I: Iterator<Item = (u32, f32)>> Merge<'_, I> {
    #[inline]
    fn push(&mut self, doc: u32, mut frequency: f32) {
        while let Some((other, elsewhere)) = self.beside.next_if(|(other, _)| *other <= doc) {
            if other == doc {
                frequency += elsewhere;
            } else {
                self.push_beside(other, elsewhere);
            }
        }
        self.holding.push((doc, frequency));
    }

    fn rest(mut self) {
        while let Some((doc, frequency)) = self.beside.next() {
            self.push_beside(doc, frequency);
        }
    }

    /// Two fields beside the abstract may hold the word.
    fn push_beside(&mut self, doc: u32, frequency: f32) {
        match self.holding.last_mut() {
            Some((last, sum)) if *last == doc => *sum += frequency,
            _ => self.holding.push((doc, frequency)),
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
