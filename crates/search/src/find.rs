//! Answering a query: both sides score every document, the best are scored exactly, fused and ordered.

mod behind;
mod candidates;
mod choose;
mod cited;
mod exact;
mod explain;
mod matching;
mod meaning;
mod nearest;
mod neighbours;
mod prepare;
mod proximity;
mod recency;
mod refine;
mod similar;
mod threads;
mod topic;

use std::cell::RefCell;

use embed::{DIMS, Vector};
use tantivy::Term;

use self::meaning::{Estimates, Meaning, Question};
use self::prepare::Prepared;
use self::recency::Recency;
use crate::language::{Liking, Understood, compile, understand, understand_title};
use crate::lexical::Lexical;
use crate::mask::Mask;
use crate::parse::Parsed;
use crate::snapshot::{Deep, Docs, Snapshot};
use crate::together::{Helped, both};
use crate::vectors::Probe;
use crate::weights::Weights;
use crate::{Answer, Focus, Hit, Query, SearchError, Sort, Terms, filter};

pub use self::topic::{TopicAnswer, TopicExamples, TopicFeature, TopicPaper};

/// The fewest candidates that are scored exactly.
const CANDIDATES: usize = 400;

/// How the number of candidates grows with the papers that may be found: this times the square root of their number. The choice goes by
/// estimated cosines, whose error (0.05) passes over ever more neighbours the denser they lie. Of the ten nearest of 195 questions 400
/// candidates keep 98 % among 86,000 real papers, 90 % among 100,000 synthetic ones and 83 % among a million; 3,200 keep all of the first
/// and 99.4 % of the second; of the third 6,400 keep 98.8 % and 12,800 99.8 %.
const CANDIDATES_PER_ROOT: usize = 10;

/// From so many documents on a query is answered in a pool of threads, which share its parts. Calling them takes time too: among 20,000 papers
/// two threads gain nothing, among 99,000 a quarter of the time over HTTP.
const WORTH_A_THREAD: usize = 32_768;

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
    /// 0 where the query has no meaning in vectors.
    estimates: &'a Estimates,
    meaning: Meaning,
    /// The documents whose title is the query.
    titles: Vec<usize>,
    /// Whether every allowed document matches.
    strict: bool,
    /// What is of interest, where not everything is.
    least: Option<Least<'a>>,
    /// Whether the words ask for recent papers.
    recency: Option<Recency>,
}

/// What of an answer is of no interest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Least<'a> {
    /// Papers that are less probable.
    pub probability: f32,
    /// All but the papers in focus, where there is one.
    pub focus: Option<&'a Focus>,
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Request<'a> {
    query: &'a Query,
    asked: &'a Understood,
    titles: &'a Titles,
    sort: Sort,
    weights: &'a Weights,
    least: Option<Least<'a>>,
}

/// The text of a query, as it was understood.
pub(crate) struct Read {
    titles: Titles,
    pub asked: Understood,
}

/// Whose title a text is.
#[derive(Debug, Clone)]
struct Titles {
    /// The documents of that title.
    docs: Vec<usize>,
    /// Whether any paper of the library has it.
    known: bool,
}

impl Snapshot {
    /// Answers a query, by the default [`Weights`].
    pub fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        self.search_with(query, &Weights::default())
    }

    /// Answers a query by these weights.
    pub fn search_with(&self, query: &Query, weights: &Weights) -> Result<Answer, SearchError> {
        self.among_threads(|| {
            let _helped = Helped::begin();
            let read = self.read(&query.text)?;
            self.search_read((query, weights), &read, None)
        })
    }

    /// Understands the text of a query.
    pub(crate) fn read(&self, text: &str) -> Result<Read, SearchError> {
        let titles = self.titled(text)?;
        // A title typed whole is taken as it stands: it is not corrected, and there are no operators in it.
        let asked = if titles.known { understand_title(text) } else { understand(text) };
        Ok(Read { titles, asked })
    }

    /// Answers a query that was read. What is below the `least` that is of interest may be left out of it, and then what matches is not counted.
    pub(crate) fn search_read(
        &self,
        (query, weights): (&Query, &Weights),
        Read { titles, asked }: &Read,
        least: Option<Least<'_>>,
    ) -> Result<Answer, SearchError> {
        let sort = query.sort.or(asked.tree.sort).unwrap_or_default();
        let (tree, says_nothing) = (&asked.tree, !asked.tree.ranks() && asked.tree.likes.is_empty());
        let chooses = query.text.trim().is_empty() || !tree.parts.is_empty() || tree.sort.is_some();
        let mut answer = if says_nothing && chooses {
            self.browse((query, sort), asked)
        } else {
            let request = Request { query, asked, titles, sort, weights, least };
            BUFFERS.with(|buffers| match buffers.try_borrow_mut() {
                Ok(mut buffers) => self.answer(request, &mut buffers),
                Err(_) => self.answer(request, &mut Buffers::default()),
            })
        }?;
        answer.normalised = if titles.known { query.text.trim().to_owned() } else { tree.to_string() };
        answer.hints.splice(0..0, asked.hints.iter().cloned());
        (answer.operators, answer.sort) = (!titles.known && tree.has_operators(), sort);
        Ok(answer)
    }

    /// Scores every document, and orders the best. The second tier reads the query meanwhile: it takes milliseconds.
    fn answer(&self, request: Request<'_>, buffers: &mut Buffers) -> Result<Answer, SearchError> {
        let parsed = request.asked.tree.ranked(self)?;
        // Where many are asked one behind another, nothing is gained by reading one beside the rest.
        let alone = self.deep.as_ref().filter(|_| self.known().is_none());
        let deep = alone.filter(|deep| deep.papers > 0 && !parsed.words.is_empty());
        let corrected = self.correct(parsed, request, &mut buffers.lexical)?;
        let text = corrected.parsed.meant.clone();
        let read = || deep.map(|deep| deep.tier().question(&text)).transpose();
        let (read, prepared) = both(read, || self.prepare(corrected, request, buffers));
        match prepared? {
            Some(prepared) => self.finish((prepared, read?), request, buffers),
            None => Ok(Answer::default()),
        }
    }

    /// Orders the best of what was prepared, once the second tier has read it, if it has.
    fn finish(
        &self,
        (prepared, read): (Prepared, Option<Vector>),
        Request { query, asked, sort, weights, least, .. }: Request<'_>,
        Buffers { lexical, estimates }: &mut Buffers,
    ) -> Result<Answer, SearchError> {
        let Prepared { parsed, corrected, expanded, unheld, plan, recency, titles, shallow } = prepared;
        let deep = self.deep((&parsed, &plan.liking), weights, read)?;
        let question = Question { shallow, deep, blend: weights.blend };
        let meaning = Meaning::go_on(self, &question, &plan.allowed, estimates);
        let strict = corrected.as_ref().unwrap_or(asked).tree.is_strict();
        let (snapshot, parsed, allowed) = (self, &parsed, &plan.allowed);
        let asking =
            Asked { snapshot, weights, parsed, allowed, lexical, estimates, meaning, titles, strict, least, recency };
        let answer = match sort {
            Sort::Relevance => asking.by_relevance(query, &question.shallow),
            Sort::Newest | Sort::Votes | Sort::Citations => asking.by_fact((query, sort), &question.shallow),
        }?;
        let corrected = corrected.as_ref().map(|corrected| corrected.tree.to_string());
        let has_meaning = sort == Sort::Relevance && !parsed.words.is_empty();
        let meant = if has_meaning { parsed.meant.clone() } else { String::new() };
        let terms = Terms::from_words(&parsed.words);
        Ok(Answer { meant, terms, corrected, expanded, unheld, hints: plan.hints, ..answer })
    }

    /// Whether no paper in focus holds a word of the query, and nearness of meaning alone comes to too little. Where scores are drawn
    /// towards those of neighbours, that is not known beforehand.
    fn is_beside(&self, least: Option<Least<'_>>, (parsed, weights): (&Parsed, &Weights), sort: Sort) -> bool {
        let read = self.deep.as_ref().map_or(0.0, |deep| deep.papers as f32 / self.len().max(1) as f32);
        let Some(Least { probability, focus: Some(focus) }) = least else { return false };
        let Some(odds) = weights.calibration(read).filter(|_| read * weights.neighbours <= 0.0) else { return false };
        // The nearest paper is found by estimated cosines; one that they hide is not twice as near.
        let most = odds.probability(2.0 * weights.semantic(read).share, 1.0);
        sort == Sort::Relevance && most < probability && !focus.shares_word(&self.fields, parsed)
    }

    /// The vectors of a query: those of its text, moved by the papers that it names. Signs and stop words alone are near to many
    /// texts, and mean nothing.
    fn question(&self, (parsed, liking): (&Parsed, &Liking), weights: &Weights) -> Result<Question, SearchError> {
        let (shallow, deep) = (self.shallow((parsed, liking), weights), self.deep((parsed, liking), weights, None)?);
        Ok(Question { shallow, deep, blend: weights.blend })
    }

    /// The vector of a query by the static table.
    fn shallow(&self, (parsed, liking): (&Parsed, &Liking), weights: &Weights) -> Vector {
        let model = self.model.as_ref().filter(|_| !parsed.words.is_empty());
        let text = model.map_or_else(|| Vector::zero(DIMS), |model| model.embed(&parsed.meant));
        liking.moved(text, |doc| self.library().numbers(doc), &weights.rocchio)
    }

    /// The vector of a query by the second tier, of which the text may be `read` already; `None` where the tier cannot tell.
    fn deep(
        &self,
        (parsed, liking): (&Parsed, &Liking),
        weights: &Weights,
        read: Option<Vector>,
    ) -> Result<Option<Vector>, SearchError> {
        let has_words = !parsed.words.is_empty();
        // A paper that the second tier has not read yet can move nothing there.
        let liked = self.library().deep.as_ref();
        let numbers = |doc| liked?.vector(doc).map(|(values, scale)| real(values, scale));
        let deep = self.deep.as_ref().filter(|deep| deep.papers > 0 && (has_words || !liking.is_empty()));
        let Some(deep) = deep.filter(|_| liking.docs().all(|doc| numbers(doc).is_some())) else {
            return Ok(None);
        };
        let text = match read.filter(|_| has_words) {
            Some(read) => read,
            None if has_words => self.read_question(deep, &parsed.meant)?,
            None => Vector::zero(0),
        };
        Ok(Some(liking.moved(text, numbers, &weights.rocchio)))
    }

    /// The vector of a question by the second tier; of a saved search it is kept from one day to the next.
    fn read_question(&self, deep: &Deep, text: &str) -> Result<Vector, SearchError> {
        match self.known() {
            Some(_) => deep.tier().saved_question(text),
            None => deep.tier().question(text),
        }
    }

    /// The documents whose title is the text but for case and punctuation.
    fn titled(&self, text: &str) -> Result<Titles, SearchError> {
        let term = Term::from_field_i64(self.fields.title_key, domain::title_key(text));
        let docs: Vec<usize> = filter::with_term(self, &term)?.iter().collect();
        let known = !docs.is_empty() || (self.known().is_some() && filter::holds_term(self.library(), &term)?);
        Ok(Titles { docs, known })
    }

    /// Everything that the conditions let through, ordered by day, votes or citations.
    fn browse(&self, (query, sort): (&Query, Sort), asked: &Understood) -> Result<Answer, SearchError> {
        let plan = compile(self, asked, query)?;
        let mut docs: Vec<usize> = plan.allowed.iter().collect();
        let total = docs.len() as u64;
        order_by_fact(&self.docs, sort, (query.offset, query.limit), &mut docs);
        let more = total > query.offset.saturating_add(query.limit) as u64;
        let hit = |doc: usize| Hit { key: self.docs.key(doc), score: 0.0, probability: None, explanation: None };
        let hits = docs.into_iter().skip(query.offset).take(query.limit).map(hit).collect();
        Ok(Answer { hits, total, more, hints: plan.hints, ..Answer::default() })
    }

    /// The numbers of a document's vector, if it has one.
    fn numbers(&self, doc: usize) -> Option<Vec<f32>> {
        self.vector(doc).map(|(values, scale)| real(values, scale))
    }

    /// The exact cosine of a document's vector with a query's; 0 where it has none.
    fn cosine(&self, doc: usize, probe: &Probe) -> f32 {
        self.vector(doc).map_or(0.0, |(values, scale)| probe.cosine_with(values, scale))
    }
}

/// How many of so many papers are worth an exact score.
fn worth_an_exact_score(papers: usize) -> usize {
    CANDIDATES.max(CANDIDATES_PER_ROOT * papers.isqrt())
}

/// The numbers of an int8 vector.
fn real(values: &[u8], scale: f32) -> Vec<f32> {
    values.iter().map(|value| f32::from(value.cast_signed()) * scale).collect()
}

/// Brings the first `offset + limit` documents into the order of day, votes or citations; among equals the newest paper first.
fn order_by_fact(docs: &Docs, sort: Sort, (offset, limit): (usize, usize), found: &mut Vec<usize>) {
    let rank = |doc: &usize| {
        let (day, key) = (docs.day(*doc), docs.key(*doc));
        let first = match sort {
            Sort::Votes => i64::from(docs.votes(*doc)),
            Sort::Citations => docs.citations(*doc).map_or(-1, i64::from),
            Sort::Newest | Sort::Relevance => i64::from(day),
        };
        std::cmp::Reverse((first, day, key))
    };
    let wanted = offset.saturating_add(limit);
    if wanted > 0 && wanted < found.len() {
        found.select_nth_unstable_by_key(wanted - 1, rank);
        found.truncate(wanted);
    }
    found.sort_unstable_by_key(rank);
}
