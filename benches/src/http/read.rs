//! Searching a library of which the transformer has read every paper.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use engine::{Newsstand, Options};

use super::client::{Client, encoded};
use super::server::Server;
use super::{NO_CACHE, collection, table};
use crate::library;
use crate::samples::Samples;
use crate::table::{Table, ratio};

/// What p50 and p99 are to be, in milliseconds.
const WANTED: [f64; 2] = [8.0, 25.0];

/// Asks the built server with this data folder `rounds` times, over one connection. Only whole questions are timed, with the transformer's
/// reading of each: the server remembers 64 of them, and there are more.
pub(crate) fn run(folder: &Path, rounds: u32) -> Result<()> {
    let papers = papers(folder)?;
    let server = Server::start(folder, NO_CACHE)?;
    let mut client = Client::connect(server.address())?;
    let mut table = Table::new(["questions", "p50 ms", "of 8", "p99 ms", "of 25"]);
    for collection in ["autoscholar", "scifact"] {
        let questions = collection::questions(collection)?;
        let mut taken = Samples::default();
        for round in 0..=rounds {
            table::note(format_args!("read: {collection}, round {round} of {rounds}"));
            for (_, text) in &questions {
                let path = format!("/api/v1/search?q={}", encoded(text));
                let mut once = Samples::default();
                once.time(|| client.get(&path))?.expect_ok(&path)?;
                // Round 0 warms caches up and is not counted.
                taken.extend(if round == 0 { Samples::default() } else { once });
            }
        }
        let [p50, p99] = [taken.p50(), taken.p99()];
        let shares = [ratio(p50, WANTED[0]), ratio(p99, WANTED[1])];
        let [of_p50, of_p99] = shares;
        table.row(&[
            format!("{} of {collection}", questions.len()),
            format!("{p50:.2}"),
            of_p50,
            format!("{p99:.2}"),
            of_p99,
        ]);
    }
    table.print(&format!("GET /api/v1/search over HTTP, {papers} papers, all read by the transformer"))
}

/// How many papers the library has; fails unless all were read.
fn papers(folder: &Path) -> Result<usize> {
    let options = Options { data: folder.to_owned(), database: None, second_tier: true };
    library::runtime()?.block_on(async {
        let newsstand = Newsstand::open(&options).await.with_context(|| format!("cannot open {}", folder.display()))?;
        newsstand.open_second_tier().await?;
        let progress = newsstand.second_tier().context("the transformer was not opened")?;
        let (read, all) = (progress.papers, progress.of);
        ensure!(read == all, "{read} of {all} papers are read\nhint: `newsstand serve` reads them in the background");
        Ok(all)
    })
}
