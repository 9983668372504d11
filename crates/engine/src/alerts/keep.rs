//! Making alerts, silencing and removing them.

use domain::{AlertWish, Destination, PaperKey, Subject, Timestamp};
use store::{Alert, AlertCall, AlertCounts, AlertKey, AlertState};

use crate::{EngineError, Newsstand, PostError};

/// An alert and what became of its messages.
#[derive(Debug, Clone)]
pub struct AlertSummary {
    /// The alert.
    pub alert: Alert,
    /// How many messages stand how.
    pub counts: AlertCounts,
    /// The last attempt.
    pub last: Option<AlertCall>,
}

impl Newsstand {
    /// Makes an alert. What is there already counts as told: it speaks of what comes from now on.
    pub async fn add_alert(
        &self,
        (subject, destination): (&Subject, &Destination),
        wish: &AlertWish,
        now: Timestamp,
    ) -> Result<AlertKey, EngineError> {
        let there: Vec<PaperKey> =
            self.fresh((subject, wish), now).await?.iter().map(|entry| entry.stored.key).collect();
        let due = wish.rhythm.as_ref().map_or(now, |rhythm| rhythm.next(now));
        let mut tx = self.store().begin().await?;
        let key = tx.add_alert((subject, destination), wish, (now, due)).await?;
        tx.note_alerted(key, &there).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// All alerts with what became of their messages, by rising number.
    pub async fn alerts(&self) -> Result<Vec<AlertSummary>, EngineError> {
        let counts = self.store().alert_counts().await?;
        let mut summaries = Vec::new();
        for alert in self.store().alerts().await? {
            let last = self.store().alert_calls(alert.key, 1).await?.pop();
            let counts = counts.get(&alert.key).copied().unwrap_or_default();
            summaries.push(AlertSummary { alert, counts, last });
        }
        Ok(summaries)
    }

    /// An alert.
    pub async fn alert(&self, key: AlertKey) -> Result<Alert, EngineError> {
        Ok(self.store().alert(key).await?.ok_or(PostError::NoAlert(key.0))?)
    }

    /// Tells an alert nothing until a moment; what comes meanwhile is not told afterwards either.
    pub async fn mute_alert(&self, key: AlertKey, until: Timestamp) -> Result<Alert, EngineError> {
        let muted = Alert { muted: until, ..self.alert(key).await? };
        let mut tx = self.store().begin().await?;
        tx.change_alert(&muted).await?;
        tx.commit().await?;
        Ok(muted)
    }

    /// Tells an alert again that was muted, paused or ended: first what waited for it.
    pub async fn unmute_alert(&self, key: AlertKey, now: Timestamp) -> Result<Alert, EngineError> {
        let alert = self.alert(key).await?;
        let active = Alert { state: AlertState::Active, why: String::new(), muted: now.min(alert.muted), ..alert };
        let mut tx = self.store().begin().await?;
        tx.change_alert(&active).await?;
        tx.retry_alert_messages(key, now).await?;
        tx.commit().await?;
        Ok(active)
    }

    /// Removes an alert with everything that is known of it.
    pub async fn remove_alert(&self, key: AlertKey) -> Result<(), EngineError> {
        let mut tx = self.store().begin().await?;
        if !tx.remove_alert(key).await? {
            return Err(PostError::NoAlert(key.0).into());
        }
        Ok(tx.commit().await?)
    }
}
