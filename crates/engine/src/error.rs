//! What can go wrong in a use case.

use std::path::PathBuf;

use search::SearchError;
use store::StoreError;

/// A use case failed. Each message says what was being done; its source says why.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store refused or could not be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index could not be read or written.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The data folder could not be made or used.
    #[error("cannot use the folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A background task broke off; its panic stands in the log.
    #[error("background work broke off: {0}")]
    Task(#[from] tokio::task::JoinError),
}
