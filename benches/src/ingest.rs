//! From file to searchable: the whole by the built binary, and each stage alone on the same input.

mod stage;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::samples::median;
use crate::table::{Table, ratio};
use crate::{library, process, table};
pub(crate) use stage::Stage;

/// Records a second, from file to searchable, that an ingestion is to reach on two cores.
const TARGET: f64 = 4_000.0;

/// Memory that an ingestion may use at most, in MiB.
const MEMORY: f64 = 1_024.0;

/// What one run took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Run {
    /// Records or papers worked through.
    records: u64,
    /// Time on the wall.
    seconds: f64,
    /// Time on all cores.
    cpu_seconds: f64,
    /// The most memory that was resident.
    peak_mib: f64,
}

/// Runs whole and stages `rounds` times, interleaved, and prints the table.
pub(crate) fn run(rounds: u32) -> Result<()> {
    // The stage `index` reads its papers from there.
    library::prepared()?;
    let mut wholes = Vec::new();
    let mut stages = Stage::ALL.map(|stage| (stage, Vec::new()));
    for round in 1..=rounds {
        table::note(format_args!("ingest: round {round} of {rounds}"));
        wholes.push(whole()?);
        for (stage, runs) in &mut stages {
            runs.push(stage_in_own_process(*stage)?);
        }
    }
    print(middle(&wholes), &stages.map(|(stage, runs)| (stage, middle(&runs))))
}

/// Does one stage in this process and prints what it took, as JSON.
pub(crate) fn stage(stage: Stage, folder: &Path) -> Result<()> {
    table::say(serde_json::to_string(&stage.measure(folder)?)?)
}

/// The whole, as a user runs it.
fn whole() -> Result<Run> {
    let folder = tempfile::tempdir()?;
    let cpu = process::children_cpu_seconds()?;
    let started = Instant::now();
    let mut child = library::ingest_command(folder.path())?.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let peak_mib = watch_memory(&mut child)?;
    let (seconds, cpu_seconds) = (started.elapsed().as_secs_f64(), process::children_cpu_seconds()? - cpu);
    let output = child.wait_with_output()?;
    library::expect_success(&output)?;
    let said = String::from_utf8_lossy(&output.stdout);
    let records = said.split_whitespace().next().and_then(|word| word.parse().ok());
    let records = records.with_context(|| format!("newsstand ingest told no number of records: {said}"))?;
    Ok(Run { records, seconds, cpu_seconds, peak_mib })
}

/// Waits for the end of a process; returns the most memory that it had, in MiB.
fn watch_memory(child: &mut Child) -> Result<f64> {
    let mut peak: f64 = 0.0;
    while child.try_wait()?.is_none() {
        // A process that is just ending has no memory any more.
        peak = process::peak_mib(child.id()).map_or(peak, |now| now.max(peak));
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(peak)
}

/// A stage in a process of its own, whose memory and CPU time are then the stage's.
fn stage_in_own_process(stage: Stage) -> Result<Run> {
    let folder = tempfile::tempdir()?;
    let output = Command::new(std::env::current_exe()?)
        .args(["stage", stage.name()])
        .arg(folder.path())
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the stage {} ended with {}", stage.name(), output.status);
    serde_json::from_slice(&output.stdout).with_context(|| format!("the stage {} told nothing", stage.name()))
}

/// The median of each figure.
fn middle(runs: &[Run]) -> Run {
    let of = |figure: fn(&Run) -> f64| median(&runs.iter().map(figure).collect::<Vec<_>>());
    Run {
        records: runs.first().map_or(0, |run| run.records),
        seconds: of(|run| run.seconds),
        cpu_seconds: of(|run| run.cpu_seconds),
        peak_mib: of(|run| run.peak_mib),
    }
}

fn print(whole: Run, stages: &[(Stage, Run)]) -> Result<()> {
    let cpu = |wanted: Stage| stages.iter().find(|(stage, _)| *stage == wanted).map_or(0.0, |(_, run)| run.cpu_seconds);
    let share = |seconds: f64| format!("{:.0} %", 100.0 * seconds / whole.cpu_seconds.max(f64::MIN_POSITIVE));
    let mut table = Table::new(["stage", "records", "wall s", "records/s", "CPU s", "share of CPU", "peak MiB"]);
    let row = |name: &str, run: Run, share: String| {
        let rate = run.records as f64 / run.seconds.max(f64::MIN_POSITIVE);
        [
            name.to_owned(),
            run.records.to_string(),
            format!("{:.2}", run.seconds),
            format!("{rate:.0}"),
            format!("{:.2}", run.cpu_seconds),
            share,
            format!("{:.0}", run.peak_mib),
        ]
    };
    table.row(&row("whole: `newsstand ingest`", whole, "100 %".to_owned()));
    for (stage, run) in stages {
        table.row(&row(stage.explained(), *run, share(run.cpu_seconds)));
    }
    let derived = |name: &str, seconds: f64| {
        let empty = String::new;
        [name.to_owned(), empty(), empty(), empty(), format!("{seconds:.2}"), share(seconds), empty()]
    };
    table.row(&derived("merging and store (second less first)", cpu(Stage::Store) - cpu(Stage::Read)));
    table.row(&derived(
        "lexical index (index less embedding, vectors)",
        cpu(Stage::Index) - cpu(Stage::Embed) - cpu(Stage::Vectors),
    ));
    table.print("Ingest: from file to searchable (medians)")?;
    let rate = whole.records as f64 / whole.seconds.max(f64::MIN_POSITIVE);
    // What the wall says depends on who else uses the cores; the CPU time hardly does.
    let best = 2.0 * whole.records as f64 / whole.cpu_seconds.max(f64::MIN_POSITIVE);
    table::say(format_args!(
        "target {TARGET:.0} records/s: {} (at most {best:.0} records/s on two cores, by the CPU time); \
         target {MEMORY:.0} MiB: {}",
        ratio(rate, TARGET),
        ratio(whole.peak_mib, MEMORY)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_has_its_own_median() {
        let run = |seconds, peak_mib| Run { records: 7, seconds, cpu_seconds: 1.0, peak_mib };
        let middle = middle(&[run(1.0, 30.0), run(9.0, 10.0), run(2.0, 20.0)]);
        assert_eq!((middle.records, middle.seconds, middle.peak_mib), (7, 2.0, 20.0));
    }
}
