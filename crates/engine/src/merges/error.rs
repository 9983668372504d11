//! What can be wrong with what is said of merges.

use domain::PaperId;

/// A merge cannot be undone, or papers not joined or parted.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// There is no such merge.
    #[error("there is no merge {number}; it may have been undone already")]
    NoMerge {
        /// The number that was given.
        number: i64,
    },
    /// What it made of two papers has become part of a third since.
    #[error("merge {later} made the paper of merge {number} part of another: undo {later} first")]
    LaterFirst {
        /// The number that was given.
        number: i64,
        /// The merge to undo before.
        later: i64,
    },
    /// There is no such paper.
    #[error("there is no paper {id}")]
    NoPaper {
        /// The id that was given.
        id: PaperId,
    },
    /// Both ids are of one paper.
    #[error("{one} and {other} are ids of one paper already")]
    Same {
        /// One id that was given.
        one: PaperId,
        /// The other.
        other: PaperId,
    },
    /// What was written down cannot be read: another version of this program wrote it.
    #[error("what was written down of merge {number} cannot be read: {source}")]
    Unreadable {
        /// The merge.
        number: i64,
        /// Why.
        source: serde_json::Error,
    },
}
