//! The command line of `newsstand merge`.

use clap::{Args, Subcommand};
use domain::PaperId;

#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    #[command(subcommand)]
    pub what: MergeCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MergeCommand {
    /// Show what became one paper by likeness, the newest first
    List(WhichMerges),
    /// Show papers that may be one
    Doubts(WhichMerges),
    /// Take apart what became one paper; it never becomes one again
    Undo {
        /// Its number in the list
        number: i64,
    },
    /// Make one paper of two
    Join(Pair),
    /// Settle a doubt: two papers are two
    Apart(Pair),
}

#[derive(Debug, Args)]
pub(crate) struct WhichMerges {
    /// How many to show
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Pair {
    /// Id of one paper: an arXiv id, a DOI, or as it stands in its address
    pub one: PaperId,
    /// Id of the other
    pub other: PaperId,
}
