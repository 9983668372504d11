//! What became of a paper, in words.

use engine::{PaperDetail, PaperEvent, PaperEventKind};

use crate::dates::{self, DateLabel};
use crate::views::link::Link;
use crate::views::paper::source_name;

/// A line of a paper's history.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) date: Option<DateLabel>,
    pub(crate) words: String,
    pub(crate) link: Option<Link>,
}

/// The history of a paper.
pub(crate) fn of(detail: &PaperDetail) -> Vec<Event> {
    detail.history().into_iter().map(told).collect()
}

fn told(PaperEvent { day, what }: PaperEvent) -> Event {
    let words = words(&what);
    let link = match what {
        PaperEventKind::Published { doi: Some(doi), .. } => {
            Some(Link::outside(format!("https://doi.org/{doi}"), "DOI"))
        }
        _ => None,
    };
    Event { date: day.map(dates::full_label), words, link }
}

/// An event in words.
pub(crate) fn words(what: &PaperEventKind) -> String {
    match what {
        PaperEventKind::Version { number, title, abstract_text } => {
            let version = number.map_or_else(|| "A newer version".to_owned(), |number| format!("Version {number}"));
            let changed = match (title, abstract_text) {
                (true, true) => ", another title and abstract",
                (true, false) => ", another title",
                (false, true) => ", another abstract",
                (false, false) => "",
            };
            format!("{version}{changed}")
        }
        PaperEventKind::Crossed { categories } => format!("Also in {}", categories.join(", ")),
        PaperEventKind::Picked => "Picked for the daily list".to_owned(),
        PaperEventKind::Published { venue, .. } => format!("Published: {venue}"),
        PaperEventKind::Withdrawn { source: Some(source) } => format!("Withdrawn, says {}", source_name(*source)),
        PaperEventKind::Withdrawn { source: None } => "Withdrawn".to_owned(),
    }
}
