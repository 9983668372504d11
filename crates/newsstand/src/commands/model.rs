//! `newsstand model`: models of the operator.

use std::process::ExitCode;

use engine::{ListedModel, ModelKind, ModelUse, ModelWanted, Newsstand};
use serde_json::json;

use crate::cli::{ModelAddArgs, ModelArgs, ModelCommand};
use crate::config::Config;
use crate::console;

pub(super) async fn run(config: &Config, args: &ModelArgs) -> anyhow::Result<ExitCode> {
    let newsstand = super::open(config).await?;
    match &args.what {
        ModelCommand::Add(args) => add(&newsstand, args).await?,
        ModelCommand::List(args) => list(&newsstand, args.json)?,
        ModelCommand::Use(args) => choose(&newsstand, &args.name, config.second_tier).await?,
        ModelCommand::Remove(args) => {
            newsstand.remove_model(&args.name)?;
            console::line(format_args!("{} and its vectors are removed", args.name))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn add(newsstand: &Newsstand, args: &ModelAddArgs) -> anyhow::Result<()> {
    let added = newsstand.add_model(&args.path, args.name.as_deref()).await?;
    let (kind, dims, size) = (kind(added.kind), added.dims, megabytes(added.bytes));
    console::line(format_args!("{} is added: a {kind} of {dims} dimensions, {size}", added.name))?;
    Ok(console::line(format_args!("to use it: newsstand model use {}", added.name))?)
}

async fn choose(newsstand: &Newsstand, name: &str, second_tier: bool) -> anyhow::Result<()> {
    let is_transformer = match newsstand.use_model(name).await? {
        ModelWanted::Serves(kind) => {
            console::line(format_args!("{name} is in use"))?;
            kind == ModelKind::Transformer
        }
        ModelWanted::ServesSoon => {
            console::line(format_args!(
                "the running server builds its index with {name}, and uses it when that is done"
            ))?;
            false
        }
        ModelWanted::Reads(progress) => {
            let (papers, of) = (progress.papers, progress.of);
            console::line(format_args!(
                "{name} has read {papers} of {of} papers: it serves when a server has let it read all, until then the old one does"
            ))?;
            true
        }
    };
    if is_transformer && !second_tier {
        console::note("note: the setting second_tier = false leaves all transformers out");
    }
    Ok(())
}

fn list(newsstand: &Newsstand, as_json: bool) -> anyhow::Result<()> {
    let models = newsstand.list_models()?;
    if as_json {
        let models: Vec<_> = models.iter().map(described).collect();
        return Ok(console::line(serde_json::to_string_pretty(&json!({ "models": models }))?)?);
    }
    let width = models.iter().map(|model| model.name.len()).max().unwrap_or_default().max(4);
    console::line(format_args!(
        "{:<width$}  {:<12} {:>10} {:>9}  {:<20} in use",
        "name", "kind", "dimensions", "size", "papers read"
    ))?;
    for model in &models {
        let read = format!("{} of {}", model.read.papers, model.read.of);
        let usage = usage(model.usage);
        console::line(
            match &model.described {
                Ok(it) => {
                    let (kind, dims, size) = (kind(it.kind), it.dims, megabytes(it.bytes));
                    format!("{:<width$}  {kind:<12} {dims:>10} {size:>9}  {read:<20} {usage}", model.name)
                }
                Err(reason) => format!("{:<width$}  cannot be used: {reason}", model.name),
            }
            .trim_end(),
        )?;
    }
    Ok(())
}

fn described(model: &ListedModel) -> serde_json::Value {
    let it = model.described.as_ref().ok();
    json!({
        "name": model.name,
        "kind": it.map(|it| kind(it.kind)),
        "dimensions": it.map(|it| it.dims),
        "bytes": it.map(|it| it.bytes),
        "papers_read": model.read.papers,
        "papers": model.read.of,
        "use": model.usage.map(|of| usage(Some(of))),
        "problem": model.described.as_ref().err(),
    })
}

fn kind(kind: ModelKind) -> &'static str {
    match kind {
        ModelKind::Table => "static table",
        ModelKind::Transformer => "transformer",
    }
}

fn usage(usage: Option<ModelUse>) -> &'static str {
    match usage {
        Some(ModelUse::First) => "first tier",
        Some(ModelUse::Second) => "second tier",
        Some(ModelUse::Next) => "second tier next",
        None => "",
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
