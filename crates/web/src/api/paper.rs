//! `GET /api/v1/papers/{id}`.

use axum::extract::State;
use axum::response::Response;
use domain::{Day, PaperId, Timestamp};
use engine::{PaperEvent, PaperEventKind};
use serde::Serialize;

use crate::api::{json, record::Record};
use crate::failure::Failure;
use crate::pages::{self, Segment};
use crate::site::Site;
use crate::views::history;

/// A paper with everything around it.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    /// All ids; asked under a former one, the answer is the same.
    ids: &'a [PaperId],
    lists: Vec<Listed<'a>>,
    sources: Vec<Said<'a>>,
    /// For each author, in their order, the places they belong to; empty where nobody told any.
    affiliations: &'a [Vec<String>],
    /// Whether it was taken back.
    withdrawn: bool,
    /// What became of it, the first at the beginning.
    history: Vec<Event>,
    similar: Vec<Near<'a>>,
}

#[derive(Debug, Serialize)]
struct Listed<'a> {
    list: &'a str,
    date: Day,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<u32>,
}

/// What one source said, and when.
#[derive(Debug, Serialize)]
struct Said<'a> {
    source: &'a str,
    key: &'a str,
    first_seen: Timestamp,
    last_changed: Timestamp,
}

/// Something that became of it.
#[derive(Debug, Serialize)]
struct Event {
    /// When, where that is known.
    date: Option<Day>,
    /// `version`, `crossed`, `picked`, `published` or `withdrawn`.
    kind: &'static str,
    /// The same for readers.
    words: String,
}

#[derive(Debug, Serialize)]
struct Near<'a> {
    id: &'a str,
    title: &'a str,
    date: Option<Day>,
    /// Cosine of the two papers' vectors.
    closeness: f32,
}

/// One paper.
pub(crate) async fn answer(State(site): State<Site>, Segment(asked): Segment) -> Result<Response, Failure> {
    let detail = pages::paper::find(&site, &asked).await?;
    let lists = detail.listings.iter().map(|l| Listed { list: l.list.as_str(), date: l.day, rank: l.rank });
    let sources = detail.provenance.iter().map(|said| Said {
        source: said.source.as_str(),
        key: &said.source_key,
        first_seen: said.first_seen,
        last_changed: said.last_changed,
    });
    let similar = detail.similar.iter().map(|near| Near {
        id: near.stored.paper.id.as_str(),
        title: &near.stored.paper.title,
        date: near.stored.shown,
        closeness: near.closeness,
    });
    json(&Answer {
        record: Record::of(&detail.stored, &site),
        ids: &detail.ids,
        lists: lists.collect(),
        sources: sources.collect(),
        affiliations: &detail.stored.paper.facts.affiliations,
        withdrawn: detail.stored.paper.facts.withdrawn,
        history: detail.history().iter().map(event).collect(),
        similar: similar.collect(),
    })
}

fn event(event: &PaperEvent) -> Event {
    let kind = match event.what {
        PaperEventKind::Version { .. } => "version",
        PaperEventKind::Crossed { .. } => "crossed",
        PaperEventKind::Picked => "picked",
        PaperEventKind::Published { .. } => "published",
        PaperEventKind::Withdrawn { .. } => "withdrawn",
    };
    Event { date: event.day, kind, words: history::words(&event.what) }
}
