//! What happens to a paper after it appeared: new versions, and how a listing announces them.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ParseError;

/// One version of a paper. A source need not tell all of them: arXiv's query API tells the first and the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Version {
    /// Its number, from 1.
    pub number: u16,
    /// When it was submitted.
    pub at: Timestamp,
}

/// Why a paper stands in a day's listing: the `announce_type` of arXiv's feeds
/// (<https://info.arxiv.org/help/rss_specifications.html>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Announced {
    /// It is new, and this is its first category.
    New,
    /// It is new here: it was cross-listed from another category.
    Cross,
    /// A new version of a paper of this category.
    Replace,
    /// A new version of a paper that is cross-listed here.
    ReplaceCross,
}

impl Announced {
    /// All of them, in the order of a listing.
    pub const ALL: [Self; 4] = [Self::New, Self::Cross, Self::Replace, Self::ReplaceCross];

    /// The word of the feeds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Cross => "cross",
            Self::Replace => "replace",
            Self::ReplaceCross => "replace-cross",
        }
    }

    /// Whether the paper was not in this listing before, as against a new version of one that was.
    pub fn is_first(self) -> bool {
        matches!(self, Self::New | Self::Cross)
    }
}

impl fmt::Display for Announced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Announced {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let expected = "an announcement: new, cross, replace or replace-cross";
        Self::ALL.into_iter().find(|known| known.as_str() == text).ok_or_else(|| ParseError::new(text, expected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_is_read_as_it_is_printed() {
        for announced in Announced::ALL {
            assert_eq!(announced.to_string().parse(), Ok(announced));
        }
        assert!("replaced".parse::<Announced>().is_err());
        assert!(Announced::Cross.is_first() && !Announced::ReplaceCross.is_first());
    }
}
