//! The handle that everything asks: the store, the index, and what is remembered between questions.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Day, ListName};
use embed::StaticModel;
use search::{Index, SearchError, Snapshot};
use store::{DatabaseUrl, Store, Totals};
use tracing::warn;

use crate::lease::Holder;
use crate::models::{Models, Stamp};
use crate::percolate::Windows;
use crate::reading::Questions;
use crate::searches::SearchLog;
use crate::second_tier::TierState;
use crate::topics::KnownTopics;
use crate::{Calendar, EngineError};

/// Where Newsstand keeps its things.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder; made where it is missing.
    pub data: PathBuf,
    /// The database, when it is not the SQLite file in the data folder.
    pub database: Option<DatabaseUrl>,
    /// Whether papers are found by the transformer's vectors too, as far as it has read them.
    pub second_tier: bool,
}

/// An open Newsstand: cheap to clone, shared by every page and task.
#[derive(Debug, Clone)]
pub struct Newsstand {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    index: Index,
    models: Models,
    /// When the table in use was written or chosen, as this process last saw it.
    table: Mutex<Stamp>,
    second_tier: TierState,
    /// The last change this process has seen in the store: what pages are cached under.
    version: AtomicI64,
    /// How often what the second tier has read was taken in.
    readings: AtomicI64,
    questions: Questions,
    /// Held while the papers of a question are reranked.
    reranking: tokio::sync::Mutex<()>,
    calendars: Mutex<[Remembered; 2]>,
    topics: KnownTopics,
    search_log: SearchLog,
    /// As whom this handle holds leases.
    holder: Holder,
    windows: Windows,
}

/// A calendar with the version of the store for which it is true.
#[derive(Debug, Default)]
struct Remembered {
    version: Option<i64>,
    calendar: Arc<Calendar>,
}

impl Newsstand {
    /// Opens the store and the index, making both where they are missing. The second tier takes a while to open and is left to
    /// [`open_second_tier`](Self::open_second_tier) and [`read_in_background`](Self::read_in_background). An index that is damaged, of another version or
    /// of another store is thrown away: it is derived, and [`catch_up`](Self::catch_up) builds it anew.
    pub async fn open(options: &Options) -> Result<Self, EngineError> {
        let folder_error = |source| EngineError::Folder { path: options.data.clone(), source };
        std::fs::create_dir_all(&options.data).map_err(folder_error)?;
        let store = match &options.database {
            Some(url) => Store::open(url).await?,
            None => Store::open(&DatabaseUrl::sqlite(options.data.join("newsstand.db"))).await?,
        };
        let last = store.last_change().await?;
        let models = Models::of(&options.data);
        let (table, model) = (Mutex::new(models.stamp()), models.in_use());
        let index = open_index((&options.data.join("index"), model), &store_identity(&store).await?, last)?;
        let inner = Inner {
            store,
            index,
            models,
            table,
            second_tier: TierState::new(options.data.join("vectors"), options.second_tier),
            version: AtomicI64::new(last),
            readings: AtomicI64::new(0),
            questions: Questions::default(),
            reranking: tokio::sync::Mutex::default(),
            calendars: Mutex::default(),
            topics: KnownTopics::default(),
            search_log: SearchLog::default(),
            holder: Holder::new(),
            windows: Windows::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.inner.index
    }

    /// As whom leases are held.
    pub(crate) fn holder(&self) -> &Holder {
        &self.inner.holder
    }

    /// What was searched for and is not in the store yet.
    pub(crate) fn search_log(&self) -> &SearchLog {
        &self.inner.search_log
    }

    /// The papers of the last days through which saved searches pass.
    pub(crate) fn windows(&self) -> &Windows {
        &self.inner.windows
    }

    /// Whose turn it is to have papers reranked.
    pub(crate) fn reranking(&self) -> &tokio::sync::Mutex<()> {
        &self.inner.reranking
    }

    /// The folder of models.
    pub(crate) fn models(&self) -> &Models {
        &self.inner.models
    }

    /// The second tier's place, and what this process knows of it.
    pub(crate) fn tier_state(&self) -> &TierState {
        &self.inner.second_tier
    }

    /// Hands the index the table in use where this or another process has replaced it. The index is searched with the former one
    /// until it is built anew.
    pub(crate) fn adopt_table(&self) {
        let mut seen = self.inner.table.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = self.inner.models.stamp();
        if *seen != stamp {
            *seen = stamp;
            self.inner.index.set_model(self.inner.models.in_use());
        }
    }

    /// The published state of the index.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.inner.index.snapshot()
    }

    /// A number that rises whenever papers or the index have changed: what answers may be cached under.
    pub fn version(&self) -> i64 {
        let readings = self.inner.readings.load(Ordering::Acquire);
        self.inner.version.load(Ordering::Acquire).saturating_add(self.inner.index.cursor()).saturating_add(readings)
    }

    /// The last change of the store that this process has seen.
    pub(crate) fn store_version(&self) -> i64 {
        self.inner.version.load(Ordering::Acquire)
    }

    /// The list of topics, as far as it is remembered.
    pub(crate) fn known_topics(&self) -> &KnownTopics {
        &self.inner.topics
    }

    /// When questions were last asked.
    pub(crate) fn questions(&self) -> &Questions {
        &self.inner.questions
    }

    /// Takes note that searches go by more of what the second tier has read.
    pub(crate) fn note_reading(&self) {
        self.inner.readings.fetch_add(1, Ordering::AcqRel);
        self.inner.windows.forget_former(&self.snapshot());
    }

    /// Takes note of the store's last change, which another process may have made. Returns it.
    pub async fn refresh(&self) -> Result<i64, EngineError> {
        let last = self.inner.store.last_change().await?;
        self.inner.version.fetch_max(last, Ordering::AcqRel);
        self.inner.windows.forget_former(&self.snapshot());
        Ok(last)
    }

    /// The days on which `list` has papers.
    pub async fn calendar(&self, list: ListName) -> Result<Arc<Calendar>, EngineError> {
        let version = self.inner.version.load(Ordering::Acquire);
        if let Some(calendar) = self.remembered(list, version) {
            return Ok(calendar);
        }
        let calendar = Arc::new(Calendar { days: self.inner.store.days(list).await? });
        let mut calendars = self.inner.calendars.lock().unwrap_or_else(PoisonError::into_inner);
        *slot(&mut calendars, list) = Remembered { version: Some(version), calendar: Arc::clone(&calendar) };
        Ok(calendar)
    }

    /// The days on which `list` has papers as far as they are remembered, perhaps of a little earlier: the store is not asked.
    pub fn remembered_calendar(&self, list: ListName) -> Arc<Calendar> {
        let mut calendars = self.inner.calendars.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&slot(&mut calendars, list).calendar)
    }

    /// The day from which readers' stretches of time are counted back, such as the last 30 days: the newest of the lists, where it is
    /// known, but never a day after `today`. A library that nobody feeds any more still has a last month.
    pub async fn counting_day(&self, today: Option<Day>) -> Result<Option<Day>, EngineError> {
        let (daily, new) = (self.calendar(ListName::Daily).await?, self.calendar(ListName::New).await?);
        let newest = daily.newest().max(new.newest());
        Ok(newest.map_or(today, |newest| Some(today.map_or(newest, |today| newest.min(today)))))
    }

    /// The arXiv categories with their numbers of papers, the largest first.
    pub async fn categories(&self) -> Result<Vec<(String, u64)>, EngineError> {
        Ok(self.inner.store.categories().await?)
    }

    /// How much there is of everything.
    pub async fn totals(&self) -> Result<Totals, EngineError> {
        Ok(self.inner.store.totals().await?)
    }

    /// Whether the store answers. (The index is open as long as this value lives.)
    pub async fn is_ready(&self) -> bool {
        match self.inner.store.last_change().await {
            Ok(_) => true,
            Err(error) => {
                warn!(%error, "the store does not answer");
                false
            }
        }
    }

    fn remembered(&self, list: ListName, version: i64) -> Option<Arc<Calendar>> {
        let mut calendars = self.inner.calendars.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = slot(&mut calendars, list);
        (slot.version == Some(version)).then(|| Arc::clone(&slot.calendar))
    }
}

fn slot(calendars: &mut [Remembered; 2], list: ListName) -> &mut Remembered {
    let [daily, new] = calendars;
    match list {
        ListName::Daily => daily,
        ListName::New => new,
    }
}

/// The name that the store was given when it was new: an index remembers whose changes it has read.
async fn store_identity(store: &Store) -> Result<String, EngineError> {
    const NAME: &str = "store_identity";
    if let Some(identity) = store.setting(NAME).await? {
        return Ok(identity);
    }
    let nanos = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |age| age.as_nanos());
    let fresh = format!("{nanos:x}-{:x}", std::process::id());
    store.set_setting(NAME, &fresh).await?;
    Ok(fresh)
}

/// Opens the index of the store `identity`, whose last change is `last`; one that cannot be its index is removed first.
fn open_index((dir, model): (&Path, StaticModel), identity: &str, last: i64) -> Result<Index, EngineError> {
    let mark = dir.join("STORE");
    let belongs = std::fs::read_to_string(&mark).is_ok_and(|text| text == identity);
    if dir.exists() && !belongs {
        remove(dir)?;
    }
    let index = match Index::open_with_model(dir, model.clone()) {
        Ok(index) if index.cursor() <= last => index,
        Ok(index) => {
            warn!(cursor = index.cursor(), last, "the index is ahead of its store: building it anew");
            drop(index);
            remove(dir)?;
            Index::open_with_model(dir, model)?
        }
        Err(SearchError::Damaged { reason, .. }) => {
            let aside = set_aside(dir)?;
            warn!(dir = %dir.display(), aside = %aside.display(), reason, "the index is damaged: building it anew");
            Index::open_with_model(dir, model)?
        }
        Err(error) => return Err(error.into()),
    };
    for damage in index.snapshot().damages() {
        warn!(file = %damage.path.display(), reason = damage.reason, "a file is damaged: searching without it until it is made anew");
    }
    std::fs::write(&mark, identity).map_err(|source| EngineError::Folder { path: mark, source })?;
    Ok(index)
}

/// Moves an index that cannot be used beside its place, for whoever wants to know what happened to it; one that stands there goes.
fn set_aside(dir: &Path) -> Result<PathBuf, EngineError> {
    let aside = dir.with_extension("damaged");
    if aside.exists() {
        remove(&aside)?;
    }
    std::fs::rename(dir, &aside).map_err(|source| EngineError::Folder { path: dir.to_owned(), source })?;
    Ok(aside)
}

fn remove(dir: &Path) -> Result<(), EngineError> {
    std::fs::remove_dir_all(dir).map_err(|source| EngineError::Folder { path: dir.to_owned(), source })
}
