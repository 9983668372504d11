//! The second tier at work: the transformer reads paper after paper in the background, the newest first, and searches go by what it has
//! read so far.
//!
//! It is polite: it has one thread, and while questions are being asked it waits. What it made is kept by the text it was made of, so
//! neither a stop nor a new index costs more than the papers it had in hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::PaperKey;
use search::{SecondTier, TierProgress};
use tokio::task::JoinHandle;
use tracing::{debug, error, info};

use crate::{EngineError, Newsstand};

/// Papers between two looks at whether questions are being asked: a quarter of a second's work.
const IN_HAND: usize = 8;

/// Papers until searches go by what was read.
const ROUND: usize = 256;

/// How long the last question must lie back, and how long to wait for that at most.
const QUIET: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_secs(2);

/// How often to look for papers when all are read.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How often the log says how far the reading is.
const SAY_EVERY: Duration = Duration::from_mins(1);

/// A task that lets the second tier read; it is cut off when this is dropped.
#[derive(Debug)]
pub struct Reading {
    task: JoinHandle<()>,
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// When questions were last asked.
#[derive(Debug)]
pub(crate) struct Questions {
    start: Instant,
    /// Milliseconds since `start`, plus one; 0 before the first.
    last: AtomicU64,
}

impl Default for Questions {
    fn default() -> Self {
        Self { start: Instant::now(), last: AtomicU64::new(0) }
    }
}

impl Questions {
    /// Takes note of a question.
    pub(crate) fn asked(&self) {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.fetch_max(now.saturating_add(1), Ordering::Relaxed);
    }

    /// Whether none was asked for a while.
    fn are_quiet(&self) -> bool {
        let last = self.last.load(Ordering::Relaxed);
        last == 0 || self.start.elapsed() > Duration::from_millis(last - 1) + QUIET
    }
}

impl Newsstand {
    /// Opens the second tier and lets it read what it has not read yet, and what will come, until the returned value is dropped. Does
    /// nothing where there is to be none. A model that is chosen meanwhile reads and, when it has read everything, serves.
    pub fn read_in_background(&self) -> Reading {
        let newsstand = self.clone();
        let task = tokio::spawn(async move {
            let mut said = Instant::now();
            loop {
                match newsstand.read_round(ROUND).await {
                    Ok(0) => tokio::time::sleep(LOOK_EVERY).await,
                    Ok(_) => say(&newsstand, &mut said),
                    Err(error) => {
                        error!(%error, "the second tier cannot read; trying again");
                        tokio::time::sleep(LOOK_EVERY).await;
                    }
                }
            }
        });
        Reading { task }
    }

    /// Reads up to `most` papers and lets searches go by them; answers with how many there were to read. A model that is to serve
    /// next goes first.
    pub async fn read_round(&self, most: usize) -> Result<usize, EngineError> {
        self.open_second_tier().await?;
        let coming = self.tier_state().coming();
        let Some(tier) = coming.as_ref().map(|coming| Arc::clone(&coming.tier)).or_else(|| self.index().second_tier())
        else {
            return Ok(0);
        };
        let waiting = self.waiting(&tier, coming.is_some(), most).await?;
        for keys in waiting.chunks(IN_HAND) {
            self.wait_for_quiet().await;
            if self.choice_has_changed() {
                break;
            }
            let (papers, tier) = (self.store().papers(keys).await?, Arc::clone(&tier));
            tokio::task::spawn_blocking(move || tier.read(&papers)).await??;
        }
        if let Some(coming) = coming {
            let newsstand = self.clone();
            tokio::task::spawn_blocking(move || newsstand.note_coming(coming)).await??;
        } else if !waiting.is_empty() {
            let index = self.index().clone();
            tokio::task::spawn_blocking(move || index.take_in()).await??;
            self.note_reading();
        }
        Ok(waiting.len())
    }

    /// Up to `most` papers that a model has not read, the newest first. Another process on the same folder may have read some.
    async fn waiting(&self, tier: &Arc<SecondTier>, coming: bool, most: usize) -> Result<Vec<PaperKey>, EngineError> {
        let (index, tier) = (self.index().clone(), Arc::clone(tier));
        let look = move || {
            let more = tier.embeddings().refresh()?;
            if coming {
                return Ok(index.snapshot().read_by(tier.embeddings(), most).1);
            }
            if more {
                index.take_in()?;
            }
            Ok::<_, EngineError>(index.snapshot().not_yet_read(most))
        };
        tokio::task::spawn_blocking(look).await?
    }

    async fn wait_for_quiet(&self) {
        let start = Instant::now();
        while !self.questions().are_quiet() && start.elapsed() < PATIENCE {
            tokio::time::sleep(QUIET / 4).await;
        }
    }
}

/// Says how far the reading is: at its end, and now and then before.
fn say(newsstand: &Newsstand, said: &mut Instant) {
    let next = newsstand.next_model().map(|(_, progress)| progress);
    let Some(TierProgress { papers, of }) = next.or_else(|| newsstand.second_tier()) else { return };
    if papers == of {
        info!(papers, "every paper is read by the second tier");
    } else if said.elapsed() >= SAY_EVERY {
        *said = Instant::now();
        info!(papers, of, "papers read by the second tier");
    } else {
        debug!(papers, of, "papers read by the second tier");
    }
}
