//! Words that stand beside one another in the query and in a paper.
//!
//! For each pair of neighbours in the query the occurrences of both in title and abstract are compared: the nearer their distance is to
//! the query's, the more an occurrence counts. What comes of it is saturated and weighted as a word would be (Rasolofo and Savoy 2003,
//! "Term Proximity Scoring for Keyword-Based Retrieval Systems", <https://doi.org/10.1007/3-540-36618-0_15>); that neighbours are enough
//! is the sequential dependence of Metzler and Croft 2005, <https://doi.org/10.1145/1076034.1076115>. Reading positions is dear, so only
//! the best papers are looked at ([`refine`](super::refine)).

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

use super::Asked;
use super::candidates::Scored;
use crate::SearchError;
use crate::lexical::{ABSTRACT, Lists, TITLE};
use crate::parse::Parsed;
use crate::snapshot::Segment;
use crate::words::{Kind, Pieces, is_stop_word, stem};

/// The most pairs of neighbours, those of the greatest weight.
const MOST_PAIRS: usize = 24;

/// Neighbours have so many words between them at most that are left out.
const FARTHEST: usize = 3;

/// Distances that differ by more than this count nothing.
const LEAST_NEAR: usize = 4;

/// How many fields' positions are read.
const FIELDS: usize = 2;

/// Two neighbours of the query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Their places among the query's words.
    words: [usize; 2],
    /// How far the second stands behind the first.
    distance: usize,
    /// The smaller of their weights.
    weight: f32,
}

impl Pair {
    /// What a pair adds at most, before saturation is taken from it.
    pub(super) fn most(&self) -> f32 {
        self.weight
    }
}

impl Asked<'_> {
    /// Adds what the nearness of the query's words gives to papers of a segment, with its place, in rising order, in units of BM25 times
    /// `scale`.
    pub(super) fn add_proximity(
        &self,
        (number, segment): (usize, &Segment),
        papers: &mut [Scored],
        (pairs, scale): (&[Pair], f32),
    ) -> Result<(), SearchError> {
        if pairs.is_empty() || papers.is_empty() {
            return Ok(());
        }
        let lists = |word| self.lexical.lists(word, number);
        let mut reader = Reader::open(segment, (self.parsed.words.len(), lists), pairs)?;
        for scored in papers {
            let nearness = self.nearness(&mut reader, scored.doc - segment.base as usize, pairs);
            scored.lexical += scale * self.weights.proximity * nearness;
        }
        Ok(())
    }

    /// What the nearness of the words gives a document, in units of BM25.
    fn nearness(&self, reader: &mut Reader, doc: usize, pairs: &[Pair]) -> f32 {
        reader.go_to(u32::try_from(doc).unwrap_or(u32::MAX));
        let weights = [self.weights.title.weight, self.weights.abstract_text.weight];
        let k1 = self.weights.k1;
        let mut sum = 0.0;
        for pair in pairs {
            let near: f32 = weights.iter().enumerate().map(|(field, weight)| weight * reader.near(field, pair)).sum();
            sum += pair.weight * near * (k1 + 1.0) / (near + k1);
        }
        sum
    }

    /// The neighbours in the query that some paper holds.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = Vec::new();
        for (first, second, distance) in neighbours(self.parsed) {
            let weight = |word: usize| self.lexical.weights.get(word).copied().unwrap_or_default();
            let weight = weight(first).min(weight(second));
            let pair = Pair { words: [first, second], distance, weight };
            if weight > 0.0 && !pairs.iter().any(|known| known.words == pair.words) {
                pairs.push(pair);
            }
        }
        pairs.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        pairs.truncate(MOST_PAIRS);
        pairs
    }
}

/// The words of a query that stand beside one another, by their places among its words, with their distance in the text.
fn neighbours(parsed: &Parsed) -> Vec<(usize, usize, usize)> {
    let (mut pieces, mut last, mut found) = (Pieces::of(&parsed.text), None, Vec::new());
    while pieces.advance() {
        let counts = match pieces.kind {
            Kind::Word => !is_stop_word(&pieces.folded),
            Kind::Character { alone } => alone,
            Kind::Pair => true,
            Kind::Joined { .. } => false,
        };
        let stem = stem(&pieces.folded);
        let Some(place) = parsed.words.iter().position(|word| counts && word.stem == stem) else { continue };
        if let Some((before, position)) = last.replace((place, pieces.position))
            && before != place
            && pieces.position - position <= FARTHEST
        {
            found.push((before, place, pieces.position - position));
        }
    }
    found
}

/// Reads where the words of pairs stand in the documents of a segment.
struct Reader {
    /// For each word of the query its postings in each field, and where it stands in the present document.
    words: Vec<[Option<Place>; FIELDS]>,
}

/// A posting list and the positions in the present document.
struct Place {
    postings: SegmentPostings,
    positions: Vec<u32>,
}

impl Reader {
    /// Opens the lists of those of so many words that are in pairs.
    fn open<'a>(
        segment: &Segment,
        (length, lists): (usize, impl Fn(usize) -> Option<&'a Lists>),
        pairs: &[Pair],
    ) -> Result<Self, SearchError> {
        let mut words = Vec::with_capacity(length);
        for word in 0..length {
            let mut places = [None, None];
            if let Some(lists) = lists(word).filter(|_| pairs.iter().any(|pair| pair.words.contains(&word))) {
                for (place, field) in places.iter_mut().zip([TITLE, ABSTRACT]) {
                    let postings = lists.open_positions(segment, field)?;
                    *place = postings.map(|postings| Place { postings, positions: Vec::new() });
                }
            }
            words.push(places);
        }
        Ok(Self { words })
    }

    /// Reads the positions in a document. Documents must be asked for in rising order.
    fn go_to(&mut self, doc: u32) {
        for place in self.words.iter_mut().flatten().flatten() {
            if place.postings.doc() < doc {
                place.postings.seek(doc);
            }
            place.positions.clear();
            if place.postings.doc() == doc && doc != TERMINATED {
                place.postings.positions(&mut place.positions);
            }
        }
    }

    /// How near the words of a pair stand to one another in a field: 1 for each time they stand as in the query, less for others.
    fn near(&self, field: usize, pair: &Pair) -> f32 {
        let positions = |word: usize| {
            let place = self.words.get(word).and_then(|places| places.get(field)).and_then(Option::as_ref);
            place.map_or(&[][..], |place| place.positions.as_slice())
        };
        let [first, second] = pair.words.map(positions);
        let mut near = 0.0;
        for position in first {
            let wanted = *position as usize + pair.distance;
            let from = second.partition_point(|other| (*other as usize) + LEAST_NEAR < wanted);
            let others = second.get(from..).unwrap_or_default();
            // The nearest alone counts for each occurrence of the first.
            let off =
                others.iter().map(|other| wanted.abs_diff(*other as usize)).min().filter(|off| *off <= LEAST_NEAR);
            near += off.map_or(0.0, |off| 1.0 / ((1 + off) * (1 + off)) as f32);
        }
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_may_have_small_words_between_them() {
        let pairs = |text: &str| {
            let parsed = Parsed::of(text);
            let word = |at: usize| parsed.words[at].stem.clone();
            neighbours(&parsed).into_iter().map(|(a, b, d)| (word(a), word(b), d)).collect::<Vec<_>>()
        };
        let expected = [("bag", "word", 2), ("word", "model", 1)];
        assert_eq!(pairs("bag of words models"), expected.map(|(a, b, d)| (a.to_owned(), b.to_owned(), d)));
        assert_eq!(pairs("graph graphs"), []);
        assert_eq!(pairs("深度学"), [("深度".to_owned(), "度学".to_owned(), 1)]);
    }
}
