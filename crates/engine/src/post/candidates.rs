//! What the subjects of many letters have in common.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use domain::{Day, Often, Subject, Timestamp, Wish};

use super::Entry;
use super::compose::days_of;
use crate::{EngineError, Newsstand};

/// How many papers are remembered as candidates: of subjects that hardly anybody shares it is not worth more.
const REMEMBERED: usize = 10_000;

/// What papers are chosen from: those of a subject, of these days, whether by votes, and how probable at least in percent.
pub(super) type About = (Subject, RangeInclusive<Day>, bool, u8);

/// Who wants the same papers of the same days gets them from here.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    papers: usize,
    known: HashMap<About, Arc<[Entry]>>,
}

impl Candidates {
    pub(super) fn known(&self, about: &About) -> Option<Arc<[Entry]>> {
        self.known.get(about).cloned()
    }

    pub(super) fn keep(&mut self, about: About, found: Vec<Entry>) -> Arc<[Entry]> {
        let found: Arc<[Entry]> = found.into();
        if self.papers + found.len() > REMEMBERED {
            *self = Self::default();
        }
        self.papers += found.len();
        self.known.insert(about, Arc::clone(&found));
        found
    }
}

impl Newsstand {
    /// New papers of a subject for somebody with that wish, the best first.
    pub(super) async fn candidates_for(
        &self,
        candidates: &mut Candidates,
        (subject, wish): (&Subject, &Wish),
        now: Timestamp,
    ) -> Result<Arc<[Entry]>, EngineError> {
        let Some(days) = days_of(wish, now) else { return Ok(Arc::default()) };
        let is_week = matches!(wish.rhythm.often, Often::Weekly(_));
        // Only searches ask how probable something is.
        let least = if matches!(subject, Subject::Search(_)) { wish.least } else { 0 };
        let about = (subject.clone(), days.clone(), is_week, least);
        if let Some(known) = candidates.known(&about) {
            return Ok(known);
        }
        let found = match subject {
            Subject::Search(query) => self.found((query, wish.probability()), days).await?,
            _ => self.candidates(subject, (*days.start(), *days.end()), is_week).await?,
        };
        Ok(candidates.keep(about, found))
    }
}
