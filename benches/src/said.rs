//! How often what papers say of themselves is read rightly, on real papers: code repositories beside those that people gave for the Daily
//! Papers, and venues beside lists of conference papers.

mod accepted;
mod counts;
mod papers;
mod repositories;

use anyhow::Result;

/// Measures, and prints a table for each.
pub(crate) fn run() -> Result<()> {
    let papers = papers::read()?;
    counts::print(&papers)?;
    repositories::print(&papers)?;
    accepted::print(&papers)
}
