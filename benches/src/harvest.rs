//! A long harvest: a repository on loopback that has as many papers as one likes, asked by the built program, whose memory is looked at
//! all the time.

mod repository;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::table::Table;
use crate::{library, process, table};
use repository::Repository;

/// How many papers there are, unless the caller says otherwise.
const PAPERS: u32 = 3_000_000;

/// How often memory is looked at.
const EVERY: Duration = Duration::from_millis(100);

/// Harvests that many papers, and prints how much anonymous memory it took, tenth by tenth.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let papers = match options {
        [] => PAPERS,
        [papers] => papers.parse().with_context(|| format!("{papers:?} is no number of papers"))?,
        _ => bail!("harvest takes one number of papers"),
    };
    let repository = Repository::start(papers)?;
    let folder = tempfile::tempdir_in(library::kept()?)?;
    let port = repository.port();
    let settings =
        format!("allow_private = true\n[[source]]\nget = \"arxiv:cs\"\naddress = \"http://127.0.0.1:{port}/oai\"\n");
    std::fs::write(folder.path().join("newsstand.toml"), settings)?;
    let mut child = Command::new(library::binary()?)
        .arg("--data")
        .arg(folder.path())
        .args(["source", "run", "--from", "2007-04-01", "--until", "2012-12-31"])
        .env("NEWSSTAND_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()?;
    let started = Instant::now();
    let mut lines = Table::new(["papers sent", "seconds", "RssAnon at most, MB", "folder, MB"]);
    let (mut most, mut most_of_all, mut line) = (0.0_f64, 0.0_f64, 1);
    while child.try_wait()?.is_none() {
        // A process that has just ended has no memory to tell.
        most = process::anonymous_mb_of(child.id()).map_or(most, |now| most.max(now));
        most_of_all = most_of_all.max(most);
        let sent = repository.sent();
        if u64::from(sent) * 10 >= u64::from(papers) * line {
            row(&mut lines, (sent, started, most), folder.path())?;
            (most, line) = (0.0, line + 1);
        }
        std::thread::sleep(EVERY);
    }
    row(&mut lines, (repository.sent(), started, most), folder.path())?;
    table::note(format_args!("the last row is what came after all were sent: the end of the index"));
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "newsstand source run ended with {}: {said}", output.status);
    lines.print(&format!(
        "A harvest of {papers} papers, {} a page; RssAnon at most {most_of_all:.0} MB",
        repository::PAGE
    ))?;
    table::say(said.trim_end())
}

fn row(lines: &mut Table, (sent, started, most): (u32, Instant, f64), folder: &Path) -> Result<()> {
    let seconds = started.elapsed().as_secs_f64();
    table::note(format_args!("{sent} papers after {seconds:.0} s, {most:.0} MB"));
    lines.row(&[sent.to_string(), format!("{seconds:.0}"), format!("{most:.0}"), format!("{:.0}", megabytes(folder)?)]);
    Ok(())
}

/// The size of all files in a folder.
fn megabytes(folder: &Path) -> Result<f64> {
    let mut bytes = 0.0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // Files of an index come and go while it is looked at.
        let Ok(about) = entry.metadata() else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a size to look at")]
        let size = about.len() as f64;
        bytes += if about.is_dir() { megabytes(&entry.path())? * 1e6 } else { size };
    }
    Ok(bytes / 1e6)
}
