//! What became of a paper, as a short history: versions, categories that came later, where it was published, that it was taken back.

use std::collections::BTreeSet;

use domain::{Day, ListName, SourceKind, Timestamp};

use crate::PaperDetail;

/// Something that became of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperEvent {
    /// When, where that is known.
    pub day: Option<Day>,
    /// What.
    pub what: PaperEventKind,
}

/// What can become of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperEventKind {
    /// A version was submitted.
    Version {
        /// Its number; nothing where its source does not count them.
        number: Option<u16>,
        /// Whether it changed the title.
        title: bool,
        /// Whether it changed the abstract.
        abstract_text: bool,
    },
    /// It came to further categories.
    Crossed {
        /// Their ids.
        categories: Vec<String>,
    },
    /// It was picked for the daily list for the first time.
    Picked,
    /// It appeared somewhere.
    Published {
        /// Where: venue or journal.
        venue: String,
        /// Its DOI there.
        doi: Option<String>,
    },
    /// It was taken back, or its source no longer has it.
    Withdrawn {
        /// Who says so.
        source: Option<SourceKind>,
    },
}

impl PaperDetail {
    /// What became of the paper, the first at the beginning; what has no day stands at the end.
    pub fn history(&self) -> Vec<PaperEvent> {
        let mut events = self.versions();
        events.extend(self.crossings());
        let picked =
            self.listings.iter().filter(|listing| listing.list == ListName::Daily).map(|listing| listing.day).min();
        events.extend(picked.map(|day| PaperEvent { day: Some(day), what: PaperEventKind::Picked }));
        // Stable: what happened on one day stays in the order above.
        events.sort_by_key(|event| event.day);
        events.extend(self.published());
        if self.stored.paper.facts.withdrawn {
            let source = self.stored.told.by(domain::Field::Withdrawn);
            events.push(PaperEvent { day: None, what: PaperEventKind::Withdrawn { source } });
        }
        events
    }

    fn versions(&self) -> Vec<PaperEvent> {
        let facts = &self.stored.paper.facts;
        let mut revisions = facts.revisions.clone();
        let mut events: Vec<PaperEvent> = Vec::new();
        for version in &facts.versions {
            // What was changed is known of the version that was the newest when it was read.
            let at = revisions.iter().position(|revision| revision.at == version.at);
            let revision = at.map(|at| revisions.remove(at));
            events.push(event(version.at, Some(version.number), revision));
        }
        events.extend(revisions.into_iter().map(|revision| event(revision.at, None, Some(revision))));
        // One version that was there from the beginning is no history.
        let only_first =
            matches!(events.as_slice(), [PaperEvent { what: PaperEventKind::Version { number: Some(1), .. }, .. }]);
        if only_first { Vec::new() } else { events }
    }

    fn crossings(&self) -> Vec<PaperEvent> {
        let crossed = &self.stored.paper.facts.crossed;
        let days: BTreeSet<Option<Day>> = crossed.iter().map(|crossed| Day::of(crossed.at)).collect();
        let on = |day: Option<Day>| {
            let categories = crossed.iter().filter(|crossed| Day::of(crossed.at) == day);
            let categories = categories.map(|crossed| crossed.category.clone()).collect();
            PaperEvent { day, what: PaperEventKind::Crossed { categories } }
        };
        days.into_iter().map(on).collect()
    }

    /// Where it appeared, of papers that were preprints before.
    fn published(&self) -> Option<PaperEvent> {
        let paper = &self.stored.paper;
        let was_preprint = self.ids.iter().any(|id| id.arxiv().is_some());
        let venue = paper.facts.journal_ref.clone().or_else(|| paper.venue.clone())?;
        let own = |doi: &&str| !doi.starts_with("10.48550/");
        let doi = self.ids.iter().filter_map(|id| id.doi()).find(own).map(str::to_owned);
        was_preprint.then_some(PaperEvent { day: None, what: PaperEventKind::Published { venue, doi } })
    }
}

fn event(at: Timestamp, number: Option<u16>, revision: Option<domain::Revision>) -> PaperEvent {
    let (title, abstract_text) = revision.map_or((false, false), |revision| (revision.title, revision.abstract_text));
    PaperEvent { day: Day::of(at), what: PaperEventKind::Version { number, title, abstract_text } }
}

#[cfg(test)]
mod tests {
    use domain::{Crossed, Listing, Paper, PaperKey, Revision, StoredPaper, Version};

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn detail() -> PaperDetail {
        let paper = Paper::new("2401.01234".parse().unwrap(), "T");
        PaperDetail {
            ids: vec![paper.id.clone(), "doi:10.1109/x.1".parse().unwrap()],
            stored: StoredPaper::new(PaperKey(1), paper),
            provenance: Vec::new(),
            listings: Vec::new(),
            similar: Vec::new(),
        }
    }

    #[test]
    fn a_history_stands_in_the_order_of_its_days() {
        let mut detail = detail();
        let facts = &mut detail.stored.paper.facts;
        let (first, second) = (at("2024-01-03T09:00:00Z"), at("2024-02-03T09:00:00Z"));
        facts.versions = vec![Version { number: 1, at: first }, Version { number: 2, at: second }];
        facts.revisions = vec![Revision { at: second, title: false, abstract_text: true }];
        facts.crossed = vec![Crossed { at: at("2024-01-20T00:00:00Z"), category: "cs.IR".to_owned() }];
        facts.withdrawn = true;
        detail.stored.paper.venue = Some("ICRA 2024".to_owned());
        let day = "2024-01-05".parse().unwrap();
        detail.listings = vec![Listing { list: ListName::Daily, day, rank: None }];
        let version =
            |number, abstract_text| PaperEventKind::Version { number: Some(number), title: false, abstract_text };
        let what: Vec<PaperEventKind> = detail.history().into_iter().map(|event| event.what).collect();
        assert_eq!(
            what,
            [
                version(1, false),
                PaperEventKind::Picked,
                PaperEventKind::Crossed { categories: vec!["cs.IR".to_owned()] },
                version(2, true),
                PaperEventKind::Published { venue: "ICRA 2024".to_owned(), doi: Some("10.1109/x.1".to_owned()) },
                PaperEventKind::Withdrawn { source: None },
            ]
        );
    }

    #[test]
    fn a_paper_of_one_version_has_no_history() {
        let mut detail = detail();
        detail.stored.paper.facts.versions = vec![Version { number: 1, at: at("2024-01-03T09:00:00Z") }];
        assert_eq!(detail.history(), []);
    }
}
