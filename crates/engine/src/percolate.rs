//! Many saved searches over the papers of the same days: who is told of which new paper, by letter or otherwise.

use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Day, PaperKey};
use search::{Focus, Matched, SavedSearch, Snapshot, Window, WindowWriter};

use crate::{EngineError, Newsstand};

/// How many of its best papers are looked at for each search.
pub(crate) const LOOKED_AT: usize = 200;

/// Papers that are read from the store at a time while a window is made.
const READ_AT_A_TIME: usize = 500;

/// Windows that are kept: that of a day's letters and that of a week's.
const KEPT: usize = 2;

/// The last windows, the newest at the end. They are derived: one is made anew when the index has changed.
#[derive(Debug, Default)]
pub(crate) struct Windows(Mutex<Vec<Arc<Window>>>);

impl Newsstand {
    /// For each saved search the papers shown on these days that it finds, the best first: those among its first 200 that are probable
    /// enough. They are the papers that [`search`](Self::search) finds with a filter of these days, in the same order, with the same
    /// probabilities; `date:7d` and `is:new` count from the last of the days. Takes some dozens of microseconds a search, and a second
    /// once after the index has changed; a batch of some thousands is a good size.
    pub async fn percolate(
        &self,
        searches: Vec<SavedSearch>,
        days: RangeInclusive<Day>,
    ) -> Result<Vec<Vec<Matched>>, EngineError> {
        let window = self.window(days).await?;
        percolated(&window, searches, None).await
    }

    /// The same, of which only these papers are wanted: those that have come in since the searches were last asked. Searches that can find
    /// none of them are passed over.
    pub async fn percolate_new(
        &self,
        searches: Vec<SavedSearch>,
        days: RangeInclusive<Day>,
        new: &[PaperKey],
    ) -> Result<Vec<Vec<Matched>>, EngineError> {
        let window = self.window(days).await?;
        let focus = window.focus(new)?;
        percolated(&window, searches, Some(focus)).await
    }

    /// The papers shown on these days as the published index has them.
    pub(crate) async fn window(&self, days: RangeInclusive<Day>) -> Result<Arc<Window>, EngineError> {
        let snapshot = self.snapshot();
        let is_it = |window: &Arc<Window>| window.is_of(&snapshot) && *window.days() == days;
        if let Some(window) = self.windows().known().iter().find(|window| is_it(window)) {
            return Ok(Arc::clone(window));
        }
        let mut writer = WindowWriter::begin(&snapshot, days.clone())?;
        for keys in writer.wanted().chunks(READ_AT_A_TIME) {
            let papers = self.store().whole_papers(keys).await?;
            writer = tokio::task::spawn_blocking(move || writer.add(&papers).map(|()| writer)).await??;
        }
        let window = Arc::new(tokio::task::spawn_blocking(move || writer.finish()).await??);
        let mut windows = self.windows().known();
        windows.retain(|known| known.is_of(&snapshot) && *known.days() != days);
        if windows.len() >= KEPT {
            windows.remove(0);
        }
        windows.push(Arc::clone(&window));
        Ok(window)
    }
}

impl Windows {
    /// Lets go of windows of former states of the index: they keep its former files.
    pub(crate) fn forget_former(&self, snapshot: &Arc<Snapshot>) {
        self.known().retain(|window| window.is_of(snapshot));
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Window>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Passes searches through a window, away from the threads that answer pages.
pub(crate) async fn percolated(
    window: &Arc<Window>,
    searches: Vec<SavedSearch>,
    focus: Option<Focus>,
) -> Result<Vec<Vec<Matched>>, EngineError> {
    let window = Arc::clone(window);
    let work = move || window.percolate(&searches, LOOKED_AT, focus.as_ref());
    Ok(tokio::task::spawn_blocking(work).await??)
}
