//! The table for people: a section for each measure, in it a row for each configuration and a column for each collection.

use search::eval::{Comparison, Report};

/// Widths of the first column and of the others.
const NAME: usize = 20;
const CELL: usize = 18;

/// A figure of a report.
type Figure = fn(&Report) -> f64;

/// What is worth a mean over collections, and what is not.
const SHARES: [(&str, Figure); 3] = [
    ("nDCG@10", |report| report.ndcg_at_10),
    ("recall@100", |report| report.recall_at_100),
    ("MRR", |report| report.mrr),
];
const TIMES: [(&str, Figure); 2] = [("p50 ms", |report| report.p50_ms), ("p99 ms", |report| report.p99_ms)];

/// The lines of the table. `reports` holds for each configuration its reports in the order of the collections, `comparisons` for each
/// compared configuration its comparisons, that over all collections last.
pub(super) fn lines(reports: &[Vec<Report>], comparisons: &[Vec<Comparison>]) -> Vec<String> {
    let Some(first) = reports.first() else { return Vec::new() };
    let several = first.len() > 1;
    let names = first.iter().map(|report| report.collection.clone());
    let mut lines = vec![row("", names.chain(several.then(|| "mean".to_owned())))];
    let queries = first.iter().map(|report| format!("{} queries", report.queries));
    lines.push(row("", queries));
    for (name, figure) in SHARES {
        lines.push(name.to_owned());
        lines.extend(reports.iter().map(|reports| shares(reports, figure)));
    }
    if let Some(errors) = errors(reports) {
        lines.push("expected calibration error".to_owned());
        lines.extend(errors);
    }
    for (name, figure) in TIMES {
        lines.push(name.to_owned());
        lines.extend(
            reports.iter().map(|reports| {
                row(configuration(reports), reports.iter().map(|report| format!("{:.2}", figure(report))))
            }),
        );
    }
    lines.extend(compared(comparisons, several));
    lines
}

fn shares(reports: &[Report], figure: Figure) -> String {
    let figures: Vec<f64> = reports.iter().map(figure).collect();
    let mean = figures.iter().sum::<f64>() / figures.len() as f64;
    let shown = figures.iter().chain((figures.len() > 1).then_some(&mean));
    row(configuration(reports), shown.map(|figure| format!("{figure:.3}")))
}

/// The rows of those configurations whose answers carry probabilities; none where no answer does.
fn errors(reports: &[Vec<Report>]) -> Option<Vec<String>> {
    let calibrated = reports.iter().filter(|reports| reports.iter().any(|report| report.ece.is_some()));
    let shown = |report: &Report| report.ece.map_or_else(|| "-".to_owned(), |error| format!("{error:.3}"));
    let rows: Vec<_> = calibrated.map(|reports| row(configuration(reports), reports.iter().map(shown))).collect();
    (!rows.is_empty()).then_some(rows)
}

/// What each configuration is better by than the baseline, with its p-value.
fn compared(comparisons: &[Vec<Comparison>], several: bool) -> Vec<String> {
    let Some(baseline) = comparisons.iter().flatten().next().map(|comparison| &comparison.baseline) else {
        return Vec::new();
    };
    let heading = format!("gain of nDCG@10 over {baseline} (p of the paired randomisation test)");
    let cell = |comparison: &Comparison| format!("{:+.3} ({})", comparison.gain, probability(comparison.p));
    let rows = comparisons.iter().map(|comparisons| {
        let name = comparisons.first().map_or("", |comparison| &comparison.configuration);
        let shown = comparisons.iter().filter(|comparison| several || comparison.collection.is_some());
        row(name, shown.map(cell))
    });
    [heading].into_iter().chain(rows).collect()
}

fn probability(p: f64) -> String {
    if p < 0.0001 { "<0.0001".to_owned() } else { format!("{p:.4}") }
}

fn configuration(reports: &[Report]) -> &str {
    reports.first().map_or("", |report| &report.configuration)
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> String {
    let name = format!("  {name:<width$}", width = NAME - 2);
    cells.fold(name, |row, cell| row + &format!("{cell:>CELL$}"))
}
