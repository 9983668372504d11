//! `newsstand eval`: search measured on test collections.

mod adapted;
mod by_query;
mod estimate;
mod second_tier;
mod table;

use std::process::ExitCode;

use anyhow::Context;
use search::eval::{Collection, Comparison, Configuration, Report, Run, index_with_model};
use serde_json::json;

use self::by_query::ByQuery;
use crate::cli::EvalArgs;
use crate::config::Config;
use crate::console;

pub(super) async fn run(config: &Config, args: &EvalArgs) -> anyhow::Result<ExitCode> {
    match &args.estimate {
        Some(dir) => estimate::run(config, args, dir).await?,
        None => measure(args)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Asks all queries of all collections under all configurations, and prints what that says.
fn measure(args: &EvalArgs) -> anyhow::Result<()> {
    let (first, mut configurations) = (Configuration::standard(), Configuration::standard());
    if args.second_tier.is_some() {
        configurations.extend(Configuration::with_second_tier());
    }
    if args.rerank {
        configurations.push(Configuration::reranked());
    }
    let baseline = baseline(args, &configurations)?;
    let mut by_query = args.per_query.as_deref().map(ByQuery::create).transpose()?;
    // For each configuration its runs, in the order of the collections.
    let mut runs: Vec<Vec<Run>> = configurations.iter().map(|_| Vec::new()).collect();
    for dir in &args.dirs {
        let collection = Collection::read(dir, &args.corpus, &args.split)?;
        let index = index_with_model(&collection, adapted::model(args, &collection)?)?;
        for (place, (configuration, runs)) in configurations.iter().zip(&mut runs).enumerate() {
            if place == first.len() {
                second_tier::read_all(args, &collection, &index)?;
            }
            runs.push(Run::of(&collection, &index.snapshot(), configuration)?);
        }
        if let Some(by_query) = &mut by_query {
            let latest: Vec<&Run> = runs.iter().filter_map(|runs| runs.last()).collect();
            by_query.add(&collection, &latest)?;
        }
    }
    by_query.map(ByQuery::finish).transpose()?;
    if args.per_query.as_deref() != Some("-") {
        print(args, &runs, baseline)?;
    }
    Ok(())
}

fn print(args: &EvalArgs, runs: &[Vec<Run>], baseline: usize) -> anyhow::Result<()> {
    let reports: Vec<Vec<Report>> = runs.iter().map(|runs| runs.iter().map(Run::report).collect()).collect();
    let comparisons = compare(runs, baseline);
    if args.json {
        let all = json!({ "reports": reports.concat(), "comparisons": comparisons.concat() });
        console::line(serde_json::to_string_pretty(&all)?)?;
    } else {
        table::lines(&reports, &comparisons).into_iter().try_for_each(console::line)?;
    }
    Ok(())
}

/// The place of the configuration with which the others are compared.
fn baseline(args: &EvalArgs, configurations: &[Configuration]) -> anyhow::Result<usize> {
    let Some(name) = &args.baseline else { return Ok(0) };
    let names: Vec<&str> = configurations.iter().map(|configuration| configuration.name.as_str()).collect();
    let place = names.iter().position(|known| known == name);
    place.with_context(|| format!("there is no configuration {name:?}\nhint: choose from {}", names.join(", ")))
}

/// Each configuration but the baseline, compared with it: collection by collection, then over all.
fn compare(runs: &[Vec<Run>], baseline: usize) -> Vec<Vec<Comparison>> {
    let all: Vec<Vec<&Run>> = runs.iter().map(|runs| runs.iter().collect()).collect();
    let Some(base) = all.get(baseline) else { return Vec::new() };
    let others = all.iter().enumerate().filter(|(place, _)| *place != baseline);
    others.map(|(_, runs)| Comparison::of(runs, base)).collect()
}
