//! What an alert could tell of. It is the one place at which alerts ask what a subject holds.

use domain::{AlertWish, Day, Subject, Timestamp};

use crate::post::{Entry, LATE};
use crate::{EngineError, Newsstand, Page};

impl Newsstand {
    /// New papers of a subject that are probable enough, the best first; those that were told are among them.
    pub(super) async fn fresh(
        &self,
        (subject, wish): (&Subject, &AlertWish),
        now: Timestamp,
    ) -> Result<Vec<Entry>, EngineError> {
        let Some(today) = Day::of(now) else { return Ok(Vec::new()) };
        let between = wish.rhythm.as_ref().map_or(1, |rhythm| i64::from(rhythm.days()));
        // A day's list appears in the evening of the day before where readers are far in the east.
        let days = (today.plus(-between - LATE), today.plus(1));
        let mut found = match subject {
            Subject::Search(query) => self.found((query, f32::from(wish.least) / 100.0), days.0..=days.1).await?,
            other => self.candidates(other, days, false).await?,
        };
        if *subject == Subject::Trending {
            // What comes on the page of that name, not what comes somewhere behind it.
            found.truncate(usize::try_from(Page::SIZE).unwrap_or_default());
        }
        Ok(found)
    }
}
