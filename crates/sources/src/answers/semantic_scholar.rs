//! Semantic Scholar: search with offsets or tokens, batches, recommendations, citations, or one paper
//! (<https://api.semanticscholar.org/api-docs/>). Which fields a paper has was asked for; the title must be among them.

use domain::{PaperId, Record, SourceKind};

use super::{Next, RefusalCode, Sheet, ids, people};
use crate::code_links;
use crate::collector::Collector;
use crate::fields::Fields;
use crate::json::{Json, Object};
use crate::shape::Lost;

/// Reads any of the answers about papers.
pub(super) fn read(text: &str, sheet: &mut Sheet<'_>) {
    sheet.json(text, |sheet, value| match &value {
        Json::List(papers) => self::papers(papers, sheet),
        Json::Object(object) if object.has("paperId") => sheet.object(object, record),
        Json::Object(object) => list(object, sheet),
        other => sheet.stranger(other, "an answer of Semantic Scholar"),
    });
}

fn list(object: &Object<'_>, sheet: &mut Sheet<'_>) {
    let number = |key: &str| match object.get(key) {
        Some(Json::Whole(number)) => u64::try_from(*number).ok(),
        _ => None,
    };
    let papers = object.get("data").or_else(|| object.get("recommendedPapers"));
    match (papers, object.get("error").or_else(|| object.get("message"))) {
        (Some(Json::List(papers)), _) => {
            self::papers(papers, sheet);
            sheet.total(number("total"));
            let token =
                object.get("token").and_then(|token| if let Json::Text(token) = token { Some(token) } else { None });
            let token = token.map(|token| Next::Token { token: token.to_string(), expires: None, given: None });
            sheet.next(token.or_else(|| number("next").map(Next::Offset)));
        }
        (_, Some(Json::Text(message))) => {
            let many = object.get("code") == Some(&Json::Text("429".into()));
            sheet.refuse(if many { RefusalCode::TooMany } else { RefusalCode::BadQuestion }, message);
        }
        // A search that finds nothing has no list.
        _ if number("total") == Some(0) => sheet.total(Some(0)),
        _ => sheet.stranger(&Json::Object(object.clone()), "an answer of Semantic Scholar"),
    }
}

fn papers(papers: &[Json<'_>], sheet: &mut Sheet<'_>) {
    for paper in papers {
        self::paper(paper, sheet);
    }
}

/// One of a list; citations and references have theirs inside.
fn paper(value: &Json<'_>, sheet: &mut Sheet<'_>) {
    let Json::Object(object) = value else {
        sheet.enter();
        return match value {
            Json::Null => sheet.warn("there is no paper under this id of those that were asked for"),
            other => sheet.lost(&format!("{other} is no paper")),
        };
    };
    match object.get("citedPaper").or_else(|| object.get("citingPaper")) {
        Some(Json::Object(inside)) => sheet.object(inside, record),
        _ => sheet.object(object, record),
    }
}

/// A paper.
fn record(fields: &Fields<'_, '_>, collector: &Collector<'_>) -> Result<Record, Lost> {
    let title = fields.title_without_markup("title").ok_or_else(|| {
        let key = fields.raw("paperId").or_else(|| fields.raw("authorId")).unwrap_or_default();
        format!("no title; its id is {key:?}")
    })?;
    let mut record = Record::new(SourceKind::SemanticScholar, title, ids(fields), collector.place());
    record.abstract_text = fields.text("abstract");
    people::put(
        &mut record,
        fields.objects("authors").filter_map(|author| Some((author.name("name")?, author.names("affiliations")))),
    );
    record.published = fields.instant("publicationDate");
    record.year = if record.published.is_some() { None } else { fields.year("year") };
    let journal = fields.object("journal");
    record.venue = fields.name("venue").or_else(|| journal.and_then(|journal| journal.name("name")));
    record.pages = journal.and_then(|journal| journal.name("pages"));
    record.citations = fields.count("citationCount");
    record.summary = fields.object("tldr").and_then(|tldr| tldr.text("text"));
    record.links.pdf =
        fields.object("openAccessPdf").filter(|pdf| pdf.raw("url").is_some()).and_then(|pdf| pdf.address("url"));
    record.links.page = fields.address("url");
    code_links::complete(&mut record);
    Ok(record)
}

/// The ids in all registers, arXiv's first.
fn ids(fields: &Fields<'_, '_>) -> Vec<PaperId> {
    let external = fields.object("externalIds");
    let text = |key: &str| external.and_then(|external| external.text_of(key));
    let arxiv = text("ArXiv").and_then(|id| PaperId::from_pasted(&id));
    let doi = text("DOI").map(|doi| ids::of_text(&doi)).unwrap_or_default();
    let others = [("ACL", "acl"), ("DBLP", "dblp")]
        .into_iter()
        .filter_map(|(key, register)| ids::in_register(register, &text(key)?));
    let pubmed = text("PubMed")
        .and_then(|id| ids::pmid(&id))
        .into_iter()
        .chain(text("PubMedCentral").and_then(|id| ids::pmcid(&id)));
    let own = fields.raw("paperId").and_then(|id| ids::in_register("s2", id));
    arxiv.into_iter().chain(doi).chain(others).chain(pubmed).chain(own).collect()
}
