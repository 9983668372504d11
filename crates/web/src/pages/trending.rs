//! `GET /papers/trending`: the papers of the last weeks by votes and age.

use askama::Template;
use axum::extract::State;

use crate::dates;
use crate::links::Address;
use crate::pages::{self, Answer};
use crate::params::{Params, within};
use crate::site::Site;
use crate::views::pager::Pager;
use crate::views::row::{Row, RowStyle};
use crate::views::shell::{Section, Shell};
use crate::views::trend::Formula;

/// The address of the page.
pub(crate) const ADDRESS: &str = "/papers/trending";

#[derive(Template)]
#[template(path = "trending.html")]
struct TrendingPage {
    shell: Shell,
    sub: String,
    formula: Formula,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

/// What is trending.
pub(crate) async fn show(State(site): State<Site>, params: Params) -> Answer {
    let page = params.page()?;
    let trending = site.newsstand().trending(page).await?;
    within(page, trending.total)?;
    let style = RowStyle { now: site.now(), images: site.settings().show_images, zero_counts: true, terms: None };
    let rows = (u64::from(page.offset()) + 1..)
        .zip(&trending.papers)
        .map(|(place, trended)| Row::of(&trended.stored, style).at(place).trending(&trended.score))
        .collect();
    let pager = Pager::new(page, trending.total, &Address::new(ADDRESS));
    let mut shell = Shell::load(&site, Section::Trending, "Trending").await?;
    shell.canonical = site.absolute(ADDRESS);
    shell.offer(ADDRESS);
    shell.offer_letters(&domain::Subject::Trending);
    shell.take_pages(pager.as_ref());
    let sub = match trending.newest {
        Some(day) => format!("The papers of the last 30 list days by votes and age, as of {}", dates::long(day)),
        None => "Nothing yet".to_owned(),
    };
    shell.description = Some(sub.clone());
    pages::print(&TrendingPage { shell, sub, formula: Formula::IN_FORCE, rows, pager })
}
