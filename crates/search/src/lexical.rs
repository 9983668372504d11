//! The lexical side: BM25F of every document at once.
//!
//! All posting lists of a query are gone through side by side, a tile of documents at a time, so that what is summed up stays in the
//! nearest cache whatever the number of papers. That costs less than it seems (postings are decoded in blocks, most documents take
//! one look into a table, and what many abstracts hold lies in [rows](frequent) that are gone through side by side), gives every
//! document's score, and knows no bad cases. Tiles without an allowed document are
//! passed over, and so are the blocks of postings in them.

mod alias;
mod beside;
mod count;
mod cursor;
mod frequent;
mod lists;
mod scoring;
mod tile;

use std::sync::{Arc, Mutex};

use tantivy::fieldnorm::FieldNormReader;

pub(crate) use alias::{Phrases, holders};
pub(crate) use count::Counts;
use cursor::{Cursor, PhraseCursor};
use frequent::Row;
pub(crate) use frequent::Rows;
pub(crate) use lists::Lists;
pub(crate) use lists::postings;
pub(crate) use scoring::{End, Scoring};
use scoring::{Words, parts};
use tile::{Formula, Totals};

use crate::SearchError;
use crate::mask::Mask;
use crate::parse::QueryWord;
use crate::simd::PEAK;
use crate::snapshot::{Snapshot, TEXT_FIELDS};
use crate::together::both;
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
    /// For each word its posting lists in each segment.
    lists: Vec<Vec<Lists>>,
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
        self.lists.clear();
        let (before, behind) = words.split_at(words.len() / 2);
        let weigh = |words: &[QueryWord]| words.iter().map(|word| weighed(snapshot, word)).collect();
        let (before, behind): (Result<Vec<_>, _>, Result<Vec<_>, _>) = both(|| weigh(before), || weigh(behind));
        for (weight, lists) in before?.into_iter().chain(behind?) {
            self.weights.push(weight);
            self.lists.push(lists);
        }
        Ok(())
    }

    /// The posting lists of a word that was [weighed](Self::weigh), by its place, in a segment, by its place.
    pub(crate) fn lists(&self, word: usize, segment: usize) -> Option<&Lists> {
        self.lists.get(word)?.get(segment)
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
        let out = Totals {
            scores: &mut self.scores,
            covered: &mut self.covered,
            in_title: &mut self.in_title,
            peaks: &mut self.peaks,
        };
        let parts = parts(snapshot, out);
        let words = Words { asked: words, by_word: &self.weights, lists: &self.lists, weights };
        Scoring { snapshot, words, formula, allowed, parts: Mutex::new(parts) }
    }

    /// The highest score.
    pub(crate) fn best(&self) -> f32 {
        self.peaks.iter().fold(0.0, |best, peak| f32::max(best, peak.score))
    }
}

/// The weight of a word, 0 where no document holds it, and its posting lists in each segment.
fn weighed(snapshot: &Snapshot, word: &QueryWord) -> Result<(f32, Vec<Lists>), SearchError> {
    let look_up = |segment| Lists::of(segment, word);
    let lists = snapshot.segments.iter().map(look_up).collect::<Result<Vec<_>, SearchError>>()?;
    let mut holding = match snapshot.known() {
        Some(_) => snapshot.holding(word)?,
        None => count::holding(snapshot.segments.iter().zip(&lists))?,
    };
    if holding == 0 {
        holding = alias::holding(snapshot.library(), word)?;
    }
    let idf = if holding == 0 { 0.0 } else { idf(snapshot.len() as f32, holding as f32) };
    Ok((idf * word.count as f32, lists))
}

impl Snapshot {
    /// How many living documents of the library hold the word.
    pub(crate) fn holding(&self, word: &QueryWord) -> Result<u32, SearchError> {
        let count = || count::of(&self.library().segments, word);
        match self.known() {
            Some(known) => known.holding(word, count),
            None => count(),
        }
    }
}

/// The posting lists of a word in a segment.
#[derive(Default)]
pub(crate) struct WordCursors {
    /// The word's weight.
    pub weight: f32,
    /// The list of each field that holds it.
    pub lists: Vec<Cursor>,
    /// In place of the list of abstracts: how often it stands in each.
    pub row: Option<Arc<Row>>,
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
