//! In which part of a conference a paper appears.

use std::fmt;

use super::words::Word;

/// In which part of a conference a paper appears, or how it is shown there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Track {
    /// A workshop beside it.
    Workshop,
    /// The findings beside its proceedings.
    Findings,
    /// Demonstrations.
    Demo,
    /// Papers from industry.
    Industry,
    /// Data sets and benchmarks.
    Datasets,
    /// A tutorial.
    Tutorial,
    /// Abstracts by students, doctoral consortia.
    Student,
    /// Read to everybody.
    Oral,
    /// Among the best, with a short talk or a longer slot.
    Spotlight,
    /// Named by the chairs as one of the best.
    Highlight,
    /// Shown on a poster.
    Poster,
    /// The main proceedings, said in so many words.
    Main,
}

/// What is looked for, the more telling first: a talk at a workshop is a paper of a workshop.
const WORDS: [(Track, &[&str]); 12] = [
    (Track::Workshop, &["workshop", "workshops"]),
    (Track::Findings, &["findings"]),
    (Track::Demo, &["demo", "demos", "demonstration", "demonstrations"]),
    (Track::Industry, &["industry", "industrial"]),
    (Track::Datasets, &["datasets", "d&b"]),
    (Track::Tutorial, &["tutorial"]),
    (Track::Student, &["student", "doctoral"]),
    (Track::Oral, &["oral"]),
    (Track::Spotlight, &["spotlight"]),
    (Track::Highlight, &["highlight", "highlights", "highlighted"]),
    (Track::Poster, &["poster", "posters"]),
    (Track::Main, &["main"]),
];

impl Track {
    /// The word for it, in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Workshop => "workshop",
            Self::Findings => "findings",
            Self::Demo => "demo",
            Self::Industry => "industry",
            Self::Datasets => "datasets",
            Self::Tutorial => "tutorial",
            Self::Student => "student",
            Self::Oral => "oral",
            Self::Spotlight => "spotlight",
            Self::Highlight => "highlight",
            Self::Poster => "poster",
            Self::Main => "main",
        }
    }

    /// Whether the paper stands in the proceedings of the conference itself.
    pub fn is_of_the_conference(self) -> bool {
        !matches!(self, Self::Workshop | Self::Tutorial | Self::Student)
    }
}

impl fmt::Display for Track {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The track that words around a venue name.
pub(super) fn among(words: &[Word<'_>]) -> Option<Track> {
    let named = |known: &[&str]| words.iter().any(|word| word.is_any(known));
    WORDS.iter().find(|(_, known)| named(known)).map(|(track, _)| *track)
}

/// The track in a sentence of its own behind the venue's: `Accepted to CVPR 2025. Oral.`
pub(super) fn alone(words: &[Word<'_>]) -> Option<Track> {
    let fits = |track: &Track| matches!(track, Track::Oral | Track::Spotlight | Track::Highlight | Track::Poster);
    if words.len() > 3 { None } else { among(words).filter(fits) }
}
