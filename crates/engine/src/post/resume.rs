//! Letters that rest, sent again because their reader says so.

use domain::Timestamp;
use store::{Subscription, SubscriptionState};

use super::Purpose;
use crate::{EngineError, Newsstand};

impl Newsstand {
    /// Lets the resting letters of a link's address go on: whoever opens the link reads their mail.
    pub async fn resume_letters(&self, token: &str, now: Timestamp) -> Result<Subscription, EngineError> {
        let (this, others) = self.subscriptions(token, Purpose::Manage, now).await?;
        let mut tx = self.store().begin().await?;
        for resting in std::iter::once(this.clone()).chain(others) {
            if resting.state == SubscriptionState::Paused {
                let due = resting.wish.rhythm.next(now);
                tx.change_subscription(&Subscription { state: SubscriptionState::Active, due, ..resting }).await?;
            }
        }
        tx.commit().await?;
        Ok(this)
    }
}
