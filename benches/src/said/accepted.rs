//! Venues that papers state, beside lists of conference papers.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use serde::Deserialize;

use super::papers::{Paper, Papers};
use crate::share::share;
use crate::shared;
use crate::table::{self, Table};

/// A paper of a conference.
#[derive(Deserialize)]
struct Listed {
    title: String,
    venue: String,
    year: i16,
    #[serde(default)]
    arxiv_id: Option<String>,
    #[serde(default)]
    status: Option<String>,
}

/// Where a paper was listed.
type Meetings = Vec<(String, i16)>;

/// Prints how many of the stated venues are those of the lists.
pub(crate) fn print(papers: &Papers) -> Result<()> {
    let lists = lists()?;
    let mut seen = HashSet::new();
    let commented = papers.all.iter().filter(|paper| paper.comment.is_some() && seen.insert(paper.id.as_str()));
    let listed: Vec<(&Paper, Meetings)> = commented
        .filter_map(|paper| {
            let keys = [paper.id.clone(), title_key(&paper.title)];
            let meetings: Meetings = keys.iter().filter_map(|key| lists.get(key)).flatten().cloned().collect();
            (!meetings.is_empty()).then_some((paper, meetings))
        })
        .collect();
    let stated: Vec<&(&Paper, Meetings)> = listed.iter().filter(|(paper, _)| paper.said.acceptance.is_some()).collect();
    let same = stated.iter().filter(|(paper, meetings)| agrees(paper, meetings)).count();
    for (paper, meetings) in stated.iter().filter(|(paper, meetings)| !agrees(paper, meetings)) {
        let (said, comment) = (&paper.said.acceptance, &paper.comment);
        table::note(format_args!("{said:?} was read of {comment:?}; it is listed at {meetings:?}"));
    }
    let named: Vec<&(&Paper, Meetings)> =
        listed.iter().filter(|(paper, meetings)| names_one(paper, meetings)).collect();
    let found = named.iter().filter(|(paper, meetings)| agrees(paper, meetings)).count();
    let mut table = Table::new(["papers with a comment that a conference lists", "papers", "share, 95 % interval"]);
    let mut row = |name: &str, count: usize, share: String| table.row(&[name.to_owned(), count.to_string(), share]);
    row("all", listed.len(), String::new());
    row("a venue was read", stated.len(), String::new());
    row("- and it is the list's, and so is its year where one was read", same, share(same, stated.len()));
    row("the comment has the venue's short name in it", named.len(), String::new());
    row("- and the venue was read", found, share(found, named.len()));
    table.print("Venues")
}

/// Whether what a paper says is one of the meetings that list it.
fn agrees(paper: &Paper, meetings: &Meetings) -> bool {
    paper.said.acceptance.as_ref().is_some_and(|said| {
        let same = |(venue, year): &(String, i16)| {
            said.venue.eq_ignore_ascii_case(venue) && said.year.is_none_or(|said| said == *year)
        };
        meetings.iter().any(same)
    })
}

/// Whether the comment has the short name of a meeting that lists the paper.
fn names_one(paper: &Paper, meetings: &Meetings) -> bool {
    let comment = paper.comment.as_deref().unwrap_or_default().to_ascii_lowercase();
    meetings.iter().any(|(venue, _)| comment.contains(&venue.to_ascii_lowercase()))
}

/// Meetings by the ids at arXiv and by the titles of their papers. Rejected and withdrawn papers are none of them.
fn lists() -> Result<HashMap<String, Meetings>> {
    let mut lists: HashMap<String, Meetings> = HashMap::new();
    for line in shared::lines(&shared::data("paperlists"))? {
        let listed: Listed = serde_json::from_str(&line?)?;
        if matches!(listed.status.as_deref(), Some("Reject" | "Withdraw")) {
            continue;
        }
        let venue = if listed.venue == "nips" { "NeurIPS".to_owned() } else { listed.venue };
        let id = listed.arxiv_id.map(|id| id.split('v').next().unwrap_or_default().to_owned());
        for key in id.into_iter().chain([title_key(&listed.title)]) {
            lists.entry(key).or_default().push((venue.clone(), listed.year));
        }
    }
    Ok(lists)
}

/// The letters and digits of a title.
fn title_key(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
