//! What a repository says of itself: the answer to `Identify`.

use domain::Timestamp;

use crate::clean::{NAME_CHARS, clean};
use crate::dates;
use crate::xml::Element;

/// A repository, as far as a harvest has to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Its name.
    pub name: String,
    /// Before this time nothing changed.
    pub earliest: Option<Timestamp>,
    /// Whether dates in questions may have a time (`YYYY-MM-DDThh:mm:ssZ`); else they must be days.
    pub by_seconds: bool,
    /// Whether it tells for ever what was deleted (`deletedRecord` is `persistent`). Else a deletion may go untold.
    pub keeps_deleted: bool,
}

/// The repository that `element`, an `Identify`, is about.
pub(super) fn repository(element: &Element<'_>) -> Repository {
    let text = |name: &str| element.child(name).map(|child| child.text().trim().to_owned()).unwrap_or_default();
    Repository {
        name: clean(text("repositoryName"), NAME_CHARS).text,
        earliest: dates::instant(&text("earliestDatestamp")),
        by_seconds: text("granularity") == "YYYY-MM-DDThh:mm:ssZ",
        keeps_deleted: text("deletedRecord") == "persistent",
    }
}
