//! The rows of papers themselves.

use std::collections::{HashMap, HashSet};

use domain::{Day, Paper, PaperKey, StoredPaper, title_key};
use serde::Serialize;

use super::{PaperWrite, changes};
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Session, Value, clean};
use crate::stored;

const UPSERT: Bulk = Bulk {
    doing: "write papers",
    sql: "INSERT INTO papers (key, votes, comments, shown_day, listed_day, published, title_key, author_count, id, title, \
          authors, categories, keywords, organization, organization_name, venue, comment, summary, links, told, facts, \
          abstract_text) VALUES {rows} ON CONFLICT (key) DO UPDATE SET votes = excluded.votes, \
          comments = excluded.comments, shown_day = excluded.shown_day, listed_day = excluded.listed_day, \
          published = excluded.published, title_key = excluded.title_key, author_count = excluded.author_count, \
          id = excluded.id, title = excluded.title, authors = excluded.authors, categories = excluded.categories, \
          keywords = excluded.keywords, organization = excluded.organization, \
          organization_name = excluded.organization_name, venue = excluded.venue, comment = excluded.comment, \
          summary = excluded.summary, links = excluded.links, told = excluded.told, facts = excluded.facts, \
          abstract_text = excluded.abstract_text",
    columns: 22,
};

/// The papers of one call, each with its key and, where it is being replaced, what stood there before.
pub(super) struct Batch<'w> {
    items: Vec<Item<'w>>,
}

/// One paper of a batch.
pub(super) struct Item<'w> {
    pub(super) key: i64,
    pub(super) write: &'w PaperWrite,
    pub(super) old: Option<StoredPaper>,
}

impl<'w> Batch<'w> {
    /// Gives keys to new papers and reads the stored ones. Fails if a stored one is named twice or does not exist.
    pub(super) async fn prepare(session: &mut Session<'_>, writes: &'w [PaperWrite]) -> Result<Self, StoreError> {
        let named: Vec<PaperKey> = writes.iter().filter_map(|write| write.key).collect();
        let mut seen = HashSet::with_capacity(named.len());
        if let Some(twice) = named.iter().find(|key| !seen.insert(**key)) {
            return Err(StoreError::Twice(*twice));
        }
        let found = stored::papers(session, &named).await?;
        let mut old: HashMap<PaperKey, StoredPaper> = found.into_iter().map(|paper| (paper.key, paper)).collect();
        let new = writes.len() - named.len();
        let mut next = changes::take_numbers(session, "paper", new).await?;
        changes::add(session, "papers", i64::try_from(new).unwrap_or(i64::MAX)).await?;
        let mut items = Vec::with_capacity(writes.len());
        for write in writes {
            let (key, old) = match write.key {
                Some(key) => (key.0, Some(old.remove(&key).ok_or(StoreError::UnknownPaper(key))?)),
                None => (next, None),
            };
            next += i64::from(write.key.is_none());
            items.push(Item { key, write, old });
        }
        Ok(Self { items })
    }

    /// The papers with their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, &'w PaperWrite)> {
        self.items.iter().map(|item| (item.key, item.write))
    }

    /// The papers with their keys and what stood there before.
    pub(super) fn items(&self) -> &[Item<'w>] {
        &self.items
    }

    /// The keys in the order of the call.
    pub(super) fn keys(&self) -> Vec<PaperKey> {
        self.items.iter().map(|item| PaperKey(item.key)).collect()
    }
}

/// Writes the rows of a batch.
pub(super) async fn write(session: &mut Session<'_>, batch: &Batch<'_>) -> Result<(), StoreError> {
    let mut values = Vec::with_capacity(batch.items.len() * UPSERT.columns);
    for item in &batch.items {
        values.extend(row(item.key, item.write)?);
    }
    UPSERT.execute(session, values).await.map(drop)
}

/// The primary category as it stands in listings; empty where there is none, or where it is so long that it cannot be one
/// (an index of PostgreSQL holds 2.7 kB a row).
pub(super) fn primary_category(paper: &Paper) -> String {
    categories(paper).next().filter(|name| name.len() <= 200).unwrap_or_default()
}

/// The categories that name something.
pub(super) fn categories(paper: &Paper) -> impl Iterator<Item = String> {
    paper.categories.iter().map(|name| clean(name)).filter(|name| !name.trim().is_empty())
}

fn row(key: i64, write: &PaperWrite) -> Result<[Value; UPSERT.columns], StoreError> {
    let paper = &write.paper;
    let organization = paper.organization.as_ref();
    let day = |day: Option<Day>| Value::Int(day.map(Day::number));
    Ok([
        Value::int(key),
        Value::int(write.counts.votes.into()),
        Value::int(write.counts.comments.into()),
        day(write.shown),
        day(write.listed),
        paper.published.map_or(Value::Int(None), Value::instant),
        Value::int(title_key(&paper.title)),
        Value::int(paper.author_count.into()),
        Value::text(paper.id.as_str()),
        Value::text(&paper.title),
        names(&paper.authors)?,
        names(&paper.categories)?,
        names(&paper.keywords)?,
        Value::optional_text(organization.map(|it| it.slug.as_str())),
        Value::optional_text(organization.map(|it| it.name.as_str())),
        Value::optional_text(paper.venue.as_deref()),
        Value::optional_text(paper.comment.as_deref()),
        Value::optional_text(paper.summary.as_deref()),
        json(&paper.links)?,
        json(&write.told)?,
        json(&paper.facts)?,
        Value::text(&paper.abstract_text),
    ])
}

fn names(names: &[String]) -> Result<Value, StoreError> {
    if names.iter().any(|name| name.as_bytes().contains(&0)) {
        json(&names.iter().map(|name| clean(name)).collect::<Vec<_>>())
    } else {
        json(&names)
    }
}

fn json(value: &impl Serialize) -> Result<Value, StoreError> {
    let encode = |error| StoreError::database("write papers", sqlx::Error::Encode(Box::new(error)));
    serde_json::to_string(value).map(|text| Value::Text(Some(text))).map_err(encode)
}
