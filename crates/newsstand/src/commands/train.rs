//! `newsstand train`: the embedding table, learned from the library.

use std::io::IsTerminal;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use domain::Timestamp;
use embed::train::{Measured, Plan};
use engine::{CatchUp, Newsstand, TrainingObserver, TrainingProgress, TrainingReport, TrainingRequest};
use indicatif::{ProgressBar, ProgressStyle};
use sources::ReadOptions;

use crate::cli::{TableChoice, TrainArgs};
use crate::config::Config;
use crate::console;

pub(super) async fn run(config: &Config, args: TrainArgs) -> anyhow::Result<ExitCode> {
    let (out, request) = (args.out.clone(), request(args)?);
    let newsstand = super::open(config).await?;
    let (started, bar) = (Instant::now(), bar());
    let report = newsstand.train(request, observer(&bar)).await;
    bar.finish_and_clear();
    let report = report?;
    print(&report, started.elapsed().as_secs_f64())?;
    match out {
        Some(path) => {
            report.write(&path)?;
            console::line(format_args!("the table is in {}", path.display()))?;
        }
        None => keep(&newsstand, &report).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn request(args: TrainArgs) -> anyhow::Result<TrainingRequest> {
    let default = match (&args.from, args.gently) {
        (TableChoice::Minilm, true) => {
            anyhow::bail!("--gently: --from minilm begins with a table that has yet to learn")
        }
        (TableChoice::Minilm, false) => Plan::afresh(),
        (_, true) => Plan::gentle(),
        (_, false) => Plan::default(),
    };
    let threads = args.threads.map_or(default.threads, NonZero::get);
    let plan = Plan { seed: args.seed, threads, epochs: args.epochs.map_or(default.epochs, NonZero::get), ..default };
    let files = (!args.papers.is_empty()).then(|| (args.papers, ReadOptions::new(Timestamp::now())));
    Ok(TrainingRequest { plan, start: args.from.into(), teacher: args.teacher.into(), files })
}

/// Keeps the table in the data folder if it is better, and builds the index anew with it.
async fn keep(newsstand: &Newsstand, report: &TrainingReport) -> anyhow::Result<()> {
    if !newsstand.keep_table(report).await? {
        return Ok(console::line("the table in use is as good: it stays")?);
    }
    if !newsstand.goes_by_own_table() {
        let hint = "another was chosen; to use it: newsstand model use trained";
        return Ok(console::line(format_args!("the trained table is kept, and not in use: {hint}"))?);
    }
    match newsstand.catch_up().await? {
        CatchUp::Done { .. } => console::line("the trained table is in use from now on")?,
        CatchUp::Elsewhere => console::line("the running server takes the trained table into use")?,
    }
    Ok(())
}

fn print(report: &TrainingReport, seconds: f64) -> anyhow::Result<()> {
    let TrainingReport { papers, steps, before, in_use, after, .. } = report;
    console::line(format_args!("{papers} papers, {steps} batches, {seconds:.1} s"))?;
    console::line(format_args!(
        "half titles finding their abstracts, {} held-out ones among {}: MRR, share of first places",
        after.titles, after.abstracts
    ))?;
    for (name, measured) in [("table at the start", before), ("table in use", in_use), ("trained table", after)] {
        let Measured { mrr, recall_at_1, .. } = measured;
        console::line(format_args!("{name:<20}{mrr:>8.4}{recall_at_1:>8.4}"))?;
    }
    Ok(())
}

/// A bar on a terminal; nothing where the output is a log.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} · {msg} · {elapsed}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn observer(bar: &ProgressBar) -> TrainingObserver {
    let bar = bar.clone();
    Arc::new(move |progress| {
        let (done, all, message) = match progress {
            TrainingProgress::Reading(papers) => (papers, papers, "reading papers".to_owned()),
            TrainingProgress::Teaching(done, all) => (done, all, "titles by the larger model".to_owned()),
            TrainingProgress::Learning(now) => {
                (now.step, now.steps, format!("batches, loss {:.3}, best MRR {:.4}", now.loss, now.best.mrr))
            }
        };
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        bar.set_message(message);
        ControlFlow::Continue(())
    })
}
