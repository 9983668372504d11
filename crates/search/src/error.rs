//! The one error of this crate.

use std::path::{Path, PathBuf};

/// Why the index could not be opened, written or asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index cannot be used as it is: a file is damaged, missing, or of another version. It holds nothing that the
    /// store does not, so delete the folder and build it again.
    #[error("the search index in {} is damaged: {reason}", path.display())]
    Damaged {
        /// The folder or file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process, or another writer of this one, is writing to the index.
    #[error("another process is writing to the search index in {}", path.display())]
    Locked {
        /// The index's folder.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried, such as `read`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The lexical index reported an error.
    #[error("the lexical index failed")]
    Lexical(#[from] tantivy::TantivyError),
    /// The second tier's model could not be read or run.
    #[error("the second tier's model failed")]
    Model(#[from] embed::EmbedError),
    /// A line of a test collection could not be read.
    #[error("{}:{line}: {reason}", path.display())]
    Collection {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// Why.
        reason: String,
    },
}

impl SearchError {
    /// That the system refused `action` on `path`; made to be given to `map_err`.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }

    /// That the file or folder at `path` is not what the index needs.
    pub(crate) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.into() }
    }
}
