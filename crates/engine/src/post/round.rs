//! Writing the letters that are due, many at a time: saved searches pass together through the new papers, and the store is asked and
//! told in groups.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use domain::{Day, Often, PaperKey, Subject, Timestamp};
use search::{Matched, SavedSearch, Window};
use store::{NewLetter, ReaderKey, Subscription, SubscriptionKey};

use super::Entry;
use super::candidates::Candidates;
use super::compose::{days_of, why_found};
use super::queue::{Kept, KeptContent, Queued, last_due, next_due};
use super::spread::moment;
use super::week::missed;
use crate::percolate::percolated;
use crate::{EngineError, Newsstand};

/// Subscriptions whose letters are written in one transaction.
const TOGETHER: u32 = 1_000;

/// What the letters of one round have in common. A round goes by one state of the index, however often that is published meanwhile.
#[derive(Default)]
struct Round {
    candidates: Candidates,
    windows: HashMap<RangeInclusive<Day>, Arc<Window>>,
}

/// What a letter may hold, the best first.
enum Choice {
    /// Papers that many others may get.
    Shared(Arc<[Entry]>),
    /// Papers that a saved search finds.
    Found(Vec<Matched>),
}

impl Newsstand {
    /// Writes the letters that are due, and when the next ones are. A subscription whose time came several times gets one letter about all of it.
    pub async fn write_due_letters(&self, now: Timestamp) -> Result<Queued, EngineError> {
        self.write_due_letters_over(Duration::ZERO, now).await
    }

    /// The same; the letters of one moment are to be sent over a while, each subscription's always at the same moment of it.
    pub async fn write_due_letters_over(&self, spread: Duration, now: Timestamp) -> Result<Queued, EngineError> {
        let (mut queued, mut round) = (Queued::default(), Round::default());
        // Looked up first, so that a round in which nobody has rested enough writes nothing.
        if self.store().resting().await?.iter().any(|resting| resting.due <= now) {
            let mut tx = self.store().begin().await?;
            Self::resume_rested(&mut tx, now).await?;
            tx.commit().await?;
        }
        loop {
            let due = self.store().due(now, TOGETHER).await?;
            let contents = self.contents(&mut round, &due, now).await?;
            let (written, letters) = self.write_letters((&due, &contents), spread, now).await?;
            queued.due += written;
            queued.letters += letters;
            // What somebody else has written, or changed, meanwhile is not due any more.
            if due.len() < TOGETHER as usize || written == 0 {
                return Ok(queued);
            }
        }
    }

    /// What the letters of some subscriptions hold. A reader is shown a paper once, also where several of the letters are theirs.
    async fn contents(
        &self,
        round: &mut Round,
        due: &[Subscription],
        now: Timestamp,
    ) -> Result<Vec<KeptContent>, EngineError> {
        let choices = self.choices(round, due, now).await?;
        let mut loud = Vec::with_capacity(due.len());
        for Subscription { subject, wish, .. } in due {
            loud.push(self.loud_for(&mut round.candidates, (subject, wish), now).await?);
        }
        let weeks = loud.iter().flat_map(|loud| loud.iter().map(|entry| entry.stored.key));
        let papers: HashSet<PaperKey> = choices.iter().flat_map(Choice::papers).chain(weeks).collect();
        let readers: HashSet<ReaderKey> = due.iter().map(|subscription| subscription.reader).collect();
        let (readers, papers): (Vec<_>, Vec<_>) = (readers.into_iter().collect(), papers.into_iter().collect());
        let mut shown = self.store().shown_to(&readers, &papers).await?;
        let mut contents = Vec::with_capacity(due.len());
        for ((subscription, choice), loud) in due.iter().zip(&choices).zip(&loud) {
            let content = choice.content((subscription, loud), |paper| !shown.contains(&(subscription.reader, paper)));
            shown.extend(content.keys().map(|paper| (subscription.reader, paper)));
            contents.push(content);
        }
        Ok(contents)
    }

    /// What the letters of some subscriptions may hold: those about saved searches are chosen together.
    async fn choices(
        &self,
        round: &mut Round,
        due: &[Subscription],
        now: Timestamp,
    ) -> Result<Vec<Choice>, EngineError> {
        let mut choices = Vec::with_capacity(due.len());
        let mut searches: HashMap<RangeInclusive<Day>, Vec<(usize, SavedSearch)>> = HashMap::new();
        for (place, Subscription { subject, wish, .. }) in due.iter().enumerate() {
            match (subject, days_of(wish, now)) {
                (Subject::Search(text), Some(days)) => {
                    let search = SavedSearch { text: text.clone(), least: wish.probability() };
                    searches.entry(days).or_default().push((place, search));
                    choices.push(Choice::Found(Vec::new()));
                }
                _ => choices
                    .push(Choice::Shared(self.candidates_for(&mut round.candidates, (subject, wish), now).await?)),
            }
        }
        for (days, searches) in searches {
            let (places, searches): (Vec<usize>, Vec<SavedSearch>) = searches.into_iter().unzip();
            let found = percolated(&self.window_of(round, days).await?, searches, None).await?;
            for (place, found) in places.into_iter().zip(found) {
                if let Some(choice) = choices.get_mut(place) {
                    *choice = Choice::Found(found);
                }
            }
        }
        Ok(choices)
    }

    async fn window_of(&self, round: &mut Round, days: RangeInclusive<Day>) -> Result<Arc<Window>, EngineError> {
        if let Some(window) = round.windows.get(&days) {
            return Ok(Arc::clone(window));
        }
        let window = self.window(days.clone()).await?;
        round.windows.insert(days, Arc::clone(&window));
        Ok(window)
    }

    /// Queues letters, and notes when the next are due, in one transaction; returns how many subscriptions were still due, and how many
    /// letters were queued.
    async fn write_letters(
        &self,
        (due, contents): (&[Subscription], &[KeptContent]),
        spread: Duration,
        now: Timestamp,
    ) -> Result<(u64, u64), EngineError> {
        let keys: Vec<SubscriptionKey> = due.iter().map(|subscription| subscription.key).collect();
        let mut tx = self.store().begin().await?;
        let still = tx.still_due(&keys, now).await?;
        let is_still_due = |subscription: &Subscription| still.get(&subscription.key) == Some(&subscription.due);
        let (mut letters, mut next) = (Vec::new(), HashMap::<Timestamp, Vec<SubscriptionKey>>::new());
        for (subscription, content) in due.iter().zip(contents).filter(|(subscription, _)| is_still_due(subscription)) {
            // What was missed of other things is no reason for a letter.
            let is_empty = content.papers.is_empty();
            let is_written = !is_empty || subscription.wish.when_empty && !is_instant(subscription);
            if is_written {
                letters.push(new_letter((subscription, content), spread, now));
            }
            next.entry(next_due(subscription, is_written, now)).or_default().push(subscription.key);
        }
        let queued = tx.queue_letters(&letters, now).await?;
        let mut advanced = 0;
        for (due, keys) in next {
            advanced += keys.len() as u64;
            tx.advance(&keys, (now, due)).await?;
        }
        tx.commit().await?;
        Ok((advanced, queued))
    }
}

impl Choice {
    fn papers(&self) -> Vec<PaperKey> {
        match self {
            Self::Shared(entries) => entries.iter().map(|entry| entry.stored.key).collect(),
            Self::Found(found) => found.iter().map(|found| found.paper).collect(),
        }
    }

    /// What of it goes into a letter: what is new to its reader, as far as there is room, and what they would have missed of the week.
    fn content(&self, (to, loud): (&Subscription, &[Entry]), is_new: impl Fn(PaperKey) -> bool) -> KeptContent {
        let most = usize::from(to.wish.most);
        let total = self.papers().iter().filter(|paper| is_new(**paper)).count();
        let papers: Vec<Kept> = match self {
            Self::Shared(entries) => {
                entries.iter().filter(|entry| is_new(entry.stored.key)).take(most).map(Kept::from).collect()
            }
            Self::Found(found) => {
                let text = if let Subject::Search(text) = &to.subject { text } else { "" };
                let new = found.iter().filter(|found| is_new(found.paper)).take(most);
                let why = |found: &Matched| why_found(text, found.probability);
                new.map(|found| Kept { paper: found.paper.0, why: why(found), day: None }).collect()
            }
        };
        let held: HashSet<i64> = papers.iter().map(|kept| kept.paper).collect();
        let missed = missed(loud, |paper| is_new(paper) && !held.contains(&paper.0)).map(Kept::from).collect();
        KeptContent { papers, total, missed }
    }
}

fn is_instant(subscription: &Subscription) -> bool {
    subscription.wish.rhythm.often == Often::Instant
}

fn new_letter((to, content): (&Subscription, &KeptContent), spread: Duration, now: Timestamp) -> NewLetter {
    let due = last_due(to, now);
    NewLetter {
        subscription: to.key,
        reader: to.reader,
        date: to.wish.rhythm.letter(due),
        // Who wants to hear at once waits for nobody.
        at: if is_instant(to) { now } else { moment(to.key, (due, spread)).max(now) },
        papers: content.keys().collect(),
        printed: content.printed(),
    }
}
