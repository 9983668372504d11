//! Gathering by itself: each source again after a while, as long as the server runs.

use domain::{Day, Timestamp};
use fetch::Client;
use jiff::SignedDuration;
use sources::harvest::{Retry, Source};
use tokio::task::JoinHandle;
use tracing::{error, info, warn};

use crate::gather::{Gathered, later};
use crate::{EngineError, ListRule, Newsstand, Wanted};

/// When a source is asked again whose provider did not answer well, or which could not be stored.
const SOON: SignedDuration = SignedDuration::from_mins(15);

/// A source that is gathered by itself.
#[derive(Debug)]
pub struct Scheduled {
    /// The source.
    pub source: Source,
    /// Which of its papers go on a day's list.
    pub rule: ListRule,
    /// How many days before today it begins the first time.
    pub days_back: u16,
    /// After how long it is asked again.
    pub every: SignedDuration,
}

/// Gathering that goes on until this is dropped.
#[derive(Debug)]
pub struct GatheringRounds {
    task: JoinHandle<()>,
}

impl Drop for GatheringRounds {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Newsstand {
    /// Gathers these sources, one after another, each as soon as it is due. What is broken off is gone on with the next time.
    pub fn gather_in_background(&self, client: Client, sources: Vec<Scheduled>) -> GatheringRounds {
        let newsstand = self.clone();
        GatheringRounds { task: tokio::spawn(async move { newsstand.gather_for_ever(&client, &sources).await }) }
    }

    async fn gather_for_ever(&self, client: &Client, sources: &[Scheduled]) {
        let mut due = vec![Timestamp::MIN; sources.len()];
        loop {
            for (due, scheduled) in due.iter_mut().zip(sources) {
                if *due <= client.clock().now() {
                    *due = self.gather_one(client, scheduled).await;
                }
            }
            let Some(next) = due.iter().min() else { return };
            client.clock().wait_until(*next).await;
        }
    }

    /// Gathers one source, and says when it is due again.
    async fn gather_one(&self, client: &Client, scheduled: &Scheduled) -> Timestamp {
        let Scheduled { source, rule, days_back, every } = scheduled;
        let began = client.clock().now();
        match self.is_source_paused(source).await {
            Ok(false) => {}
            Ok(true) => return later(began, SOON),
            Err(error) => {
                tell(source, &error);
                return later(began, SOON);
            }
        }
        // This server before it was started again, or another node, has asked already.
        if let Ok(Some(next)) = self.asked_again(source).await
            && next > began
        {
            return next.min(later(began, *every));
        }
        let Some(today) = Day::of(began) else { return later(began, *every) };
        let wanted = Wanted { window: None, today, days_back: *days_back };
        let outcome = self.gather((client, source, rule), wanted, |_| ()).await;
        let now = client.clock().now();
        let next = match outcome {
            // Another node is asking: what it finds and when the next turn is, it will note itself.
            Ok(Gathered { requests: 0, paused: Some((_, Retry::After(moment))), .. }) => return moment,
            Ok(gathered) => after(source, &gathered, (now, *every)),
            Err(error) => {
                tell(source, &error);
                later(now, SOON)
            }
        };
        if let Err(error) = self.note_next(source, next, now).await {
            tell(source, &error);
        }
        next
    }
}

/// Logs what came, and says when the source is due again.
fn after(source: &Source, gathered: &Gathered, (now, every): (Timestamp, SignedDuration)) -> Timestamp {
    let Gathered { report, paused, .. } = gathered;
    let name = &source.name;
    info!(
        source = name,
        new = report.new,
        changed = report.changed,
        merged = report.merged,
        lost = report.lost,
        "gathered"
    );
    let Some((reason, retry)) = paused else { return later(now, every) };
    warn!(source = name, reason, "gathering stopped and will go on there");
    match retry {
        // Not at once, whatever the provider says.
        Retry::After(moment) => (*moment).max(later(now, SignedDuration::from_mins(1))),
        Retry::Later => later(now, SOON),
        Retry::Never => later(now, every.max(SOON)),
    }
}

fn tell(source: &Source, error: &EngineError) {
    error!(source = source.name, %error, "what was gathered could not be stored");
}
