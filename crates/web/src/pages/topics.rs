//! `GET /topics`: the subjects that the operator has named.

use askama::Template;
use axum::extract::State;
use engine::TopicSummary;

use crate::feeds::Form;
use crate::links;
use crate::pages::{self, Answer};
use crate::site::Site;
use crate::views::numbers::counted;
use crate::views::shell::{Section, Shell};

#[derive(Template)]
#[template(path = "topics.html")]
struct TopicsPage {
    shell: Shell,
    topics: Vec<TopicLine>,
}

/// A topic in the list.
struct TopicLine {
    href: String,
    feed: String,
    name: String,
    examples: String,
}

/// All topics.
pub(crate) async fn show(State(site): State<Site>) -> Answer {
    let topics = site.newsstand().topics().await?;
    let mut shell = Shell::load(&site, Section::Topics, "Topics").await?;
    shell.canonical = site.absolute("/topics");
    shell.description = Some("Subjects that are named by a handful of papers, and what falls in them".to_owned());
    let line = |topic: &TopicSummary| TopicLine {
        href: links::topic(&topic.slug),
        feed: links::feed(&links::topic(&topic.slug), Form::Atom),
        name: topic.name.clone(),
        examples: counted(topic.accepted as u64, "example"),
    };
    pages::print(&TopicsPage { shell, topics: topics.iter().map(line).collect() })
}
