//! Keeping the index at the store's heels: the change log is read from where the index stands.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::PaperKey;
use search::{IndexWriter, SearchError, Snapshot};
use store::{Change, ChangeKind};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tracing::{debug, error, warn};

use crate::{EngineError, Newsstand};

/// Changes read at a time: with them about as many papers are held in memory.
const WINDOW: u32 = 4_000;

/// Papers between two commits while there is much to do: half as many make a fourth fewer papers a second, as small segments are merged
/// more often.
const COMMIT_EVERY: u64 = 48_000;

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
    /// Brings the index up to the store's last change, and makes vectors anew that were lost.
    pub async fn catch_up(&self) -> Result<CatchUp, EngineError> {
        Ok(self.catch_up_with(None).await?.0)
    }

    /// The same with a writer that is open already; gives it back.
    async fn catch_up_with(&self, writer: Option<IndexWriter>) -> Result<(CatchUp, Option<IndexWriter>), EngineError> {
        self.adopt_table();
        self.index().reload_if_changed()?;
        if self.index().is_of_former_model() {
            // There is one writer only, and building anew wants it.
            drop(writer);
            return Ok((self.reindex().await?, None));
        }
        let whole = lost(&self.snapshot(), 1).is_empty();
        if whole && self.index().cursor() >= self.refresh().await? {
            return Ok((CatchUp::Done { papers: 0 }, writer));
        }
        let Some(writer) = writer.map_or_else(|| self.writer(), |writer| Ok(Some(writer)))? else {
            return Ok((CatchUp::Elsewhere, None));
        };
        // Whoever wrote until now may have come further than what was loaded before.
        self.index().reload_if_changed()?;
        let (writer, papers) = self.write_changes(writer, self.index().cursor(), COMMIT_EVERY).await?;
        let (writer, mended) = self.mend(writer).await?;
        Ok((CatchUp::Done { papers: papers + mended }, Some(writer)))
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
            let mut follower = Follower { newsstand, held: None, untidy: false };
            loop {
                follower.look().await;
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
    ) -> Result<(IndexWriter, u64), EngineError> {
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
        let writer = tokio::task::spawn_blocking(move || writer.commit(cursor).map(|()| writer)).await??;
        Ok((writer, papers))
    }

    /// Writes papers again whose vectors or suggestions are lost: a file of them was damaged, or is of another model. They are found by
    /// text meanwhile. Answers with how many there were.
    async fn mend(&self, mut writer: IndexWriter) -> Result<(IndexWriter, u64), EngineError> {
        let mut papers = 0;
        loop {
            let lost = lost(&self.snapshot(), WINDOW as usize);
            if lost.is_empty() {
                return Ok((writer, papers));
            }
            papers += lost.len() as u64;
            warn!(papers = lost.len(), "papers have lost their vectors or suggestions: making them anew");
            let (stored, cursor) = (self.store().whole_papers(&lost).await?, self.index().cursor());
            writer = tokio::task::spawn_blocking(move || -> Result<IndexWriter, SearchError> {
                writer.delete(&lost)?;
                writer.upsert(&stored)?;
                writer.commit(cursor)?;
                Ok(writer)
            })
            .await??;
        }
    }
}

/// What following holds from one round to the next.
struct Follower {
    newsstand: Newsstand,
    /// While papers keep arriving the writer is held, so that the index can merge in peace, and while its parts are brought together;
    /// otherwise it is let go when it has, for others to write.
    held: Option<IndexWriter>,
    /// Whether the index could not be tidied: not to be tried again before it has changed.
    untidy: bool,
}

impl Follower {
    /// One round: writes what has changed. When nothing has, the index is tidied.
    async fn look(&mut self) {
        let held = self.held.take();
        let was_held = held.is_some();
        let (papers, writer) = match self.newsstand.catch_up_with(held).await {
            Ok((CatchUp::Done { papers }, writer)) => (papers, writer),
            Ok((CatchUp::Elsewhere, writer)) => (0, writer),
            Err(error) => {
                error!(%error, "the index cannot follow the store; trying again");
                return;
            }
        };
        if papers > 0 {
            debug!(papers, "indexed");
            (self.held, self.untidy) = (writer, false);
            return;
        }
        let ended = match writer.filter(|_| was_held) {
            Some(writer) if !writer.is_tidying() => finish(writer).await,
            writer => self.tidy(writer).await,
        };
        if let Err(error) = ended {
            error!(%error, "the index could not merge its parts");
            // It is as good as before, and trying again at once would fail again.
            self.untidy = true;
        }
    }

    /// Brings the parts of the index together, a step a round.
    async fn tidy(&mut self, writer: Option<IndexWriter>) -> Result<(), EngineError> {
        if writer.is_none() && (self.untidy || !self.newsstand.index().is_scattered()) {
            return Ok(());
        }
        let Some(mut writer) = writer.map_or_else(|| self.newsstand.writer(), |writer| Ok(Some(writer)))? else {
            return Ok(());
        };
        let step = tokio::task::spawn_blocking(move || -> Result<_, SearchError> {
            if writer.tidy()? {
                return Ok(Some(writer));
            }
            // What was written meanwhile may be merging too.
            writer.finish()?;
            Ok(None)
        });
        self.held = step.await??;
        Ok(())
    }
}

/// Lets a writer go when the index has merged what it is merging.
async fn finish(writer: IndexWriter) -> Result<(), EngineError> {
    Ok(tokio::task::spawn_blocking(move || writer.finish()).await??)
}

/// Up to `most` papers that are to be written again.
fn lost(snapshot: &Snapshot, most: usize) -> Vec<PaperKey> {
    let vectors = snapshot.without_vector(most);
    if vectors.is_empty() { snapshot.without_suggestion(most) } else { vectors }
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

#[cfg(test)]
mod tests {
    use domain::{Place, Record, SourceKind, Timestamp};
    use search::Query;
    use sources::Item;

    use super::*;
    use crate::{FoundPaper, IngestReport, Options};

    /// Lets it look until it rests.
    async fn rest(follower: &mut Follower) {
        let rounds = async {
            while follower.held.is_some() || follower.newsstand.index().is_scattered() {
                follower.look().await;
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), rounds).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_written_anew_while_the_store_stays_as_it_is_comes_together_too() {
        let folder = tempfile::TempDir::new().unwrap();
        let options = Options { data: folder.path().to_owned(), database: None, second_tier: false };
        let newsstand = Newsstand::open(&options).await.unwrap();
        let paper = |number: usize| {
            let id = format!("2401.0000{number}").parse().unwrap();
            Item::Record(Box::new(Record::new(
                SourceKind::Arxiv,
                format!("Paper {number}"),
                vec![id],
                Place::default(),
            )))
        };
        let now = Timestamp::UNIX_EPOCH;
        newsstand.take_items((1..=5).map(paper).collect(), now, &mut IngestReport::default()).await.unwrap();
        let mut follower = Follower { newsstand: newsstand.clone(), held: None, untidy: false };
        follower.look().await;
        rest(&mut follower).await;
        // One round in which there is nothing to do.
        follower.look().await;
        let index = newsstand.index();
        let cursor = index.cursor();
        let found = newsstand.search(&Query::words("paper")).await.unwrap().papers;
        let mut writer = index.writer(WRITER_MEMORY).unwrap();
        for FoundPaper { stored, .. } in found {
            writer.upsert(&[stored]).unwrap();
            writer.commit(cursor).unwrap();
        }
        drop(writer);
        assert!(index.is_scattered());
        rest(&mut follower).await;
        assert_eq!((index.cursor(), index.snapshot().len()), (cursor, 5));
    }
}
