//! The command line.

mod alert;
mod digest;
mod doctor;
mod merge;
mod model;
mod source;
pub(crate) mod topic;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use engine::{TrainingStart, TrainingTeacher};
use sources::Format;
use topic::TopicArgs;

pub(crate) use self::alert::{AlertAddArgs, AlertArgs, AlertCommand};
pub(crate) use self::digest::{
    DigestArgs, DigestCommand, DigestForm, DigestPreviewArgs, DigestQueueArgs, ReturnedArgs, SuppressedArgs,
    SuppressedCommand,
};
pub(crate) use self::doctor::{DoctorArgs, DoctorCommand, DoctorMailArgs};
pub(crate) use self::merge::{MergeArgs, MergeCommand, Pair as MergePair, WhichMerges};
pub(crate) use self::model::{ModelAddArgs, ModelArgs, ModelCommand};
pub(crate) use self::source::{SourceAddArgs, SourceArgs, SourceCommand, SourceImportArgs, WhichDays};

/// A daily-papers site that you run yourself: gathers papers, shows each day's list, finds papers by meaning.
///
/// Without a command it serves its pages; the first time with a bundled sample of real papers.
#[derive(Debug, Parser)]
#[command(name = "newsstand", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Folder that holds everything [default: the platform's place for application data]
    #[arg(long, value_name = "DIR", env = "NEWSSTAND_DATA", global = true)]
    pub data: Option<PathBuf>,
    /// Settings file [default: newsstand.toml in the data folder, if it is there]
    #[arg(long, value_name = "FILE", env = "NEWSSTAND_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// PostgreSQL address, to share the store between nodes [default: an SQLite file in the data folder]
    #[arg(long, value_name = "URL", env = "NEWSSTAND_DATABASE", hide_env_values = true, global = true)]
    pub database: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the pages and the API (the default)
    Serve(ServeArgs),
    /// Take papers in from files
    Ingest(IngestArgs),
    /// Get papers from arXiv, Daily Papers, journals, feeds: try a source, run those of the settings
    Source(SourceArgs),
    /// Papers that became one, and such that may be one: look, take apart, settle
    Merge(MergeArgs),
    /// Letters: look at one, send those that are due, see which wait, learn from those that come back
    Digest(DigestArgs),
    /// Alerts: tell programs and chats what is new
    Alert(AlertArgs),
    /// Look whether something is set up well, and say what to do about it: mail
    Doctor(DoctorArgs),
    /// Search from the terminal
    Search(SearchArgs),
    /// Build the search index anew from the store
    Reindex,
    /// Measure search on test collections in BEIR layout
    Eval(EvalArgs),
    /// Learn the embedding table from the library: what finds papers by meaning
    Train(TrainArgs),
    /// Use other models: add, list, choose and remove them
    Model(ModelArgs),
    /// Topics: subjects that you name by a handful of papers
    Topic(TopicArgs),
    /// Show what readers search for and do not find, where the settings let it be noted
    Searches(SearchesArgs),
    /// Show the settings in force, passwords masked
    Config(ConfigArgs),
}

#[derive(Debug, Default, Args)]
pub(crate) struct ServeArgs {
    /// Address to listen on; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Start without the bundled sample
    #[arg(long)]
    pub empty: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SearchesArgs {
    /// Days to look back, today included
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=90))]
    pub days: u16,
    /// Queries of each kind
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct IngestArgs {
    /// Files or folders; `-` is standard input; .zst and .gz are read directly
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What the files hold: auto, hf-daily, arxiv-json, saved-page or jsonl
    #[arg(long, default_value = "auto")]
    pub format: Format,
    /// Year of the dates without one on saved pages [default: found from the page's own dates]
    #[arg(long, value_parser = clap::value_parser!(i16).range(1991..=2199))]
    pub year: Option<i16>,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to look for: words, an arXiv id, a DOI, operators such as ti:graph (docs/SEARCH.md)
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Let the transformer look at the sentences of the first fifty: two or three seconds
    #[arg(long)]
    pub rerank: bool,
    /// How many papers to show
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// Folders with corpus.jsonl, queries.jsonl and qrels/test.tsv (.zst allowed)
    #[arg(required_unless_present = "estimate", value_name = "DIR")]
    pub dirs: Vec<PathBuf>,
    /// Files of papers, where a folder has no corpus of its own
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub corpus: Vec<PathBuf>,
    /// Which judgements: qrels/SPLIT.tsv
    #[arg(long, value_name = "SPLIT", default_value = "test")]
    pub split: String,
    /// Configuration with which the others are compared [default: bm25]
    #[arg(long, value_name = "NAME")]
    pub baseline: Option<String>,
    /// Let the transformer read every paper too, on all cores, and keep its vectors in this folder
    #[arg(long, value_name = "DIR")]
    pub second_tier: Option<PathBuf>,
    /// Also have the transformer look at the best papers of each query once more: two or three seconds a query
    #[arg(long, requires = "second_tier")]
    pub rerank: bool,
    /// Train the static table on each collection's own papers first (never on its judgements)
    #[arg(long)]
    pub adapt: bool,
    /// Also write a table of each query, tabs between the columns; `-` prints it, and nothing else
    #[arg(long, value_name = "FILE")]
    pub per_query: Option<String>,
    /// Estimate the quality in your own library instead, from a few judgements that you make here and that FOLDER keeps
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["dirs", "corpus", "split", "baseline", "second_tier", "rerank", "per_query", "json"])]
    pub estimate: Option<PathBuf>,
    /// Queries to be judged: lines of text, or of JSON with _id and text [default: those of FOLDER, else typed]
    #[arg(long, value_name = "FILE", requires = "estimate", conflicts_with = "dirs")]
    pub queries: Option<PathBuf>,
    /// Another seed draws other papers to be judged
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "estimate")]
    pub seed: u64,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TrainArgs {
    /// Number that decides every choice of chance: the same number, the same table
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many threads work; the table does not depend on it [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZero<usize>>,
    /// How often each paper is taken at most
    #[arg(long, value_name = "N")]
    pub epochs: Option<NonZero<usize>>,
    /// The table to begin with: `bundled`, `current` (the one in use), `minilm` (the transformer's own vectors of word pieces: it
    /// takes more papers and more time than the others) or a file
    #[arg(long, value_name = "TABLE", default_value = "bundled")]
    pub from: TableChoice,
    /// Take few and small steps: for a table that knows papers of this kind already and is to stay as it is where it is good
    #[arg(long)]
    pub gently: bool,
    /// The larger model whose word on titles counts too: `kept` (its vectors that are there already), `minilm` (what is missing
    /// is computed first: some milliseconds a title) or `none`
    #[arg(long, value_name = "MODEL", default_value = "kept")]
    pub teacher: TeacherChoice,
    /// Write the table into this file, instead of into the data folder if it is better
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Learn from the papers of these files instead of the library's
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub papers: Vec<PathBuf>,
}

/// Which table to begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TableChoice {
    Bundled,
    Current,
    Minilm,
    File(PathBuf),
}

impl FromStr for TableChoice {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "bundled" => Self::Bundled,
            "current" => Self::Current,
            "minilm" => Self::Minilm,
            file => Self::File(file.into()),
        })
    }
}

impl From<TableChoice> for TrainingStart {
    fn from(choice: TableChoice) -> Self {
        match choice {
            TableChoice::Bundled => Self::Bundled,
            TableChoice::Current => Self::InUse,
            TableChoice::Minilm => Self::Transformer,
            TableChoice::File(path) => Self::File(path),
        }
    }
}

/// Who teaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TeacherChoice {
    Kept,
    Minilm,
    None,
}

impl From<TeacherChoice> for TrainingTeacher {
    fn from(choice: TeacherChoice) -> Self {
        match choice {
            TeacherChoice::Kept => Self::Kept,
            TeacherChoice::Minilm => Self::Transformer,
            TeacherChoice::None => Self::Nobody,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ConfigArgs {
    /// Print the commented defaults instead, ready to be a settings file
    #[arg(long)]
    pub defaults: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serving_is_the_default() {
        assert!(Cli::parse_from(["newsstand"]).command.is_none());
        assert!(Cli::parse_from(["newsstand", "--data", "x"]).command.is_none());
    }
}
