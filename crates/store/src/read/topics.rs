//! Topics: a name, and the papers that say what is meant by it.

use domain::PaperKey;

use crate::driver::{Cells, Query, Session};
use crate::{Store, StoreError};

/// A topic with the papers that were judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its number.
    pub key: TopicKey,
    /// The name in addresses; no two topics share one.
    pub slug: String,
    /// The name for readers.
    pub name: String,
    /// Its examples, by rising key.
    pub accepted: Vec<PaperKey>,
    /// Papers that do not belong to it, by rising key.
    pub rejected: Vec<PaperKey>,
}

/// The number of a topic in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicKey(pub i64);

impl Store {
    /// All topics, in the order of their slugs' bytes.
    pub async fn topics(&self) -> Result<Vec<Topic>, StoreError> {
        topics(&mut self.reader().await?.session(), None).await
    }

    /// The topic of that slug.
    pub async fn topic(&self, slug: &str) -> Result<Option<Topic>, StoreError> {
        Ok(topics(&mut self.reader().await?.session(), Some(slug)).await?.pop())
    }
}

/// The topic of that slug, or all.
pub(crate) async fn topics(session: &mut Session<'_>, slug: Option<&str>) -> Result<Vec<Topic>, StoreError> {
    const ALL: &str = "SELECT t.key, t.slug, t.name, p.paper, p.accepted \
                       FROM topics t LEFT JOIN topic_papers p ON p.topic = t.key ORDER BY t.key, p.paper";
    const ONE: &str = "SELECT t.key, t.slug, t.name, p.paper, p.accepted \
                       FROM topics t LEFT JOIN topic_papers p ON p.topic = t.key WHERE t.slug = $1 ORDER BY t.key, p.paper";
    let query = slug.map_or_else(|| Query::new("read topics", ALL), |slug| Query::new("read a topic", ONE).text(slug));
    let mut topics: Vec<Topic> = Vec::new();
    for row in session.fetch(query).await? {
        let mut cells = Cells::of(&row, "topics");
        let key = TopicKey(cells.int()?);
        let (slug, name) = (cells.text()?, cells.text()?);
        if topics.last().is_none_or(|topic| topic.key != key) {
            let (slug, name) = (slug.to_owned(), name.to_owned());
            topics.push(Topic { key, slug, name, accepted: Vec::new(), rejected: Vec::new() });
        }
        let (Some(paper), accepted) = (cells.optional_int()?, cells.optional_int()?) else { continue };
        if let Some(topic) = topics.last_mut() {
            let papers = if accepted == Some(1) { &mut topic.accepted } else { &mut topic.rejected };
            papers.push(PaperKey(paper));
        }
    }
    // Sorted here: the two databases do not agree about the order of texts.
    topics.sort_by(|a, b| a.slug.cmp(&b.slug));
    Ok(topics)
}
