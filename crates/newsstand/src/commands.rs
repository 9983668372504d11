//! The commands, one a file, and what they share: settings, log, runtime.

mod alert;
mod config;
mod digest;
mod digest_queue;
mod doctor;
mod eval;
mod ingest;
mod merge;
mod model;
mod reindex;
mod returned;
mod search;
mod searches;
mod serve;
mod source;
mod topic;
mod train;
mod websub;

use std::io::IsTerminal;
use std::num::NonZero;
use std::process::ExitCode;

use anyhow::Context;
use engine::{Newsstand, Options};
use tokio::runtime::{Builder, Runtime};
use tracing_subscriber::EnvFilter;

use crate::cli::{Cli, Command, Common, ServeArgs};
use crate::config::{Config, Overrides};

/// Runs the command and returns the exit code: 0 well, 1 something was lost, 2 nothing could be done.
pub(crate) fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let command = cli.command.unwrap_or(Command::Serve(ServeArgs::default()));
    let config = settings(&cli.common, &command)?;
    start_log(&config, &command)?;
    runtime()?.block_on(async {
        match command {
            Command::Serve(args) => serve::run(&config, &args).await,
            Command::Ingest(args) => ingest::run(&config, args).await,
            Command::Source(args) => source::run(&config, &args).await,
            Command::Merge(args) => merge::run(&config, &args).await,
            Command::Digest(args) => digest::run(&config, &args).await,
            Command::Alert(args) => alert::run(&config, &args).await,
            Command::Doctor(args) => doctor::run(&config, &args).await,
            Command::Search(args) => search::run(&config, &args).await,
            Command::Reindex => reindex::run(&config).await,
            Command::Eval(args) => eval::run(&config, &args).await,
            Command::Train(args) => train::run(&config, args).await,
            Command::Model(args) => model::run(&config, &args).await,
            Command::Topic(args) => topic::run(&config, args).await,
            Command::Searches(args) => searches::run(&config, &args).await,
            Command::Config(args) => config::run(&config, &args),
        }
    })
}

/// Threads for work that blocks (searching among few papers, suggesting, reading files) are few: each keeps buffers, and more of them than
/// cores only take turns.
fn runtime() -> anyhow::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(2, NonZero::get);
    Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads((2 * cores).max(8))
        .build()
        .context("cannot start the runtime")
}

/// Opens the Newsstand that the settings name, to work on its papers.
async fn open(config: &Config) -> anyhow::Result<Newsstand> {
    open_with(config, false).await
}

/// Opens the Newsstand that the settings name, to be asked questions: with its second tier, which is opened
/// [later](Newsstand::open_second_tier).
async fn open_to_search(config: &Config) -> anyhow::Result<Newsstand> {
    open_with(config, config.second_tier).await
}

async fn open_with(config: &Config, second_tier: bool) -> anyhow::Result<Newsstand> {
    let options = Options { data: config.data()?, database: config.database()?, second_tier };
    let context = || format!("cannot open the library in {}", options.data.display());
    Newsstand::open(&options).await.with_context(context)
}

fn settings(common: &Common, command: &Command) -> anyhow::Result<Config> {
    let listen = match command {
        Command::Serve(args) => args.listen,
        _ => None,
    };
    let overrides =
        Overrides { file: common.config.clone(), data: common.data.clone(), database: common.database.clone(), listen };
    let config = Config::load(&overrides, |name| std::env::var(name).ok())?;
    // These two look at settings, also at wrong ones.
    if !matches!(command, Command::Doctor(_) | Command::Config(_)) {
        config.check()?;
    }
    Ok(config)
}

/// Logs go to standard error. Commands other than `serve` answer for themselves and log only what goes wrong.
fn start_log(config: &Config, command: &Command) -> anyhow::Result<()> {
    let filter = match command {
        Command::Serve(_) => format!("{},tantivy=warn,sqlx=warn", config.log),
        _ => "warn,tantivy=error".to_owned(),
    };
    let filter =
        EnvFilter::try_new(&filter).with_context(|| format!("the setting log = {:?} is no filter", config.log))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    Ok(())
}
