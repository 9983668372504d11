//! The prepared library: all papers of the benchmarks in a data folder, made by the release binary and kept.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use domain::{PaperKey, StoredPaper};
use engine::{Newsstand, Options};
use tokio::runtime::{Builder, Runtime};

use crate::{shared, table};

/// The built `newsstand`, which stands beside this program.
pub(crate) fn binary() -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("newsstand");
    ensure!(path.is_file(), "{} is missing\nhint: build it with `cargo build --release`", path.display());
    Ok(path)
}

/// The folder beside the binary in which benchmarks keep what is slow to make; it can be deleted at any time.
pub(crate) fn kept() -> Result<PathBuf> {
    let exe = std::env::current_exe()?;
    let folder = exe.ancestors().nth(2).context("the program stands in no target folder")?.join("bench-data");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The data folder with the prepared library. It is made anew when the binary is newer, for which the folder
/// `target/bench-data` can be deleted at any time.
pub(crate) fn prepared() -> Result<PathBuf> {
    let binary = binary()?;
    let target = binary.ancestors().nth(2).context("the binary stands in no target folder")?;
    let (folder, stamp) = (target.join("bench-data/library"), target.join("bench-data/library.made"));
    let fresh = |made: &Path| Some(made.metadata().ok()?.modified().ok()? > binary.metadata().ok()?.modified().ok()?);
    if fresh(&stamp) == Some(true) {
        return Ok(folder);
    }
    table::note(format_args!("preparing {}", folder.display()));
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    expect_success(&ingest_command(&folder)?.output()?)?;
    std::fs::write(&stamp, "")?;
    Ok(folder)
}

/// Fails with what `newsstand ingest` wrote on standard error, unless it ended well.
pub(crate) fn expect_success(output: &Output) -> Result<()> {
    let (status, said) = (output.status, String::from_utf8_lossy(&output.stderr));
    ensure!(status.success(), "newsstand ingest ended with {status}:\n{said}");
    Ok(())
}

/// `newsstand ingest` of all papers into a data folder.
pub(crate) fn ingest_command(folder: &Path) -> Result<Command> {
    let mut command = Command::new(binary()?);
    command.arg("--data").arg(folder).arg("ingest").args(shared::papers());
    Ok(command)
}

/// A runtime like the server's.
pub(crate) fn runtime() -> Result<Runtime> {
    Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")
}

/// Opens the Newsstand in a data folder.
pub(crate) async fn open(folder: &Path) -> Result<Newsstand> {
    let options = Options { data: folder.to_owned(), database: None, second_tier: false };
    Newsstand::open(&options).await.with_context(|| format!("cannot open {}", folder.display()))
}

/// All papers of the prepared library, in the order in which they came.
pub(crate) fn all_papers() -> Result<Vec<StoredPaper>> {
    let folder = prepared()?;
    runtime()?.block_on(async {
        let newsstand = open(&folder).await?;
        let store = newsstand.store();
        let (mut papers, mut cursor) = (Vec::new(), 0);
        loop {
            let changes = store.changes(cursor, 4_000).await?;
            let Some(last) = changes.last() else { break };
            cursor = last.seq;
            let keys: Vec<PaperKey> = changes.iter().map(|change| change.paper).collect();
            papers.extend(store.papers(&keys).await?);
        }
        // A paper that changed later was read at each of its changes.
        papers.sort_by_key(|stored| stored.key);
        papers.dedup_by_key(|stored| stored.key);
        Ok(papers)
    })
}
