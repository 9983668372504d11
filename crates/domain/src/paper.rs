//! A paper as Newsstand knows it, put together from what its sources said.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Day, Facts, ListName, PaperId, Told, slug};

/// The store's number of a paper: given once, never used again, not shown to readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperKey(pub i64);

/// A paper: its texts and facts. Counts that change daily stand in [`Counts`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// The id in addresses: the arXiv id where there is one.
    pub id: PaperId,
    /// One line of text; may hold LaTeX math.
    pub title: String,
    /// Plain text; may hold LaTeX math; empty where no source gives one.
    pub abstract_text: String,
    /// The names in the order of the paper; empty where only their number is known.
    pub authors: Vec<String>,
    /// How many authors the paper has: at least `authors.len()`, 0 where nobody said.
    pub author_count: u32,
    /// arXiv categories, the primary one first.
    pub categories: Vec<String>,
    /// Keywords as a source gives them.
    pub keywords: Vec<String>,
    /// The organisation that stands in the place of the authors on a list.
    pub organization: Option<Organization>,
    /// When the paper appeared.
    pub published: Option<Timestamp>,
    /// Where it appeared, such as `NeurIPS 2024`.
    pub venue: Option<String>,
    /// The authors' comment on arXiv.
    pub comment: Option<String>,
    /// A one-sentence summary that a source gives.
    pub summary: Option<String>,
    /// Addresses.
    pub links: Links,
    /// What became of it, and what else is known.
    pub facts: Facts,
}

impl Paper {
    /// A paper of which nothing is known but its title.
    pub fn new(id: PaperId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            abstract_text: String::new(),
            authors: Vec::new(),
            author_count: 0,
            categories: Vec::new(),
            keywords: Vec::new(),
            organization: None,
            published: None,
            venue: None,
            comment: None,
            summary: None,
            links: Links::default(),
            facts: Facts::default(),
        }
    }
}

/// Where a paper's things are found. Each is an absolute `http` or `https` address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// The code repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The repository's stars as last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_stars: Option<u32>,
    /// The project page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// The PDF, where it does not follow from the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdf: Option<String>,
    /// The source's own page, where it does not follow from the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// A picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}

/// A laboratory, company or university that presents papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// The name in addresses (see [`slug()`]).
    pub slug: String,
    /// The name for readers.
    pub name: String,
}

impl Organization {
    /// The organisation of that name; `None` for a name without text.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        (!name.is_empty()).then(|| Self { slug: slug(&name), name })
    }
}

/// What readers did with a paper, as last observed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Upvotes.
    pub votes: u32,
    /// Comments.
    pub comments: u32,
}

/// A paper as it stands in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPaper {
    /// The store's number.
    pub key: PaperKey,
    /// Texts and facts.
    pub paper: Paper,
    /// Votes and comments as last observed.
    pub counts: Counts,
    /// The day that readers see: of publication, else the first list day, else the month in the arXiv id.
    pub shown: Option<Day>,
    /// The newest day on which it stands on any list.
    pub listed: Option<Day>,
    /// Which source's word stands for each field.
    pub told: Told,
    /// Every id under which it is known, in the order of their text. Read only for the index; empty elsewhere.
    pub ids: Vec<PaperId>,
    /// The lists on which it stands. Read only for the index; empty elsewhere.
    pub lists: Vec<ListName>,
}

impl StoredPaper {
    /// A paper of which nothing is stored beside itself.
    pub fn new(key: PaperKey, paper: Paper) -> Self {
        Self {
            key,
            paper,
            counts: Counts::default(),
            shown: None,
            listed: None,
            told: Told::default(),
            ids: Vec::new(),
            lists: Vec::new(),
        }
    }
}
