//! `newsstand topic`: subjects that are named by a handful of papers.

mod show;

use std::process::ExitCode;

use domain::{PaperId, Timestamp};
use engine::{EngineError, Judgement, Newsstand, TopicError, TopicSummary};
use serde_json::json;

use crate::cli::topic::{Papers, TopicArgs, TopicCommand};
use crate::config::Config;
use crate::console::{self, counted};

/// Fewer examples than this tell a topic badly: docs/SEARCH.md has the figures.
const GOOD_NUMBER: usize = 5;

pub(super) async fn run(config: &Config, args: TopicArgs) -> anyhow::Result<ExitCode> {
    let now = Timestamp::now();
    match args.what {
        TopicCommand::Show(args) => return show::run(config, &args).await,
        TopicCommand::List { json } => list(&super::open(config).await?, json).await?,
        TopicCommand::Add(Papers { name, ids }) => {
            let (newsstand, ids) = (super::open(config).await?, paper_ids(&ids)?);
            tell("made", &newsstand.add_topic(&name, &ids, now).await.map_err(hinted)?)?;
        }
        TopicCommand::Accept(papers) => judge(config, &papers, Judgement::Accepted).await?,
        TopicCommand::Reject(papers) => judge(config, &papers, Judgement::Rejected).await?,
        TopicCommand::Forget(papers) => judge(config, &papers, Judgement::Forgotten).await?,
        TopicCommand::Rename { name, new_name } => {
            let newsstand = super::open(config).await?;
            tell("renamed", &newsstand.rename_topic(&name, &new_name, now).await.map_err(hinted)?)?;
        }
        TopicCommand::Remove { name } => {
            super::open(config).await?.remove_topic(&name, now).await.map_err(hinted)?;
            console::line(format_args!("removed {name}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn judge(config: &Config, papers: &Papers, judgement: Judgement) -> anyhow::Result<()> {
    let (newsstand, ids) = (super::open(config).await?, paper_ids(&papers.ids)?);
    let topic = newsstand.judge_topic(&papers.name, (judgement, &ids), Timestamp::now()).await.map_err(hinted)?;
    tell("corrected", &topic)
}

async fn list(newsstand: &Newsstand, as_json: bool) -> anyhow::Result<()> {
    let topics = newsstand.topics().await?;
    if as_json {
        let topic = |topic: &TopicSummary| json!({"slug": topic.slug, "name": topic.name, "examples": topic.accepted, "rejected": topic.rejected});
        let topics: Vec<_> = topics.iter().map(topic).collect();
        return Ok(console::line(serde_json::to_string_pretty(&json!({"topics": topics}))?)?);
    }
    for topic in topics.iter() {
        console::line(format_args!("{} ({}): {}", topic.name, topic.slug, judged(topic)))?;
    }
    if topics.is_empty() {
        console::note("there is no topic yet\nhint: newsstand topic add NAME ID…, with five papers that belong to it");
    }
    Ok(())
}

/// Says what became of a topic.
fn tell(what: &str, topic: &TopicSummary) -> anyhow::Result<()> {
    console::line(format_args!("{what} {} (/topics/{}): {}", topic.name, topic.slug, judged(topic)))?;
    if topic.accepted < GOOD_NUMBER {
        let most = if topic.accepted == 1 { "one example tells" } else { "few examples tell" };
        console::note(format_args!("hint: {most} a topic badly; {GOOD_NUMBER} or more tell it well"));
    }
    Ok(())
}

/// `5 examples, 2 papers rejected`.
fn judged(topic: &TopicSummary) -> String {
    let examples = counted(topic.accepted as u64, "example");
    match topic.rejected {
        0 => examples,
        rejected => format!("{examples}, {} rejected", counted(rejected as u64, "paper")),
    }
}

/// The ids as they were typed or pasted.
fn paper_ids(texts: &[String]) -> anyhow::Result<Vec<PaperId>> {
    texts.iter().map(|text| Ok(text.parse()?)).collect()
}

/// The error with what to do next.
fn hinted(error: EngineError) -> anyhow::Error {
    let hint = match &error {
        EngineError::Topic(TopicError::Unknown(_)) => "newsstand topic list shows the topics there are",
        EngineError::Topic(TopicError::Taken { .. }) => "newsstand topic accept adds examples to it",
        EngineError::Topic(TopicError::UnknownPapers(_)) => "newsstand search shows ids of papers that are here",
        EngineError::Topic(TopicError::NoExample(_)) => "accept other papers first, or remove the topic",
        _ => return error.into(),
    };
    anyhow::anyhow!("{error}\nhint: {hint}")
}
