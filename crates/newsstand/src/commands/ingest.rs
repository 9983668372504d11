//! `newsstand ingest`: papers from files.

use std::process::ExitCode;
use std::time::Instant;

use domain::{Severity, Timestamp};
use engine::{CatchUp, IngestReport, Ingestion, Progress};
use indicatif::ProgressBar;
use sources::ReadOptions;

use crate::cli::IngestArgs;
use crate::config::Config;
use crate::console;

/// Problems printed one by one; the rest is only counted.
const PROBLEMS_SHOWN: usize = 20;

pub(super) async fn run(config: &Config, args: IngestArgs) -> anyhow::Result<ExitCode> {
    let newsstand = super::open(config).await?;
    let now = Timestamp::now();
    let options = ReadOptions { format: args.format, year: args.year, ..ReadOptions::new(now) };
    let ingestion = Ingestion { paths: args.paths, options, now };
    let started = Instant::now();
    let bar = console::bar("{bar:30} {bytes}/{total_bytes} · {msg} · {elapsed}");
    // The index is written beside the store: the second core has nothing else to do.
    let following = newsstand.follow();
    let report = newsstand.ingest(ingestion, |progress| show(&bar, progress)).await?;
    following.finish().await;
    bar.set_message("indexing");
    let indexed = newsstand.catch_up().await?;
    bar.finish_and_clear();
    print(&report, started.elapsed().as_secs_f64())?;
    if indexed == CatchUp::Elsewhere {
        console::note("note: the running server is indexing these papers");
    }
    Ok(exit_code(&report))
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_length(progress.total_bytes.max(progress.bytes));
    bar.set_position(progress.bytes);
    bar.set_message(format!("{} records", progress.records));
}

fn print(report: &IngestReport, seconds: f64) -> anyhow::Result<()> {
    for unreadable in &report.unreadable {
        console::note(format_args!("lost: {unreadable}"));
    }
    // What was lost comes before what was only changed: of these there may be many.
    let lost_first = |severity: Severity| report.problems.iter().filter(move |problem| problem.severity == severity);
    for problem in lost_first(Severity::Lost).chain(lost_first(Severity::Warning)).take(PROBLEMS_SHOWN) {
        let kind = if problem.severity == Severity::Lost { "lost" } else { "warning" };
        console::note(format_args!("{kind}: {problem}"));
    }
    let problems = report.warnings + report.lost;
    let unseen = problems.saturating_sub(PROBLEMS_SHOWN as u64);
    if unseen > 0 {
        let lost = report.lost.saturating_sub(PROBLEMS_SHOWN as u64);
        let lost = if lost > 0 { format!(", {lost} of them lost papers") } else { String::new() };
        console::note(format_args!("… and {unseen} more problems{lost}"));
    }
    console::line(format_args!(
        "{} records in {seconds:.1} s: {} new, {} changed, {} unchanged, {} merged; {} lost, {} warnings",
        report.records(),
        report.new,
        report.changed,
        report.unchanged,
        report.merged,
        report.lost + report.unreadable.len() as u64,
        report.warnings,
    ))?;
    Ok(())
}

/// 2 where nothing could be read, 1 where something was lost.
fn exit_code(report: &IngestReport) -> ExitCode {
    let lost = report.lost + report.unreadable.len() as u64;
    match (report.records(), lost) {
        (_, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(2),
        _ => ExitCode::from(1),
    }
}
