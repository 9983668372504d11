//! One paper with everything around it.

use std::collections::HashSet;

use domain::{Day, Field, IdKind, ListName, Listing, Paper, SourceKind, Span, StoredPaper};
use engine::{Extent, FoundLink, LinkRole, PaperDetail, Said, ShelfKind, Similar};

use crate::dates::{self, DateLabel, Now};
use crate::links;
use crate::views::byline::{self, Byline};
use crate::views::formulas;
use crate::views::history;
use crate::views::language;
use crate::views::link::{Link, Tag};
use crate::views::numbers::counted;
use crate::views::row::{Code, CountsView};

/// Authors that are named before the rest is folded.
const AUTHORS: usize = 24;

/// Places of authors shown.
const PLACES: usize = 8;

/// Keyphrases shown.
const KEYPHRASES: usize = 8;

/// A paper's page.
#[derive(Debug)]
pub(crate) struct PaperView {
    pub(crate) key: i64,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) plain_title: String,
    /// The first category, above the title.
    pub(crate) kicker: Option<Tag>,
    pub(crate) authors: Vec<Tag>,
    pub(crate) more_authors: Vec<Tag>,
    /// What is said where no author is named.
    pub(crate) authors_unknown: String,
    pub(crate) organization: Option<Tag>,
    pub(crate) date: Option<DateLabel>,
    pub(crate) venue: Option<String>,
    pub(crate) actions: Vec<Link>,
    /// The most central sentence of the abstract.
    pub(crate) central: Option<String>,
    pub(crate) abstract_html: Option<String>,
    pub(crate) keyphrases: Vec<Tag>,
    pub(crate) keywords: Vec<Tag>,
    pub(crate) similar: Vec<Near>,
    pub(crate) bibtex: String,
    pub(crate) bibtex_href: String,
    pub(crate) said: Vec<Teller>,
    /// What became of it.
    pub(crate) history: Vec<history::Event>,
    pub(crate) withdrawn: bool,
    pub(crate) counts: Option<CountsView>,
    /// `1,234 works`, where a source counted those that cite it.
    pub(crate) citations: Option<String>,
    /// Where its votes were given, and what readers know that place as.
    pub(crate) votes_page: Option<Link>,
    pub(crate) listings: Vec<Link>,
    pub(crate) categories: Vec<Tag>,
    pub(crate) comment: Option<String>,
    /// `12 pages, 5 figures`.
    pub(crate) extent: Option<String>,
    /// Where its authors are, each place once.
    pub(crate) places: Vec<String>,
    pub(crate) more_places: usize,
    /// The language of the abstract, where it is not English.
    pub(crate) language: Option<&'static str>,
    pub(crate) ids: Vec<String>,
    /// Names and contents of `<meta>` elements, as reference managers read them.
    pub(crate) citation: Vec<(&'static str, String)>,
}

/// A similar paper.
#[derive(Debug)]
pub(crate) struct Near {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) byline: Byline,
}

/// What one source said.
#[derive(Debug)]
pub(crate) struct Teller {
    pub(crate) source: &'static str,
    pub(crate) fields: String,
    pub(crate) first: DateLabel,
    pub(crate) last: DateLabel,
}

impl PaperView {
    /// The page of a paper.
    pub(crate) fn new(detail: &PaperDetail, now: Now) -> Self {
        let stored = &detail.stored;
        let paper = &stored.paper;
        let said = detail.said();
        let mut authors: Vec<Tag> = paper.authors.iter().map(|name| byline::author(name)).collect();
        let more_authors = if authors.len() > AUTHORS + 3 { authors.split_off(AUTHORS) } else { Vec::new() };
        let mut places = places(paper);
        let more_places = places.len().saturating_sub(PLACES);
        places.truncate(PLACES);
        let keyword = |word: &String| Tag::shelf(ShelfKind::Keyword, &domain::slug(word), word.clone());
        Self {
            key: stored.key.0,
            id: paper.id.to_string(),
            title: formulas::render(&paper.title),
            plain_title: text::plain(&paper.title),
            kicker: paper.categories.first().map(|id| Tag::category(id)),
            authors,
            more_authors,
            authors_unknown: unknown_authors(paper),
            organization: paper.organization.as_ref().map(byline::organization),
            date: stored.shown.map(dates::full_label),
            venue: paper.venue.clone(),
            actions: actions(stored, &detail.ids, &said),
            extent: extent(said.extent),
            central: central(paper),
            abstract_html: (!paper.abstract_text.is_empty()).then(|| formulas::render(&paper.abstract_text)),
            keyphrases: keyphrases(paper),
            keywords: paper.keywords.iter().map(keyword).collect(),
            similar: detail.similar.iter().map(|similar| Near::of(similar, now)).collect(),
            bibtex: text::citation::bibtex(paper, year(stored)),
            bibtex_href: links::bibtex(&paper.id),
            said: sources(detail),
            history: history::of(detail),
            withdrawn: paper.facts.withdrawn,
            counts: (stored.counts != domain::Counts::default()).then(|| CountsView::of(stored.counts)),
            citations: paper.facts.citations.map(|number| counted(number.into(), "work")),
            votes_page: detail.votes_page().map(|href| Link::outside(href, source_name(SourceKind::HfDaily))),
            listings: detail.listings.iter().map(|listing| listed(*listing)).collect(),
            categories: paper.categories.iter().map(|id| Tag::category(id)).collect(),
            comment: paper.comment.as_deref().map(formulas::render),
            places,
            more_places,
            language: said.language.filter(|code| *code != "en").map(language::name),
            ids: detail.ids.iter().map(ToString::to_string).collect(),
            citation: citation(stored, &detail.ids),
        }
    }
}

impl Near {
    fn of(similar: &Similar, now: Now) -> Self {
        let stored = &similar.stored;
        Self {
            href: links::paper(&stored.paper.id),
            title: formulas::render(&stored.paper.title),
            byline: Byline::of(stored, now),
        }
    }
}

/// The year under which a paper is cited.
pub(crate) fn year(stored: &StoredPaper) -> Option<i16> {
    stored.shown.map(Day::year)
}

/// Where the PDF is: as a source says, else as the arXiv id tells.
pub(crate) fn pdf(paper: &Paper) -> Option<String> {
    let told = paper.links.pdf.clone();
    told.or_else(|| paper.id.arxiv().map(|id| format!("https://arxiv.org/pdf/{id}")))
}

/// Where arXiv shows a paper as HTML: it does for what arrived from December 2023 on.
/// <https://info.arxiv.org/about/accessible_HTML.html>
fn html(arxiv: &str) -> Option<String> {
    let month = arxiv.split_once('.')?.0.parse::<u16>().ok()?;
    (month >= 2312).then(|| format!("https://arxiv.org/html/{arxiv}"))
}

fn unknown_authors(paper: &Paper) -> String {
    match text::authors_line(&paper.authors, paper.author_count) {
        line if line.is_empty() => "No source names the authors".to_owned(),
        line => line,
    }
}

fn central(paper: &Paper) -> Option<String> {
    // The only sentence of an abstract is not its most central one.
    let several = text::sentences(&paper.abstract_text).len() > 2;
    several.then(|| text::central_sentence(&paper.title, &paper.abstract_text)).flatten().map(formulas::render)
}

fn keyphrases(paper: &Paper) -> Vec<Tag> {
    text::keyphrases(&paper.title, &paper.abstract_text, KEYPHRASES)
        .into_iter()
        .map(|phrase| Tag { href: links::search(&phrase), name: text::plain(&phrase) })
        .collect()
}

fn actions(stored: &StoredPaper, ids: &[domain::PaperId], said: &Said) -> Vec<Link> {
    let paper = &stored.paper;
    let mut actions = Vec::new();
    if let Some(id) = ids.iter().find_map(|id| id.arxiv()) {
        actions.push(Link::outside(format!("https://arxiv.org/abs/{id}"), "arXiv"));
    }
    actions.extend(pdf(paper).map(|href| Link::outside(href, "PDF")));
    actions.extend(ids.iter().find_map(|id| html(id.arxiv()?)).map(|href| Link::outside(href, "HTML")));
    if let Some(code) = Code::of(stored) {
        let stars = code.stars.map(|stars| format!("★ {stars}"));
        actions.push(Link { count: stars, ..Link::outside(code.href, "Code") });
    }
    actions.extend(paper.links.project.clone().map(|href| Link::outside(href, "Project page")));
    if let Some(doi) = ids.iter().find_map(|id| id.doi()) {
        actions.push(Link::outside(format!("https://doi.org/{doi}"), "DOI"));
    }
    actions.extend(paper.links.page.clone().map(|href| Link::outside(href, "Source")));
    actions.extend(said.links.iter().filter_map(own_link));
    actions.retain(|link| link.href.starts_with("https://") || link.href.starts_with("http://"));
    actions.push(Link::new("#cite", "BibTeX"));
    actions
}

/// What a paper links to as its own beside code and page, which are told above.
fn own_link(link: &FoundLink) -> Option<Link> {
    let label = match link.role {
        LinkRole::Code | LinkRole::Project => return None,
        LinkRole::Dataset => "Data",
        LinkRole::Model => "Model",
        LinkRole::Demo => "Demo",
        LinkRole::Video => "Film",
    };
    Some(Link::outside(link.url.clone(), label))
}

/// `12 pages, 5 figures, 1 table`.
fn extent(extent: Extent) -> Option<String> {
    let count = |number: Option<u16>, unit: &str| number.map(|number| counted(number.into(), unit));
    let parts = [count(extent.pages, "page"), count(extent.figures, "figure"), count(extent.tables, "table")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The places of all authors in their order, each once.
fn places(paper: &Paper) -> Vec<String> {
    let mut seen = HashSet::new();
    let all = paper.facts.affiliations.iter().flatten();
    all.filter(|place| seen.insert(place.as_str())).map(|place| text::plain(place)).collect()
}

fn listed(listing: Listing) -> Link {
    let note = match (listing.list, listing.rank) {
        (ListName::Daily, Some(rank)) => format!("picked, place {rank}"),
        (ListName::Daily, None) => "picked".to_owned(),
        (ListName::New, _) => "everything new".to_owned(),
    };
    let address = links::edition(listing.list, Span::Day(listing.day));
    Link { count: Some(note), ..Link::new(address, dates::full(listing.day)) }
}

fn sources(detail: &PaperDetail) -> Vec<Teller> {
    let told = &detail.stored.told;
    let day =
        |at| Day::of(at).map_or_else(|| DateLabel { iso: String::new(), label: String::new() }, dates::full_label);
    detail
        .provenance
        .iter()
        .map(|provenance| {
            let fields: Vec<String> = told
                .iter()
                .filter(|(_, source)| *source == provenance.source)
                .map(|(field, _): (Field, SourceKind)| field.to_string())
                .collect();
            let fields = if fields.is_empty() {
                "nothing that another does not say better".to_owned()
            } else {
                fields.join(", ")
            };
            Teller {
                source: source_name(provenance.source),
                fields,
                first: day(provenance.first_seen),
                last: day(provenance.last_changed),
            }
        })
        .collect()
}

/// A source as readers know it.
pub(crate) fn source_name(source: SourceKind) -> &'static str {
    match source {
        SourceKind::SavedPage => "A saved page",
        SourceKind::Jsonl => "A file of JSON lines",
        SourceKind::Library => "A library",
        SourceKind::Feed => "A feed",
        SourceKind::SemanticScholar => "Semantic Scholar",
        SourceKind::Openalex => "OpenAlex",
        SourceKind::EuropePmc => "Europe PMC",
        SourceKind::Dblp => "DBLP",
        SourceKind::Paperlists => "A conference’s list",
        SourceKind::HfDaily => "Daily Papers",
        SourceKind::Oai => "A repository",
        SourceKind::Crossref => "Crossref",
        SourceKind::Proceedings => "The proceedings",
        SourceKind::Acl => "ACL Anthology",
        SourceKind::Openreview => "OpenReview",
        SourceKind::Biorxiv => "bioRxiv or medRxiv",
        SourceKind::Arxiv => "arXiv",
    }
}

fn citation(stored: &StoredPaper, ids: &[domain::PaperId]) -> Vec<(&'static str, String)> {
    let paper = &stored.paper;
    let mut meta = vec![("citation_title", text::plain(&paper.title))];
    meta.extend(paper.authors.iter().map(|name| ("citation_author", name.clone())));
    meta.extend(stored.shown.map(|day| ("citation_publication_date", day.to_string().replace('-', "/"))));
    for id in ids {
        match id.kind() {
            IdKind::Arxiv => meta.push(("citation_arxiv_id", id.to_string())),
            IdKind::Doi => meta.push(("citation_doi", id.doi().unwrap_or_default().to_owned())),
            IdKind::Title | IdKind::Other => {}
        }
    }
    meta.extend(pdf(paper).map(|href| ("citation_pdf_url", href)));
    meta
}
