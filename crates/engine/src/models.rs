//! The embedding table in use: the bundled one, or one that was trained on this library and lies in the data folder.
//!
//! `models/static-256-int8.safetensors` is written whole under another name and then renamed, and carries a checksum. One that
//! cannot be used is moved aside and named in the log; the bundled table serves instead.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use embed::StaticModel;
use tracing::warn;

use crate::EngineError;

/// The table's name in the folder of models.
const TABLE: &str = "static-256-int8.safetensors";

/// The folder of models in a data folder.
#[derive(Debug, Clone)]
pub(crate) struct Models {
    dir: PathBuf,
}

/// When a file was last written, and its size: whether another process has replaced it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stamp(Option<(SystemTime, u64)>);

impl Models {
    /// Those of a data folder.
    pub(crate) fn of(data: &Path) -> Self {
        Self { dir: data.join("models") }
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// When the table in use was written.
    pub(crate) fn stamp(&self) -> Stamp {
        let known = fs::metadata(self.path(TABLE)).ok();
        Stamp(known.and_then(|file| Some((file.modified().ok()?, file.len()))))
    }

    /// The table in use.
    pub(crate) fn in_use(&self) -> StaticModel {
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

    /// Makes a table the one in use.
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
