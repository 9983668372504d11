//! What Newsstand costs, measured on real papers: `ingest` (from file to searchable), `peers` (the same queries on the same
//! papers through SQLite FTS5 and plain tantivy), `compare` (quality, time and memory beside the tools people run today), `http` (the
//! built server, asked by a client on loopback), `read` (the same of a library that the transformer has read), `scale` (search and plain tantivy at any number of papers), `suggest` (suggestions while one types)
//! `mixed` (search while papers arrive), `merging` (how often papers are known again without an id) , `harvest` (how much
//! memory a long harvest takes), `post` (letters a second), `percolate` (a hundred thousand saved searches over the papers of the last days) and `said` (what papers say of themselves, and how often it is
//! read rightly). Each prints one Markdown table.
//!
//! These are measurements, never tests: nothing here fails because something was slow. `scripts/bench` builds and runs them.

mod collection;
mod harvest;
mod http;
mod ingest;
mod library;
mod merging;
mod peers;
mod percolate;
mod post;
mod process;
mod said;
mod samples;
mod scale;
mod share;
mod shared;
mod table;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "usage: newsstand-benches ingest [--rounds N] | peers [--full] [--rounds N] | compare [--full] [--rounds N] | \
    http [--rounds N] | read FOLDER [--rounds N] | scale [PAPERS…] | suggest [PAPERS…] | mixed [PAPERS] | merging [--show] | harvest [PAPERS] | percolate [SEARCHES] [--read] | post [LETTERS] | said | library";

/// The same as the program's.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if !shared::is_there() {
        table::say(format_args!("skipped: {} has no data", shared::folder().display()))?;
        return Ok(ExitCode::SUCCESS);
    }
    match words.as_slice() {
        ["ingest", options @ ..] => under_load(|| ingest::run(rounds(options, 3)?))?,
        ["stage", stage, folder] => ingest::stage(stage.parse()?, folder.as_ref())?,
        ["peers", options @ ..] => under_load(|| peers::run(rounds(options, 3)?, options.contains(&"--full")))?,
        ["compare", options @ ..] => {
            under_load(|| peers::compare::run(rounds(options, 2)?, options.contains(&"--full")))?;
        }
        ["peer", name, folder, rounds] => peers::alone::run(name, folder.as_ref(), rounds.parse()?)?,
        ["http", options @ ..] => under_load(|| http::run(rounds(options, 5)?))?,
        ["read", folder, options @ ..] => under_load(|| http::read(folder.as_ref(), rounds(options, 3)?))?,
        ["scale", sizes @ ..] => under_load(|| scale::run(sizes))?,
        ["suggest", sizes @ ..] => under_load(|| scale::suggest(sizes))?,
        ["scale-step", words @ ..] => scale::step(words)?,
        ["mixed", size @ ..] => under_load(|| scale::mixed(size))?,
        ["merging", options @ ..] => under_load(|| merging::run(options.contains(&"--show")))?,
        ["harvest", options @ ..] => under_load(|| harvest::run(options))?,
        ["post", options @ ..] => under_load(|| post::run(options))?,
        ["percolate", options @ ..] => under_load(|| percolate::run(options))?,
        ["percolate-step", words @ ..] => percolate::step(words)?,
        ["said"] => under_load(said::run)?,
        ["library"] => table::say(format_args!("{}", library::prepared()?.display()))?,
        _ => bail!("what to measure? {:?} is no benchmark\nhint: {USAGE}", words.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a benchmark, and tells under which load of the machine it ran.
fn under_load(benchmark: impl FnOnce() -> Result<()>) -> Result<()> {
    let before = process::load()?;
    benchmark()?;
    table::say(format_args!("load of the machine: {before:.1} before, {:.1} after", process::load()?))
}

/// The number after `--rounds`, or `default`.
fn rounds(options: &[&str], default: u32) -> Result<u32> {
    let mut options = options.iter();
    let mut rounds = default;
    while let Some(option) = options.next() {
        match *option {
            "--rounds" => rounds = options.next().copied().unwrap_or_default().parse()?,
            "--full" => {}
            _ => bail!("there is no option {option:?}\nhint: {USAGE}"),
        }
    }
    Ok(rounds.max(1))
}
