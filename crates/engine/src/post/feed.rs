//! Private feeds: the same papers for programs that look by themselves. What came by feed does not come by mail, and the other way round.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{PaperKey, Timestamp, Wish};
use jiff::SignedDuration;
use store::{FedPaper, Subscription, SubscriptionState};

use super::queue::kept;
use super::subscribe::CONFIRMATION;
use super::{Entry, PostError, Purpose};
use crate::{EngineError, Newsstand};

/// How long a paper stays in a feed.
const STAYS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The most papers of a feed.
const MOST: usize = 200;

/// Letters that are looked through.
const LETTERS: u32 = 60;

/// A feed of one subscription.
#[derive(Debug, Clone)]
pub struct PrivateFeed {
    /// Whose, and about what.
    pub subscription: Subscription,
    /// Its papers and when each came, the newest first.
    pub papers: Vec<(Entry, Timestamp)>,
}

impl Newsstand {
    /// The word of the private feed of a link's subscription, where it has one.
    pub async fn feed_word(&self, token: &str, now: Timestamp) -> Result<Option<String>, EngineError> {
        let key = self.opened(token, Purpose::Manage, now).await?;
        Ok(self.store().feed_word(key).await?)
    }

    /// Makes a private feed, or gives it another address: one that it had before leads nowhere any more.
    pub async fn make_feed(&self, token: &str, now: Timestamp) -> Result<String, EngineError> {
        let (this, _) = self.subscriptions(token, Purpose::Manage, now).await?;
        let mut random = [0; 24];
        getrandom::fill(&mut random).map_err(|error| PostError::NoRandom(error.to_string()))?;
        let word = URL_SAFE_NO_PAD.encode(random);
        let mut tx = self.store().begin().await?;
        tx.set_feed_word(this.key, &word, now).await?;
        tx.commit().await?;
        Ok(word)
    }

    /// Removes a private feed.
    pub async fn remove_feed(&self, token: &str, now: Timestamp) -> Result<(), EngineError> {
        let key = self.opened(token, Purpose::Manage, now).await?;
        let mut tx = self.store().begin().await?;
        tx.remove_feed(key).await?;
        Ok(tx.commit().await?)
    }

    /// The private feed with a word: what its reader was sent lately, and, where it is `fetched` and not only asked after, what is new for them, which counts as
    /// shown from then on. There comes as much as a letter would hold, in the time between two of them.
    pub async fn private_feed(&self, word: &str, fetched: bool, now: Timestamp) -> Result<PrivateFeed, EngineError> {
        let found = self.store().fed_by(word).await?.filter(|found| found.state == SubscriptionState::Active);
        let subscription = found.ok_or(PostError::Unknown)?;
        if fetched {
            self.feed_what_is_new(&subscription, now).await?;
        }
        let papers = self.fed(&subscription, before(now, STAYS)).await?;
        Ok(PrivateFeed { subscription, papers })
    }

    async fn feed_what_is_new(&self, to: &Subscription, now: Timestamp) -> Result<(), EngineError> {
        let period = SignedDuration::from_hours(24 * i64::from(to.wish.rhythm.days()));
        let came = self.store().fed(to.key, before(now, period)).await?.len();
        let room = usize::from(to.wish.most).saturating_sub(came);
        let wish = Wish { most: u8::try_from(room).unwrap_or(u8::MAX), ..to.wish.clone() };
        if room == 0 || self.compose((&to.subject, &wish), Some(to.reader), now).await?.is_empty() {
            return Ok(());
        }
        // Once more while nobody else writes: a letter may have been faster.
        let mut tx = self.store().begin().await?;
        let content = self.compose((&to.subject, &wish), Some(to.reader), now).await?;
        // A microsecond apart, which keeps their order.
        let fed = |(place, entry): (i64, &Entry)| FedPaper {
            paper: entry.stored.key,
            at: before(now, SignedDuration::from_micros(place)),
            why: entry.why.clone(),
        };
        let papers: Vec<FedPaper> = (0..).zip(content.papers.iter().chain(&content.missed)).map(fed).collect();
        tx.feed(to.key, (&papers, before(now, STAYS))).await?;
        let shown: Vec<_> = content.keys().map(|paper| (to.reader, paper)).collect();
        tx.note_shown(&shown, now).await?;
        Ok(tx.commit().await?)
    }

    /// What came to a subscription since a moment, by feed and by mail.
    async fn fed(&self, of: &Subscription, since: Timestamp) -> Result<Vec<(Entry, Timestamp)>, EngineError> {
        let mut came = self.store().fed(of.key, since).await?;
        let letters = self.store().letters(of.key, LETTERS).await?;
        for letter in letters.into_iter().filter(|letter| letter.date != CONFIRMATION && letter.at >= since) {
            let at = letter.at;
            came.extend(kept(&letter.papers).map(|(paper, why)| FedPaper { paper, at, why }));
        }
        // Papers of one moment keep their order.
        came.sort_by_key(|fed| std::cmp::Reverse(fed.at));
        let mut seen = std::collections::HashSet::new();
        came.retain(|fed| seen.insert(fed.paper));
        came.truncate(MOST);
        let keys: Vec<PaperKey> = came.iter().map(|fed| fed.paper).collect();
        let stored = self.store().papers(&keys).await?;
        let mut of_key: HashMap<PaperKey, _> = stored.into_iter().map(|stored| (stored.key, stored)).collect();
        let entry = |fed: FedPaper| Some((Entry::new(of_key.remove(&fed.paper)?, fed.why), fed.at));
        Ok(came.into_iter().filter_map(entry).collect())
    }
}

fn before(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}
