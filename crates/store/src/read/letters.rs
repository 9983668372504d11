//! What the letters of many subscriptions need, read together.

use domain::Timestamp;

use super::post::{Subscription, SubscriptionState};
use crate::{Store, StoreError};

impl Store {
    /// Active subscriptions whose letter is due, those that wait longest first.
    pub async fn due(&self, now: Timestamp, most: u32) -> Result<Vec<Subscription>, StoreError> {
        let condition =
            format!("state = '{}' AND due <= $1 ORDER BY due, key LIMIT $2", SubscriptionState::Active.as_str());
        let rows = self.fetch(Subscription::select(&condition).instant(now).int(most.into())).await?;
        rows.iter().map(Subscription::read).collect()
    }
}
