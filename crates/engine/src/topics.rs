//! Topics: subjects that an operator names by a handful of papers, sees filled, and corrects.

mod error;
mod judging;
mod telling;

use std::sync::{Arc, Mutex, PoisonError};

use domain::StoredPaper;
use search::{Sort, TopicAnswer, TopicExamples, TopicFeature};
use store::Topic;

pub use error::TopicError;

use self::telling::telling;
use crate::{EngineError, Newsstand, Page};

/// A topic in a list of topics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicSummary {
    /// The name in addresses.
    pub slug: String,
    /// The name for readers.
    pub name: String,
    /// How many examples it has.
    pub accepted: usize,
    /// How many papers were said not to belong to it.
    pub rejected: usize,
}

/// Which part of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicQuery {
    /// The name in addresses, or for readers.
    pub slug: String,
    /// The order: how well papers fit (`Relevance`), or their days, or votes.
    pub sort: Sort,
    /// The page.
    pub page: Page,
}

/// A topic with what falls in it.
#[derive(Debug, Clone)]
pub struct TopicView {
    /// The name in addresses.
    pub slug: String,
    /// The name for readers.
    pub name: String,
    /// Its examples.
    pub accepted: Vec<StoredPaper>,
    /// Papers that were said not to belong to it.
    pub rejected: Vec<StoredPaper>,
    /// What the examples share, the weightiest first.
    pub features: Vec<TopicFeature>,
    /// The score from which on a paper falls in it.
    pub threshold: f32,
    /// How many papers there are on all pages.
    pub total: u64,
    /// The papers of this page.
    pub papers: Vec<TopicMember>,
    /// The page.
    pub page: Page,
}

impl TopicView {
    /// What the examples share, as readers are told it: of words that stand within others only these.
    pub fn words(&self) -> Vec<&str> {
        telling(self.features.iter().map(|feature| feature.words.as_str()))
    }
}

/// A paper that falls in a topic.
#[derive(Debug, Clone)]
pub struct TopicMember {
    /// The paper.
    pub stored: StoredPaper,
    /// How well it fits: about 1 for the best.
    pub score: f32,
    /// Whether it is one of the examples.
    pub is_example: bool,
    /// The words that it shares with the examples, the weightiest first.
    pub shared: Vec<String>,
}

/// The list of topics with the version of the store for which it is true: every page's masthead asks for it.
#[derive(Debug, Default)]
pub(crate) struct KnownTopics(Mutex<Option<(i64, Arc<Vec<TopicSummary>>)>>);

impl From<&Topic> for TopicSummary {
    fn from(topic: &Topic) -> Self {
        let (slug, name) = (topic.slug.clone(), topic.name.clone());
        Self { slug, name, accepted: topic.accepted.len(), rejected: topic.rejected.len() }
    }
}

impl Newsstand {
    /// All topics, by slug.
    pub async fn topics(&self) -> Result<Arc<Vec<TopicSummary>>, EngineError> {
        let version = self.store_version();
        let known = || self.known_topics().0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, topics)) = known().as_ref().filter(|(known, _)| *known == version) {
            return Ok(Arc::clone(topics));
        }
        let topics = Arc::new(self.store().topics().await?.iter().map(TopicSummary::from).collect::<Vec<_>>());
        *known() = Some((version, Arc::clone(&topics)));
        Ok(topics)
    }

    /// Whether there was any topic when they were last asked for: the store is not asked.
    pub fn remembers_topics(&self) -> bool {
        let known = self.known_topics().0.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().is_some_and(|(_, topics)| !topics.is_empty())
    }

    /// A topic and a page of what falls in it; `None` where there is no such topic. It is found out anew each time, so a paper that
    /// has just arrived is there.
    pub async fn topic(&self, query: &TopicQuery) -> Result<Option<TopicView>, EngineError> {
        let Some(topic) = self.store().topic(&domain::slug(&query.slug)).await? else { return Ok(None) };
        self.questions().asked();
        let (accepted, rejected) =
            (self.store().papers(&topic.accepted).await?, self.store().papers(&topic.rejected).await?);
        let (snapshot, sort) = (self.snapshot(), query.sort);
        let found = tokio::task::spawn_blocking(move || {
            let examples = TopicExamples { accepted: &accepted, rejected: &rejected };
            snapshot.topic(&examples, sort).map(|answer| (answer, accepted, rejected))
        });
        let (answer, accepted, rejected) = found.await??;
        Ok(Some(TopicView {
            papers: self.members(&answer, query.page).await?,
            total: answer.papers.len() as u64,
            slug: topic.slug,
            name: topic.name,
            accepted,
            rejected,
            features: answer.features,
            threshold: answer.threshold,
            page: query.page,
        }))
    }

    /// The papers of a page of an answer.
    async fn members(&self, answer: &TopicAnswer, page: Page) -> Result<Vec<TopicMember>, EngineError> {
        let (offset, size) = (page.offset() as usize, page.size as usize);
        let wanted: Vec<_> = answer.papers.iter().skip(offset).take(size).collect();
        let keys: Vec<_> = wanted.iter().map(|paper| paper.key).collect();
        let stored = self.store().papers(&keys).await?;
        let mut wanted = wanted.into_iter();
        // The store answers in the order of the keys and leaves out what is gone: walk both lists once.
        let member = |stored: StoredPaper| {
            let paper = wanted.find(|paper| paper.key == stored.key)?;
            let shared = telling(answer.shared_by(paper)).into_iter().map(str::to_owned).collect();
            Some(TopicMember { stored, score: paper.score, is_example: paper.is_example, shared })
        };
        Ok(stored.into_iter().filter_map(member).collect())
    }
}
