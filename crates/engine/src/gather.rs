//! Gathering papers from providers: what a harvest brings is stored, and where it stands is kept beside it.
//!
//! Papers are stored first and the position after them: whoever is killed in between asks once more, and what comes twice is the same
//! papers.

use std::collections::BTreeSet;

use domain::{Day, ListName, Timestamp};
use fetch::Client;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use sources::Item;
use sources::harvest::{Pause, Position, Retry, Source, State, Window, step};

use crate::{DayBorder, EngineError, IngestReport, ListRule, Newsstand};

/// What is kept of a source between two runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) position: Position,
    /// Whether everything of its days was read.
    pub(crate) complete: bool,
    /// What it is called; nothing of days that were asked for besides.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// What is asked.
    #[serde(default)]
    pub(crate) question: String,
    /// The first day that it was ever asked for.
    #[serde(default)]
    pub(crate) first: Option<Day>,
    /// The list that its papers go on, and where a day of it ends.
    #[serde(default)]
    pub(crate) list: Option<ListName>,
    #[serde(default)]
    pub(crate) border: DayBorder,
    /// When it was last read to its end.
    #[serde(default)]
    pub(crate) read: Option<Timestamp>,
    /// What failed since.
    #[serde(default)]
    pub(crate) failed: Option<(Timestamp, String)>,
    /// When it is asked again.
    #[serde(default)]
    pub(crate) next: Option<Timestamp>,
}

/// How long a provider is held for one request, which takes five minutes at most and waits for its turn before.
const ASKING: SignedDuration = SignedDuration::from_mins(10);

/// After how long it is looked again whether another process is done with a provider.
const ELSEWHERE: SignedDuration = SignedDuration::from_mins(1);

/// What the names of settings begin with under which positions are kept.
pub(crate) const KEPT: &str = "harvest of ";

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
    /// Papers that are known here and that the provider says are gone: they are marked as withdrawn.
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
    /// Gathers a source's papers of some days, and puts them on lists as the rule says. `progress` is told how far it has come after every
    /// request. Of all processes over one store, one at a time asks a provider; where another does, no request is made and the answer is
    /// that of a pause.
    pub async fn gather(
        &self,
        (client, source, rule): (&Client, &Source, &ListRule),
        wanted: Wanted,
        progress: impl Fn(Gathering),
    ) -> Result<Gathered, EngineError> {
        let gathered = self.gather_alone((client, source, rule), wanted, progress).await;
        let (provider, every) = client.pace(source.base.host());
        self.give_lease_back(&asking(provider), later(client.clock().now(), every)).await?;
        gathered
    }

    /// Gathers as long as nobody else asks the provider.
    async fn gather_alone(
        &self,
        (client, source, rule): (&Client, &Source, &ListRule),
        wanted: Wanted,
        progress: impl Fn(Gathering),
    ) -> Result<Gathered, EngineError> {
        let setting = setting(source, wanted.window);
        let before = self.kept(&setting).await?;
        let mut kept = begin(before, wanted).about((source, rule), wanted.window);
        let window = kept.position.window;
        let mut gathered = Gathered { report: IngestReport::default(), requests: 0, deleted: 0, window, paused: None };
        let since = kept.first.unwrap_or(window.from);
        let (provider, _) = client.pace(source.base.host());
        loop {
            let now = client.clock().now();
            if self.take_lease(&asking(provider), (now, later(now, ASKING))).await?.is_some() {
                let reason = format!("another process of this library is asking {provider}");
                gathered.paused = Some((reason, Retry::After(later(now, ELSEWHERE))));
                return Ok(gathered);
            }
            let mut taken = step(client, source, kept.position.clone()).await;
            let now = client.clock().now();
            gathered.requests += 1;
            gathered.deleted += self.take_gone(&taken.deleted, now).await?;
            let mut days = BTreeSet::new();
            for item in &mut taken.items {
                if let Item::Record(record) = item {
                    rule.apply(record, since);
                    days.extend(record.listing.map(|listing| listing.day));
                }
            }
            self.take_items(taken.items, now, &mut gathered.report).await?;
            self.shorten(rule, days, now).await?;
            let Gathered { requests, report, .. } = &gathered;
            progress(Gathering { requests: *requests, records: report.records(), total: taken.total });
            kept.advance(taken.state, now, &mut gathered.paused);
            if kept.complete || gathered.paused.is_some() {
                self.store().announce_setting(&setting, &kept.printed(), now).await?;
                return Ok(gathered);
            }
            self.store().set_setting(&setting, &kept.printed()).await?;
        }
    }

    /// Leaves on these days of a rule's list what it wants there.
    async fn shorten(&self, rule: &ListRule, days: BTreeSet<Day>, now: Timestamp) -> Result<(), EngineError> {
        let (Some(list), Some(first)) = (rule.list, rule.first) else { return Ok(()) };
        let mut tx = self.store().begin().await?;
        tx.keep_first(days.into_iter().map(|day| (list, day)), first, now).await?;
        Ok(tx.commit().await?)
    }

    /// Notes when a source is asked again.
    pub(crate) async fn note_next(&self, source: &Source, next: Timestamp, now: Timestamp) -> Result<(), EngineError> {
        let setting = setting(source, None);
        let Some(kept) = self.kept(&setting).await? else { return Ok(()) };
        let printed = Kept { next: Some(next), ..kept }.printed();
        Ok(self.store().announce_setting(&setting, &printed, now).await?)
    }

    /// When a source is asked again that was read to its end; nothing where it was not, so that there is no reason to wait.
    pub(crate) async fn asked_again(&self, source: &Source) -> Result<Option<Timestamp>, EngineError> {
        let kept = self.kept(&setting(source, None)).await?.filter(|kept| kept.complete && kept.failed.is_none());
        Ok(kept.and_then(|kept| kept.next))
    }

    /// The days that a source was last asked for, and whether all of them were read; nothing where it was never asked.
    pub async fn gathered(&self, source: &Source) -> Result<Option<(Window, bool)>, EngineError> {
        let kept = self.kept(&setting(source, None)).await?;
        Ok(kept.map(|kept| (kept.position.window, kept.complete)))
    }

    /// Lets whoever gathers by itself leave a source alone, or ask it again.
    pub async fn pause_source(&self, source: &Source, paused: bool, now: Timestamp) -> Result<(), EngineError> {
        let value = if paused { "yes" } else { "no" };
        Ok(self.store().announce_setting(&pause_setting(source), value, now).await?)
    }

    /// Whether a source is to be left alone.
    pub async fn is_source_paused(&self, source: &Source) -> Result<bool, EngineError> {
        Ok(self.store().setting(&pause_setting(source)).await?.as_deref() == Some("yes"))
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
    format!("{KEPT}{} at {}{days}", source.question, source.base)
}

/// The lease of whoever asks a provider.
fn asking(provider: &str) -> String {
    format!("asking {provider}")
}

pub(crate) fn later(now: Timestamp, pause: SignedDuration) -> Timestamp {
    now.checked_add(pause).unwrap_or(Timestamp::MAX)
}

/// Where it is kept that a source is to be left alone.
fn pause_setting(source: &Source) -> String {
    format!("pause of {} at {}", source.question, source.base)
}

/// Where a run begins.
fn begin(kept: Option<Kept>, Wanted { window, today, days_back }: Wanted) -> Kept {
    let start = |window| Kept::at(Position::start(window));
    match (kept, window) {
        (Some(kept), _) if !kept.complete => kept,
        (_, Some(window)) => start(window),
        // The last day may not have been over.
        (Some(kept), None) => Kept { position: kept.position.clone().go_on_until(today), complete: false, ..kept },
        (None, None) => start(Window::new(today.plus(-i64::from(days_back)), today)),
    }
}

impl Kept {
    fn at(position: Position) -> Self {
        Self {
            first: Some(position.window.from),
            position,
            complete: false,
            name: None,
            question: String::new(),
            list: None,
            border: DayBorder::default(),
            read: None,
            failed: None,
            next: None,
        }
    }

    /// The same with what is known of the source; days that are asked for besides are nobody's.
    fn about(self, (source, rule): (&Source, &ListRule), window: Option<Window>) -> Self {
        Self {
            name: window.is_none().then(|| source.name.clone()),
            question: source.question.clone(),
            list: rule.list,
            border: rule.border.clone(),
            ..self
        }
    }

    /// Goes on to where a request has led.
    fn advance(&mut self, state: State, now: Timestamp, paused: &mut Option<(String, Retry)>) {
        self.complete = matches!(state, State::Complete(_));
        match state {
            State::On(position) => self.position = position,
            State::Complete(position) => {
                self.position = position;
                (self.read, self.failed) = (Some(now), None);
            }
            State::Paused(Pause { position, reason, retry }) => {
                self.position = position;
                self.failed = Some((now, reason.clone()));
                *paused = Some((reason, retry));
            }
        }
    }

    /// As JSON: numbers, days and texts, which can always be printed.
    fn printed(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
