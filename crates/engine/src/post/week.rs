//! What somebody who gets a letter a week would miss otherwise.

use std::sync::Arc;

use domain::{ListName, Often, PaperKey, StoredPaper, Subject, Timestamp, Wish};

use super::Entry;
use super::candidates::Candidates;
use super::compose::days_of;
use crate::{EngineError, Newsstand};

/// How many papers are told of beside what a letter is about.
const MOST: usize = 5;

/// How few votes are not many, whatever the week was like.
const FEW: u32 = 3;

/// Why they are there.
const WHY: &str = "much voted for in these days";

impl Newsstand {
    /// Papers of the days with many votes, for a letter of a week; none for other letters, nor for one about the picked list, which has all of these anyway.
    pub(super) async fn loud_for(
        &self,
        candidates: &mut Candidates,
        (subject, wish): (&Subject, &Wish),
        now: Timestamp,
    ) -> Result<Arc<[Entry]>, EngineError> {
        let picked = Subject::List(ListName::Daily);
        let is_week = matches!(wish.rhythm.often, Often::Weekly(_));
        let Some(days) = days_of(wish, now).filter(|_| is_week && *subject != picked) else {
            return Ok(Arc::default());
        };
        // No subject has a probability of more than 100 percent to ask for.
        let about = (picked, days.clone(), true, u8::MAX);
        if let Some(known) = candidates.known(&about) {
            return Ok(known);
        }
        let week = self.listed(ListName::Daily, days.into_inner(), true).await?;
        let many = many(week.iter().map(|(stored, _)| stored));
        let loud = week.into_iter().filter(|(stored, _)| stored.counts.votes >= many);
        Ok(candidates.keep(about, loud.map(|(stored, _)| Entry::new(stored, WHY)).collect()))
    }
}

/// What of them a letter tells beside what it is about.
pub(super) fn missed(loud: &[Entry], is_new: impl Fn(PaperKey) -> bool) -> impl Iterator<Item = &Entry> {
    loud.iter().filter(move |entry| is_new(entry.stored.key)).take(MOST)
}

/// How many votes are many: as many as the last of the best tenth has.
fn many<'a>(week: impl Iterator<Item = &'a StoredPaper>) -> u32 {
    let mut votes: Vec<u32> = week.map(|stored| stored.counts.votes).collect();
    votes.sort_unstable_by(|one, other| other.cmp(one));
    votes.get(votes.len() / 10).copied().unwrap_or_default().max(FEW)
}

#[cfg(test)]
mod tests {
    use domain::{Counts, Paper};

    use super::*;

    #[test]
    fn many_votes_are_those_of_the_best_tenth() {
        let week = |votes: &[u32]| {
            let stored = |votes: &u32| {
                let paper = Paper::new("2401.01234".parse().unwrap(), "A title");
                StoredPaper { counts: Counts { votes: *votes, comments: 0 }, ..StoredPaper::new(PaperKey(1), paper) }
            };
            many(votes.iter().map(stored).collect::<Vec<_>>().iter())
        };
        assert_eq!(week(&(1..=100).collect::<Vec<_>>()), 90);
        assert_eq!(week(&[50, 40, 30]), 50);
        assert_eq!((week(&[]), week(&[2, 1])), (3, 3));
    }
}
