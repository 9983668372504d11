//! Gathering papers from providers: what a harvest brings is stored, and where it stands is kept beside it.
//!
//! Papers are stored first and the position after them: whoever is killed in between asks once more, and what comes twice is the same
//! papers.

use domain::Day;
use fetch::Client;
use serde::{Deserialize, Serialize};
use sources::harvest::{Pause, Position, Retry, Source, State, Window, step};

use crate::{EngineError, IngestReport, Newsstand};

/// What is kept of a source between two runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    position: Position,
    /// Whether everything of its days was read.
    complete: bool,
}

/// Of which days papers are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Of these, which have a position of their own: what is asked for besides does not change how far the source was read. Without them from
    /// where the source was left. Either way a run that paused is gone on with.
    pub window: Option<Window>,
    /// Today.
    pub today: Day,
    /// How many days before today a source begins that was never asked.
    pub days_back: u16,
}

/// What became of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    /// What was stored.
    pub report: IngestReport,
    /// Requests that were made.
    pub requests: u64,
    /// Papers that the provider says are gone.
    pub deleted: u64,
    /// The days that were asked for.
    pub window: Window,
    /// Why it stopped before it was complete, and whether going on may help.
    pub paused: Option<(String, Retry)>,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Gathering {
    /// Requests that were answered.
    pub requests: u64,
    /// Papers that came.
    pub records: u64,
    /// How many there are in all, where the provider says so.
    pub total: Option<u64>,
}

impl Newsstand {
    /// Gathers a source's papers of some days. `progress` is told how far it has come after every request.
    pub async fn gather(
        &self,
        (client, source): (&Client, &Source),
        wanted: Wanted,
        progress: impl Fn(Gathering),
    ) -> Result<Gathered, EngineError> {
        let setting = setting(source, wanted.window);
        let mut position = begin(self.kept(&setting).await?, wanted);
        let mut gathered = Gathered {
            report: IngestReport::default(),
            requests: 0,
            deleted: 0,
            window: position.window,
            paused: None,
        };
        loop {
            let taken = step(client, source, position).await;
            gathered.requests += 1;
            gathered.deleted += taken.deleted.len() as u64;
            self.take_items(taken.items, client.clock().now(), &mut gathered.report).await?;
            let Gathered { requests, report, .. } = &gathered;
            progress(Gathering { requests: *requests, records: report.records(), total: taken.total });
            let complete = matches!(taken.state, State::Complete(_));
            position = match taken.state {
                State::On(position) | State::Complete(position) => position,
                State::Paused(Pause { position, reason, retry }) => {
                    gathered.paused = Some((reason, retry));
                    position
                }
            };
            let kept = Kept { position, complete };
            // Numbers, days and texts can always be printed.
            let printed = serde_json::to_string(&kept).unwrap_or_default();
            self.store().set_setting(&setting, &printed).await?;
            if complete || gathered.paused.is_some() {
                return Ok(gathered);
            }
            position = kept.position;
        }
    }

    /// The days that a source was last asked for, and whether all of them were read; nothing where it was never asked.
    pub async fn gathered(&self, source: &Source) -> Result<Option<(Window, bool)>, EngineError> {
        let kept = self.kept(&setting(source, None)).await?;
        Ok(kept.map(|kept| (kept.position.window, kept.complete)))
    }

    async fn kept(&self, setting: &str) -> Result<Option<Kept>, EngineError> {
        let kept = self.store().setting(setting).await?;
        // What another version wrote and this one cannot read is as good as nothing: the days are asked for again.
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
    }
}

/// Where a source's position is kept: by what is asked and where, so that a source of the same name that is to bring something else does not
/// go on with another's tokens, and one that is only renamed does not begin anew.
fn setting(source: &Source, window: Option<Window>) -> String {
    let days = window.map(|window| format!(" from {} to {}", window.from, window.until)).unwrap_or_default();
    format!("harvest of {} at {}{days}", source.question, source.base)
}

/// Where a run begins.
fn begin(kept: Option<Kept>, Wanted { window, today, days_back }: Wanted) -> Position {
    match (kept, window) {
        (Some(Kept { position, complete: false }), _) => position,
        (_, Some(window)) => Position::start(window),
        // The last day may not have been over.
        (Some(Kept { position, .. }), None) => position.go_on_until(today),
        (None, None) => Position::start(Window::new(today.plus(-i64::from(days_back)), today)),
    }
}
