//! Answering a query: both sides score every document, the best are scored exactly, fused and ordered.

mod candidates;
mod explain;
mod matching;
mod meaning;
mod nearest;

use std::cell::RefCell;

use domain::PaperKey;
use embed::{DIMS, StaticModel, Vector};
use tantivy::{TantivyError, Term};

use self::candidates::Top;
use self::meaning::{Estimates, Meaning, Question};
use crate::lexical::Lexical;
use crate::mask::Mask;
use crate::parse::{Parsed, QueryWord, parse, parse_title};
use crate::snapshot::{Docs, Snapshot};
use crate::spelling::correct;
use crate::vectors::{Cosines, Estimator, Probe};
use crate::weights::Weights;
use crate::{Answer, Hit, Query, SearchError, Sort, Terms, filter};

/// The fewest candidates that are scored exactly. Their choice goes by estimated cosines, whose error (0.05) moves a paper by a few
/// places; four times as many as a page shows leave the page as exact scores alone would have it.
const CANDIDATES: usize = 400;

/// From so many documents on each side has a thread of its own; starting one takes as long as estimating some ten thousand cosines.
const WORTH_A_THREAD: usize = 200_000;

/// Buffers that a thread uses again for its next query.
#[derive(Debug, Default)]
struct Buffers {
    lexical: Lexical,
    estimates: Estimates,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = RefCell::default();
}

/// A query on its way: what was asked, and what is known of every document.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    weights: &'a Weights,
    parsed: &'a Parsed,
    allowed: &'a Mask,
    lexical: &'a Lexical,
    /// Estimated; 0 where the query has no meaning in vectors.
    cosines: &'a Cosines,
    meaning: Meaning,
    /// The documents whose title is the query.
    titles: Vec<usize>,
}

impl Snapshot {
    /// Answers a query, by the default [`Weights`].
    pub fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        self.search_with(query, &Weights::default())
    }

    /// Answers a query by these weights.
    pub fn search_with(&self, query: &Query, weights: &Weights) -> Result<Answer, SearchError> {
        let typed = parse(&query.text);
        if query.text.trim().is_empty() {
            return self.browse(query, &typed);
        }
        BUFFERS.with(|buffers| match buffers.try_borrow_mut() {
            Ok(mut buffers) => self.answer((query, weights), typed, &mut buffers),
            Err(_) => self.answer((query, weights), typed, &mut Buffers::default()),
        })
    }

    /// Scores every document, and orders the best. A title typed whole is taken as it stands: it is not corrected, and what looks
    /// like an excluded word in it is none.
    fn answer(
        &self,
        (query, weights): (&Query, &Weights),
        typed: Parsed,
        buffers: &mut Buffers,
    ) -> Result<Answer, SearchError> {
        let mut titles = self.titled(&query.text)?;
        let typed = if titles.is_empty() { typed } else { parse_title(&query.text) };
        buffers.lexical.weigh(self, &typed.words)?;
        let corrected = if titles.is_empty() { correct(self, &typed, &buffers.lexical.weights)? } else { None };
        if let Some(corrected) = &corrected {
            buffers.lexical.weigh(self, &corrected.words)?;
            titles = self.titled(&corrected.text)?;
        }
        let parsed = corrected.as_ref().unwrap_or(&typed);
        let allowed = filter::allowed(self, &query.filters, parsed)?;
        titles.retain(|doc| allowed.contains(*doc));
        let question = self.question(parsed)?;
        let meaning = self.measure(&question, (&parsed.words, weights, &allowed), buffers)?;
        let (lexical, cosines) = (&buffers.lexical, &buffers.estimates.cosines);
        let asked = Asked { snapshot: self, weights, parsed, allowed: &allowed, lexical, cosines, meaning, titles };
        let answer = match query.sort {
            Sort::Relevance => asked.by_relevance(query, &question.shallow),
            Sort::Newest | Sort::Votes => asked.by_fact(query, &question.shallow),
        }?;
        let terms = Terms::from_words(&parsed.words);
        Ok(Answer { terms, corrected: corrected.map(|corrected| corrected.text), ..answer })
    }

    /// The vectors of a query's text. Signs and stop words alone are near to many texts, and mean nothing.
    fn question(&self, parsed: &Parsed) -> Result<Question, SearchError> {
        if parsed.words.is_empty() {
            return Ok(Question { shallow: Vector::zero(DIMS), deep: None });
        }
        let deep = self.deep.as_ref().filter(|deep| deep.papers > 0);
        let deep = deep.map(|deep| deep.tier().question(&parsed.text)).transpose()?;
        Ok(Question { shallow: StaticModel::bundled().embed(&parsed.text), deep })
    }

    /// Scores the allowed documents on both sides, side by side where they are many.
    fn measure(
        &self,
        question: &Question,
        (words, weights, allowed): (&[QueryWord], &Weights, &Mask),
        Buffers { lexical, estimates }: &mut Buffers,
    ) -> Result<Meaning, SearchError> {
        if self.docs.len() < WORTH_A_THREAD {
            lexical.score(self, (words, weights), allowed)?;
            return Ok(Meaning::estimate(self, question, allowed, estimates));
        }
        std::thread::scope(|scope| {
            let estimating = scope.spawn(|| Meaning::estimate(self, question, allowed, estimates));
            lexical.score(self, (words, weights), allowed)?;
            estimating.join().map_err(|_| TantivyError::ErrorInThread("estimating cosines".to_owned()).into())
        })
    }

    /// The documents whose title is the text but for case and punctuation.
    fn titled(&self, text: &str) -> Result<Vec<usize>, SearchError> {
        let term = Term::from_field_i64(self.fields.title_key, domain::title_key(text));
        Ok(filter::with_term(self, &term)?.iter().collect())
    }

    /// Everything that the filters let through, ordered by day or votes.
    fn browse(&self, query: &Query, parsed: &Parsed) -> Result<Answer, SearchError> {
        let allowed = filter::allowed(self, &query.filters, parsed)?;
        let mut docs: Vec<usize> = allowed.iter().collect();
        let total = docs.len() as u64;
        order_by_fact(&self.docs, query.sort, (query.offset, query.limit), &mut docs);
        let hit = |doc: usize| Hit { key: self.docs.key(doc), score: 0.0, explanation: None };
        let hits = docs.into_iter().skip(query.offset).take(query.limit).map(hit).collect();
        Ok(Answer { hits, total, ..Answer::default() })
    }

    /// The exact cosine of a document's vector with a query's; 0 where it has none.
    fn cosine(&self, doc: usize, probe: &Probe) -> f32 {
        self.vector(doc).map_or(0.0, |(values, scale)| probe.cosine_with(values, scale))
    }

    /// The `n` papers nearest in meaning to a paper, with the cosine of their vectors, the nearest first. Neither itself nor
    /// another printing of the same title is among them.
    pub fn similar(&self, key: PaperKey, n: usize) -> Vec<(PaperKey, f32)> {
        let Some(doc) = self.document(key) else { return Vec::new() };
        let Some((values, scale)) = self.vector(doc) else { return Vec::new() };
        let vector =
            Vector::normalized(values.iter().map(|value| f32::from(value.cast_signed()) * scale).collect::<Vec<_>>());
        if vector.is_zero() {
            return Vec::new();
        }
        let mut cosines = Cosines::default();
        self.docs.estimate(&Estimator::new(&vector), &self.docs.alive, &mut cosines);
        let mut top = Top::new(n.saturating_mul(8).max(CANDIDATES / 2));
        top.offer_all(&cosines, &self.docs.alive);
        let probe = Probe::new(&vector);
        let others = top.into_docs().into_iter().filter(|other| *other != doc);
        let exact = others.map(|other| (other, self.cosine(other, &probe)));
        // The same text again has the same vector: a second entry of one paper, not a neighbour.
        let mut near: Vec<_> = exact.filter(|(_, cosine)| *cosine > 0.0 && *cosine < 0.995).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.into_iter().take(n).map(|(other, cosine)| (self.docs.key(other), cosine)).collect()
    }
}

/// Brings the first `offset + limit` documents into the order of day or votes; among equals the newest paper first.
fn order_by_fact(docs: &Docs, sort: Sort, (offset, limit): (usize, usize), found: &mut Vec<usize>) {
    let rank = |doc: &usize| {
        let (day, votes, key) = (docs.day(*doc), docs.votes(*doc), docs.key(*doc));
        let first = if sort == Sort::Votes { i64::from(votes) } else { i64::from(day) };
        std::cmp::Reverse((first, day, key))
    };
    let wanted = offset.saturating_add(limit);
    if wanted > 0 && wanted < found.len() {
        found.select_nth_unstable_by_key(wanted - 1, rank);
        found.truncate(wanted);
    }
    found.sort_unstable_by_key(rank);
}
