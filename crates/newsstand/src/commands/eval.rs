//! `newsstand eval`: search measured on test collections.

use std::process::ExitCode;

use search::eval::{Report, evaluate};

use crate::cli::EvalArgs;
use crate::console;

pub(super) fn run(args: &EvalArgs) -> anyhow::Result<ExitCode> {
    let reports = args.dirs.iter().map(|dir| evaluate(dir, &args.corpus, "test")).collect::<Result<Vec<_>, _>>()?;
    if args.json {
        console::line(serde_json::to_string_pretty(&reports)?)?;
    } else {
        console::line(format_args!(
            "{:<16}{:>8}{:>10}{:>12}{:>8}{:>9}{:>9}",
            "collection", "queries", "nDCG@10", "recall@100", "MRR", "p50 ms", "p99 ms"
        ))?;
        reports.iter().try_for_each(|report| console::line(row(report)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn row(report: &Report) -> String {
    let Report { collection, queries, ndcg_at_10, recall_at_100, mrr, p50_ms, p99_ms } = report;
    format!("{collection:<16}{queries:>8}{ndcg_at_10:>10.3}{recall_at_100:>12.3}{mrr:>8.3}{p50_ms:>9.2}{p99_ms:>9.2}")
}
