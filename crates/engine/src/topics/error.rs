//! What can be wrong with a topic.

use domain::PaperId;

/// A topic could not be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum TopicError {
    /// The name has nothing that an address could hold.
    #[error("{0:?} is no name of a topic: it holds neither a letter nor a digit")]
    Nameless(String),
    /// The name is too long.
    #[error("the name of a topic has at most {most} characters, not {found}")]
    LongName {
        /// How many it has.
        found: usize,
        /// How many it may have.
        most: usize,
    },
    /// Another topic has the name.
    #[error("there is a topic {name:?} already (its address ends in {slug})")]
    Taken {
        /// The name of the topic that is there.
        name: String,
        /// Its slug.
        slug: String,
    },
    /// There is no such topic.
    #[error("there is no topic {0:?}")]
    Unknown(String),
    /// There are no such papers.
    #[error("no paper here has the id {}", .0.iter().map(PaperId::as_str).collect::<Vec<_>>().join(", "))]
    UnknownPapers(Vec<PaperId>),
    /// The topic would be left without an example.
    #[error("the topic {0:?} would have no example left")]
    NoExample(String),
    /// Too many papers were judged.
    #[error("a topic has at most {most} papers that were judged, not {found}")]
    TooMany {
        /// How many there would be.
        found: usize,
        /// How many there may be.
        most: usize,
    },
}
