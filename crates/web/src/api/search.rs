//! `GET /api/v1/search`.

use std::time::Instant;

use axum::extract::State;
use axum::response::Response;
use domain::Day;
use search::{Explanation, Filters, Hint, Query};
use serde::Serialize;

use crate::api::{json, record::Record};
use crate::failure::Failure;
use crate::params::{NumberRule, Params};
use crate::site::Site;
use crate::views::filters::{check_days, sort_named};

/// The answer to a search.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    /// As it was asked.
    query: &'a str,
    /// In its normal form.
    normalised: &'a str,
    /// What was understood otherwise than it may be meant.
    hints: Vec<Said<'a>>,
    total: u64,
    /// Whether there are at least, not exactly, `total`.
    total_is_lower_bound: bool,
    /// Whether papers follow behind these.
    more: bool,
    /// Whether no paper holds any of the words: the results are near in meaning at best.
    unheld: bool,
    /// Milliseconds from reading the question to having the answer.
    took_ms: f64,
    /// Whether the transformer looked at the best papers once more; left out where that was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    reranked: Option<bool>,
    /// What was searched instead, where a word was found nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<&'a str>,
    /// Abbreviations and what they stand for that were searched beside the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    expanded: Vec<Expanded<'a>>,
    results: Vec<Hit<'a>>,
}

/// A hint: what it is about, in bytes of the query, and what to know.
#[derive(Debug, Serialize)]
struct Said<'a> {
    start: usize,
    end: usize,
    message: &'a str,
}

#[derive(Debug, Serialize)]
struct Hit<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    score: f32,
    /// How probable it is that the paper is relevant, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Explain<'a>>,
}

/// The parts of a score; they add up to it.
#[derive(Debug, Serialize)]
struct Explain<'a> {
    lexical: f32,
    semantic: f32,
    title: f32,
    neighbours: f32,
    /// For the paper's age, where the question asks for recent papers.
    #[serde(skip_serializing_if = "Option::is_none")]
    recency: Option<f32>,
    /// For the works that cite it, where these were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    cited: Option<f32>,
    /// For the nearest sentence, where the answer was reranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<f32>,
    words: &'a [String],
    /// What the paper holds in place of some of the words.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    expanded: &'a [String],
}

/// Words that were also searched as others.
#[derive(Debug, Serialize)]
struct Expanded<'a> {
    typed: &'a str,
    also: &'a [String],
}

/// Papers for words, filters, or both.
pub(crate) async fn answer(State(site): State<Site>, params: Params) -> Result<Response, Failure> {
    let started = Instant::now();
    let today = site.newsstand().counting_day(Day::of(site.now().0)).await?;
    let query = Query { today, ..read(&params, site.settings().rerank)? };
    let found = site.newsstand().search(&query).await?;
    let results = found
        .papers
        .iter()
        .map(|hit| Hit {
            record: Record::of(&hit.stored, &site),
            score: hit.score,
            probability: hit.probability,
            explain: hit.explanation.as_ref().map(|explanation| Explain::of(explanation, found.reranked)),
        })
        .collect();
    json(&Answer {
        query: &query.text,
        normalised: &found.normalised,
        hints: found.hints.iter().map(Said::of).collect(),
        total: found.total,
        total_is_lower_bound: found.total_is_lower_bound,
        more: found.more,
        unheld: found.unheld,
        took_ms: (started.elapsed().as_secs_f64() * 1e6).round() / 1e3,
        reranked: query.rerank.then_some(found.reranked),
        corrected: found.corrected.as_deref(),
        expanded: found.expanded.iter().map(|words| Expanded { typed: &words.typed, also: &words.also }).collect(),
        results,
    })
}

/// `rerank` is what counts where the address does not say it.
fn read(params: &Params, rerank: bool) -> Result<Query, Failure> {
    let number = |rule: NumberRule| params.number(&rule).map(|number| number as usize);
    let (from, to) = (params.day("from")?, params.day("to")?);
    check_days(from, to)?;
    Ok(Query {
        text: params.text()?.unwrap_or_default(),
        filters: Filters {
            from,
            to,
            category: params.get("category").map(str::to_owned),
            organization: params.get("organization").map(str::to_owned),
            has_code: params.flag("code")?,
        },
        sort: sort_named(params.get("sort"))?,
        limit: number(NumberRule { name: "limit", code: "invalid_limit", range: 1..=100, default: 20 })?,
        offset: number(NumberRule { name: "offset", code: "invalid_offset", range: 0..=10_000, default: 0 })?,
        explain: params.flag("explain")?,
        exact: params.flag("exact")?,
        rerank: if params.get("rerank").is_some() { params.flag("rerank")? } else { rerank },
        today: None,
    })
}

impl<'a> Said<'a> {
    fn of(Hint { range, message }: &'a Hint) -> Self {
        Self { start: range.start, end: range.end, message }
    }
}

impl<'a> Explain<'a> {
    fn of(explanation: &'a Explanation, reranked: bool) -> Self {
        let Explanation { lexical, semantic, title, neighbours, recency, cited, sentence, words, expanded } =
            explanation;
        Self {
            lexical: *lexical,
            semantic: *semantic,
            title: *title,
            neighbours: *neighbours,
            recency: (*recency > 0.0).then_some(*recency),
            cited: (*cited > 0.0).then_some(*cited),
            sentence: reranked.then_some(*sentence),
            words,
            expanded,
        }
    }
}
