//! `newsstand merge`: papers that became one, and such that may be one.

use std::process::ExitCode;

use domain::{StoredPaper, Timestamp};
use engine::{DoubtSummary, EngineError, MergeError, MergeSummary, Newsstand, Page};
use serde_json::json;

use crate::cli::{MergeArgs, MergeCommand, MergePair, WhichMerges};
use crate::config::Config;
use crate::console::{self, counted};

pub(super) async fn run(config: &Config, args: &MergeArgs) -> anyhow::Result<ExitCode> {
    let (newsstand, now) = (super::open(config).await?, Timestamp::now());
    match &args.what {
        MergeCommand::List(which) => list(&newsstand, which).await?,
        MergeCommand::Doubts(which) => doubts(&newsstand, which).await?,
        MergeCommand::Undo { number } => {
            let (kept, joined) = newsstand.undo_merge(*number, now).await.map_err(hinted)?;
            console::line(format_args!("two papers again: {} and {}", named(&kept), named(&joined)))?;
        }
        MergeCommand::Join(MergePair { one, other }) => {
            let paper = newsstand.join_papers((one, other), now).await?;
            console::line(format_args!("one paper: {}", named(&paper)))?;
        }
        MergeCommand::Apart(MergePair { one, other }) => {
            newsstand.part_papers((one, other), now).await?;
            console::line(format_args!("{one} and {other} stay two papers"))?;
        }
    }
    // What the index shows of them is written anew.
    newsstand.catch_up().await?;
    Ok(ExitCode::SUCCESS)
}

async fn list(newsstand: &Newsstand, which: &WhichMerges) -> anyhow::Result<()> {
    let (merges, total) = newsstand.merges(page(which)).await?;
    if which.json {
        let merge = |merge: &MergeSummary| {
            let paper = |(id, title): &(domain::PaperId, String)| json!({"id": id, "title": title});
            json!({"number": merge.number, "at": merge.at, "why": merge.why, "kept": paper(&merge.kept), "joined": paper(&merge.joined)})
        };
        let merges: Vec<_> = merges.iter().map(merge).collect();
        return Ok(console::line(serde_json::to_string_pretty(&json!({"merges": merges, "total": total}))?)?);
    }
    for MergeSummary { number, at, why, kept, joined } in &merges {
        console::line(format_args!(
            "{number}  {}  {why}\n    {}  {}\n    {}  {}",
            day(*at),
            kept.0,
            kept.1,
            joined.0,
            joined.1
        ))?;
    }
    tell_rest((merges.len(), total), "merge", "newsstand merge undo NUMBER takes one apart");
    Ok(())
}

async fn doubts(newsstand: &Newsstand, which: &WhichMerges) -> anyhow::Result<()> {
    let (doubts, total) = newsstand.doubts(page(which)).await?;
    if which.json {
        let doubt = |doubt: &DoubtSummary| {
            let paper = |stored: &StoredPaper| json!({"id": stored.paper.id, "title": stored.paper.title});
            json!({"at": doubt.at, "why": doubt.why, "one": paper(&doubt.one), "other": paper(&doubt.other)})
        };
        let doubts: Vec<_> = doubts.iter().map(doubt).collect();
        return Ok(console::line(serde_json::to_string_pretty(&json!({"doubts": doubts, "total": total}))?)?);
    }
    for DoubtSummary { at, why, one, other } in &doubts {
        console::line(format_args!("{}  {why}\n    {}\n    {}", day(*at), named(one), named(other)))?;
    }
    tell_rest(
        (doubts.len(), total),
        "doubt",
        "newsstand merge join ID ID makes one paper of two, newsstand merge apart ID ID keeps them two",
    );
    Ok(())
}

fn page(which: &WhichMerges) -> Page {
    Page { number: 1, size: which.limit }
}

fn tell_rest((shown, total): (usize, u64), what: &str, hint: &str) {
    match total.saturating_sub(shown as u64) {
        0 if total == 0 => console::note(format_args!("no {what} yet")),
        0 => console::note(format_args!("hint: {hint}")),
        more => console::note(format_args!("… and {} more\nhint: {hint}", counted(more, what))),
    }
}

fn named(stored: &StoredPaper) -> String {
    format!("{}  {}", stored.paper.id, stored.paper.title)
}

fn day(at: Timestamp) -> String {
    domain::Day::of(at).map(|day| day.to_string()).unwrap_or_default()
}

fn hinted(error: EngineError) -> anyhow::Error {
    let hint = matches!(error, EngineError::Merge(MergeError::NoMerge { .. }));
    let error = anyhow::Error::from(error);
    if hint { anyhow::anyhow!("{error:#}\nhint: newsstand merge list") } else { error }
}
