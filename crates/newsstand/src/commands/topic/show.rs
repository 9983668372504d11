//! `newsstand topic show`: what falls in a topic, and why.

use std::process::ExitCode;

use engine::{CatchUp, Page, TopicError, TopicMember, TopicQuery, TopicView};
use search::Sort;
use serde_json::json;

use crate::cli::topic::ShowArgs;
use crate::config::Config;
use crate::console::{self, counted};

/// So many of the words that a paper shares with the examples are named.
const MOST_WORDS: usize = 5;

pub(super) async fn run(config: &Config, args: &ShowArgs) -> anyhow::Result<ExitCode> {
    let newsstand = crate::commands::open_to_search(config).await?;
    if newsstand.catch_up().await? == CatchUp::Elsewhere {
        console::note("note: another process is writing the index; the newest papers may be missing");
    }
    let sort = if args.newest { Sort::Newest } else { Sort::Relevance };
    let query = TopicQuery { slug: args.name.clone(), sort, page: Page { number: 1, size: args.limit.into() } };
    let Some(topic) = newsstand.topic(&query).await? else {
        return Err(super::hinted(TopicError::Unknown(args.name.clone()).into()));
    };
    if args.json {
        print_json(&topic)?;
    } else {
        print_text(&topic)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn print_text(topic: &TopicView) -> anyhow::Result<()> {
    let words = topic.words();
    if !words.is_empty() {
        console::line(format_args!("{}: {}\n", topic.name, words.join(", ")))?;
    }
    for (at, member) in topic.papers.iter().enumerate() {
        console::line(format_args!("{:>3}. {}", at + 1, text::plain(&member.stored.paper.title)))?;
        let day = member.stored.shown.map_or_else(String::new, |day| format!(" · {day}"));
        console::line(format_args!("     {}{day} · {:.2}{}\n", member.stored.paper.id, member.score, why(member)))?;
    }
    Ok(console::line(format_args!("{} in {}", counted(topic.total, "paper"), topic.name))?)
}

/// Why a paper falls in the topic, as the end of a line.
fn why(member: &TopicMember) -> String {
    let words: Vec<&str> = member.shared.iter().take(MOST_WORDS).map(String::as_str).collect();
    match (member.is_example, words.is_empty()) {
        (true, _) => " · an example".to_owned(),
        (false, true) => " · near in meaning".to_owned(),
        (false, false) => format!(" · because of {}", words.join(", ")),
    }
}

fn print_json(topic: &TopicView) -> anyhow::Result<()> {
    let ids = |papers: &[domain::StoredPaper]| -> Vec<String> {
        papers.iter().map(|stored| stored.paper.id.to_string()).collect()
    };
    let paper = |member: &TopicMember| {
        let (stored, paper) = (&member.stored, &member.stored.paper);
        json!({
            "id": paper.id, "title": paper.title, "abstract": paper.abstract_text, "authors": paper.authors,
            "date": stored.shown, "votes": stored.counts.votes, "score": member.score, "example": member.is_example,
            "because": member.shared,
        })
    };
    let features = topic.features.iter();
    let features: Vec<_> =
        features.map(|it| json!({"words": it.words, "weight": it.weight, "papers": it.papers})).collect();
    let answer = json!({
        "slug": topic.slug, "name": topic.name, "total": topic.total, "threshold": topic.threshold,
        "features": features, "examples": ids(&topic.accepted), "rejected": ids(&topic.rejected),
        "papers": topic.papers.iter().map(paper).collect::<Vec<_>>(),
    });
    Ok(console::line(serde_json::to_string_pretty(&answer)?)?)
}
