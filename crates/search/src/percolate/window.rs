//! The papers of some days as an index of their own.

use std::ops::RangeInclusive;
use std::sync::Arc;

use domain::{Day, PaperKey, StoredPaper};
use tantivy::directory::RamDirectory;
use tantivy::store::Compressor;
use tantivy::{IndexSettings, SingleSegmentIndexWriter, TantivyError};

use super::needs::Held;
use super::{Focus, Matched, SavedSearch};
use crate::document::document;
use crate::find::Least;
use crate::mask::Mask;
use crate::schema::{Fields, tokenizers};
use crate::snapshot::Snapshot;
use crate::{Filters, Query, SearchError, Weights};

/// Papers of an index in memory at most: some four kilobytes each. More are asked for in the library itself.
const MOST_PAPERS: usize = 30_000;

/// The first memory of the writer; it takes more as it needs it.
const WRITER_MEMORY: usize = 15_000_000;

/// Searches that a thread takes at a time.
const AT_A_TIME: usize = 32;

/// The papers of some days, through which saved searches pass.
#[derive(Debug)]
pub struct Window {
    snapshot: Arc<Snapshot>,
    days: RangeInclusive<Day>,
    /// What the papers hold; `None` where that is not known, and every search is asked.
    held: Option<Held>,
}

/// Makes a [`Window`]: papers are handed to it, and needed no longer.
pub struct WindowWriter {
    library: Arc<Snapshot>,
    days: RangeInclusive<Day>,
    /// `None` where there are too many papers for an index in memory.
    lexical: Option<SingleSegmentIndexWriter>,
    fields: Fields,
}

impl WindowWriter {
    /// Begins the window of these days.
    pub fn begin(library: &Arc<Snapshot>, days: RangeInclusive<Day>) -> Result<Self, SearchError> {
        Self::with_room(library, days, MOST_PAPERS)
    }

    fn with_room(library: &Arc<Snapshot>, days: RangeInclusive<Day>, room: usize) -> Result<Self, SearchError> {
        let (schema, fields) = Fields::new();
        let settings = IndexSettings { docstore_compression: Compressor::None, ..IndexSettings::default() };
        let builder = tantivy::Index::builder().schema(schema).settings(settings).tokenizers(tokenizers());
        let fits = library.shown_between(&days).len() <= room;
        let open = || builder.single_segment_index_writer(RamDirectory::create(), WRITER_MEMORY);
        let lexical = fits.then(open).transpose()?;
        Ok(Self { library: Arc::clone(library), days, lexical, fields })
    }

    /// The papers that are to be handed over, in this order. Those that are gone are left out.
    pub fn wanted(&self) -> Vec<PaperKey> {
        if self.lexical.is_some() { self.library.shown_between(&self.days) } else { Vec::new() }
    }

    /// Takes some of them, with their ids and lists.
    pub fn add(&mut self, papers: &[StoredPaper]) -> Result<(), SearchError> {
        let Some(lexical) = &mut self.lexical else { return Ok(()) };
        papers.iter().try_for_each(|stored| lexical.add_document(document(&self.fields, stored)))?;
        Ok(())
    }

    /// The window.
    pub fn finish(self) -> Result<Window, SearchError> {
        let Self { library, days, lexical, .. } = self;
        let Some(lexical) = lexical else { return Ok(Window { snapshot: library, days, held: None }) };
        let segments = lexical.finalize()?.searchable_segments()?;
        let snapshot = Arc::new(library.window(&segments)?);
        let held = Some(Held::of(&snapshot, &snapshot.docs.alive)?);
        Ok(Window { snapshot, days, held })
    }
}

impl Window {
    /// The days of its papers.
    pub fn days(&self) -> &RangeInclusive<Day> {
        &self.days
    }

    /// Whether it was made of this library.
    pub fn is_of(&self, library: &Arc<Snapshot>) -> bool {
        std::ptr::eq(self.snapshot.library(), &raw const **library)
    }

    /// Of its papers, those alone that searches are to be told of.
    pub fn focus(&self, papers: &[PaperKey]) -> Result<Focus, SearchError> {
        let mut docs = Mask::empty(self.snapshot.docs.len());
        papers.iter().filter_map(|paper| self.snapshot.document(*paper)).for_each(|doc| docs.insert(doc));
        let held = self.held.is_some().then(|| Held::of(&self.snapshot, &docs)).transpose()?;
        Ok(Focus { papers: papers.iter().copied().collect(), docs, held })
    }

    /// For each search the papers that it finds, the best first: those among its first `most` that are probable enough, and in
    /// the focus, if there is one.
    pub fn percolate(
        &self,
        searches: &[SavedSearch],
        most: usize,
        focus: Option<&Focus>,
    ) -> Result<Vec<Vec<Matched>>, SearchError> {
        let ask = |search| self.ask(search, most, focus);
        let threads =
            std::thread::available_parallelism().map_or(1, usize::from).min(searches.len().div_ceil(AT_A_TIME));
        if threads <= 1 {
            return searches.iter().map(ask).collect();
        }
        let next = std::sync::Mutex::new(searches.chunks(AT_A_TIME).enumerate());
        let take = || next.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
        let work = || -> Result<Vec<_>, SearchError> {
            let mut done = Vec::new();
            while let Some((at, part)) = take() {
                done.push((at, part.iter().map(ask).collect::<Result<Vec<_>, _>>()?));
            }
            Ok(done)
        };
        let mut parts = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
                thread.join().unwrap_or_else(|_| Err(TantivyError::ErrorInThread("percolating".to_owned()).into()))
            };
            threads.into_iter().map(join).collect::<Result<Vec<_>, SearchError>>()
        })?
        .concat();
        parts.sort_unstable_by_key(|(at, _)| *at);
        Ok(parts.into_iter().flat_map(|(_, found)| found).collect())
    }

    /// The papers that one search finds.
    fn ask(&self, search: &SavedSearch, most: usize, focus: Option<&Focus>) -> Result<Vec<Matched>, SearchError> {
        let read = self.snapshot.read(&search.text)?;
        let held = focus.map_or(&self.held, |focus| &focus.held);
        if let Some(held) = held
            && !held.may_fulfil(&self.snapshot, &read.asked.tree)?
        {
            return Ok(Vec::new());
        }
        let (from, to) = (Some(*self.days.start()), Some(*self.days.end()));
        let filters = Filters { from, to, ..Filters::default() };
        let query = Query { filters, today: to, limit: most, ..Query::words(search.text.as_str()) };
        let least = Least { probability: search.least, focus };
        let answer = self.snapshot.search_read((&query, &Weights::default()), &read, Some(least))?;
        let hits = answer.hits.into_iter();
        let matched = hits.map(|hit| Matched { paper: hit.key, score: hit.score, probability: hit.probability });
        let is_wanted = |matched: &Matched| {
            matched.probability.is_none_or(|odds| odds >= search.least)
                && focus.is_none_or(|focus| focus.papers.contains(&matched.paper))
        };
        Ok(matched.filter(is_wanted).collect())
    }
}

impl std::fmt::Debug for WindowWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WindowWriter").field("days", &self.days).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Index;
    use domain::{Paper, PaperId};

    #[test]
    fn too_many_papers_are_asked_for_in_the_library() {
        let day: Day = "2026-02-01".parse().unwrap();
        let stored = |key: i64| {
            let title = format!("Whales of sea {key}");
            let mut stored = StoredPaper::new(PaperKey(key), Paper::new(PaperId::from_title(&title), &title));
            stored.shown = Some(day.plus(key / 4));
            stored
        };
        let (index, papers) = (Index::temporary().unwrap(), (0..8).map(stored).collect::<Vec<_>>());
        let mut writer = index.writer(WRITER_MEMORY).unwrap();
        writer.upsert(&papers).unwrap();
        writer.commit(1).unwrap();
        let searches =
            ["whales", "ti:sea", "galaxies", "au:nobody"].map(|text| SavedSearch { text: text.to_owned(), least: 0.0 });
        let found = |room: usize| {
            let mut writer = WindowWriter::with_room(&index.snapshot(), day.plus(1)..=day.plus(1), room).unwrap();
            let wanted = writer.wanted();
            writer.add(&papers[4..]).unwrap();
            let window = writer.finish().unwrap();
            let focus = window.focus(&[PaperKey(6)]).unwrap();
            (
                wanted.len(),
                window.percolate(&searches, 9, None).unwrap(),
                window.percolate(&searches, 9, Some(&focus)).unwrap(),
            )
        };
        let ((few, here, focused), (none, there, also)) = (found(4), found(3));
        assert_eq!((few, none), (4, 0));
        assert_eq!(here, there);
        assert_eq!(focused, also);
        assert_eq!(here.iter().map(Vec::len).collect::<Vec<_>>()[..2], [4, 4]);
        assert_eq!(focused.iter().map(Vec::len).collect::<Vec<_>>()[..2], [1, 1]);
    }
}
