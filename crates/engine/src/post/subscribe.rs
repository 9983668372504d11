//! Asking for letters, confirming it, changing it, and ending it.

use domain::{MailAddress, Subject, Timestamp, Wish};
use jiff::SignedDuration;
use serde::Serialize;
use store::{Subscription, SubscriptionKey, SubscriptionState};

use super::{PostError, Purpose};
use crate::{EngineError, Newsstand};

/// How long a confirmation can wait.
pub(super) const CONFIRMED_WITHIN: SignedDuration = SignedDuration::from_hours(48);

/// How many confirmations an address is asked for before it has given one: nobody can flood a stranger's.
const UNCONFIRMED: usize = 3;

/// Subscriptions of one address.
const MOST: usize = 50;

/// The date that the letter bears which asks for confirmation: there is one for each subscription.
pub(super) const CONFIRMATION: &str = "confirm";

/// What became of a request for letters. Whoever asked is told the same either way: whether an address is known here is nobody's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A letter that asks for confirmation is on its way.
    Written,
    /// Nothing is sent: the address was written to often enough, or wants nothing from here.
    Silent,
}

/// Everything that is known of an address.
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// The address.
    pub address: String,
    /// Its subscriptions.
    pub subscriptions: Vec<ExportedSubscription>,
    /// The papers that were shown, and when first, the newest first.
    pub shown: Vec<(String, Timestamp)>,
    /// Letters that came back: when, why in a word, and in the words of whoever refused them.
    pub returned: Vec<(Timestamp, &'static str, String)>,
}

/// What is known of a subscription.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedSubscription {
    /// What it is about.
    pub subject: String,
    /// When, and how much.
    pub wish: Wish,
    /// How it stands.
    pub state: &'static str,
    /// When it was asked for.
    pub asked: Timestamp,
    /// Its last letters: their dates, how they stand, and since when.
    pub letters: Vec<(String, String, Timestamp)>,
    /// Whether there is a private feed.
    pub has_feed: bool,
}

impl Newsstand {
    /// Writes down that somebody wants letters, and queues the one that asks the address's owner.
    pub async fn ask_for_letters(
        &self,
        address: &MailAddress,
        (subject, wish): (&Subject, &Wish),
        now: Timestamp,
    ) -> Result<Asked, EngineError> {
        let known = self.store().subscriptions_of(address).await?;
        let waiting =
            known.iter().filter(|known| known.state == SubscriptionState::Asked && recent(known, now)).count();
        if waiting >= UNCONFIRMED || known.len() >= MOST || self.store().suppressed(address).await?.is_some() {
            return Ok(Asked::Silent);
        }
        let mut tx = self.store().begin().await?;
        tx.forget_unconfirmed(earlier(now)).await?;
        let key = tx.add_subscription(address, (subject, wish), now).await?;
        tx.queue_urgent_letter((key, CONFIRMATION), "[]", now).await?;
        tx.commit().await?;
        Ok(Asked::Written)
    }

    /// The subscription of a link, and all others of its address.
    pub async fn subscriptions(
        &self,
        token: &str,
        purpose: Purpose,
        now: Timestamp,
    ) -> Result<(Subscription, Vec<Subscription>), EngineError> {
        let key = self.opened(token, purpose, now).await?;
        let this = self.store().subscription(key).await?.ok_or(PostError::Unknown)?;
        let others = self.store().subscriptions_of(&this.address).await?;
        Ok((this.clone(), others.into_iter().filter(|other| other.key != this.key).collect()))
    }

    /// The owner of the address wants the letters. Who wanted the same before has the new wish from now on.
    pub async fn confirm(&self, token: &str, now: Timestamp) -> Result<Subscription, EngineError> {
        let (this, others) = self.subscriptions(token, Purpose::Confirm, now).await?;
        let mut tx = self.store().begin().await?;
        let earlier = others.into_iter().find(|other| other.subject == this.subject && goes_on(other.state));
        let due = this.wish.rhythm.next(now);
        let kept = match earlier {
            Some(earlier) if this.state == SubscriptionState::Asked => {
                tx.remove_subscriptions(&[this.key]).await?;
                Subscription { state: SubscriptionState::Active, wish: this.wish, due, ..earlier }
            }
            // Whoever presses the button twice has confirmed once.
            _ if this.state == SubscriptionState::Active => return Ok(this),
            _ => Subscription { state: SubscriptionState::Active, since: now, due, ..this },
        };
        tx.change_subscription(&kept).await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Wishes otherwise.
    pub async fn change_wish(&self, token: &str, wish: Wish, now: Timestamp) -> Result<Subscription, EngineError> {
        let (this, _) = self.subscriptions(token, Purpose::Manage, now).await?;
        let due = if this.state == SubscriptionState::Active { wish.rhythm.next(now) } else { this.due };
        let changed = Subscription { wish, due, ..this };
        let mut tx = self.store().begin().await?;
        tx.change_subscription(&changed).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Ends a subscription, or all of its address. Ending what has ended changes nothing.
    pub async fn end_letters(&self, token: &str, all: bool, now: Timestamp) -> Result<Subscription, EngineError> {
        let (this, others) = self.subscriptions(token, Purpose::Manage, now).await?;
        let mut tx = self.store().begin().await?;
        let these = std::iter::once(this.clone()).chain(others.into_iter().filter(|_| all));
        for ended in these.filter(|known| goes_on(known.state)) {
            tx.change_subscription(&Subscription { state: SubscriptionState::Ended, due: Timestamp::MAX, ..ended })
                .await?;
        }
        tx.commit().await?;
        Ok(Subscription { state: SubscriptionState::Ended, ..this })
    }

    /// Removes everything that is known of a link's address.
    pub async fn erase_address(&self, token: &str, now: Timestamp) -> Result<(), EngineError> {
        let (this, others) = self.subscriptions(token, Purpose::Manage, now).await?;
        let keys: Vec<SubscriptionKey> =
            std::iter::once(this.key).chain(others.iter().map(|other| other.key)).collect();
        let mut tx = self.store().begin().await?;
        tx.remove_subscriptions(&keys).await?;
        tx.forget_reader(this.reader).await?;
        Ok(tx.commit().await?)
    }

    /// Everything that is known of a link's address.
    pub async fn export_address(&self, token: &str, now: Timestamp) -> Result<Exported, EngineError> {
        const LETTERS: u32 = 1_000;
        let (this, others) = self.subscriptions(token, Purpose::Manage, now).await?;
        let address = this.address.to_string();
        let shown = self.all_shown_to(this.reader).await?;
        let returned = self.store().returned(&this.address, Timestamp::MIN).await?;
        let mut subscriptions = Vec::new();
        for known in std::iter::once(this).chain(others) {
            let letters = self.store().letters(known.key, LETTERS).await?;
            let has_feed = self.store().feed_word(known.key).await?.is_some();
            subscriptions.push(ExportedSubscription {
                subject: known.subject.to_string(),
                wish: known.wish,
                state: known.state.as_str(),
                asked: known.made,
                letters: letters.into_iter().map(|letter| (letter.date, letter.state, letter.at)).collect(),
                has_feed,
            });
        }
        let returned = returned.into_iter().map(|back| (back.at, back.kind.as_str(), back.why)).collect();
        Ok(Exported { address, subscriptions, shown, returned })
    }
}

/// Whether it sends letters, now or later.
fn goes_on(state: SubscriptionState) -> bool {
    matches!(state, SubscriptionState::Active | SubscriptionState::Paused)
}

fn recent(known: &Subscription, now: Timestamp) -> bool {
    known.made >= earlier(now)
}

/// Before this moment, whatever was not confirmed will not be.
fn earlier(now: Timestamp) -> Timestamp {
    now.checked_sub(CONFIRMED_WITHIN).unwrap_or(Timestamp::MIN)
}
