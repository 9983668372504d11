//! Paths that a user named, as files: folders are walked.

use std::fs;
use std::path::{Path, PathBuf};

use crate::OpenError;

/// The files behind `path`: itself, or all files in the folder and the folders in it, sorted by name. `-` is standard
/// input. Hidden files are left out; links to folders are not followed, so that a walk ends.
///
/// What could not be listed comes as errors beside the files that could.
pub fn files(path: &Path) -> (Vec<PathBuf>, Vec<OpenError>) {
    let mut walk = Walk::default();
    // Following the link that the user named; the walk itself follows none.
    if path.as_os_str() != "-" && path.is_dir() {
        walk.folder(path);
        if walk.files.is_empty() && walk.errors.is_empty() {
            walk.errors.push(OpenError::EmptyFolder { path: path.to_owned() });
        }
    } else {
        walk.files.push(path.to_owned());
    }
    (walk.files, walk.errors)
}

#[derive(Default)]
struct Walk {
    files: Vec<PathBuf>,
    errors: Vec<OpenError>,
}

impl Walk {
    fn folder(&mut self, path: &Path) {
        match sorted_entries(path) {
            Ok(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            Err(cause) => self.errors.push(OpenError::read(&path.display().to_string(), cause)),
        }
    }

    fn entry(&mut self, path: &Path) {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if hidden {
            return;
        }
        if path.is_dir() && !path.is_symlink() {
            self.folder(path);
        } else if path.is_file() {
            self.files.push(path.to_owned());
        }
    }
}

fn sorted_entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
