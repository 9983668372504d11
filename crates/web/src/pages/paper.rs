//! `GET /papers/{id}` and `/papers/{id}.bib`: one paper.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::PaperId;
use engine::PaperDetail;

use crate::failure::Failure;
use crate::links;
use crate::pages::{self, Answer, Segment};
use crate::params::refused;
use crate::site::Site;
use crate::views::link::Link;
use crate::views::paper::{self, PaperView};
use crate::views::shell::{Section, Shell};

/// Characters of the abstract in the description of the page.
const DESCRIPTION_CHARS: usize = 200;

#[derive(Template)]
#[template(path = "paper.html")]
struct PaperPage {
    shell: Shell,
    view: PaperView,
}

/// A paper's page, or its BibTeX entry where the address ends in `.bib`. Former ids and other spellings lead to the id.
pub(crate) async fn show(State(site): State<Site>, uri: Uri, Segment(asked): Segment) -> Answer {
    let (asked, wants_bibtex) = asked.strip_suffix(".bib").map_or((asked.as_str(), false), |id| (id, true));
    let detail = find(&site, asked).await?;
    let id = &detail.stored.paper.id;
    let address = if wants_bibtex { links::bibtex(id) } else { links::paper(id) };
    if id.as_str() != asked {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        return Ok(Redirect::permanent(&format!("{address}{query}")).into_response());
    }
    if wants_bibtex { Ok(bibtex(&detail)) } else { page(&site, &detail, &address).await }
}

/// The paper that is meant, or words about why there is none.
pub(crate) async fn find(site: &Site, asked: &str) -> Result<PaperDetail, Failure> {
    let id: PaperId = asked.parse().map_err(|error: domain::ParseError| {
        Failure::not_found("no_such_paper", refused(&error)).hint("Its title, or a few words of it, find a paper too.")
    })?;
    let found = site.newsstand().paper(&id).await?;
    found.ok_or_else(|| {
        Failure::not_found("no_such_paper", format!("the paper {id} is not here"))
            .hint("It may not have arrived yet. A search finds what is near to it.")
            .elsewhere(Link::origin(&id))
    })
}

async fn page(site: &Site, detail: &PaperDetail, address: &str) -> Answer {
    let view = PaperView::new(detail, site.now());
    let mut shell = Shell::load(site, Section::Elsewhere, &view.plain_title).await?;
    shell.canonical = site.absolute(address);
    let plain = text::plain(&detail.stored.paper.abstract_text);
    shell.description = (!plain.is_empty()).then(|| text::excerpt(&plain, DESCRIPTION_CHARS).into_owned());
    pages::print(&PaperPage { shell, view })
}

fn bibtex(detail: &PaperDetail) -> Response {
    let stored = &detail.stored;
    let entry = text::citation::bibtex(&stored.paper, paper::year(stored));
    let content_type = HeaderValue::from_static("application/x-bibtex; charset=utf-8");
    ([(header::CONTENT_TYPE, content_type)], entry).into_response()
}
