//! What is known of a paper beside its texts: what it has, and where it stands.

/// What a paper can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fact {
    Abstract,
    Arxiv,
    Authors,
    Citations,
    Code,
    Comment,
    Date,
    Doi,
    Image,
    Keywords,
    Organization,
    Project,
    Summary,
    Venue,
    Votes,
}

/// Where a paper can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Shown within a week before today.
    New,
    /// On the list that a community picks.
    Daily,
}

impl Fact {
    /// Every fact with its name.
    pub(crate) const NAMES: [(&'static str, Self); 15] = [
        ("abstract", Self::Abstract),
        ("arxiv", Self::Arxiv),
        ("authors", Self::Authors),
        ("citations", Self::Citations),
        ("code", Self::Code),
        ("comment", Self::Comment),
        ("date", Self::Date),
        ("doi", Self::Doi),
        ("image", Self::Image),
        ("keywords", Self::Keywords),
        ("org", Self::Organization),
        ("project", Self::Project),
        ("summary", Self::Summary),
        ("venue", Self::Venue),
        ("votes", Self::Votes),
    ];

    /// The fact of that name, in capitals or not.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, fact)| fact)
    }

    /// Its name in queries and in the index.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES.into_iter().find(|(_, fact)| *fact == self).map_or("", |(name, _)| name)
    }
}

impl Standing {
    /// The standing of that name, in capitals or not.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::New, Self::Daily].into_iter().find(|standing| standing.name().eq_ignore_ascii_case(name))
    }

    /// Its name in queries and in the index.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Daily => "daily",
        }
    }
}
