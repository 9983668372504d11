//! Citations of a paper in the formats that reference managers read: BibTeX, RIS, CSL-JSON, and one line for people.
//!
//! All of them print the same `Work`. A year can be given because a paper's date is known to more than the paper:
//! the list on which it stood, or its arXiv id; a venue that names its own year wins.

mod bibtex;
mod csl;
mod names;
mod ris;
mod tex;
mod venue;
mod work;

pub use bibtex::bibtex;
pub use csl::csl_json;
pub use ris::ris;

use domain::Paper;
use work::Work;

/// Up to this many authors are named in a line.
const NAMED: usize = 3;

/// The citation as one line of plain text: `Ashish Vaswani, Noam Shazeer, Niki Parmar et al. (2017). Attention Is All You
/// Need. NeurIPS. arXiv:1706.03762`.
pub fn line(paper: &Paper, year: Option<i16>) -> String {
    let work = Work::new(paper, year);
    let date = work.year.map_or_else(|| "n.d.".to_owned(), |year| year.to_string());
    let mut line = match people(&work) {
        Some(people) => format!("{people} ({date}). "),
        None => format!("({date}). "),
    };
    line.push_str(work.plain_title.trim_end_matches('.'));
    line.push_str(if work.plain_title.ends_with(['?', '!']) { "" } else { "." });
    let id = work.arxiv.map(|id| format!("arXiv:{id}")).or_else(|| work.doi.map(|doi| format!("doi:{doi}")));
    for part in [work.venue.name().map(|name| format!("{name}.")), id.or(work.address)].into_iter().flatten() {
        line.push(' ');
        line.push_str(&part);
    }
    line
}

/// `Jane Doe`, `Jane Doe and John Roe`, `Jane Doe, John Roe, Mary Major et al.`; `None` where nobody is named.
fn people(work: &Work<'_>) -> Option<String> {
    let mut named: Vec<String> = work.names.iter().take(NAMED).map(ToString::to_string).collect();
    if work.others || work.names.len() > NAMED {
        return (!named.is_empty()).then(|| format!("{} et al.", named.join(", ")));
    }
    let last = named.pop()?;
    Some(if named.is_empty() { last } else { format!("{} and {last}", named.join(", ")) })
}

#[cfg(test)]
mod tests;
