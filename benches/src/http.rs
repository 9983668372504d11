//! The built server with the prepared library, asked by a client on loopback.

mod client;
mod figures;
mod read;
mod server;
mod wrk;

use anyhow::{Context, Result};
use domain::{Day, ListName};

use crate::{collection, library, table};
use client::{Client, encoded};
use figures::Figures;
pub(crate) use read::run as read;
use server::Server;

/// Rows of the day page that is asked for.
const ROWS: u64 = 50;

/// Measures `rounds` times and prints the table.
pub(crate) fn run(rounds: u32) -> Result<()> {
    let folder = library::prepared()?;
    let page = day_page(&folder)?;
    let questions: Vec<String> = collection::questions("autoscholar")?.iter().map(|(_, text)| encoded(text)).collect();
    let mut figures = Figures::default();
    {
        let cached = Server::start(&folder, CACHE)?;
        let bare = Server::start(&folder, NO_CACHE)?;
        for round in 0..=rounds {
            table::note(format_args!("http: round {round} of {rounds}"));
            // Round 0 warms caches up and is not counted.
            let mut warm = Figures::default();
            let figures = if round == 0 { &mut warm } else { &mut figures };
            searches(&bare, &questions, figures)?;
            pages(&cached, &bare, &page, figures)?;
        }
    }
    for _ in 0..rounds {
        first_start(&mut figures)?;
    }
    figures.print(&page)
}

/// The default page cache, and none: every page is rendered anew.
const CACHE: &[(&str, &str)] = &[];
const NO_CACHE: &[(&str, &str)] = &[("NEWSSTAND_PAGE_CACHE_MB", "0")];

/// Every question once to the API and once as a page. The server is the one without a page cache, since readers seldom ask
/// what somebody has just asked.
fn searches(server: &Server, questions: &[String], figures: &mut Figures) -> Result<()> {
    let mut client = Client::connect(server.address())?;
    let cpu = server.cpu_seconds()?;
    for question in questions {
        let path = format!("/api/v1/search?q={question}");
        let answer = figures.api.time(|| client.get(&path))?;
        answer.expect_ok(&path)?;
        figures.told_by_server.push(answer.took()?);
    }
    figures.api_cpu += server.cpu_seconds()? - cpu;
    for question in questions {
        let path = format!("/papers?q={question}");
        figures.page.time(|| client.get(&path))?.expect_ok(&path)?;
    }
    Ok(())
}

/// The day page as often as `wrk` can ask for it, from the cache and rendered.
fn pages(cached: &Server, bare: &Server, path: &str, figures: &mut Figures) -> Result<()> {
    for (server, rates, cost) in [
        (cached, &mut figures.cached, &mut figures.cached_cpu),
        (bare, &mut figures.rendered, &mut figures.rendered_cpu),
    ] {
        Client::connect(server.address())?.get(path)?.expect_ok(path)?;
        let cpu = server.cpu_seconds()?;
        let Some(load) = wrk::run(server.address(), path)? else { return Ok(()) };
        rates.push(load.per_second);
        cost.push((server.cpu_seconds()? - cpu) * 1e6 / load.requests.max(1.0));
    }
    Ok(())
}

/// The program's first start on a new data folder, with the bundled sample.
fn first_start(figures: &mut Figures) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = Server::start(folder.path(), CACHE)?;
    Client::connect(server.address())?.get("/")?.expect_ok("/")?;
    figures.first_page.push(server.age());
    server.wait_until_idle()?;
    for path in ["/", "/papers/trending", "/papers?q=diffusion+models", "/about"] {
        Client::connect(server.address())?.get(path)?.expect_ok(path)?;
    }
    figures.resident.push(server.resident_mib()?);
    Ok(())
}

/// The address of the newest page with a full number of rows, of the list `daily` if it ever had that many on a day.
fn day_page(folder: &std::path::Path) -> Result<String> {
    library::runtime()?.block_on(async {
        let newsstand = library::open(folder).await?;
        for (list, prefix) in [(ListName::Daily, "/papers/date"), (ListName::New, "/new/date")] {
            let calendar = newsstand.calendar(list).await?;
            let full = |(day, papers): &(Day, u64)| (*papers >= ROWS).then_some(*day);
            if let Some(day) = calendar.days.iter().rev().find_map(full) {
                return Ok(format!("{prefix}/{day}"));
            }
        }
        None.context("no day has 50 papers")
    })
}
