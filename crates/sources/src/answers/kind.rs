//! The kinds of answers, each with its reader.

use std::fmt;
use std::str::FromStr;

#[cfg(test)]
use super::heron;
use super::{
    Sheet, acl, arxiv_api, arxiv_feed, bibtex, biorxiv, crossref, csl, dblp, dblp_search, europe_pmc, feed, hf_daily,
};
use super::{json_lines, oai, openalex, openreview, ris, semantic_scholar, zotero_rdf};

/// What an answer is: whose, and in which format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerKind {
    /// arXiv's query API: Atom.
    ArxivApi,
    /// arXiv's daily listings: RSS 2.0 or Atom.
    ArxivFeed,
    /// Lines of arXiv's metadata snapshot, or any other lines of JSON that this crate knows.
    JsonLines,
    /// OAI-PMH: `ListRecords` and `GetRecord` in `arXiv`, `arXivRaw` or `oai_dc`.
    Oai,
    /// The Daily Papers API.
    HfDaily,
    /// OpenAlex: works.
    OpenAlex,
    /// Crossref: works.
    Crossref,
    /// Semantic Scholar: papers found, by their ids, or recommended.
    SemanticScholar,
    /// DBLP: XML of the dump or of single records.
    Dblp,
    /// DBLP: the JSON of the search for publications.
    DblpSearch,
    /// ACL Anthology: a collection's XML.
    Acl,
    /// OpenReview: notes, version 2.
    OpenReview,
    /// bioRxiv and medRxiv: details.
    Biorxiv,
    /// Europe PMC: search, with `resultType=core`.
    EuropePmc,
    /// Any feed of papers: RSS 2.0, RSS 1.0, Atom, JSON Feed.
    Feed,
    /// `BibTeX`, of a conference's proceedings or of a person.
    Bibtex,
    /// RIS, and the tagged format of the Web of Science.
    Ris,
    /// CSL-JSON.
    CslJson,
    /// Zotero's RDF.
    ZoteroRdf,
    /// Heron: the worked example of the documentation.
    #[cfg(test)]
    Heron,
}

/// A word that is no kind of answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is not a kind of answer; hint: the kinds are {}", AnswerKind::ALL.map(AnswerKind::as_str).join(", "))]
pub struct UnknownAnswer {
    value: String,
}

impl AnswerKind {
    /// All kinds.
    pub const ALL: [Self; 19] = [
        Self::ArxivApi,
        Self::ArxivFeed,
        Self::JsonLines,
        Self::Oai,
        Self::HfDaily,
        Self::OpenAlex,
        Self::Crossref,
        Self::SemanticScholar,
        Self::Dblp,
        Self::DblpSearch,
        Self::Acl,
        Self::OpenReview,
        Self::Biorxiv,
        Self::EuropePmc,
        Self::Feed,
        Self::Bibtex,
        Self::Ris,
        Self::CslJson,
        Self::ZoteroRdf,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ArxivApi => "arxiv-api",
            Self::ArxivFeed => "arxiv-feed",
            Self::JsonLines => "json-lines",
            Self::Oai => "oai",
            Self::HfDaily => "hf-daily",
            Self::OpenAlex => "openalex",
            Self::Crossref => "crossref",
            Self::SemanticScholar => "semantic-scholar",
            Self::Dblp => "dblp",
            Self::DblpSearch => "dblp-search",
            Self::Acl => "acl",
            Self::OpenReview => "openreview",
            Self::Biorxiv => "biorxiv",
            Self::EuropePmc => "europe-pmc",
            Self::Feed => "feed",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::CslJson => "csl-json",
            Self::ZoteroRdf => "zotero-rdf",
            #[cfg(test)]
            Self::Heron => "heron",
        }
    }

    /// Reads an answer of this kind: the one place that knows all readers.
    pub(super) fn read(self, text: &str, sheet: &mut Sheet<'_>) {
        match self {
            Self::ArxivApi => arxiv_api::read(text, sheet),
            Self::ArxivFeed => arxiv_feed::read(text, sheet),
            Self::JsonLines => json_lines::read(text, sheet),
            Self::Oai => oai::read(text, sheet),
            Self::HfDaily => hf_daily::read(text, sheet),
            Self::OpenAlex => openalex::read(text, sheet),
            Self::Crossref => crossref::read(text, sheet),
            Self::SemanticScholar => semantic_scholar::read(text, sheet),
            Self::Dblp => dblp::read(text, sheet),
            Self::DblpSearch => dblp_search::read(text, sheet),
            Self::Acl => acl::read(text, sheet),
            Self::OpenReview => openreview::read(text, sheet),
            Self::Biorxiv => biorxiv::read(text, sheet),
            Self::EuropePmc => europe_pmc::read(text, sheet),
            Self::Feed => feed::read(text, sheet),
            Self::Bibtex => bibtex::read(text, sheet),
            Self::Ris => ris::read(text, sheet),
            Self::CslJson => csl::read(text, sheet),
            Self::ZoteroRdf => zotero_rdf::read(text, sheet),
            #[cfg(test)]
            Self::Heron => heron::read(text, sheet),
        }
    }
}

impl fmt::Display for AnswerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AnswerKind {
    type Err = UnknownAnswer;

    fn from_str(text: &str) -> Result<Self, UnknownAnswer> {
        let unknown = || UnknownAnswer { value: text.chars().take(80).collect() };
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_as_it_is_printed() {
        assert!(AnswerKind::ALL.is_sorted());
        for kind in AnswerKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        let message = "xml".parse::<AnswerKind>().unwrap_err().to_string();
        assert!(message.starts_with("\"xml\" is not a kind of answer; hint: the kinds are arxiv-api, arxiv-feed, "));
    }
}
