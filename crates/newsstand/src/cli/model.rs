//! `newsstand model`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct ModelArgs {
    #[command(subcommand)]
    pub what: ModelCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    /// Copy a model into the data folder, after trying it
    Add(ModelAddArgs),
    /// Show all models, how far each has read the library, and which are in use
    List(ModelListArgs),
    /// Use a model: a transformer serves when it has read every paper, a table when the index is built with it
    Use(ModelNameArgs),
    /// Remove a model and its vectors
    Remove(ModelNameArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ModelAddArgs {
    /// A folder in the layout of sentence-transformers or model2vec, or an .onnx or .safetensors file in one
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// What it is to be called [default: as its folder]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ModelListArgs {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ModelNameArgs {
    /// The model's name, as `newsstand model list` shows it
    #[arg(value_name = "NAME")]
    pub name: String,
}
