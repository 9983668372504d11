//! `newsstand reindex`: the search index, anew.

use std::process::ExitCode;
use std::time::Instant;

use engine::CatchUp;

use crate::config::Config;
use crate::console;

pub(super) async fn run(config: &Config) -> anyhow::Result<ExitCode> {
    let newsstand = super::open(config).await?;
    let started = Instant::now();
    match newsstand.reindex().await? {
        CatchUp::Done { papers } => {
            console::line(format_args!("indexed {papers} papers in {:.1} s", started.elapsed().as_secs_f64()))?;
            Ok(ExitCode::SUCCESS)
        }
        CatchUp::Elsewhere => {
            anyhow::bail!("another process is writing the index\nhint: stop the server, then run this again")
        }
    }
}
