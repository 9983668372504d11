//! The command line of `newsstand topic`.

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct TopicArgs {
    #[command(subcommand)]
    pub what: TopicCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TopicCommand {
    /// Name a topic by some papers that belong to it; five or more tell it well
    Add(Papers),
    /// Show the topics
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show what falls in a topic, and why
    Show(ShowArgs),
    /// Say that papers belong to a topic
    Accept(Papers),
    /// Say that papers do not belong to a topic
    Reject(Papers),
    /// Take back what was said about papers
    Forget(Papers),
    /// Give a topic another name
    Rename {
        /// Its name
        name: String,
        /// Its new name
        new_name: String,
    },
    /// Remove a topic; its papers stay
    Remove {
        /// Its name
        name: String,
    },
}

/// A topic and papers.
#[derive(Debug, Args)]
pub(crate) struct Papers {
    /// Name of the topic, or as it stands in its address
    pub name: String,
    /// Ids of papers: arXiv ids, DOIs, or as they stand in the papers' addresses
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Name of the topic, or as it stands in its address
    pub name: String,
    /// The newest papers first, not the best
    #[arg(long)]
    pub newest: bool,
    /// How many papers to show
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}
