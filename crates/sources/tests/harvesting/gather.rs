//! A harvester as one is meant to be: it keeps papers and position together, comes back when it may, and is broken off after each request.

use std::collections::BTreeMap;

use ::fetch::Clock;
use jiff::SignedDuration;
use newsstand_sources::Item;
use newsstand_sources::harvest::{Pause, Position, Retry, Source, State, Window, step};
use newsstand_sources::providers::Provider;

use crate::server::Server;

/// What a harvester has in the end.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// The titles by key.
    pub(crate) papers: BTreeMap<String, String>,
    /// What could not be read.
    pub(crate) problems: Vec<String>,
    /// Each reason for which it paused.
    pub(crate) pauses: Vec<String>,
    /// Whether it came to the end; else it stopped for good.
    pub(crate) complete: bool,
}

/// A source at an address that the test's server stands for.
pub(crate) fn source(provider: impl Provider + 'static, base: &str) -> Source {
    Source {
        name: "test".to_owned(),
        question: "test".to_owned(),
        base: base.parse().expect("an address"),
        provider: Box::new(provider),
        headers: Vec::new(),
        secrets: Vec::new(),
    }
}

pub(crate) fn window(from: &str, until: &str) -> Window {
    Window::new(from.parse().expect("a day"), until.parse().expect("a day"))
}

/// Gathers everything, if it takes no more than a hundred requests.
pub(crate) async fn gather(server: &Server, source: &Source, window: Window) -> Gathered {
    let (client, mut gathered) = (server.client(), Gathered::default());
    let mut position = Position::start(window);
    for _ in 0..100 {
        // What a position is kept as.
        let kept = serde_json::to_string(&position).expect("a position is JSON");
        let taken = step(&client, source, serde_json::from_str(&kept).expect("JSON is a position")).await;
        for item in taken.items {
            match item {
                Item::Record(record) => drop(gathered.papers.insert(record.source_key.clone(), record.title.clone())),
                Item::Problem(problem) => gathered.problems.push(problem.to_string()),
            }
        }
        position = match taken.state {
            State::On(position) => position,
            State::Complete(_) => {
                gathered.complete = true;
                return gathered;
            }
            State::Paused(Pause { position, reason, retry }) => {
                gathered.pauses.push(reason);
                let now = server.clock.now();
                match retry {
                    Retry::After(moment) => server.clock.move_to(moment),
                    Retry::Later => {
                        server.clock.move_to(now.saturating_add(SignedDuration::from_mins(10)).expect("a span"));
                    }
                    Retry::Never => return gathered,
                }
                position
            }
        };
    }
    gathered
}
