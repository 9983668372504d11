//! The models of a data folder: those of the operator, the table that was trained on this library, and which of them are in use.
//!
//! `models/NAME/` holds an operator's model with its [manifest]; `models/static-256-int8.safetensors` is the trained table. All
//! are written whole under another name and then renamed, and carry checksums. What cannot be used is moved aside and named in
//! the log; the bundled models serve instead.

mod adding;
mod choice;
mod error;
mod layout;
mod listing;
mod manifest;
mod names;
mod using;

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use embed::{StaticModel, Transformer};
use tracing::warn;

use self::manifest::{Manifest, OpenModel};
use crate::EngineError;

pub use self::adding::AddedModel;
pub(crate) use self::choice::Choice;
pub use self::error::ModelError;
pub use self::listing::{DescribedModel, ListedModel, ModelUse};
pub use self::manifest::ModelKind;
pub(crate) use self::names::{BUNDLED_TABLE, BUNDLED_TRANSFORMER, TRAINED};
pub use self::using::ModelWanted;

/// The trained table's name in the folder of models.
const TABLE: &str = "static-256-int8.safetensors";

/// The folder of models in a data folder.
#[derive(Debug, Clone)]
pub(crate) struct Models {
    dir: PathBuf,
}

/// When files were last written, and their sizes: whether another process has replaced one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stamp([Option<(SystemTime, u64)>; 2]);

impl Models {
    /// Those of a data folder.
    pub(crate) fn of(data: &Path) -> Self {
        Self { dir: data.join("models") }
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// When the trained table was written, and the choice of models.
    pub(crate) fn stamp(&self) -> Stamp {
        Stamp([TABLE, choice::FILE].map(|name| {
            let known = fs::metadata(self.path(name)).ok();
            known.and_then(|file| Some((file.modified().ok()?, file.len())))
        }))
    }

    /// The table in use.
    pub(crate) fn in_use(&self) -> StaticModel {
        match self.choice().first.as_deref() {
            None | Some(TRAINED) => self.own_table(),
            Some(BUNDLED_TABLE) => StaticModel::bundled().clone(),
            Some(name) => match self.open(name) {
                Ok(OpenModel::Table(model)) => model,
                Ok(OpenModel::Transformer(_)) => self.own_table(),
                Err(error) => {
                    warn!(%error, "the table that was chosen cannot be used: the own one serves");
                    self.own_table()
                }
            },
        }
    }

    /// The table that was trained on this library, or else the bundled one.
    pub(crate) fn own_table(&self) -> StaticModel {
        let bundled = StaticModel::bundled();
        let path = self.path(TABLE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return bundled.clone(),
            Err(error) => {
                warn!(%error, path = %path.display(), "the trained table cannot be read: the bundled one serves");
                return bundled.clone();
            }
        };
        bundled.with_table(bytes.into()).unwrap_or_else(|error| {
            let aside = move_aside(&path);
            let path = path.display();
            warn!(%error, %path, aside, "the trained table cannot be used: the bundled one serves");
            bundled.clone()
        })
    }

    /// The transformer of that name.
    pub(crate) fn transformer(&self, name: &str) -> Result<Transformer, EngineError> {
        if name == BUNDLED_TRANSFORMER {
            return Ok(Transformer::bundled()?.clone());
        }
        match self.open(name)? {
            OpenModel::Transformer(model) => Ok(model),
            OpenModel::Table(_) => {
                let (name, reason) = (name.to_owned(), "it is a static table".to_owned());
                Err(ModelError::Damaged { name, reason }.into())
            }
        }
    }

    /// Opens an operator's model. One that is damaged is moved aside.
    fn open(&self, name: &str) -> Result<OpenModel, ModelError> {
        let folder = self.known(name)?;
        Manifest::read(&folder).and_then(|manifest| manifest.open(&folder)).map_err(|reason| {
            let aside = folder.with_file_name(format!("{name}{}", names::DAMAGED));
            // One that was moved there before makes place.
            drop(fs::remove_dir_all(&aside));
            let moved = match fs::rename(&folder, &aside) {
                Ok(()) => format!("it was moved to {}", aside.display()),
                Err(error) => format!("it could not be moved aside: {error}"),
            };
            ModelError::Damaged { name: name.to_owned(), reason: format!("{reason}; {moved}") }
        })
    }

    /// The folder of an operator's model.
    fn known(&self, name: &str) -> Result<PathBuf, ModelError> {
        let folder = self.path(name);
        if names::check(name).is_ok() && folder.is_dir() {
            return Ok(folder);
        }
        Err(ModelError::Unknown { name: name.to_owned(), known: self.names() })
    }

    /// The names of all models: the program's own, then the operator's.
    fn names(&self) -> Vec<String> {
        let trained = self.path(TABLE).is_file().then_some(TRAINED);
        let own = [BUNDLED_TABLE].into_iter().chain(trained).chain([BUNDLED_TRANSFORMER]).map(str::to_owned);
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
        let added = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut added: Vec<String> = added.filter(|name| names::check(name).is_ok()).collect();
        added.sort();
        own.chain(added).collect()
    }

    /// Which models are wanted. A file that cannot be read is moved aside, and the own models are.
    pub(crate) fn choice(&self) -> Choice {
        let path = self.path(choice::FILE);
        let Ok(bytes) = fs::read(&path) else { return Choice::default() };
        serde_json::from_slice(&bytes).unwrap_or_else(|error| {
            let (aside, path) = (move_aside(&path), path.display());
            warn!(%error, %path, aside, "the choice of models cannot be used: the own ones serve");
            Choice::default()
        })
    }

    /// Writes down which models are wanted.
    pub(crate) fn choose(&self, choice: &Choice) -> Result<(), EngineError> {
        self.write(choice::FILE, &serde_json::to_vec_pretty(choice).unwrap_or_default())
    }

    /// Makes a table the trained one.
    pub(crate) fn keep(&self, model: &StaticModel) -> Result<(), EngineError> {
        self.write(TABLE, model.file())
    }

    /// Writes a file whole, or not at all.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), EngineError> {
        fs::create_dir_all(&self.dir).map_err(|source| EngineError::Folder { path: self.dir.clone(), source })?;
        write_whole(&self.path(name), bytes)
    }
}

/// Writes a file under another name and renames it, so that nobody ever sees a part of it.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), EngineError> {
    let mut part = path.as_os_str().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(part);
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    write().map_err(|source| {
        // Why writing failed is to be told, not that tidying up did too.
        drop(fs::remove_file(&part));
        EngineError::File { path: path.to_owned(), source }
    })
}

/// Gives a file that cannot be used another name; returns that name, or why it stays.
pub(crate) fn move_aside(path: &Path) -> String {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".broken");
    match fs::rename(path, &aside) {
        Ok(()) => Path::new(&aside).display().to_string(),
        Err(error) => format!("nowhere: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_table_is_in_use_and_a_broken_one_is_moved_aside() {
        let folder = tempfile::tempdir().unwrap();
        let models = Models::of(folder.path());
        let bundled = StaticModel::bundled();
        assert_eq!(models.in_use().identity(), bundled.identity());
        assert_eq!(models.stamp(), Stamp::default());
        models.keep(bundled).unwrap();
        assert_ne!(models.stamp(), Stamp::default());
        assert_eq!(models.in_use().identity(), bundled.identity());
        for broken in [&b""[..], b"no table", bundled.file().get(..100_000).unwrap()] {
            fs::write(models.path(TABLE), broken).unwrap();
            assert_eq!(models.in_use().identity(), bundled.identity());
            assert_eq!(fs::read(models.path("static-256-int8.safetensors.broken")).unwrap(), broken);
            assert!(!models.path(TABLE).exists());
        }
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("models"), "a file, no folder").unwrap();
        let error = Models::of(folder.path()).keep(StaticModel::bundled()).unwrap_err().to_string();
        assert!(error.contains("models"), "{error}");
    }
}
