//! `GET /about`: how the order of papers comes about.

use askama::Template;
use axum::extract::State;

use crate::pages::{self, Answer};
use crate::site::Site;
use crate::views::numbers::grouped;
use crate::views::shell::{Section, Shell};
use crate::views::trend::Formula;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    shell: Shell,
    formula: Formula,
    papers: String,
    daily_days: String,
}

/// The page that explains the ranking, with the numbers that are in force.
pub(crate) async fn show(State(site): State<Site>) -> Answer {
    let totals = site.newsstand().totals().await?;
    let mut shell = Shell::load(&site, Section::About, "About").await?;
    shell.canonical = site.absolute("/about");
    pages::print(&AboutPage {
        shell,
        formula: Formula::IN_FORCE,
        papers: grouped(totals.papers),
        daily_days: grouped(totals.daily_days),
    })
}
