//! `GET /status`: how far each source was read, what failed, and when it is asked again.

use askama::Template;
use axum::extract::State;
use domain::Timestamp;
use engine::SourceStanding;

use crate::pages::{self, Answer};
use crate::site::Site;
use crate::views::numbers::grouped;
use crate::views::shell::{Section, Shell};
use crate::views::standing;

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    shell: Shell,
    papers: String,
    sources: Vec<Line>,
}

/// A source.
struct Line {
    name: String,
    question: String,
    list: String,
    days: String,
    state: String,
    read: Option<Moment>,
    next: Option<Moment>,
}

/// A moment in UTC.
struct Moment {
    iso: String,
    label: String,
}

/// The page of sources.
pub(crate) async fn show(State(site): State<Site>) -> Answer {
    let totals = site.newsstand().totals().await?;
    let sources = site.newsstand().source_standings(site.now().0).await?;
    let mut shell = Shell::load(&site, Section::Elsewhere, "Sources").await?;
    shell.canonical = site.absolute("/status");
    pages::print(&StatusPage { shell, papers: grouped(totals.papers), sources: sources.iter().map(line).collect() })
}

fn line(source: &SourceStanding) -> Line {
    Line {
        name: source.name.clone(),
        question: if source.question == source.name { String::new() } else { source.question.clone() },
        list: source.list.map_or_else(|| "none".to_owned(), |list| list.to_string()),
        days: format!("{} to {}", source.window.from, source.window.until),
        state: standing::state(source),
        read: source.read.map(moment),
        next: source.next.map(moment),
    }
}

fn moment(at: Timestamp) -> Moment {
    Moment { iso: at.to_string(), label: at.strftime("%Y-%m-%d %H:%M").to_string() }
}
