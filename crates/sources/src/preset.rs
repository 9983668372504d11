//! Sources in one word, as people name them: `arxiv:cs.CL`, `hf-daily`, `acl:2025`.

mod kind;

use std::fmt;
use std::str::FromStr;

use fetch::{Address, FetchError};

use crate::answers::AnswerKind;
use crate::harvest::Source;
use crate::providers::{ArxivApi, ArxivFeed, Biorxiv, Crossref, Dblp, EuropePmc, HfDaily, Oai, OpenAlex, OpenReview};
use crate::providers::{Page, Provider, SemanticScholar, SemanticScholarLike};
use kind::{Kind, Of, example, known};

/// What a source is said to be: a kind, and behind a colon what is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    kind: Kind,
    /// What is wanted: categories, a query, filters, an address, a year.
    of: String,
}

/// Where the ACL Anthology keeps its collections.
const ANTHOLOGY: &str = "https://raw.githubusercontent.com/acl-org/acl-anthology/master/data/xml/";
/// Where the Proceedings of Machine Learning Research keep their volumes, each with one `BibTeX` file of its papers.
const PMLR: &str = "https://proceedings.mlr.press/";

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
            Kind::SemanticScholarLike => SemanticScholarLike::address_of(&self.of),
            Kind::Acl => format!("{ANTHOLOGY}{}.xml", collection(&self.of)),
            Kind::Pmlr => format!("{PMLR}v{}/assets/bib/bibliography.bib", self.of.trim_start_matches('v')),
            Kind::Feed | Kind::Bibtex | Kind::Oai => self.of.clone(),
            _ => provider.address().to_owned(),
        };
        let base: Address = address.unwrap_or(&own).parse()?;
        Ok(Source {
            name: name.to_owned(),
            question: self.to_string(),
            base,
            provider,
            headers: Vec::new(),
            secrets: Vec::new(),
        })
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
            Kind::OpenAlex => Box::new(OpenAlex { filter: of() }),
            Kind::Crossref => Box::new(Crossref { filter: of() }),
            Kind::EuropePmc => Box::new(EuropePmc { query: of() }),
            Kind::SemanticScholar => Box::new(SemanticScholar { query: of() }),
            Kind::SemanticScholarLike => Box::new(SemanticScholarLike),
            Kind::Dblp => Box::new(Dblp { query: of() }),
            Kind::Biorxiv => Box::new(Biorxiv::Biology),
            Kind::Medrxiv => Box::new(Biorxiv::Medicine),
            Kind::OpenReview => Box::new(OpenReview { venue: of() }),
            Kind::Acl => page(AnswerKind::Acl),
            Kind::Feed => page(AnswerKind::Feed),
            Kind::Pmlr | Kind::Bibtex => page(AnswerKind::Bibtex),
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
        let (kind, wanted) = Kind::of_word(word).ok_or_else(|| PresetError::Unknown { word: shortened() })?;
        if matches!(wanted, Of::Always(_)) && of.trim().is_empty() {
            return Err(PresetError::Incomplete { word: word.to_owned() });
        }
        Ok(Self { kind, of: of.trim().to_owned() })
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.kind.word();
        if self.of.is_empty() { f.write_str(word) } else { write!(f, "{word}:{}", self.of) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_named_as_the_service_names_them() {
        for (text, path) in [
            ("s2-like:2401.01234v2", "ARXIV:2401.01234"),
            ("s2-like:doi:10.1000/xyz", "DOI:10.1000/xyz"),
            ("s2-like:649def34f8be52c8b66281af98ae884c09aef38b", "649def34f8be52c8b66281af98ae884c09aef38b"),
        ] {
            let source = text.parse::<Preset>().unwrap().source("x", None).unwrap();
            let asked = source.provider.ask(
                &source.base,
                &crate::harvest::Position::start(crate::harvest::Window::new(
                    "2026-01-01".parse().unwrap(),
                    "2026-01-02".parse().unwrap(),
                )),
            );
            let begin =
                format!("https://api.semanticscholar.org/recommendations/v1/papers/forpaper/{path}?fields=title%2C");
            let asked = asked.unwrap().to_string();
            assert!(asked.starts_with(&begin) && asked.ends_with("&limit=500"), "{asked}");
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
    fn collections_and_volumes_are_named_briefly_or_in_full() {
        let address = |text: &str| text.parse::<Preset>().unwrap().source("x", None).unwrap().base.to_string();
        assert!(address("acl:2025").ends_with("/data/xml/2025.acl.xml"));
        assert!(address("acl:2024.emnlp").ends_with("/data/xml/2024.emnlp.xml"));
        for text in ["pmlr:v235", "pmlr:235"] {
            assert_eq!(address(text), "https://proceedings.mlr.press/v235/assets/bib/bibliography.bib");
        }
        let moved = "arxiv:cs".parse::<Preset>().unwrap().source("x", Some("http://mirror.example/oai")).unwrap();
        assert_eq!(moved.base.to_string(), "http://mirror.example/oai");
    }
}
