//! What is in a letter.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use domain::{Day, ListName, PaperKey, StoredPaper, Subject, Timestamp, Wish};
use search::{Filters, Query, Sort};
use store::{ListedQuery, Order, ReaderKey, Window};

use super::candidates::Candidates;
use super::week::missed;
use crate::{EngineError, Newsstand, Page, TopicQuery, percolate};

/// How many papers are looked at for one letter: what was sent before is among them.
pub(crate) const LOOKED_AT: u32 = 200;

/// Papers of so many days before come too: who is late still arrives.
pub(crate) const LATE: i64 = 2;

/// A paper in a letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The paper.
    pub stored: StoredPaper,
    /// Why it is there, in words for its reader.
    pub why: String,
    /// The day on whose list it stands, in a letter about a list that has one day after the other.
    pub day: Option<Day>,
}

impl Entry {
    /// A paper that is there for a reason, whatever its day.
    pub fn new(stored: StoredPaper, why: impl Into<String>) -> Self {
        Self { stored, why: why.into(), day: None }
    }
}

/// What is in a letter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Composed {
    /// The papers, in the order in which they are shown.
    pub papers: Vec<Entry>,
    /// How many there would have been.
    pub total: usize,
    /// Papers of the week with many votes that its reader would have missed otherwise; once a week only.
    pub missed: Vec<Entry>,
}

impl Composed {
    /// Whether there is nothing to write about: what was missed of other things is no reason for a letter.
    pub fn is_empty(&self) -> bool {
        self.papers.is_empty()
    }

    /// All its papers.
    pub fn keys(&self) -> impl Iterator<Item = PaperKey> {
        self.papers.iter().chain(&self.missed).map(|entry| entry.stored.key)
    }
}

impl Newsstand {
    /// What a letter would hold that is written now to somebody who was never sent one, or to that reader.
    pub async fn compose(
        &self,
        (subject, wish): (&Subject, &Wish),
        to: Option<ReaderKey>,
        now: Timestamp,
    ) -> Result<Composed, EngineError> {
        let mut candidates = Candidates::default();
        let found = self.candidates_for(&mut candidates, (subject, wish), now).await?;
        let loud = self.loud_for(&mut candidates, (subject, wish), now).await?;
        let keys: Vec<PaperKey> = found.iter().chain(loud.iter()).map(|entry| entry.stored.key).collect();
        let shown = match to {
            Some(to) => self.store().shown_to(&[to], &keys).await?,
            None => HashSet::new(),
        };
        let is_new = |paper: PaperKey| to.is_none_or(|to| !shown.contains(&(to, paper)));
        let mut papers: Vec<Entry> = found.iter().filter(|entry| is_new(entry.stored.key)).cloned().collect();
        let total = papers.len();
        papers.truncate(usize::from(wish.most));
        let held: HashSet<PaperKey> = papers.iter().map(|entry| entry.stored.key).collect();
        let missed = missed(&loud, |paper| is_new(paper) && !held.contains(&paper)).cloned().collect();
        Ok(Composed { papers, total, missed })
    }

    /// New papers of a subject that is no search, the best first.
    pub(crate) async fn candidates(
        &self,
        subject: &Subject,
        (first, last): (Day, Day),
        is_week: bool,
    ) -> Result<Vec<Entry>, EngineError> {
        let page = Page { number: 1, size: LOOKED_AT };
        let window = Window { offset: page.offset(), limit: page.size };
        let with = |why: &str, papers: Vec<StoredPaper>| {
            papers.into_iter().map(|stored| Entry::new(stored, why)).collect::<Vec<_>>()
        };
        let is_new = |paper: &StoredPaper| paper.shown.is_some_and(|day| (first..=last).contains(&day));
        let new = |why: String, shelf: Option<store::Shelf>| {
            let papers = shelf.map(|shelf| shelf.papers).unwrap_or_default();
            with(&why, papers.into_iter().filter(is_new).collect())
        };
        let store = self.store();
        Ok(match subject {
            Subject::List(of) => {
                let why = match of {
                    ListName::Daily => "picked for the day’s list",
                    ListName::New => "new on the list of everything",
                };
                let listed = self.listed(*of, (first, last), is_week).await?.into_iter();
                listed.map(|(stored, day)| Entry { day, ..Entry::new(stored, why) }).collect()
            }
            Subject::Trending => {
                let trending = self.trending(page).await?.papers;
                with("discussed much in these days", trending.into_iter().map(|trended| trended.stored).collect())
            }
            Subject::Category(id) => new(format!("new in {id}"), store.by_category(id, window).await?),
            Subject::Keyword(slug) => {
                let found = store.by_keyword(slug, window).await?;
                new(format!("has the keyword {}", named(found.as_ref(), slug)), found)
            }
            Subject::Author(slug) => {
                let found = store.by_author(slug, window).await?;
                new(format!("by {}", named(found.as_ref(), slug)), found)
            }
            Subject::Organization(slug) => {
                let found = store.by_organization(slug, window).await?;
                new(format!("from {}", named(found.as_ref(), slug)), found)
            }
            Subject::Topic(slug) => {
                let topic = self.topic(&TopicQuery { slug: slug.clone(), sort: Sort::Newest, page }).await?;
                let name = topic.as_ref().map_or(slug.as_str(), |topic| topic.name.as_str());
                let why = format!("falls in the topic {name}");
                let members = topic.map(|topic| topic.papers).unwrap_or_default();
                with(&why, members.into_iter().map(|member| member.stored).filter(is_new).collect())
            }
            Subject::Search(_) => Vec::new(),
        })
    }

    /// The papers of a list: of a week those with the most votes, else day by day as its page has them, the newest first, each with the
    /// newest day on which it stands.
    pub(super) async fn listed(
        &self,
        of: ListName,
        (first, last): (Day, Day),
        is_week: bool,
    ) -> Result<Vec<(StoredPaper, Option<Day>)>, EngineError> {
        let query = |(first, last), order| ListedQuery {
            list: of,
            first,
            last,
            category: None,
            order,
            offset: 0,
            limit: LOOKED_AT,
        };
        if is_week {
            let papers = self.store().listed(&query((first, last), Order::Votes)).await?.papers;
            return Ok(papers.into_iter().map(|paper| (paper, None)).collect());
        }
        let mut papers = Vec::<(StoredPaper, Option<Day>)>::new();
        for day in last.and_before().take_while(|day| *day >= first) {
            if papers.len() >= usize::try_from(LOOKED_AT).unwrap_or_default() {
                break;
            }
            let here = self.store().listed(&query((day, day), Order::Rank)).await?.papers;
            let known: HashSet<PaperKey> = papers.iter().map(|(paper, _)| paper.key).collect();
            let new = here.into_iter().filter(|paper| !known.contains(&paper.key));
            papers.extend(new.map(|paper| (paper, Some(day))));
        }
        Ok(papers)
    }

    /// New papers that a query finds, and how probable it is that they are meant.
    pub(crate) async fn found(
        &self,
        (text, least): (&str, f32),
        days: RangeInclusive<Day>,
    ) -> Result<Vec<Entry>, EngineError> {
        let (from, to) = (Some(*days.start()), Some(*days.end()));
        let filters = Filters { from, to, ..Filters::default() };
        let query = Query { filters, today: to, limit: percolate::LOOKED_AT, ..Query::words(text) };
        let found = self.search(&query).await?.papers.into_iter();
        let probable = found.filter(|found| found.probability.is_none_or(|probability| probability >= least));
        Ok(probable.map(|found| Entry::new(found.stored, why_found(text, found.probability))).collect())
    }
}

/// The days of whose papers a letter tells; `None` for a moment that has no day.
pub(super) fn days_of(wish: &Wish, now: Timestamp) -> Option<RangeInclusive<Day>> {
    let today = Day::of(now)?;
    // A day's list appears in the evening of the day before where readers are far in the east.
    Some(today.plus(-i64::from(wish.rhythm.days()) - LATE)..=today.plus(1))
}

/// Why a paper is there that a search finds.
pub(super) fn why_found(text: &str, probability: Option<f32>) -> String {
    match probability {
        Some(probability) => format!("found by “{text}”, {:.0} %", probability * 100.0),
        None => format!("found by “{text}”"),
    }
}

fn named<'a>(shelf: Option<&'a store::Shelf>, slug: &'a str) -> &'a str {
    shelf.map_or(slug, |shelf| shelf.name.as_str())
}
