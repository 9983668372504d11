//! A paper as JSON.

use domain::{Counts, Day, Organization, StoredPaper, Timestamp};
use serde::{Serialize, Serializer};

use crate::links;
use crate::site::Site;
use crate::views::paper::pdf;

/// A paper, borrowed from the store's answer.
#[derive(Debug, Serialize)]
pub(crate) struct Record<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(rename = "abstract")]
    abstract_text: &'a str,
    authors: &'a [String],
    author_count: usize,
    /// The day that readers see.
    date: Option<Day>,
    #[serde(serialize_with = "instant")]
    published: Option<Timestamp>,
    /// The newest list day.
    listed: Option<Day>,
    votes: u32,
    comments: u32,
    /// How many works cite it, where a source counted them.
    citations: Option<u32>,
    categories: &'a [String],
    keywords: &'a [String],
    organization: Option<&'a Organization>,
    venue: Option<&'a str>,
    code: Option<Code<'a>>,
    project: Option<&'a str>,
    pdf: Option<String>,
    /// The paper's page here: a full address where the site knows its own, else a path.
    url: String,
}

/// A code repository.
#[derive(Debug, Serialize)]
struct Code<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stars: Option<u32>,
}

impl<'a> Record<'a> {
    /// The record of a paper.
    pub(crate) fn of(stored: &'a StoredPaper, site: &Site) -> Self {
        let paper = &stored.paper;
        let Counts { votes, comments } = stored.counts;
        let path = links::paper(&paper.id);
        Self {
            id: paper.id.as_str(),
            title: &paper.title,
            abstract_text: &paper.abstract_text,
            authors: &paper.authors,
            author_count: paper.authors.len().max(paper.author_count as usize),
            date: stored.shown,
            published: paper.published,
            listed: stored.listed,
            votes,
            comments,
            citations: paper.facts.citations,
            categories: &paper.categories,
            keywords: &paper.keywords,
            organization: paper.organization.as_ref(),
            venue: paper.venue.as_deref(),
            code: paper.links.code.as_deref().map(|url| Code { url, stars: paper.links.code_stars }),
            project: paper.links.project.as_deref(),
            pdf: pdf(paper),
            url: site.absolute(&path).unwrap_or(path),
        }
    }
}

/// An instant in RFC 3339, which ends in `Z`.
#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn instant<S: Serializer>(instant: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match instant {
        Some(instant) => serializer.collect_str(instant),
        None => serializer.serialize_none(),
    }
}
