//! What readers search for, where the operator wants to know: how often, how long it took, and whether a paper of the answer was opened.
//! Nothing about who asked is taken down, so two searches of one reader cannot be told from those of two.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::{Day, Timestamp};
use store::Searched;
use tokio::task::JoinHandle;
use tracing::error;

use crate::{EngineError, Newsstand};

/// Days that searches are kept.
const KEPT_DAYS: i64 = 90;

/// Of longer queries so many characters are kept.
const LONGEST: usize = 200;

/// Different queries that wait to be written; more than these between two writings are not taken down.
const MOST: usize = 10_000;

/// How often what waits is written.
const WRITE_EVERY: Duration = Duration::from_secs(10);

/// What was searched for, and is not in the store yet.
#[derive(Debug, Default)]
pub(crate) struct SearchLog(Mutex<HashMap<String, Searched>>);

impl SearchLog {
    fn change(&self, query: &str, change: impl FnOnce(&mut Searched)) {
        let query: String = query.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !query.is_empty() && (waiting.len() < MOST || waiting.contains_key(&query)) {
            change(waiting.entry(query.clone()).or_insert_with(|| Searched { query, ..Searched::default() }));
        }
    }

    fn take(&self) -> Vec<Searched> {
        let waiting = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        waiting.into_values().collect()
    }

    /// Takes back what could not be written.
    fn put_back(&self, searches: &[Searched]) {
        for Searched { query, asked, opened, total_us, slowest_us } in searches {
            self.change(query, |searched| {
                searched.asked += asked;
                searched.opened += opened;
                searched.total_us = searched.total_us.saturating_add(*total_us);
                searched.slowest_us = searched.slowest_us.max(*slowest_us);
            });
        }
    }
}

/// What was searched for since a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchReport {
    /// The first day of it.
    pub since: Day,
    /// Searches.
    pub asked: u64,
    /// Papers that were opened from their answers.
    pub opened: u64,
    /// Different queries.
    pub queries: u64,
    /// Queries of whose answers nobody opened a paper, those asked most first.
    pub unopened: Vec<Searched>,
    /// The slowest, the slowest first.
    pub slow: Vec<Searched>,
}

/// A task that writes down what is searched for; it is cut off when this is dropped.
#[derive(Debug)]
pub struct NotingSearches {
    task: JoinHandle<()>,
}

impl Drop for NotingSearches {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Newsstand {
    /// Takes note of a search and how long its answer took.
    pub fn note_search(&self, query: &str, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.search_log().change(query, |searched| {
            searched.asked += 1;
            searched.total_us = searched.total_us.saturating_add(took);
            searched.slowest_us = searched.slowest_us.max(took);
        });
    }

    /// Takes note of a paper's being opened from the answer to a search.
    pub fn note_opening(&self, query: &str) {
        self.search_log().change(query, |searched| searched.opened += 1);
    }

    /// Writes to the store, every ten seconds, what was searched for, until the returned value is dropped; what is left then is
    /// written by [`write_searches`](Self::write_searches).
    pub fn note_searches_in_background(&self) -> NotingSearches {
        let newsstand = self.clone();
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(WRITE_EVERY).await;
                if let Err(error) = newsstand.write_searches(Timestamp::now()).await {
                    error!(%error, "what was searched for could not be written down");
                }
            }
        });
        NotingSearches { task }
    }

    /// Writes to the store what was searched for and is not there yet, as of the day of `now`, and forgets what is too old. What could not be
    /// written waits for the next time.
    pub async fn write_searches(&self, now: Timestamp) -> Result<(), EngineError> {
        let (waiting, Some(today)) = (self.search_log().take(), Day::of(now)) else { return Ok(()) };
        if waiting.is_empty() {
            return Ok(());
        }
        let written = self.write_noted(today, &waiting).await;
        if written.is_err() {
            self.search_log().put_back(&waiting);
        }
        written
    }

    async fn write_noted(&self, today: Day, searches: &[Searched]) -> Result<(), EngineError> {
        let mut tx = self.store().begin().await?;
        tx.note_searches(today, searches, today.plus(-KEPT_DAYS)).await?;
        Ok(tx.commit().await?)
    }

    /// What was searched for since a day, with at most so many queries of each kind.
    pub async fn searches(&self, since: Day, most: usize) -> Result<SearchReport, EngineError> {
        let all = self.store().searches(since).await?;
        let mut slow: Vec<Searched> = all.iter().filter(|searched| searched.asked > 0).cloned().collect();
        slow.sort_by_key(|searched| std::cmp::Reverse(searched.slowest_us));
        slow.truncate(most);
        Ok(SearchReport {
            since,
            asked: all.iter().map(|searched| searched.asked).sum(),
            opened: all.iter().map(|searched| searched.opened).sum(),
            queries: all.len() as u64,
            unopened: all.into_iter().filter(|searched| searched.opened == 0).take(most).collect(),
            slow,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    #[tokio::test]
    async fn what_cannot_be_written_waits() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options { data: folder.path().to_owned(), database: None, second_tier: false };
        let newsstand = Newsstand::open(&options).await.unwrap();
        newsstand.note_search(" two\n words ", Duration::from_micros(70));
        newsstand.note_search("two words", Duration::from_micros(30));
        newsstand.note_opening("two words");
        newsstand.note_search(" ", Duration::ZERO);
        newsstand.store().close().await;
        assert!(newsstand.write_searches(Timestamp::now()).await.is_err());
        newsstand.note_search("two words", Duration::from_micros(50));
        let query = "two words".to_owned();
        let expected = Searched { query, asked: 3, opened: 1, total_us: 150, slowest_us: 70 };
        assert_eq!(newsstand.search_log().take(), [expected]);
    }
}
