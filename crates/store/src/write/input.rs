//! What is handed in for writing.

use domain::{Counts, Day, Listing, Observation, Paper, PaperId, PaperKey, SourceKind, Told};

/// A paper as it shall stand in the store, and what its sources said beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperWrite {
    /// The stored paper to replace, or `None` for a new one.
    pub key: Option<PaperKey>,
    /// All texts and facts.
    pub paper: Paper,
    /// Whose word stands for each field.
    pub told: Told,
    /// Votes and comments as readers shall see them.
    pub counts: Counts,
    /// The day that readers see.
    pub shown: Option<Day>,
    /// The newest list day.
    pub listed: Option<Day>,
    /// Ids under which the paper shall be found, beside `paper.id` and those that it already has.
    pub ids: Vec<PaperId>,
    /// Which sources said something, and the digest of what.
    pub said: Vec<Said>,
    /// List days to add. One that the paper already has gets the new rank, unless that is `None`.
    pub listings: Vec<Listing>,
    /// Counts as observed, to add. One of the same source and moment is replaced.
    pub observations: Vec<(SourceKind, Observation)>,
    /// Whether to append to the log of changes: false when nothing moved that an index could see.
    pub change: bool,
}

/// That a source has a record of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The source.
    pub source: SourceKind,
    /// The source's own name of the record.
    pub source_key: String,
    /// A hash of the record's content: equal as long as the source says the same.
    pub digest: i64,
}
