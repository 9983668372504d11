//! What one source says about one paper, and what could not be read.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Announced, Counts, Day, IdKind, Links, ListName, Organization, PaperId, ParseError, Version};

/// The kinds of sources, in rising order of trust: where two disagree about a field, the later one's word stands.
///
/// The order goes by how near a source is to the paper: first what machines or single people wrote down
/// ([`SavedPage`](Self::SavedPage) to [`Feed`](Self::Feed)), then indexes that gather from others
/// ([`SemanticScholar`](Self::SemanticScholar) to [`EuropePmc`](Self::EuropePmc)), then registers and lists that people
/// tend ([`Dblp`](Self::Dblp) to [`Crossref`](Self::Crossref)), and last the places where the paper itself lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A saved page of search results: texts and dates, no ids.
    SavedPage,
    /// Lines of JSON in a shape of Newsstand's own.
    Jsonl,
    /// A person's own library: BibTeX, RIS, CSL-JSON, what reference managers export.
    Library,
    /// A feed that is not of a provider known here: RSS, Atom, JSON Feed.
    Feed,
    /// Semantic Scholar.
    SemanticScholar,
    /// OpenAlex.
    Openalex,
    /// Europe PMC.
    EuropePmc,
    /// The DBLP computer science bibliography.
    Dblp,
    /// Lists of conference papers.
    Paperlists,
    /// The Daily Papers API.
    HfDaily,
    /// A repository that speaks OAI-PMH and is not arXiv.
    Oai,
    /// Crossref: what publishers register with their DOIs.
    Crossref,
    /// A conference's own proceedings, by their bibliography: PMLR, NeurIPS.
    Proceedings,
    /// The ACL Anthology.
    Acl,
    /// OpenReview.
    Openreview,
    /// bioRxiv and medRxiv.
    Biorxiv,
    /// arXiv's own metadata.
    Arxiv,
}

/// The place in the input from which something was read: a file's name and a line (or the number of the entry) from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it; `-` is standard input.
    pub file: Arc<str>,
    /// Line, or entry of a page, from 1.
    pub line: u64,
}

/// That a paper stood on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Which list.
    pub list: ListName,
    /// On which day.
    pub day: Day,
    /// The position from 1 in the source's own order; `None` where the order says nothing.
    pub rank: Option<u32>,
}

/// Votes and comments as a source saw them at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// The counts.
    pub counts: Counts,
    /// When they were seen.
    pub at: Timestamp,
}

/// What one source says about one paper. Texts are clean: white space collapsed, no control characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Who says it.
    pub source: SourceKind,
    /// The source's own name of the paper; a repeated record has the same key.
    pub source_key: String,
    /// All ids that the source gives, the one to show first. Never empty: a paper without any has its title's.
    pub ids: Vec<PaperId>,
    /// The title; never empty.
    pub title: String,
    /// The abstract, where given.
    pub abstract_text: Option<String>,
    /// Names in the order of the paper.
    pub authors: Vec<String>,
    /// How many authors, where only that is told.
    pub author_count: Option<u32>,
    /// arXiv categories, the primary one first.
    pub categories: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// The presenting organisation.
    pub organization: Option<Organization>,
    /// When it appeared.
    pub published: Option<Timestamp>,
    /// The year in which it appeared, where no day is told.
    pub year: Option<i16>,
    /// When its newest version appeared.
    pub updated: Option<Timestamp>,
    /// Its versions by their numbers, as far as the source tells them.
    pub versions: Vec<Version>,
    /// Whether its authors or its publisher took it back.
    pub withdrawn: bool,
    /// Why it stands in the listing from which it was read.
    pub announced: Option<Announced>,
    /// Where it appeared.
    pub venue: Option<String>,
    /// Journal, volume and pages as one text, as arXiv's authors give them.
    pub journal_ref: Option<String>,
    /// Its pages in what it appeared in, such as `1-15` or `e0815`.
    pub pages: Option<String>,
    /// Its language as the source writes it, such as `en` or `eng`.
    pub language: Option<String>,
    /// For each of the `authors`, in their order, the places they belong to. Empty where the source tells none at all.
    pub affiliations: Vec<Vec<String>>,
    /// How many works cite it, as the source counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub citations: Option<u32>,
    /// The authors' comment.
    pub comment: Option<String>,
    /// A one-sentence summary.
    pub summary: Option<String>,
    /// Addresses.
    pub links: Links,
    /// On which list it stood.
    pub listing: Option<Listing>,
    /// Votes and comments.
    pub observed: Option<Observation>,
    /// From where it was read. It is not written down with the rest.
    #[serde(skip)]
    pub place: Place,
}

impl Record {
    /// A record with nothing but a title and ids, each once. Without any id it has its title's; its key is the first of them.
    pub fn new(source: SourceKind, title: String, mut ids: Vec<PaperId>, place: Place) -> Self {
        // Nearly all have one or two.
        ids.dedup();
        if ids.len() > 2 {
            let mut seen = HashSet::new();
            ids.retain(|id| seen.insert(id.clone()));
        }
        let first = ids.first().cloned().unwrap_or_else(|| PaperId::from_title(&title));
        if ids.is_empty() {
            ids.push(first.clone());
        }
        Self {
            source,
            source_key: first.to_string(),
            ids,
            title,
            abstract_text: None,
            authors: Vec::new(),
            author_count: None,
            categories: Vec::new(),
            keywords: Vec::new(),
            organization: None,
            published: None,
            year: None,
            updated: None,
            versions: Vec::new(),
            withdrawn: false,
            announced: None,
            venue: None,
            journal_ref: None,
            pages: None,
            language: None,
            affiliations: Vec::new(),
            citations: None,
            comment: None,
            summary: None,
            links: Links::default(),
            listing: None,
            observed: None,
            place,
        }
    }
}

impl Record {
    /// An id for a record that has only its title's, where that is another paper's: papers of one title are told apart by who wrote them, or by
    /// how they begin.
    pub fn own_title_id(&self) -> PaperId {
        let begin = self.abstract_text.as_deref().unwrap_or_default().split_whitespace().take(40);
        let more = if self.authors.is_empty() { begin.collect::<Vec<_>>().join(" ") } else { self.authors.join(" ") };
        PaperId::from_title(&format!("{} {more}", self.title))
    }

    /// Whether the record has no other id than its title's.
    pub fn has_only_its_title(&self) -> bool {
        self.ids.iter().all(|id| id.kind() == IdKind::Title)
    }
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// A field was left out; the paper was read.
    Warning,
    /// A paper was lost.
    Lost,
}

/// Something that could not be read, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// How bad.
    pub severity: Severity,
    /// Why, in words: lower case, names the value.
    pub reason: String,
}

impl SourceKind {
    /// All kinds, in rising order of trust.
    pub const ALL: [Self; 17] = [
        Self::SavedPage,
        Self::Jsonl,
        Self::Library,
        Self::Feed,
        Self::SemanticScholar,
        Self::Openalex,
        Self::EuropePmc,
        Self::Dblp,
        Self::Paperlists,
        Self::HfDaily,
        Self::Oai,
        Self::Crossref,
        Self::Proceedings,
        Self::Acl,
        Self::Openreview,
        Self::Biorxiv,
        Self::Arxiv,
    ];

    /// The name in the store and on pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SavedPage => "saved-page",
            Self::Jsonl => "jsonl",
            Self::Library => "library",
            Self::Feed => "feed",
            Self::SemanticScholar => "semantic-scholar",
            Self::Openalex => "openalex",
            Self::EuropePmc => "europe-pmc",
            Self::Dblp => "dblp",
            Self::Paperlists => "paperlists",
            Self::HfDaily => "hf-daily",
            Self::Oai => "oai",
            Self::Crossref => "crossref",
            Self::Proceedings => "proceedings",
            Self::Acl => "acl",
            Self::Openreview => "openreview",
            Self::Biorxiv => "biorxiv",
            Self::Arxiv => "arxiv",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SourceKind {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| ParseError::new(text, "a kind of source, such as arxiv, hf-daily, crossref or library"))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kinds_of_sources_stand_in_their_order_and_are_read_as_they_are_printed() {
        assert!(SourceKind::ALL.is_sorted());
        for kind in SourceKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        assert!("arXiv".parse::<SourceKind>().is_err());
    }
}
