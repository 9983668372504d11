//! What is known of a paper beside what readers search by: what became of it since it appeared, and how it stands in what it appeared in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Version;

/// What became of a paper, and what else its sources told. Everything is empty where nobody told it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Its versions by rising number, as far as a source told them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<Version>,
    /// What later words of its source changed, by rising time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// Categories that came to it later, by rising time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub crossed: Vec<Crossed>,
    /// Whether its authors or its publisher took it back, or its source no longer has it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// The year in which it appeared, where no day is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// Journal, volume and pages as one text, as authors give them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journal_ref: Option<String>,
    /// Its pages in what it appeared in, such as `1-15` or `e0815`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// Its language as its source writes it, such as `en` or `eng`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// For each author, in their order, the places they belong to; empty where nobody told any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub affiliations: Vec<Vec<String>>,
    /// How many works cite it: of what its sources counted, each at its time, the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citations: Option<u32>,
}

/// A later word of the source that changed what readers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// When the source says that it changed, else when it was read.
    pub at: Timestamp,
    /// Whether the title is another.
    pub title: bool,
    /// Whether the abstract is another.
    #[serde(rename = "abstract")]
    pub abstract_text: bool,
}

/// A category that a paper did not have at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossed {
    /// When it was first seen there.
    pub at: Timestamp,
    /// The category, such as `cs.IR`.
    pub category: String,
}

impl Facts {
    /// Takes in versions that a source tells. It need not tell all of them; what it says of one that is known replaces it.
    pub fn add_versions(&mut self, versions: &[Version]) {
        for version in versions {
            match self.versions.binary_search_by_key(&version.number, |known| known.number) {
                Ok(at) => self.versions.splice(at..=at, [*version]).for_each(drop),
                Err(at) => self.versions.insert(at, *version),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: u16, at: &str) -> Version {
        Version { number, at: at.parse().unwrap() }
    }

    #[test]
    fn versions_are_put_together_from_what_is_told_when() {
        let (first, second, third) = (
            version(1, "2026-01-01T00:00:00Z"),
            version(2, "2026-01-05T00:00:00Z"),
            version(3, "2026-02-01T00:00:00Z"),
        );
        let mut facts = Facts::default();
        facts.add_versions(&[first, third]);
        facts.add_versions(&[version(2, "2026-01-04T00:00:00Z"), third]);
        facts.add_versions(&[second]);
        assert_eq!(facts.versions, [first, second, third]);
    }

    #[test]
    fn nothing_told_is_nothing_kept() {
        assert_eq!(serde_json::to_string(&Facts::default()).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<Facts>("{}").unwrap(), Facts::default());
    }
}
