//! `newsstand digest queue`: how many letters wait, which are tried again and why, which were given up.

use std::process::ExitCode;

use domain::Timestamp;
use engine::{PostQueue, Reason};

use crate::cli::DigestQueueArgs;
use crate::config::Config;
use crate::console::{self, counted};

/// Reasons of each kind that are shown.
const SHOWN: usize = 20;

pub(super) async fn run(config: &Config, args: &DigestQueueArgs) -> anyhow::Result<ExitCode> {
    let newsstand = super::open_to_search(config).await?;
    let queue = newsstand.post_queue(Timestamp::now()).await?;
    if args.json {
        console::line(serde_json::to_string_pretty(&queue)?)?;
    } else {
        console::line(printed(&queue))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn printed(queue: &PostQueue) -> String {
    let PostQueue { due, under_way, later, again, given_up, sent } = queue;
    let sum = |reasons: &[Reason]| counted(reasons.iter().map(|reason| reason.letters).sum::<u64>(), "letter");
    let mut lines = vec![
        format!("{} to be sent now, {under_way} under way, {later} later", counted(*due, "letter")),
        format!("{} sent in the last 24 hours", counted(*sent, "letter")),
    ];
    for (reasons, what, moment) in
        [(again, "tried again or put off", "next"), (given_up, "given up in the last seven days", "first")]
    {
        if reasons.is_empty() {
            continue;
        }
        lines.push(format!("{} {what}:", sum(reasons)));
        let line = |reason: &Reason| format!("  {:>6}  {moment} {:.0}  {}", reason.letters, reason.first, reason.why);
        lines.extend(reasons.iter().take(SHOWN).map(line));
        if let Some(more) = reasons.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            lines.push(format!("  and {more} more reasons: --json shows them"));
        }
    }
    lines.join("\n")
}
