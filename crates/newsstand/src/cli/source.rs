//! `newsstand source`.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::Day;

#[derive(Debug, Args)]
pub(crate) struct SourceArgs {
    #[command(subcommand)]
    pub what: SourceCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// Show the sources of the settings, and how far each was read
    List,
    /// Ask a source once and show what would arrive; nothing is stored
    Test(SourceTestArgs),
    /// Get what is new, from where each was left
    Run(SourceRunArgs),
    /// Add a source to the settings
    Add(SourceAddArgs),
    /// Add the feeds of a list that a reader of feeds has written (OPML)
    Import(SourceImportArgs),
    /// Let the running server leave a source alone
    Pause {
        /// Its name
        source: String,
    },
    /// Let the running server ask a paused source again
    Resume {
        /// Its name
        source: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SourceTestArgs {
    /// A source of the settings, or one in a word: arxiv:cs.CL, hf-daily, acl:2025, feed:ADDRESS …
    #[arg(value_name = "SOURCE")]
    pub source: String,
    #[command(flatten)]
    pub days: WhichDays,
}

#[derive(Debug, Args)]
pub(crate) struct SourceRunArgs {
    /// Sources of the settings, or in a word: arxiv:cs.CL, hf-daily, acl:2025, feed:ADDRESS … [default: all of the settings]
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,
    #[command(flatten)]
    pub days: WhichDays,
}

#[derive(Debug, Args)]
pub(crate) struct SourceAddArgs {
    /// What it brings: arxiv:cs.CL, hf-daily, acl:2025, feed:ADDRESS …
    #[arg(value_name = "SOURCE")]
    pub get: String,
    /// What it is called [default: what it brings]
    #[arg(long)]
    pub name: Option<String>,
    /// After how many hours it is asked again
    #[arg(long, value_name = "N")]
    pub hours: Option<NonZero<u16>>,
    /// The list that its papers go on: daily, new or none [default: what suits its kind]
    #[arg(long)]
    pub list: Option<String>,
    /// Only papers of these categories, or with these words, go on the list
    #[arg(long, value_name = "WORD")]
    pub only: Vec<String>,
    /// How many papers stay on each day of the list, by rank or else by votes
    #[arg(long, value_name = "N")]
    pub first: Option<NonZero<u32>>,
}

#[derive(Debug, Args)]
pub(crate) struct SourceImportArgs {
    /// The list; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only say what would be added
    #[arg(long)]
    pub dry_run: bool,
    /// After how many hours each is asked again
    #[arg(long, value_name = "N")]
    pub hours: Option<NonZero<u16>>,
    /// The list that their papers go on: daily, new or none [default: new]
    #[arg(long)]
    pub list: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct WhichDays {
    /// The first day [default: where the source was left; the first time some days ago]
    #[arg(long, value_name = "DAY")]
    pub from: Option<Day>,
    /// The last day [default: today]
    #[arg(long, value_name = "DAY", requires = "from")]
    pub until: Option<Day>,
}
