//! What can go wrong in a use case.

use std::path::PathBuf;

use embed::EmbedError;
use embed::train::TrainError;
use search::SearchError;
use sources::OpenError;
use store::StoreError;

use crate::{MergeError, ModelError, PostError, TopicError};

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
    /// A file could not be read or written.
    #[error("cannot use the file {}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file holds no table that could be trained.
    #[error("{} cannot be used: {source}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Why.
        source: EmbedError,
    },
    /// An operator's model cannot be added, used or removed.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// A model failed.
    #[error(transparent)]
    Embed(#[from] EmbedError),
    /// A file of papers cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A topic could not be made or changed.
    #[error(transparent)]
    Topic(#[from] TopicError),
    /// A subscription cannot be made or changed.
    #[error(transparent)]
    Post(#[from] PostError),
    /// What was said of merges cannot be.
    #[error(transparent)]
    Merge(#[from] MergeError),
    /// Nothing was learned.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// A background task broke off; its panic stands in the log.
    #[error("background work broke off: {0}")]
    Task(#[from] tokio::task::JoinError),
    /// A question broke off; its panic stands in the log.
    #[error("a question was not answered: its work broke off")]
    Question,
}
