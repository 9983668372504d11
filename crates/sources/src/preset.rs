//! Sources in one word, as people name them: `arxiv:cs.CL`, `hf-daily`, `acl:2025`.

use std::fmt;
use std::str::FromStr;

use fetch::{Address, FetchError};

use crate::answers::AnswerKind;
use crate::harvest::Source;
use crate::providers::{ArxivApi, ArxivFeed, Biorxiv, Crossref, EuropePmc, HfDaily, Oai, OpenAlex, Page, Provider};

/// What a source is said to be: a kind, and behind a colon what is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    kind: Kind,
    /// What is wanted: categories, a query, filters, an address, a year.
    of: String,
}

/// The kinds, with what may stand behind the colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Arxiv,
    ArxivToday,
    ArxivQuery,
    HfDaily,
    Oai,
    OpenAlex,
    Crossref,
    EuropePmc,
    Biorxiv,
    Medrxiv,
    Acl,
    Feed,
    Bibtex,
}

/// Each kind, its word, and whether it wants something behind the colon.
const KINDS: [(Kind, &str, bool); 13] = [
    (Kind::Arxiv, "arxiv", false),
    (Kind::ArxivToday, "arxiv-today", true),
    (Kind::ArxivQuery, "arxiv-query", true),
    (Kind::HfDaily, "hf-daily", false),
    (Kind::Oai, "oai", true),
    (Kind::OpenAlex, "openalex", true),
    (Kind::Crossref, "crossref", true),
    (Kind::EuropePmc, "europe-pmc", true),
    (Kind::Biorxiv, "biorxiv", false),
    (Kind::Medrxiv, "medrxiv", false),
    (Kind::Acl, "acl", true),
    (Kind::Feed, "feed", true),
    (Kind::Bibtex, "bibtex", true),
];

/// Where the ACL Anthology keeps its collections.
const ANTHOLOGY: &str = "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml/";

/// A word that is no source.
#[derive(Debug, thiserror::Error)]
pub enum PresetError {
    /// The kind is not known.
    #[error("{word:?} is no source; hint: sources are {}", known())]
    Unknown {
        /// What was given.
        word: String,
    },
    /// Something has to stand behind the colon.
    #[error("{word:?} does not say what is wanted of it; hint: {}", example(word))]
    Incomplete {
        /// What was given.
        word: String,
    },
    /// It leads to no address.
    #[error(transparent)]
    Address(#[from] FetchError),
}

impl Preset {
    /// The source, at another address than its provider's own where one is given.
    ///
    /// # Errors
    /// Where the address cannot be fetched.
    pub fn source(&self, name: &str, address: Option<&str>) -> Result<Source, PresetError> {
        let provider = self.provider();
        let own = match self.kind {
            Kind::Acl => format!("{ANTHOLOGY}{}.xml", collection(&self.of)),
            Kind::Feed | Kind::Bibtex | Kind::Oai => self.of.clone(),
            _ => provider.address().to_owned(),
        };
        let base: Address = address.unwrap_or(&own).parse()?;
        Ok(Source { name: name.to_owned(), question: self.to_string(), base, provider, headers: Vec::new() })
    }

    fn provider(&self) -> Box<dyn Provider> {
        let of = || self.of.clone();
        let page = |kind| Box::new(Page { kind });
        match self.kind {
            Kind::Arxiv => Box::new(Oai::arxiv(Some(self.of.as_str()).filter(|of| !of.is_empty()))),
            Kind::ArxivToday => Box::new(ArxivFeed { categories: self.of.split('+').map(str::to_owned).collect() }),
            Kind::ArxivQuery => Box::new(ArxivApi { query: of() }),
            Kind::HfDaily => Box::new(HfDaily),
            Kind::Oai => Box::new(Oai { set: None, prefix: "oai_dc".to_owned() }),
            Kind::OpenAlex => Box::new(OpenAlex { filter: of(), mail: None }),
            Kind::Crossref => Box::new(Crossref { filter: of(), mail: None }),
            Kind::EuropePmc => Box::new(EuropePmc { query: of() }),
            Kind::Biorxiv => Box::new(Biorxiv::Biology),
            Kind::Medrxiv => Box::new(Biorxiv::Medicine),
            Kind::Acl => page(AnswerKind::Acl),
            Kind::Feed => page(AnswerKind::Feed),
            Kind::Bibtex => page(AnswerKind::Bibtex),
        }
    }
}

/// The file of a collection: a year alone means its ACL conference.
fn collection(of: &str) -> String {
    if of.bytes().all(|byte| byte.is_ascii_digit()) { format!("{of}.acl") } else { of.to_owned() }
}

impl FromStr for Preset {
    type Err = PresetError;

    fn from_str(text: &str) -> Result<Self, PresetError> {
        let shortened = || text.chars().take(80).collect();
        let (word, of) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
        let known = KINDS.iter().find(|(_, known, _)| *known == word);
        let (kind, _, wants) = known.ok_or_else(|| PresetError::Unknown { word: shortened() })?;
        if *wants && of.trim().is_empty() {
            return Err(PresetError::Incomplete { word: word.to_owned() });
        }
        Ok(Self { kind: *kind, of: of.trim().to_owned() })
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = KINDS.iter().find(|(kind, ..)| *kind == self.kind).map_or("", |(_, word, _)| word);
        if self.of.is_empty() { f.write_str(word) } else { write!(f, "{word}:{}", self.of) }
    }
}

fn known() -> String {
    KINDS.map(|(_, word, _)| example(word)).join(", ")
}

/// How a kind is written.
fn example(word: &str) -> String {
    let of = match word {
        "arxiv" | "arxiv-today" => "cs.CL",
        "arxiv-query" => "cat:cs.IR AND abs:retrieval",
        "oai" => "https://example.org/oai",
        "openalex" => "primary_topic.id:T10028",
        "crossref" => "issn:1533-7928",
        "europe-pmc" => "TITLE_ABS:microbiome",
        "acl" => "2025",
        "feed" => "https://example.org/feed.xml",
        "bibtex" => "https://example.org/papers.bib",
        _ => return word.to_owned(),
    };
    format!("{word}:{of}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_source_and_is_printed_as_it_was_read() {
        for (_, word, wants) in KINDS {
            let text = example(word);
            let preset: Preset = text.parse().unwrap();
            assert_eq!(preset.to_string(), text);
            assert!(preset.source("name", None).is_ok(), "{text}");
            assert_eq!(word.parse::<Preset>().is_err(), wants, "{word}");
        }
    }

    #[test]
    fn what_is_no_source_is_told_what_is_one() {
        let said = |text: &str| text.parse::<Preset>().unwrap_err().to_string();
        assert!(
            said("arvix:cs.CL")
                .starts_with("\"arvix:cs.CL\" is no source; hint: sources are arxiv:cs.CL, arxiv-today:cs.CL, ")
        );
        assert_eq!(said("acl: "), "\"acl\" does not say what is wanted of it; hint: acl:2025");
        assert!(said("").contains("is no source"));
        let feed: Preset = "feed:file:///etc/passwd".parse().unwrap();
        assert!(feed.source("name", None).unwrap_err().to_string().contains("neither http nor https"));
    }

    #[test]
    fn collections_of_the_anthology_are_named_by_year_or_in_full() {
        let address = |text: &str| text.parse::<Preset>().unwrap().source("x", None).unwrap().base.to_string();
        assert!(address("acl:2025").ends_with("/data/xml/2025.acl.xml"));
        assert!(address("acl:2024.emnlp").ends_with("/data/xml/2024.emnlp.xml"));
        let moved = "arxiv:cs".parse::<Preset>().unwrap().source("x", Some("http://mirror.example/oai")).unwrap();
        assert_eq!(moved.base.to_string(), "http://mirror.example/oai");
    }
}
