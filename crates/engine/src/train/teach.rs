//! The larger model's vectors of titles: computed once, kept in the folder of models.

use std::io::ErrorKind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use embed::train::{Teacher, TrainError, text_hash};
use embed::{EmbedError, Transformer};
use tracing::warn;

use super::{TrainingObserver, TrainingProgress, TrainingTeacher};
use crate::EngineError;
use crate::models::{Models, move_aside};

/// The kept vectors' name in the folder of models.
const KEPT: &str = "teacher-titles.bin";

/// Titles that are computed before they are kept, so that a run that is broken off has not worked for nothing.
const AT_ONCE: usize = 4_096;

/// How many threads the larger model runs on.
const THREADS: usize = 2;

/// The teacher that was chosen, if it knows anything.
pub(super) fn teacher(
    models: &Models,
    choice: TrainingTeacher,
    titles: &[String],
    observer: &TrainingObserver,
) -> Result<Option<Teacher>, EngineError> {
    let model = match choice {
        TrainingTeacher::Nobody => return Ok(None),
        TrainingTeacher::Kept if !models.path(KEPT).exists() => return Ok(None),
        TrainingTeacher::Kept | TrainingTeacher::Transformer => Transformer::bundled()?,
    };
    let mut teacher = kept(models, model);
    if choice == TrainingTeacher::Transformer {
        complete(&mut teacher, (model, models), titles, observer)?;
    }
    Ok((!teacher.is_empty()).then_some(teacher))
}

/// What was kept of that model; nothing where the file is damaged (it is moved aside) or of another model.
fn kept(models: &Models, model: &Transformer) -> Teacher {
    let (path, nothing) = (models.path(KEPT), Teacher::new(model.identity(), model.dims()));
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                warn!(%error, path = %path.display(), "the kept vectors cannot be read");
            }
            return nothing;
        }
    };
    match Teacher::from_bytes(&bytes) {
        Ok(teacher) if teacher.model() == model.identity() => teacher,
        Ok(_) => nothing,
        Err(error) => {
            let aside = move_aside(&path);
            warn!(%error, path = %path.display(), aside, "the kept vectors cannot be used: computing them anew");
            nothing
        }
    }
}

/// Computes what is missing, and keeps it.
fn complete(
    teacher: &mut Teacher,
    (model, models): (&Transformer, &Models),
    titles: &[String],
    observer: &TrainingObserver,
) -> Result<(), EngineError> {
    let mut missing: Vec<&String> = titles.iter().filter(|title| !teacher.knows(text_hash(title))).collect();
    missing.sort_unstable();
    missing.dedup();
    let done = AtomicUsize::new(0);
    for part in missing.chunks(AT_ONCE) {
        for (hash, vector) in vectors(model, part, &|| {
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            observer(TrainingProgress::Teaching(done, missing.len())).is_continue()
        })? {
            teacher.insert(hash, &vector);
        }
        models.write(KEPT, &teacher.to_bytes())?;
    }
    Ok(())
}

/// The vectors of some titles, on several threads; `go_on` is asked after each.
fn vectors(
    model: &Transformer,
    titles: &[&String],
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<(u64, embed::Vector)>, EngineError> {
    let found = Mutex::new(Vec::with_capacity(titles.len()));
    let work = |part: &[&String]| -> Result<(), EngineError> {
        let model = model.on_own_threads(1);
        for title in part {
            let vector = model.embed(title)?;
            found.lock().unwrap_or_else(PoisonError::into_inner).push((text_hash(title), vector));
            if !go_on() {
                return Err(TrainError::BrokenOff.into());
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let parts = titles.chunks(titles.len().div_ceil(THREADS).max(1));
        let threads: Vec<_> = parts.map(|part| scope.spawn(|| work(part))).collect();
        let broken = |_| EngineError::from(EmbedError::Network("it broke off".to_owned()));
        threads.into_iter().try_for_each(|thread| thread.join().map_err(broken)?)
    })?;
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_by_key(|(hash, _)| *hash);
    Ok(found)
}
