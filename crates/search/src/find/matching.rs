//! Ordering what was found, and counting what matches.
//!
//! A paper *matches* when it holds words that make up most of the query's weight ([`COVERED`]), when it is nearly as near in
//! meaning as the nearest ([`NEAR`]), or when its title is the query. Orders by day or votes order the matching papers; by relevance weaker ones follow.
//! How many match depends on the query alone, not on the part of the answer that is asked for: it is the same on every page.

use embed::Vector;

use super::candidates::{Scored, Top};
use super::cited::cited;
use super::neighbours::compared;
use super::{Asked, order_by_fact};
use crate::lexical::TITLE;
use crate::simd::{Fusion, PEAK};
use crate::weights::SemanticWeight;
use crate::{Answer, Hit, Query, SearchError, Sort};

/// The share of the query's weight (idf times count) that a matching paper's words make up.
const COVERED: f32 = 0.7;

/// The share of the best cosine that a matching paper's cosine reaches, if it is at least [`NEAR_LEAST`].
const NEAR: f32 = 0.85;

/// The least cosine of a paper that matches by meaning alone.
const NEAR_LEAST: f32 = 0.45;

/// How far an estimated cosine may lie below the true one in a few of a hundred cases.
const ESTIMATE_ERROR: f32 = 0.1;

/// Among more papers than this, estimated cosines decide which match: so many lie near the limit that looking at each of them would take
/// longer than all the rest of the search. As estimates are unbiased, the number stays right.
const COUNTED_EXACTLY: usize = 200_000;

/// How many papers are looked at to find the nearest: their estimated cosines are the highest.
const NEAREST: usize = 32;

/// What rounding may add to a sum of scores.
const ROUNDED: f32 = 1.000_1;

impl Asked<'_> {
    /// The best first.
    pub(super) fn by_relevance(&self, query: &Query, vector: &Vector) -> Result<Answer, SearchError> {
        let wanted = query.offset.saturating_add(query.limit);
        let best_cosine = self.best_cosine();
        let scale = self.scale(best_cosine);
        let compared = compared(query.limit);
        let (mut found, block) = self.candidates(&scale, compared);
        if self.is_hopeless((&found, best_cosine), &scale) {
            return Ok(Answer::default());
        }
        self.refine(&mut found, scale.lexical)?;
        let matching = if self.least.is_some() { 0 } else { self.matching(best_cosine).len() };
        let mut more = found.len() > wanted || (self.strict && matching > wanted);
        self.sort(&mut found, compared);
        self.heed_neighbours(&mut found);
        if wanted > compared {
            self.go_on(&mut found, &scale, (wanted, block));
            more |= found.len() > wanted;
        }
        if self.strict && found.len() < wanted {
            self.fill_up(&mut found, wanted);
        }
        let page: Vec<Scored> = found.into_iter().skip(query.offset).take(query.limit).collect();
        let hits = self.hits((&page, best_cosine), query, vector)?;
        let total_is_lower_bound = self.have_a_score(&scale, matching + 1);
        Ok(Answer { hits, total: matching as u64, total_is_lower_bound, more, ..Answer::default() })
    }

    /// Whether so many papers have a score, by estimated cosines.
    fn have_a_score(&self, scale: &Fusion, wanted: usize) -> bool {
        let (scores, cosines) = (&self.lexical.scores, &self.estimates.cosines);
        let peaks = self.lexical.peaks.iter().zip(&cosines.peaks).zip(self.allowed.words());
        let worth_a_look = peaks
            .enumerate()
            .filter(|(_, ((most, nearest), allowed))| **allowed != 0 && scale.of(most.score, **nearest) > 0.0);
        let found = worth_a_look.flat_map(|(block, (_, allowed))| {
            let docs = (0..PEAK).filter(move |at| allowed >> at & 1 == 1).map(move |at| block * PEAK + at);
            docs.filter(|doc| {
                scores
                    .get(*doc)
                    .zip(cosines.values.get(*doc))
                    .is_some_and(|(score, near)| scale.of(*score, *near) > 0.0)
            })
        });
        found.take(wanted).count() == wanted
    }

    /// Whether none of the papers can come to the probability that is asked for, whatever the nearness of words and their spelling may
    /// add: reading these is dear. A score that is drawn towards those of its neighbours stays below the highest.
    fn is_hopeless(&self, (found, best_cosine): (&[Scored], f32), scale: &Fusion) -> bool {
        let Some((least, odds)) = self.least.zip(self.weights.calibration(self.meaning.read)) else { return false };
        let own = |scored: &Scored| scored.lexical + scored.semantic;
        let wanted = || found.iter().filter(|scored| least.focus.is_none_or(|focus| focus.docs.contains(scored.doc)));
        let best = wanted().map(own).fold(0.0, f32::max);
        let drawn = self.weights.neighbours * self.meaning.read * (found.iter().map(own).fold(0.0, f32::max) - best);
        let title = wanted().map(|scored| scored.title).fold(0.0, f32::max);
        let highest = best + drawn + title + scale.lexical * self.most_refined();
        odds.probability(highest * ROUNDED, best_cosine) < least.probability
    }

    /// Adds the newest of the papers that match without a score: nothing but conditions speaks for them.
    fn fill_up(&self, found: &mut Vec<Scored>, wanted: usize) {
        let mut unscored = self.allowed.clone();
        for scored in found.iter() {
            unscored.remove(scored.doc);
        }
        let mut docs: Vec<usize> = unscored.iter().collect();
        order_by_fact(&self.snapshot.docs, Sort::Newest, (0, wanted - found.len()), &mut docs);
        let missing = wanted - found.len();
        let scored =
            |doc| Scored { doc, lexical: 0.0, semantic: 0.0, title: 0.0, neighbours: 0.0, recency: 0.0, cited: 0.0 };
        found.extend(docs.into_iter().take(missing).map(scored));
    }

    /// The matching papers, the newest or those with most votes first.
    pub(super) fn by_fact(&self, (query, sort): (&Query, Sort), vector: &Vector) -> Result<Answer, SearchError> {
        let best_cosine = self.best_cosine();
        let scale = self.scale(best_cosine);
        let mut found = self.matching(best_cosine);
        let total = found.len() as u64;
        order_by_fact(&self.snapshot.docs, sort, (query.offset, query.limit), &mut found);
        let page: Vec<Scored> =
            found.into_iter().skip(query.offset).take(query.limit).map(|doc| self.scored(doc, &scale)).collect();
        let hits = self.hits((&page, best_cosine), query, vector)?;
        let more = total > query.offset.saturating_add(query.limit) as u64;
        Ok(Answer { hits, total, more, ..Answer::default() })
    }

    /// The highest exact cosine of an allowed paper; 0 where none is near.
    fn best_cosine(&self) -> f32 {
        let mut top = Top::new(NEAREST);
        top.offer_all(&self.estimates.cosines, self.allowed);
        top.into_docs().into_iter().map(|doc| self.cosine(doc)).fold(0.0, f32::max)
    }

    /// The exact cosine of a paper with the query.
    fn cosine(&self, doc: usize) -> f32 {
        self.meaning.cosine(self.snapshot, doc)
    }

    /// How scores of both sides are brought to one scale.
    fn scale(&self, best_cosine: f32) -> Fusion {
        let best = self.lexical.best();
        let SemanticWeight { share, floor } = self.weights.semantic(self.meaning.read);
        let lexical = if best > 0.0 { (1.0 - share) / best } else { 0.0 };
        let semantic = share / (best_cosine - floor).max(self.weights.span);
        Fusion { lexical, semantic, floor }
    }

    /// Brings the best `most` documents into their order, and leaves out the others.
    fn sort(&self, found: &mut Vec<Scored>, most: usize) {
        if most < found.len() {
            found.select_nth_unstable_by(most, |a, b| self.by_score(a, b));
            found.truncate(most);
        }
        found.sort_unstable_by(|a, b| self.by_score(a, b));
    }

    /// The exact score of a document.
    pub(super) fn scored(&self, doc: usize, scale: &Fusion) -> Scored {
        self.scored_by(doc, scale, self.cosine(doc))
    }

    /// The score of a document by this cosine.
    pub(super) fn scored_by(&self, doc: usize, scale: &Fusion, cosine: f32) -> Scored {
        let lexical = self.lexical.scores.get(doc).copied().unwrap_or_default() * scale.lexical;
        let semantic = (cosine - scale.floor).max(0.0) * scale.semantic;
        let (title, cited) = (self.title_bonus(doc), self.weights.cited * cited(self.snapshot.docs.citations(doc)));
        Scored { doc, lexical, semantic, title, neighbours: 0.0, recency: 0.0, cited }
    }

    /// What the title adds. Where it is not the query itself, the words that both share, of all that either has (the
    /// Jaccard index), decide: nothing up to a half of them.
    fn title_bonus(&self, doc: usize) -> f32 {
        if self.titles.contains(&doc) {
            return self.weights.whole_title;
        }
        let shared = self.lexical.in_title.get(doc).copied().unwrap_or_default();
        let words = self.parsed.words.len();
        if shared < 2 || words < 3 {
            return 0.0;
        }
        let length = self.snapshot.docs.words_in(TITLE, doc);
        let shared = f32::from(shared);
        let either = length as f32 + words as f32 - shared;
        let jaccard = if either > 0.0 { (shared / either).min(1.0) } else { 0.0 };
        self.weights.near_title * (2.0 * jaccard - 1.0).max(0.0)
    }

    /// The documents that match.
    fn matching(&self, best_cosine: f32) -> Vec<usize> {
        if self.strict {
            return self.allowed.iter().collect();
        }
        let all: f32 = self.lexical.weights.iter().sum();
        let enough = if all > 0.0 { all * COVERED } else { f32::INFINITY };
        let near = (best_cosine * NEAR).max(NEAR_LEAST);
        let exact = self.snapshot.len() <= COUNTED_EXACTLY;
        let might = if exact { near - ESTIMATE_ERROR } else { near };
        let mut found = Vec::new();
        let blocks = self.lexical.covered.chunks(PEAK).zip(self.estimates.cosines.values.chunks(PEAK));
        let peaks = self.lexical.peaks.iter().zip(&self.estimates.cosines.peaks);
        for (block, ((covered, cosines), (most, nearest))) in blocks.zip(peaks).enumerate() {
            if most.covered >= enough || *nearest >= might {
                for (doc, (covered, cosine)) in (block * PEAK..).zip(covered.iter().zip(cosines)) {
                    let might_match = *covered >= enough || *cosine >= might;
                    let sure = *covered >= enough || !exact;
                    if might_match && self.allowed.contains(doc) && (sure || self.cosine(doc) >= near) {
                        found.push(doc);
                    }
                }
            }
        }
        let titles: Vec<usize> = self.titles.iter().filter(|doc| found.binary_search(doc).is_err()).copied().collect();
        found.extend(titles);
        found
    }

    fn hits(
        &self,
        (page, best_cosine): (&[Scored], f32),
        query: &Query,
        vector: &Vector,
    ) -> Result<Vec<Hit>, SearchError> {
        let calibration = self.weights.calibration(self.meaning.read);
        let explanations = if query.explain { self.explain(page, vector)? } else { Vec::new() };
        let mut explanations = explanations.into_iter();
        let hit = |scored: &Scored| Hit {
            key: self.snapshot.docs.key(scored.doc),
            score: scored.total(),
            probability: calibration.map(|odds| odds.probability(scored.relevance(), best_cosine)),
            explanation: explanations.next(),
        };
        Ok(page.iter().map(hit).collect())
    }

    /// The higher score first, among equals the newer paper.
    pub(super) fn by_score(&self, a: &Scored, b: &Scored) -> std::cmp::Ordering {
        b.total().total_cmp(&a.total()).then_with(|| self.newer(b.doc, a.doc))
    }

    /// Orders equals: the newer paper first.
    fn newer(&self, a: usize, b: usize) -> std::cmp::Ordering {
        let docs = &self.snapshot.docs;
        (docs.day(a), docs.key(a)).cmp(&(docs.day(b), docs.key(b)))
    }
}
