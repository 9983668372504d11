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
    /// How many papers the second tier has read; empty without one.
    read: String,
    /// The model that will serve next, and how many papers it has read.
    next: Option<(String, String)>,
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
        read: site.newsstand().second_tier().map_or_else(String::new, |tier| progress(tier.papers, tier.of)),
        next: site.newsstand().next_model().map(|(name, tier)| (name, progress(tier.papers, tier.of))),
    })
}

/// `all 3,900`, or `1,200 of 3,900`.
fn progress(papers: usize, of: usize) -> String {
    let of_all = grouped(of as u64);
    if papers >= of { format!("all {of_all}") } else { format!("{} of {of_all}", grouped(papers as u64)) }
}
