//! Training by itself, when the library has grown.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use embed::train::Plan;
use tokio::task::JoinHandle;
use tracing::{error, info};

use super::{LAST, TrainingObserver, TrainingProgress, TrainingRequest};
use crate::{EngineError, Newsstand};

/// How often the size of the library is looked at.
const LOOK_EVERY: Duration = Duration::from_mins(10);

/// Smaller libraries are served well by the bundled table.
const FEWEST: u64 = 2_000;

/// A task that trains when the library has grown by half; it ends when this is dropped.
#[derive(Debug)]
pub struct Training {
    task: JoinHandle<()>,
    ended: Arc<AtomicBool>,
}

impl Drop for Training {
    fn drop(&mut self) {
        // The computing thread sees it after its batch.
        self.ended.store(true, Ordering::Relaxed);
        self.task.abort();
    }
}

impl Newsstand {
    /// Trains on one thread of the lowest priority whenever the library has grown by half since the last time, and keeps the table
    /// when it is better.
    pub fn train_as_it_grows(&self) -> Training {
        let (newsstand, ended) = (self.clone(), Arc::new(AtomicBool::new(false)));
        let stop = Arc::clone(&ended);
        let task = tokio::spawn(async move {
            loop {
                // Whatever a start has to do comes first.
                tokio::time::sleep(LOOK_EVERY).await;
                if let Err(error) = newsstand.train_if_grown(&stop).await {
                    error!(%error, "the table could not be trained");
                }
            }
        });
        Training { task, ended }
    }

    /// Trains if the library has grown by half since the last time, and its own table is in use; returns whether it did.
    async fn train_if_grown(&self, stop: &Arc<AtomicBool>) -> Result<bool, EngineError> {
        let papers = self.totals().await?.papers;
        if !self.goes_by_own_table() || !has_grown(self.papers_at_last_training(), papers) {
            return Ok(false);
        }
        let stop = Arc::clone(stop);
        let observer: TrainingObserver = Arc::new(move |progress| {
            if matches!(progress, TrainingProgress::Learning(_)) {
                step_back();
            }
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let request = TrainingRequest { plan: Plan { threads: 1, ..Plan::default() }, ..TrainingRequest::default() };
        let report = self.train(request, observer).await?;
        let kept = self.keep_table(&report).await?;
        let (before, after) = (report.in_use.mrr, report.after.mrr);
        info!(papers = report.papers, before, after, kept, "learned from the library");
        Ok(true)
    }

    /// How many papers the library had when it was last learned from; 0 where it never was.
    fn papers_at_last_training(&self) -> u64 {
        let text = std::fs::read_to_string(self.models().path(LAST)).unwrap_or_default();
        text.trim().parse().unwrap_or(0)
    }
}

/// Whether a library of `papers` is worth learning from again.
fn has_grown(last: u64, papers: u64) -> bool {
    papers >= FEWEST && papers >= last.saturating_add(last / 2).max(1)
}

/// Gives this thread the lowest priority, where the system has priorities of threads: it has nobody waiting for it.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        thread_local! {
            static BACK: () = {
                // On Linux a thread has a priority of its own. Where that is refused it works as others do.
                let _ = rustix::process::nice(19);
            };
        }
        BACK.with(|()| ());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_learned_from_again_when_it_has_grown_by_half() {
        assert!(!has_grown(0, 1_999));
        assert!(has_grown(0, 2_000));
        assert!(!has_grown(2_000, 2_999));
        assert!(has_grown(2_000, 3_000));
        assert!(!has_grown(u64::MAX, 5_000));
    }
}
