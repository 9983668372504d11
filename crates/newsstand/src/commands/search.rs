//! `newsstand search`: papers on the terminal.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::ensure;
use domain::{Day, StoredPaper, Timestamp};
use engine::{CatchUp, Found, Newsstand};
use search::Query;
use serde_json::json;

use crate::cli::SearchArgs;
use crate::config::Config;
use crate::console::{self, counted};

/// Width of the terminal lines that an abstract is cut to.
const EXCERPT: usize = 160;

pub(super) async fn run(config: &Config, args: &SearchArgs) -> anyhow::Result<ExitCode> {
    let data = config.data()?;
    // A name that is mistyped is no wish for another library.
    ensure!(
        data.exists() || config.database()?.is_some(),
        "there is no folder {}\nhint: --data names the folder of a library; `newsstand ingest` and `serve` make one",
        data.display()
    );
    let newsstand = super::open_to_search(config).await?;
    newsstand.open_second_tier().await?;
    if newsstand.catch_up().await? == CatchUp::Elsewhere {
        console::note("note: another process is writing the index; the newest papers may be missing");
    }
    let text = args.query.join(" ");
    let today = newsstand.counting_day(Day::of(Timestamp::now())).await?;
    let rerank = args.rerank || config.rerank;
    let query = Query { limit: usize::from(args.limit), explain: args.json, rerank, today, ..Query::words(&text) };
    let started = Instant::now();
    let found = search(&newsstand, &text, &query).await?;
    if args.rerank && newsstand.second_tier().is_none() {
        console::note("note: papers are reranked by the second tier, which the settings turn off");
    }
    let took_ms = started.elapsed().as_secs_f64() * 1e3;
    if args.json {
        print_json(&text, &found, took_ms)?;
    } else {
        print_text(&found, took_ms)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Searches; an id that is here is answered with that paper alone.
async fn search(newsstand: &Newsstand, text: &str, query: &Query) -> anyhow::Result<Found> {
    let mut found = newsstand.search(query).await?;
    if let Some(id) = newsstand.pasted(text).await?
        && let Some(stored) = newsstand.store().paper(&id).await?
    {
        found.papers = vec![engine::FoundPaper { stored, score: 1.0, probability: None, explanation: None }];
        (found.total, found.total_is_lower_bound, found.corrected) = (1, false, None);
        found.hints.clear();
    }
    Ok(found)
}

fn print_text(found: &Found, took_ms: f64) -> anyhow::Result<()> {
    match &found.corrected {
        Some(corrected) => console::line(format_args!("searched for: {corrected}\n"))?,
        None if found.operators => console::line(format_args!("understood as: {}\n", found.normalised))?,
        None => {}
    }
    for (at, hit) in found.papers.iter().enumerate() {
        let paper = &hit.stored.paper;
        console::line(format_args!("{:>3}. {}", at + 1, text::plain(&paper.title)))?;
        console::line(format_args!("     {}", facts(&hit.stored)))?;
        console::line(format_args!("     {}\n", text::excerpt(&text::plain(&paper.abstract_text), EXCERPT)))?;
    }
    console::line(format_args!("{}, {took_ms:.1} ms", how_many(found)))?;
    for hint in found.said() {
        console::note(format_args!("hint: {hint}"));
    }
    if found.papers.is_empty() {
        console::note("nothing was found; other words may help (words such as \"the\" alone are not looked for)");
    }
    Ok(())
}

/// How much was found. Where weaker papers follow those that match, nobody counts them.
fn how_many(found: &Found) -> String {
    match found.total {
        _ if found.unheld && !found.papers.is_empty() => {
            "no paper has these words; these are the nearest in meaning".to_owned()
        }
        0 if found.total_is_lower_bound => "no paper fits closely; these come nearest".to_owned(),
        total if found.total_is_lower_bound => format!("at least {}", counted(total, "paper")),
        total => counted(total, "paper"),
    }
}

/// Id, day, authors, votes and citations in one line.
fn facts(stored: &StoredPaper) -> String {
    let day = stored.shown.map(|day| day.to_string());
    let authors = match stored.paper.authors.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first, ..] => Some(format!("{first} and {} more", stored.paper.authors.len() - 1)),
    };
    let votes = (stored.counts.votes > 0).then(|| counted(stored.counts.votes.into(), "vote"));
    let citations = stored.paper.facts.citations.filter(|citations| *citations > 0);
    let citations = citations.map(|citations| format!("cited by {}", counted(citations.into(), "work")));
    let id = Some(stored.paper.id.to_string());
    [id, day, authors, votes, citations].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn print_json(text: &str, found: &Found, took_ms: f64) -> anyhow::Result<()> {
    let results: Vec<_> = found
        .papers
        .iter()
        .map(|hit| {
            let (stored, paper) = (&hit.stored, &hit.stored.paper);
            let why = hit.explanation.as_ref();
            json!({
                "id": paper.id, "title": paper.title, "abstract": paper.abstract_text, "authors": paper.authors,
                "date": stored.shown, "votes": stored.counts.votes, "comments": stored.counts.comments,
                "citations": paper.facts.citations, "score": hit.score, "probability": hit.probability,
                "explain": why.map(|why| json!({
                    "lexical": why.lexical, "semantic": why.semantic, "title": why.title,
                    "neighbours": why.neighbours, "recency": why.recency, "cited": why.cited, "sentence": why.sentence, "words": why.words, "expanded": why.expanded,
                })),
            })
        })
        .collect();
    let answer = json!({
        "query": text, "normalised": found.normalised,
        "hints": found.hints.iter().map(|hint| json!({
            "start": hint.range.start, "end": hint.range.end, "message": hint.message,
        })).collect::<Vec<_>>(),
        "corrected": found.corrected, "reranked": found.reranked, "total": found.total,
        "total_is_lower_bound": found.total_is_lower_bound, "took_ms": took_ms, "results": results,
    });
    Ok(console::line(serde_json::to_string_pretty(&answer)?)?)
}
