//! Why a file could not be opened.

use std::io;
use std::path::PathBuf;

use crate::format::FORMATS;

/// A file or folder of which nothing could be read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It is not there, may not be read, or broke at once.
    #[error("cannot read {name}: {cause}")]
    Read {
        /// The file as the user named it.
        name: String,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// It has no content.
    #[error("{name} is empty")]
    Empty {
        /// The file as the user named it.
        name: String,
    },
    /// Its content is none of the formats.
    #[error("{name} {seen}, which is no format of papers; hint: {FORMATS}")]
    Unrecognised {
        /// The file as the user named it.
        name: String,
        /// What was seen, such as `begins with "%PDF-1.7"`.
        seen: String,
    },
    /// A folder without any file.
    #[error("the folder {} holds no files", path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
}

impl OpenError {
    pub(crate) fn read(name: &str, cause: io::Error) -> Self {
        Self::Read { name: name.to_owned(), cause }
    }
}
