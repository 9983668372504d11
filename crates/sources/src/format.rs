//! The formats that a file can be said to have.

use std::fmt;
use std::str::FromStr;

use crate::answers::AnswerKind;

/// The format of a file. All but `Auto` say what it must be; what is found instead is then a problem.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Whatever its content shows it to be.
    #[default]
    Auto,
    /// Answers of the Daily Papers API, or lines made of them.
    HfDaily,
    /// arXiv's metadata: lines of the metadata snapshot, or lines with the day on which a paper was listed.
    ArxivJson,
    /// The text of a saved page of search results.
    SavedPage,
    /// Any lines of JSON, each a paper.
    Jsonl,
    /// One answer of a provider, or a library that reference managers export: see [`AnswerKind`].
    Answer(AnswerKind),
}

/// A word that is no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not a format; hint: {FORMATS}")]
pub struct UnknownFormat {
    value: String,
}

/// All formats, for hints.
pub(crate) const FORMATS: &str = "the formats are auto, hf-daily, arxiv-json, saved-page, jsonl, bibtex, ris, csl-json, zotero-rdf, oai, feed and those of docs/SOURCES.md";

impl Format {
    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::HfDaily => "hf-daily",
            Self::ArxivJson => "arxiv-json",
            Self::SavedPage => "saved-page",
            Self::Jsonl => "jsonl",
            Self::Answer(kind) => kind.as_str(),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        [Self::Auto, Self::HfDaily, Self::ArxivJson, Self::SavedPage, Self::Jsonl]
            .into_iter()
            .find(|format| format.as_str() == text)
            .or_else(|| text.parse().ok().map(Self::Answer))
            .ok_or_else(|| UnknownFormat { value: text.chars().take(80).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_read_as_it_is_printed() {
        for format in [Format::Auto, Format::HfDaily, Format::ArxivJson, Format::SavedPage, Format::Jsonl] {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert_eq!("bibtex".parse(), Ok(Format::Answer(AnswerKind::Bibtex)));
        let message = "xml".parse::<Format>().unwrap_err().to_string();
        assert_eq!(message, format!("\"xml\" is not a format; hint: {FORMATS}"));
    }
}
