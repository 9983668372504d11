//! The two lists on which a paper can stand.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ParseError;

/// Which list: what a community picked, or everything that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListName {
    /// What a community picked: the front page, about 20 papers a day.
    Daily,
    /// Everything that arrived: about 300 papers a day.
    New,
}

impl ListName {
    /// The name in the store and in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::New => "new",
        }
    }
}

impl fmt::Display for ListName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ListName {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text {
            "daily" => Ok(Self::Daily),
            "new" => Ok(Self::New),
            _ => Err(ParseError::new(text, "a list: daily or new")),
        }
    }
}
