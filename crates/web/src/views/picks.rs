//! The few titles beside an edition: what else was picked.

use domain::{ListName, Span};
use engine::Edition;

use crate::links;
use crate::views::formulas;
use crate::views::numbers::counted;

/// How many titles stand beside an edition.
pub(crate) const TITLES: u32 = 6;

/// Titles with their votes.
#[derive(Debug)]
pub(crate) struct Picks {
    pub(crate) heading: &'static str,
    /// Where all of them stand.
    pub(crate) href: String,
    pub(crate) titles: Vec<Pick>,
}

/// One title.
#[derive(Debug)]
pub(crate) struct Pick {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) votes: String,
}

impl Picks {
    /// The first papers of an edition of the community's list; none of an empty one.
    pub(crate) fn of(edition: &Edition) -> Option<Self> {
        let heading = match edition.span {
            Span::Day(_) => "Picked on this day",
            Span::Week(_) => "Most voted of the week",
            Span::Month(_) => "Most voted of the month",
        };
        let titles = edition.papers.iter().map(|stored| Pick {
            href: links::paper(&stored.paper.id),
            title: formulas::render(&stored.paper.title),
            votes: counted(stored.counts.votes.into(), "vote"),
        });
        let href = links::edition(ListName::Daily, edition.span);
        (!edition.papers.is_empty()).then(|| Self { heading, href, titles: titles.collect() })
    }
}
