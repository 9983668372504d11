//! Keeping the index at the store's heels: the change log is read from where the index stands.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::PaperKey;
use search::{IndexWriter, SearchError};
use store::{Change, ChangeKind};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tracing::{debug, error};

use crate::{EngineError, Newsstand};

/// Changes read at a time: with them about as many papers are held in memory.
const WINDOW: u32 = 4_000;

/// Papers between two commits while there is much to do; each commit costs some 50 ms.
const COMMIT_EVERY: u64 = 24_000;

/// Memory of the index writer before it writes a segment, in bytes.
const WRITER_MEMORY: usize = 128 << 20;

/// How often a server looks whether another process has changed the store.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// What [`Newsstand::catch_up`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatchUp {
    /// The index now holds every change; so many papers were indexed.
    Done {
        /// Papers written to the index.
        papers: u64,
    },
    /// Another process writes the index and will do it.
    Elsewhere,
}

/// A task that follows the change log; it is cut off when this is dropped.
#[derive(Debug)]
pub struct Following {
    task: JoinHandle<()>,
    end: Arc<Notify>,
}

impl Following {
    /// Ends the task after the round that is under way. A task that is cut off may leave its writer on another thread,
    /// where it would keep the next one from the index for a while; after this there is none.
    pub async fn finish(mut self) {
        self.end.notify_one();
        if let Err(error) = (&mut self.task).await {
            error!(%error, "following the store broke off");
        }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Newsstand {
    /// Brings the index up to the store's last change.
    pub async fn catch_up(&self) -> Result<CatchUp, EngineError> {
        self.adopt_table();
        self.index().reload_if_changed()?;
        if self.index().is_of_former_model() {
            return self.reindex().await;
        }
        if self.index().cursor() >= self.refresh().await? {
            return Ok(CatchUp::Done { papers: 0 });
        }
        let Some(writer) = self.writer()? else { return Ok(CatchUp::Elsewhere) };
        // Whoever wrote until now may have come further than what was loaded before.
        self.index().reload_if_changed()?;
        self.write_changes(writer, self.index().cursor(), COMMIT_EVERY).await
    }

    /// Builds the index anew from the store. Searches see the old index until the new one is complete.
    pub async fn reindex(&self) -> Result<CatchUp, EngineError> {
        let Some(mut writer) = self.writer()? else { return Ok(CatchUp::Elsewhere) };
        writer.clear()?;
        self.write_changes(writer, 0, u64::MAX).await?;
        // A paper that changed often was written often.
        Ok(CatchUp::Done { papers: self.snapshot().len() as u64 })
    }

    /// Follows the change log, of this process and of others, until the returned value is dropped.
    pub fn follow(&self) -> Following {
        let newsstand = self.clone();
        let end = Arc::new(Notify::new());
        let ended = Arc::clone(&end);
        let task = tokio::spawn(async move {
            loop {
                match newsstand.catch_up().await {
                    Ok(CatchUp::Done { papers: 0 } | CatchUp::Elsewhere) => {}
                    Ok(CatchUp::Done { papers }) => debug!(papers, "indexed"),
                    Err(error) => error!(%error, "the index cannot follow the store; trying again"),
                }
                tokio::select! {
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                    () = ended.notified() => break,
                }
            }
        });
        Following { task, end }
    }

    fn writer(&self) -> Result<Option<IndexWriter>, EngineError> {
        match self.index().writer(WRITER_MEMORY) {
            Ok(writer) => Ok(Some(writer)),
            Err(SearchError::Locked { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes all changes after `cursor`, committing whenever `commit_every` papers have been written, and at the end.
    async fn write_changes(
        &self,
        mut writer: IndexWriter,
        mut cursor: i64,
        commit_every: u64,
    ) -> Result<CatchUp, EngineError> {
        let (mut papers, mut uncommitted) = (0, 0);
        loop {
            let changes = self.store().changes(cursor, WINDOW).await?;
            let Some(last) = changes.last() else { break };
            cursor = last.seq;
            let (upserted, deleted) = newest(&changes);
            let stored = self.store().whole_papers(&upserted).await?;
            uncommitted += stored.len() as u64;
            let commit = (uncommitted >= commit_every).then_some(cursor);
            writer = tokio::task::spawn_blocking(move || -> Result<IndexWriter, SearchError> {
                writer.delete(&deleted)?;
                writer.upsert(&stored)?;
                commit.map_or(Ok(()), |cursor| writer.commit(cursor))?;
                Ok(writer)
            })
            .await??;
            if commit.is_some() {
                papers += std::mem::take(&mut uncommitted);
            }
        }
        papers += uncommitted;
        tokio::task::spawn_blocking(move || writer.commit(cursor)).await??;
        Ok(CatchUp::Done { papers })
    }
}

/// The papers that exist after `changes` and those that do not, each once.
fn newest(changes: &[Change]) -> (Vec<PaperKey>, Vec<PaperKey>) {
    let last: HashMap<PaperKey, (i64, ChangeKind)> =
        changes.iter().map(|change| (change.paper, (change.seq, change.kind))).collect();
    let mut upserted: Vec<_> = last.iter().filter(|(_, (_, kind))| *kind == ChangeKind::Upsert).collect();
    upserted.sort_by_key(|(_, (seq, _))| *seq);
    let deleted = last.iter().filter(|(_, (_, kind))| *kind == ChangeKind::Delete).map(|(key, _)| *key).collect();
    (upserted.into_iter().map(|(key, _)| *key).collect(), deleted)
}
