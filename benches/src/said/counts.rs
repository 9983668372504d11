//! How many papers say what, and how fast that is read.

use std::collections::HashSet;

use anyhow::Result;
use sources::LinkRole;

use super::papers::{Paper, Papers};
use crate::table::Table;

/// Prints how many papers say what.
pub(crate) fn print(papers: &Papers) -> Result<()> {
    let mut seen = HashSet::new();
    let known: HashSet<&str> =
        papers.all.iter().filter(|paper| paper.comment.is_some()).map(|paper| paper.id.as_str()).collect();
    let with_comments: Vec<&Paper> =
        papers.all.iter().filter(|paper| paper.comment.is_some() && seen.insert(paper.id.as_str())).collect();
    let count = |says: &dyn Fn(&Paper) -> bool| papers.all.iter().filter(|paper| says(paper)).count();
    let commented = |says: &dyn Fn(&Paper) -> bool| with_comments.iter().filter(|paper| says(paper)).count();
    let mut table = Table::new(["what", "papers"]);
    let mut row = |name: &str, count: usize| table.row(&[name.to_owned(), count.to_string()]);
    row("records", papers.all.len());
    row("papers with a comment", known.len());
    row("- that states a venue", commented(&|paper| paper.said.acceptance.is_some()));
    row(
        "- - of the well-known ones",
        commented(&|paper| paper.said.acceptance.as_ref().is_some_and(|said| said.is_known)),
    );
    row(
        "- - with its year",
        commented(&|paper| paper.said.acceptance.as_ref().is_some_and(|said| said.year.is_some())),
    );
    row("- that tells its pages", commented(&|paper| paper.said.extent.pages.is_some()));
    row("- that tells its figures", commented(&|paper| paper.said.extent.figures.is_some()));
    row("- that tells its tables", commented(&|paper| paper.said.extent.tables.is_some()));
    for role in [LinkRole::Code, LinkRole::Project, LinkRole::Dataset, LinkRole::Model, LinkRole::Demo, LinkRole::Video]
    {
        let links = |paper: &Paper| paper.said.links.iter().any(|link| link.role == role);
        row(&format!("records with a link: {}", role.as_str()), count(&links));
    }
    row("abstracts in English", count(&|paper| paper.said.language == Some("en")));
    row("abstracts in another language", count(&|paper| paper.said.language.is_some_and(|language| language != "en")));
    let bytes: usize =
        papers.all.iter().map(|paper| paper.abstract_text.len() + paper.comment.as_ref().map_or(0, String::len)).sum();
    table.print(&format!(
        "What papers say of themselves; read in {:.1} s on one thread, {:.0} papers and {:.1} MB a second",
        papers.seconds,
        papers.all.len() as f64 / papers.seconds,
        bytes as f64 / 1e6 / papers.seconds
    ))
}
