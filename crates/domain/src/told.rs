//! Who told what: for each field of a paper the source whose word stands.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::SourceKind;

/// The fields of a paper that sources can disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title.
    Title,
    /// The abstract.
    Abstract,
    /// The authors' names.
    Authors,
    /// The subject categories.
    Categories,
    /// The keywords.
    Keywords,
    /// The organisation.
    Organization,
    /// The date of publication.
    Published,
    /// Where it appeared.
    Venue,
    /// The authors' comment.
    Comment,
    /// A one-sentence summary that a source gives.
    Summary,
    /// The code repository and its stars.
    Code,
    /// The project page.
    Project,
    /// The PDF.
    Pdf,
    /// The picture.
    Image,
    /// Its versions.
    Versions,
    /// That it was taken back.
    Withdrawn,
    /// Journal, volume and pages as one text.
    JournalRef,
    /// Its pages in what it appeared in.
    Pages,
    /// Its language.
    Language,
    /// The places that its authors belong to.
    Affiliations,
    /// How many works cite it.
    Citations,
}

/// Which source's word stands for each field. Fields that nobody told are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Told(std::collections::BTreeMap<Field, SourceKind>);

impl Told {
    /// The source whose word stands for `field`.
    pub fn by(&self, field: Field) -> Option<SourceKind> {
        self.0.get(&field).copied()
    }

    /// From now on the word of `source` stands for `field`.
    pub fn set(&mut self, field: Field, source: SourceKind) {
        self.0.insert(field, source);
    }

    /// Nobody's word stands for `field` any more.
    pub fn forget(&mut self, field: Field) {
        self.0.remove(&field);
    }

    /// All fields that somebody told, in the order of [`Field`].
    pub fn iter(&self) -> impl Iterator<Item = (Field, SourceKind)> + '_ {
        self.0.iter().map(|(field, source)| (*field, *source))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Title => "title",
            Self::Abstract => "abstract",
            Self::Authors => "authors",
            Self::Categories => "categories",
            Self::Keywords => "keywords",
            Self::Organization => "organisation",
            Self::Published => "date",
            Self::Venue => "venue",
            Self::Comment => "comment",
            Self::Summary => "summary",
            Self::Code => "code",
            Self::Project => "project page",
            Self::Pdf => "PDF",
            Self::Image => "picture",
            Self::Versions => "versions",
            Self::Withdrawn => "withdrawal",
            Self::JournalRef => "journal reference",
            Self::Pages => "pages",
            Self::Language => "language",
            Self::Affiliations => "affiliations",
            Self::Citations => "citations",
        })
    }
}
