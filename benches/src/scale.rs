//! How search grows: Newsstand and plain tantivy on the same synthetic papers, the same questions, in one run.
//!
//! The papers are recombined from sentences of real abstracts ([`synthetic`]). Each system is built in a process of its own, so that
//! memory is its own; then both are asked in one process, in turns.

mod ask;
mod build;
mod memory;
mod mixed;
pub(crate) mod synthetic;
mod typing;

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;

use crate::table::{self, Table, ratio};
pub(crate) use mixed::run as mixed;
pub(crate) use typing::run as suggest;

/// Sizes without an argument: a run takes minutes.
const SIZES: [u32; 1] = [100_000];

/// Measures at each size and prints a table each.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let sizes: Vec<u32> =
        options.iter().map(|size| size.parse()).collect::<Result<_, _>>().context("sizes are numbers")?;
    for size in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        measure(size)?;
    }
    Ok(())
}

/// One step in a process of its own, which prints what it measured as JSON.
pub(crate) fn step(words: &[&str]) -> Result<()> {
    let said = match words {
        ["build", "newsstand", folder, size] => {
            serde_json::to_string(&build::newsstand(folder.as_ref(), size.parse()?)?)?
        }
        ["build", "tantivy", folder, size] => serde_json::to_string(&build::tantivy(folder.as_ref(), size.parse()?)?)?,
        ["type", folder] => serde_json::to_string(&typing::step(folder.as_ref())?)?,
        ["memory", folder] => serde_json::to_string(&memory::of_searching(folder.as_ref())?)?,
        ["ask", newsstand, tantivy] => serde_json::to_string(&ask::both(newsstand.as_ref(), tantivy.as_ref())?)?,
        _ => bail!("there is no step {words:?}"),
    };
    table::say(said)
}

fn in_own_process<T: DeserializeOwned>(words: &[&str]) -> Result<T> {
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.arg("scale-step").args(words).stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "scale-step {words:?} ended with {}", output.status);
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn measure(size: u32) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let name = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (newsstand, tantivy, papers) = (name("newsstand"), name("tantivy"), size.to_string());
    table::note(format_args!("scale: Newsstand indexes {size} synthetic papers"));
    let ours: build::Built = in_own_process(&["build", "newsstand", &newsstand, &papers])?;
    table::note(format_args!("scale: tantivy indexes them"));
    let theirs: build::Built = in_own_process(&["build", "tantivy", &tantivy, &papers])?;
    table::note("scale: memory while searching");
    let memory: memory::Memory = in_own_process(&["memory", &newsstand])?;
    table::note("scale: questions");
    let asked: ask::Asked = in_own_process(&["ask", &newsstand, &tantivy])?;
    print(size, (&ours, &theirs), &memory, &asked)
}

fn print(
    size: u32,
    (ours, theirs): (&build::Built, &build::Built),
    memory: &memory::Memory,
    asked: &ask::Asked,
) -> Result<()> {
    let mut table = Table::new(["measure", "Newsstand", "tantivy", "Newsstand / tantivy"]);
    let mut both = |name: &str, digits: usize, ours: f64, theirs: f64| {
        table.row(&[name.to_owned(), format!("{ours:.digits$}"), format!("{theirs:.digits$}"), ratio(ours, theirs)]);
    };
    both("papers indexed a second", 0, ours.papers_a_second, theirs.papers_a_second);
    both("on disk, MB", 0, ours.disk_mb, theirs.disk_mb);
    both("questions, p50 ms", 2, asked.ours.p50, asked.theirs.p50);
    both("questions, p99 ms", 2, asked.ours.p99, asked.theirs.p99);
    let mut one = |name: &str, figure: String| table.row(&[name.to_owned(), figure, "-".to_owned(), "-".to_owned()]);
    one("with a filter that keeps 1 %, p50 ms", format!("{:.2}", asked.filtered.p50));
    one("with a filter that keeps 1 %, p99 ms", format!("{:.2}", asked.filtered.p99));
    one("recall@10 of the preselection", format!("{:.4}", asked.recall));
    one("opening the index, ms", format!("{:.0}", memory.open_ms));
    one("RssAnon while indexing, MB", format!("{:.0}", ours.anonymous_mb));
    one("RssAnon while searching, MB", format!("{:.0}", memory.anonymous_mb));
    one("publishing 100 papers more, ms", format!("{:.1}", memory.publish_ms));
    table.print(&format!("Scale: {size} synthetic papers, {} questions x {}", asked.questions, asked.rounds))
}

/// The bytes of all files in a folder.
fn size_of(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() { size_of(&entry.path())? } else { about.len() };
    }
    Ok(bytes)
}
