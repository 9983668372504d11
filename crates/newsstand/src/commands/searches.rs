//! `newsstand searches`: what readers search for, and do not find.

use std::process::ExitCode;

use anyhow::Context;
use domain::{Day, Timestamp};
use engine::{SearchReport, Searched};
use serde_json::json;

use crate::cli::SearchesArgs;
use crate::config::Config;
use crate::console::{self, counted};

pub(super) async fn run(config: &Config, args: &SearchesArgs) -> anyhow::Result<ExitCode> {
    let today = Day::of(Timestamp::now()).context("the clock shows no day of the calendar")?;
    let report = super::open(config).await?.searches(today.plus(1 - i64::from(args.days)), args.limit).await?;
    if args.json {
        console::line(serde_json::to_string_pretty(&as_json(&report))?)?;
    } else {
        print(&report)?;
        if report.queries == 0 && !config.search_log {
            console::note("nothing is taken down: the setting search_log is off");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(report: &SearchReport) -> anyhow::Result<()> {
    let SearchReport { since, asked, opened, queries, unopened, slow } = report;
    console::line(format_args!(
        "since {since}: {asked} searches, {queries} different, {} opened",
        counted(*opened, "paper")
    ))?;
    for (heading, searches) in [("nobody opened a paper", unopened), ("the slowest", slow)] {
        console::line(format_args!(
            "\n{heading}\n{:>6} {:>6} {:>9} {:>9}  query",
            "asked", "opened", "mean ms", "slowest"
        ))?;
        for searched in searches {
            let Searched { query, asked, opened, slowest_us, .. } = searched;
            let slowest = *slowest_us as f64 / 1e3;
            console::line(format_args!("{asked:>6} {opened:>6} {:>9.1} {slowest:>9.1}  {query}", mean_ms(searched)))?;
        }
    }
    Ok(())
}

fn mean_ms(searched: &Searched) -> f64 {
    searched.total_us as f64 / searched.asked.max(1) as f64 / 1e3
}

fn as_json(report: &SearchReport) -> serde_json::Value {
    let one = |searched: &Searched| {
        json!({
            "query": searched.query,
            "asked": searched.asked,
            "opened": searched.opened,
            "mean_ms": mean_ms(searched),
            "slowest_ms": searched.slowest_us as f64 / 1e3,
        })
    };
    let all = |searches: &[Searched]| searches.iter().map(one).collect::<Vec<_>>();
    json!({
        "since": report.since.to_string(),
        "asked": report.asked,
        "opened": report.opened,
        "queries": report.queries,
        "unopened": all(&report.unopened),
        "slow": all(&report.slow),
    })
}
