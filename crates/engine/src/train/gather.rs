//! The texts to learn from: the library's, or those of files.

use std::collections::HashSet;
use std::path::PathBuf;

use domain::StoredPaper;
use embed::StaticModel;
use embed::train::{Lessons, TrainError, text_hash};
use sources::{Item, ReadOptions, Reader};
use tokio::task::spawn_blocking;

use super::{TrainingObserver, TrainingProgress};
use crate::{EngineError, Newsstand};

/// Changes read at a time.
const WINDOW: u32 = 4_000;

/// Of a larger library so many papers are taken, chosen by the hashes of their titles: it bounds the memory (about 2 kB a
/// paper), and more of them would not be seen within the batches of a run.
const MOST_PAPERS: u64 = 250_000;

/// What was gathered.
#[derive(Debug)]
pub(super) struct Texts {
    /// For the table.
    pub lessons: Lessons,
    /// The titles, for a teacher.
    pub titles: Vec<String>,
}

impl Texts {
    fn add(&mut self, title: &str, abstract_text: &str) {
        if self.lessons.add(title, &text::sentences(abstract_text)) {
            self.titles.push(title.to_owned());
        }
    }
}

/// Gathers the texts, taken apart as `model` does.
pub(super) async fn texts(
    newsstand: &Newsstand,
    model: &StaticModel,
    files: Option<&(Vec<PathBuf>, ReadOptions)>,
    observer: &TrainingObserver,
) -> Result<Texts, EngineError> {
    let texts = Texts { lessons: Lessons::new(model), titles: Vec::new() };
    match files.cloned() {
        Some((paths, options)) => {
            let observer = observer.clone();
            spawn_blocking(move || of_files(&paths, &options, texts, &observer)).await?
        }
        None => of_library(newsstand, texts, observer).await,
    }
}

fn of_files(
    paths: &[PathBuf],
    options: &ReadOptions,
    mut texts: Texts,
    observer: &TrainingObserver,
) -> Result<Texts, EngineError> {
    for path in paths {
        let (files, errors) = sources::files(path);
        if let Some(error) = errors.into_iter().next() {
            return Err(EngineError::Open(error));
        }
        for file in files {
            for item in Reader::open(&file, options)? {
                // What could not be read teaches nothing; `ingest` is where it is complained of.
                let Item::Record(record) = item else { continue };
                texts.add(&record.title, record.abstract_text.as_deref().unwrap_or_default());
                if texts.lessons.len().is_multiple_of(1_000) {
                    tell(observer, texts.lessons.len())?;
                }
            }
        }
    }
    Ok(texts)
}

async fn of_library(
    newsstand: &Newsstand,
    mut texts: Texts,
    observer: &TrainingObserver,
) -> Result<Texts, EngineError> {
    let (mut cursor, mut seen) = (0, HashSet::new());
    let share = MOST_PAPERS as f64 / newsstand.totals().await?.papers.max(1) as f64;
    loop {
        let changes = newsstand.store().changes(cursor, WINDOW).await?;
        let Some(last) = changes.last() else { break };
        cursor = last.seq;
        let fresh: Vec<_> = changes.iter().map(|change| change.paper).filter(|paper| seen.insert(*paper)).collect();
        let papers = newsstand.store().papers(&fresh).await?;
        texts = spawn_blocking(move || add_all(texts, &papers, share)).await?;
        tell(observer, texts.lessons.len())?;
    }
    Ok(texts)
}

fn add_all(mut texts: Texts, papers: &[StoredPaper], share: f64) -> Texts {
    for StoredPaper { paper, .. } in papers {
        if share >= 1.0 || text_hash(&paper.title) as f64 / u64::MAX as f64 <= share {
            texts.add(&paper.title, &paper.abstract_text);
        }
    }
    texts
}

fn tell(observer: &TrainingObserver, papers: usize) -> Result<(), EngineError> {
    if observer(TrainingProgress::Reading(papers)).is_break() { Err(TrainError::BrokenOff.into()) } else { Ok(()) }
}
