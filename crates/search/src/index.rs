//! The index on disk: a folder with the lexical index in `lexical/` and the files of vectors in `vectors/`,
//! those of suggestions in `suggest/`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use embed::StaticModel;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{META_LOCK, MmapDirectory};
use tantivy::store::Compressor;
use tantivy::{Directory, IndexSettings, TantivyError};
use tempfile::TempDir;

use crate::commit::Commit;
use crate::schema::{Fields, tokenizers};
use crate::snapshot::{Damage, Snapshot, Source};
use crate::suggest::SuggestFile;
use crate::tier::Tier;
use crate::vectors::{Kind, VectorFile};
use crate::{IndexWriter, SearchError, SecondTier};

/// How often another process may publish while a snapshot is loaded before that counts as damage.
const RELOADS: usize = 20;

/// An open index. Cheap to clone; all clones share the published snapshot.
#[derive(Debug, Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

/// What an index, its writer and its clones share.
pub(crate) struct Shared {
    dir: PathBuf,
    pub(crate) lexical: tantivy::Index,
    pub(crate) fields: Fields,
    /// The model with which an index is filled from the start.
    model: RwLock<StaticModel>,
    /// The second tier, if there is one.
    tier: RwLock<Tier>,
    published: RwLock<Arc<Snapshot>>,
    /// Held while a snapshot is loaded, so that an older one never replaces a newer one.
    loading: Mutex<()>,
    /// Takes the folder away with the last user of a temporary index.
    _temporary: Option<TempDir>,
}

impl Index {
    /// Opens the index in a folder, or makes a new one there. Gives [`SearchError::Damaged`] where the folder holds something that
    /// cannot be used as it is: delete the folder then, and build the index again.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        Self::open_with_model(dir, StaticModel::bundled().clone())
    }

    /// Opens the index in a folder, or makes a new one there that is filled with vectors of that model. An index that another
    /// model filled is searched by words alone ([`Snapshot::model`] says so) until it is built again.
    pub fn open_with_model(dir: &Path, model: StaticModel) -> Result<Self, SearchError> {
        Self::open_with(dir, model, None)
    }

    /// A new index in a temporary folder, which goes with the last of its users.
    pub fn temporary() -> Result<Self, SearchError> {
        Self::temporary_with_model(StaticModel::bundled().clone())
    }

    /// The same with vectors of that model.
    pub fn temporary_with_model(model: StaticModel) -> Result<Self, SearchError> {
        let temporary = TempDir::with_prefix("newsstand-index-");
        let temporary = temporary.map_err(SearchError::io("make a folder in", &std::env::temp_dir()))?;
        let dir = temporary.path().to_owned();
        Self::open_with(&dir, model, Some(temporary))
    }

    fn open_with(dir: &Path, model: StaticModel, temporary: Option<TempDir>) -> Result<Self, SearchError> {
        for folder in [dir.join("lexical"), dir.join("vectors"), dir.join("suggest")] {
            std::fs::create_dir_all(&folder).map_err(SearchError::io("make the folder", &folder))?;
        }
        let (lexical, fields) = open_lexical(&dir.join("lexical"))?;
        let model = RwLock::new(model);
        let empty = RwLock::new(Arc::new(Snapshot::empty(fields)));
        let (dir, published, loading) = (dir.to_owned(), empty, Mutex::new(()));
        let tier = RwLock::default();
        let shared = Shared { dir, lexical, fields, model, tier, published, loading, _temporary: temporary };
        shared.publish()?;
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Makes papers be found by this second tier, as far as it has read them; `None` for the first alone.
    pub fn set_second_tier(&self, tier: Option<Arc<SecondTier>>) -> Result<(), SearchError> {
        *self.shared.tier.write().unwrap_or_else(PoisonError::into_inner) = tier;
        self.shared.publish()
    }

    /// The second tier.
    pub fn second_tier(&self) -> Option<Arc<SecondTier>> {
        self.shared.tier.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Publishes a snapshot with the vectors that the second tier has made since the last.
    pub fn take_in(&self) -> Result<(), SearchError> {
        self.shared.publish()
    }

    /// The newest published snapshot. Never waits for a writer.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.shared.snapshot()
    }

    /// Publishes what another process committed since; `true` when there was something. Costs one small file's reading when not.
    pub fn reload_if_changed(&self) -> Result<bool, SearchError> {
        if self.shared.committed()? == *self.snapshot().commit() {
            return Ok(false);
        }
        self.shared.publish()?;
        Ok(true)
    }

    /// The position in the change log up to which the published snapshot holds every change; 0 for a new index.
    pub fn cursor(&self) -> i64 {
        self.snapshot().cursor()
    }

    /// The model with which an index is filled from the start.
    pub fn model(&self) -> StaticModel {
        self.shared.model()
    }

    /// Whether what is published was made by another model than the present one: the index is to be cleared and filled again.
    pub fn is_of_former_model(&self) -> bool {
        let current = self.model().identity();
        self.snapshot().model().is_none_or(|model| model.identity() != current)
    }

    /// Changes the model. What is published stays as it is, and is searched with the model that made it, until the index is
    /// [cleared](IndexWriter::clear) and filled again.
    pub fn set_model(&self, model: StaticModel) {
        *self.shared.model.write().unwrap_or_else(PoisonError::into_inner) = model;
    }

    /// The one writer of the index, with `memory_bytes` (at least 15 MB) for what it has not written yet. Gives
    /// [`SearchError::Locked`] while there is another, here or in another process. Files that a crash left behind go away.
    pub fn writer(&self, memory_bytes: usize) -> Result<IndexWriter, SearchError> {
        IndexWriter::open(Arc::clone(&self.shared), memory_bytes)
    }
}

impl Shared {
    /// The index's folder.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of the files of vectors.
    pub(crate) fn vectors_dir(&self) -> PathBuf {
        self.dir.join("vectors")
    }

    /// The folder of the files of suggestions.
    pub(crate) fn suggestions_dir(&self) -> PathBuf {
        self.dir.join("suggest")
    }

    /// Moves a file that cannot be used to the folder `damaged` of the index, for whoever wants to know what happened to it; one of
    /// that name that is there goes. Only the writer may.
    pub(crate) fn set_aside(&self, path: &Path) -> Result<(), SearchError> {
        let folder = self.dir.join("damaged");
        std::fs::create_dir_all(&folder).map_err(SearchError::io("make the folder", &folder))?;
        match std::fs::rename(path, folder.join(path.file_name().unwrap_or_default())) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(SearchError::io("move", path)(error)),
            _ => Ok(()),
        }
    }

    /// The model with which an index is filled from the start.
    pub(crate) fn model(&self) -> StaticModel {
        self.model.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The model that made the vectors of a commit, if it is at hand.
    fn model_of(&self, commit: &Commit, previous: &Snapshot) -> Option<StaticModel> {
        let current = self.model();
        if commit.table == 0 {
            return Some(current);
        }
        let known = [Some(current), previous.model.clone()];
        known.into_iter().flatten().find(|model| model.identity() == commit.table)
    }

    /// The published snapshot.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The last commit on disk.
    pub(crate) fn committed(&self) -> Result<Commit, SearchError> {
        let meta = self.lexical.load_metas().map_err(|error| damaged(&self.dir, error))?;
        Commit::of(&meta).map_err(|reason| SearchError::damaged(&self.dir, reason))
    }

    /// Loads the last commit and publishes it.
    pub(crate) fn publish(&self) -> Result<(), SearchError> {
        let _loading = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = Arc::new(self.load()?);
        let former = std::mem::replace(&mut *self.published.write().unwrap_or_else(PoisonError::into_inner), snapshot);
        // To take it apart takes long, and nobody who searches is to wait for it.
        drop(former);
        Ok(())
    }

    /// The snapshot of the last commit. Another process may commit meanwhile, and take away files of vectors of the one before:
    /// that some are missing counts only if the commit was the same before and after.
    fn load(&self) -> Result<Snapshot, SearchError> {
        // Nobody takes files of the lexical index away while this is held.
        let _segments_stay = self.lexical.directory().acquire_lock(&META_LOCK).map_err(TantivyError::from)?;
        let previous = self.snapshot();
        for _ in 0..RELOADS {
            let source = self.source(&previous)?;
            if source.damages.is_empty() || self.committed()? == source.commit {
                return previous.next(source).map_err(|error| match error {
                    SearchError::Lexical(error) => damaged(&self.dir, error),
                    other => other,
                });
            }
        }
        Err(SearchError::damaged(&self.dir, "it never holds still"))
    }

    /// What the last commit consists of.
    fn source(&self, previous: &Snapshot) -> Result<Source, SearchError> {
        let meta = self.lexical.load_metas().map_err(|error| damaged(&self.dir, error))?;
        let commit = Commit::of(&meta).map_err(|reason| SearchError::damaged(&self.dir, reason))?;
        let segments = meta.segments.into_iter().map(|meta| self.lexical.segment(meta)).collect();
        let (mut files, mut damages) = (Vec::new(), Vec::new());
        let model = self.model_of(&commit, previous);
        let kind = model.as_ref().map(Kind::of);
        for (name, kind) in commit.vectors.iter().filter_map(|name| Some((name, kind?))) {
            match self.open_vectors((name, kind), previous) {
                Ok(file) => files.push(file),
                Err(SearchError::Damaged { path, reason }) => damages.push(Damage { path, reason }),
                Err(error) => return Err(error),
            }
        }
        let suggestions = self.suggestions(&commit, previous, &mut damages)?;
        let tier = self.tier.read().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(Source { commit, segments, files, suggestions, damages, model, tier })
    }

    /// The files of suggestions that a commit names, as far as they can be used; those that are open already are used again.
    fn suggestions(
        &self,
        commit: &Commit,
        previous: &Snapshot,
        damages: &mut Vec<Damage>,
    ) -> Result<Vec<Arc<SuggestFile>>, SearchError> {
        let (open, mut files) = (previous.suggestion_files(), Vec::with_capacity(commit.suggestions.len()));
        for name in &commit.suggestions {
            if let Some(file) = open.iter().find(|file| file.name() == *name) {
                files.push(Arc::clone(file));
                continue;
            }
            let path = self.suggestions_dir().join(name);
            match SuggestFile::open(&path) {
                Ok(file) => files.push(Arc::new(file)),
                Err(SearchError::Damaged { path, reason }) => damages.push(Damage { path, reason }),
                Err(SearchError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                    damages.push(Damage { path, reason: "it is missing".to_owned() });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(files)
    }

    /// A file of vectors that a commit names; one that is open already is used again. That it is not there, or of another model, is
    /// damage too.
    fn open_vectors(&self, (name, kind): (&str, Kind), previous: &Snapshot) -> Result<Arc<VectorFile>, SearchError> {
        if let Some(file) = previous.files().iter().find(|file| file.name() == name) {
            return Ok(Arc::clone(file));
        }
        let path = self.vectors_dir().join(name);
        match VectorFile::open(&path) {
            Ok(file) if file.kind() == kind => Ok(Arc::new(file)),
            Ok(_) => Err(SearchError::damaged(&path, "its vectors are of another model")),
            Err(SearchError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                Err(SearchError::damaged(&path, "it is missing"))
            }
            Err(error) => Err(error),
        }
    }
}

/// Opens or makes the lexical index.
fn open_lexical(dir: &Path) -> Result<(tantivy::Index, Fields), SearchError> {
    let (schema, fields) = Fields::new();
    // Nothing is stored in the lexical index but terms: texts are in the store.
    let settings = IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    let folder = MmapDirectory::open(dir).map_err(|error| damaged(dir, error.into()))?;
    let builder = tantivy::Index::builder().schema(schema).settings(settings).tokenizers(tokenizers());
    let lexical = builder.open_or_create(folder).map_err(|error| damaged(dir, error))?;
    Ok((lexical, fields))
}

/// An error while opening: everything but a refusal of the system (no right, no more files, no more memory) means that the index has to be
/// built again.
fn damaged(dir: &Path, error: TantivyError) -> SearchError {
    let by_system = |error: &std::io::Error| error.raw_os_error().is_some() && error.kind() != ErrorKind::NotFound;
    let refused = match &error {
        TantivyError::IoError(error) => by_system(error),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => by_system(io_error),
        TantivyError::OpenDirectoryError(_) | TantivyError::SystemError(_) | TantivyError::LockFailure(..) => true,
        _ => false,
    };
    if refused { error.into() } else { SearchError::damaged(dir, error.to_string()) }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("dir", &self.dir).finish_non_exhaustive()
    }
}
