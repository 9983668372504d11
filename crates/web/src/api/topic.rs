//! `GET /api/v1/topics/{slug}`.

use axum::extract::State;
use axum::response::Response;
use domain::StoredPaper;
use engine::{Page, TopicMember};
use search::TopicFeature;
use serde::Serialize;

use crate::api::{json, record::Record};
use crate::failure::Failure;
use crate::pages::{Segment, topic};
use crate::params::{NumberRule, Params, within};
use crate::site::Site;
use crate::views::filters::sort_named;

/// A topic with what falls in it.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    slug: &'a str,
    name: &'a str,
    total: u64,
    page: u32,
    pages: u64,
    /// The score from which on a paper falls in it.
    threshold: f32,
    /// What the examples share.
    features: Vec<Feature<'a>>,
    /// Ids of the papers that were judged.
    examples: Vec<&'a str>,
    rejected: Vec<&'a str>,
    papers: Vec<Member<'a>>,
}

/// Words that examples share.
#[derive(Debug, Serialize)]
struct Feature<'a> {
    words: &'a str,
    weight: f32,
    papers: usize,
}

/// A paper of the topic.
#[derive(Debug, Serialize)]
struct Member<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    score: f32,
    example: bool,
    /// The words that it shares with the examples.
    because: &'a [String],
}

/// The papers of a topic, `limit` on a page.
pub(crate) async fn answer(
    State(site): State<Site>,
    Segment(asked): Segment,
    params: Params,
) -> Result<Response, Failure> {
    let rule = NumberRule { name: "limit", code: "invalid_limit", range: 1..=100, default: Page::SIZE };
    let page = Page { size: params.number(&rule)?, ..params.page()? };
    let sort = sort_named(params.get("sort"))?.unwrap_or_default();
    let found = topic::find(&site, &asked, (sort, page)).await?;
    within(page, found.total)?;
    json(&Answer {
        slug: &found.slug,
        name: &found.name,
        total: found.total,
        page: page.number,
        pages: page.count(found.total),
        threshold: found.threshold,
        features: found.features.iter().map(Feature::of).collect(),
        examples: ids(&found.accepted),
        rejected: ids(&found.rejected),
        papers: found.papers.iter().map(|member| Member::of(member, &site)).collect(),
    })
}

/// The papers' ids.
fn ids(papers: &[StoredPaper]) -> Vec<&str> {
    papers.iter().map(|stored| stored.paper.id.as_str()).collect()
}

impl<'a> Feature<'a> {
    fn of(TopicFeature { words, weight, papers }: &'a TopicFeature) -> Self {
        Self { words, weight: *weight, papers: *papers }
    }
}

impl<'a> Member<'a> {
    fn of(TopicMember { stored, score, is_example, shared }: &'a TopicMember, site: &Site) -> Self {
        Self { record: Record::of(stored, site), score: *score, example: *is_example, because: shared }
    }
}
