//! What a commit of the lexical index says about everything beside it: the one point at which a change becomes true.

use serde::{Deserialize, Serialize};
use tantivy::IndexMeta;

use crate::SearchError;

/// The version of everything in the index's folder: fields, words and files of vectors.
const FORMAT: u32 = 7;

/// The payload of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Commit {
    format: u32,
    /// The position in the change log up to which the commit holds every change.
    pub cursor: i64,
    /// The files of vectors, oldest first. Where two hold a paper, the newer one's row counts.
    pub vectors: Vec<String>,
    /// The files of suggestions, oldest first. What a newer one says of a paper counts.
    pub suggestions: Vec<String>,
    /// The number of the next file of suggestions.
    pub next_suggestions: u64,
    /// The number of the next file of vectors.
    pub next_file: u64,
    /// The identity of the embedding table that made the vectors; 0 before the first commit.
    pub table: u64,
}

impl Commit {
    /// The state of a new index.
    pub(crate) fn first() -> Self {
        Self {
            format: FORMAT,
            cursor: 0,
            vectors: Vec::new(),
            suggestions: Vec::new(),
            next_suggestions: 1,
            next_file: 1,
            table: 0,
        }
    }

    /// The commit that the lexical index's metadata describe.
    pub(crate) fn of(meta: &IndexMeta) -> Result<Self, String> {
        let Some(payload) = &meta.payload else {
            let is_new = meta.segments.is_empty();
            return if is_new {
                Ok(Self::first())
            } else {
                Err("its last commit says nothing about vectors".to_owned())
            };
        };
        let commit: Self =
            serde_json::from_str(payload).map_err(|error| format!("its last commit cannot be read: {error}"))?;
        if commit.format != FORMAT {
            return Err(format!("it has format {}, not {FORMAT}", commit.format));
        }
        Ok(commit)
    }

    /// The text to store as payload.
    pub(crate) fn payload(&self) -> Result<String, SearchError> {
        serde_json::to_string(self).map_err(|error| tantivy::TantivyError::InternalError(error.to_string()).into())
    }
}
