//! `GET /operator/searches?key=…`: what readers search for, for whoever runs the site.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use domain::Day;
use engine::SearchReport;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::failure::Failure;
use crate::pages::{self, Answer};
use crate::params::{NumberRule, Params};
use crate::site::Site;
use crate::views::numbers::{counted, grouped};
use crate::views::shell::{Section, Shell};

/// Queries of each kind that are shown.
const SHOWN: usize = 50;

/// Days that are shown without a word about them, and at most.
const DAYS: u32 = 30;
const MOST_DAYS: u32 = 90;

#[derive(Template)]
#[template(path = "searches.html")]
struct SearchesPage {
    shell: Shell,
    sub: String,
    /// Whether searches are taken down at present.
    noting: bool,
    unopened: Vec<Line>,
    slow: Vec<Line>,
}

/// A query.
struct Line {
    href: String,
    query: String,
    asked: String,
    opened: String,
    mean: String,
    slowest: String,
}

/// Shows the searches to those who know the key that the operator chose; to others there is no such page.
pub(crate) async fn show(State(site): State<Site>, params: Params) -> Answer {
    let key = site.settings().operator_key.as_deref().filter(|key| !key.is_empty());
    if !key.zip(params.get("key")).is_some_and(|(key, said)| is_same(key, said)) {
        return Err(Failure::not_found("no_such_page", "there is nothing at this address"));
    }
    let rule = NumberRule { name: "days", code: "invalid_days", range: 1..=MOST_DAYS, default: DAYS };
    let days = params.number(&rule)?;
    let since = Day::of(site.now().0).ok_or_else(Failure::internal)?.plus(1 - i64::from(days));
    let report = site.newsstand().searches(since, SHOWN).await?;
    let mut shell = Shell::load(&site, Section::Elsewhere, "Searches").await?;
    shell.hidden = true;
    let lines = |searches: &[engine::Searched]| searches.iter().map(line).collect();
    let mut answer = pages::print(&SearchesPage {
        shell,
        sub: sub(&report, days),
        noting: site.settings().search_log,
        unopened: lines(&report.unopened),
        slow: lines(&report.slow),
    })?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

fn sub(report: &SearchReport, days: u32) -> String {
    let SearchReport { asked, opened, queries, .. } = report;
    let searches = if *asked == 1 { "search" } else { "searches" };
    let (asked, opened) = (grouped(*asked), counted(*opened, "paper"));
    let days = if days == 1 { "today".to_owned() } else { format!("in the last {days} days") };
    format!(
        "{asked} {searches} {days}, {} of them different, and {opened} opened from their answers",
        grouped(*queries)
    )
}

fn line(searched: &engine::Searched) -> Line {
    let ms = |us: f64| format!("{:.1}", us / 1e3);
    Line {
        href: format!("/papers?q={}", utf8_percent_encode(&searched.query, NON_ALPHANUMERIC)),
        query: searched.query.clone(),
        asked: grouped(searched.asked),
        opened: grouped(searched.opened),
        mean: ms(searched.total_us as f64 / searched.asked.max(1) as f64),
        slowest: ms(searched.slowest_us as f64),
    }
}

/// Compares every byte, so that the time it takes tells nothing about the key but its length.
fn is_same(key: &str, said: &str) -> bool {
    let differences = key.bytes().zip(said.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    key.len() == said.len() && differences == 0
}
