//! Code repositories that papers name, beside those that people gave for the Daily Papers.

use std::collections::HashMap;

use anyhow::Result;
use sources::{FoundLink, LinkRole};

use super::papers::{Paper, Papers};
use crate::share::share;
use crate::table::Table;

/// A paper with the repository that people gave, and its other records.
struct Case<'p> {
    given: String,
    records: Vec<&'p Paper>,
}

impl Case<'_> {
    /// Whether the paper's own words name the repository.
    fn is_named(&self) -> bool {
        let named = |text: &str| text.to_ascii_lowercase().contains(&self.given);
        self.records.iter().any(|paper| named(&paper.abstract_text) || paper.comment.as_deref().is_some_and(named))
    }

    fn links(&self) -> impl Iterator<Item = &FoundLink> {
        self.records.iter().flat_map(|paper| &paper.said.links)
    }

    /// The first link to code.
    fn code(&self) -> Option<String> {
        self.links().find(|link| link.role == LinkRole::Code).map(|link| repository(&link.url))
    }
}

/// Prints precision and recall.
pub(crate) fn print(papers: &Papers) -> Result<()> {
    let mut records: HashMap<&str, Vec<&Paper>> = HashMap::new();
    papers.all.iter().for_each(|paper| records.entry(&paper.id).or_default().push(paper));
    let given = papers.all.iter().filter_map(|paper| Some((paper, repository(paper.repository.as_deref()?))));
    let cases: Vec<Case<'_>> = given
        .map(|(paper, given)| Case { given, records: records.get(paper.id.as_str()).cloned().unwrap_or_default() })
        .collect();
    let told: Vec<&Case<'_>> = cases.iter().filter(|case| case.code().is_some()).collect();
    let right = told.iter().filter(|case| case.code().as_ref() == Some(&case.given)).count();
    let named: Vec<&Case<'_>> = cases.iter().filter(|case| case.is_named()).collect();
    let found = named.iter().filter(|case| case.code().as_ref() == Some(&case.given)).count();
    let linked = named.iter().filter(|case| case.links().any(|link| repository(&link.url) == case.given)).count();
    let mut table = Table::new(["Daily Papers with a repository that people gave", "papers", "share, 95 % interval"]);
    let mut row = |name: &str, count: usize, whole: Option<usize>| {
        table.row(&[name.to_owned(), count.to_string(), whole.map(|whole| share(count, whole)).unwrap_or_default()]);
    };
    row("all", cases.len(), None);
    row("papers that link to code", told.len(), None);
    row("- to that repository first (precision)", right, Some(told.len()));
    row("papers whose words name that repository", named.len(), None);
    row("- and it is the first link to code (recall)", found, Some(named.len()));
    row("- and it is among the links, as code or data", linked, Some(named.len()));
    table.print("Repositories")
}

/// `host/owner/name` of an address, in lower case; an address of something else as it is.
fn repository(address: &str) -> String {
    let lower = address.trim().to_ascii_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let parts: Vec<&str> = bare.split(['/', '?', '#']).map(str::trim).filter(|part| !part.is_empty()).take(3).collect();
    let whole = parts.join("/");
    whole.strip_suffix(".git").unwrap_or(&whole).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_repository_has_one_name() {
        for address in [
            "https://github.com/A/b",
            "http://www.github.com/a/B.git",
            "github.com/a/b/tree/main",
            "https://github.com/\na/b/",
        ] {
            assert_eq!(repository(address), "github.com/a/b", "{address}");
        }
    }
}
