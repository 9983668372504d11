//! Searching a library of which the transformer has read every paper.

use std::path::Path;

use anyhow::{Context, Result};
use engine::{Newsstand, Options};

use super::client::{Client, encoded};
use super::server::Server;
use super::{NO_CACHE, collection, table};
use crate::library;
use crate::samples::Samples;
use crate::table::{Table, ratio};

/// A way of searching: its name, what p50 and p99 are to be in milliseconds, and whether the transformer takes part.
type Way = (&'static str, [f64; 2], &'static str);

const WAYS: [Way; 2] =
    [("all read by the transformer", [8.0, 25.0], "true"), ("static table alone", [3.0, 12.0], "false")];

/// Asks the built server with this data folder `rounds` times, over one connection, with the transformer and without it. Only whole
/// questions are timed, with the transformer's reading of each: the server remembers 64 of them, and there are more. Where it has not read
/// all papers, it is left out.
pub(crate) fn run(folder: &Path, rounds: u32) -> Result<()> {
    let (read, papers) = papers(folder)?;
    if read < papers {
        table::note(format_args!(
            "read: {read} of {papers} papers are read; `newsstand serve` reads them in the background"
        ));
    }
    let mut table = Table::new(["search", "questions", "p50 ms", "of the goal", "p99 ms", "of the goal"]);
    for (way, wanted, transformer) in WAYS.into_iter().skip(usize::from(read < papers)) {
        let server = Server::start(folder, &[NO_CACHE, &[("NEWSSTAND_SECOND_TIER", transformer)]].concat())?;
        let mut client = Client::connect(server.address())?;
        for collection in ["autoscholar", "scifact"] {
            table::note(format_args!("read: {way}, {collection}"));
            let questions = collection::questions(collection)?;
            let mut taken = Samples::default();
            for round in 0..=rounds {
                for (_, text) in &questions {
                    let path = format!("/api/v1/search?q={}", encoded(text));
                    let mut once = Samples::default();
                    once.time(|| client.get(&path))?.expect_ok(&path)?;
                    // Round 0 warms caches up and is not counted.
                    taken.extend(if round == 0 { Samples::default() } else { once });
                }
            }
            let [p50, p99] = [taken.p50(), taken.p99()];
            let [of_p50, of_p99] = [ratio(p50, wanted[0]), ratio(p99, wanted[1])];
            let questions = format!("{} of {collection}", questions.len());
            table.row(&[way.to_owned(), questions, format!("{p50:.2}"), of_p50, format!("{p99:.2}"), of_p99]);
        }
    }
    table.print(&format!("GET /api/v1/search over HTTP, {papers} papers"))
}

/// How many papers of the library were read, and how many it has.
fn papers(folder: &Path) -> Result<(usize, usize)> {
    let options = Options { data: folder.to_owned(), database: None, second_tier: true };
    library::runtime()?.block_on(async {
        let newsstand = Newsstand::open(&options).await.with_context(|| format!("cannot open {}", folder.display()))?;
        newsstand.open_second_tier().await?;
        let progress = newsstand.second_tier().context("the transformer was not opened")?;
        Ok((progress.papers, progress.of))
    })
}
