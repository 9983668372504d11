//! Writing down what alerts are to be told.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Day, PaperKey, Timestamp};
use store::{Alert, AlertState};

use crate::post::{Composed, Entry, printed};
use crate::{EngineError, Newsstand, PostError};

impl Newsstand {
    /// Writes a message for each alert whose time has come and for which there is something new, and in the same transaction that it was told of
    /// it. Returns how many were written.
    pub async fn write_due_alerts(&self, now: Timestamp) -> Result<u64, EngineError> {
        let mut written = 0;
        for alert in self.store().alerts().await? {
            if alert.state == AlertState::Active && alert.due <= now {
                let fresh = self.fresh((&alert.subject, &alert.wish), now).await?;
                written += u64::from(self.tell(&alert, fresh, now).await?);
            }
        }
        Ok(written)
    }

    /// Writes the message of one alert; `false` where there is none to be written.
    async fn tell(&self, alert: &Alert, fresh: Vec<Entry>, now: Timestamp) -> Result<bool, EngineError> {
        if fresh.is_empty() && alert.wish.rhythm.is_none() {
            return Ok(false);
        }
        let mut tx = self.store().begin().await?;
        // It may have been removed or paused while the papers were looked for.
        let Some(alert) = tx.alert(alert.key).await?.filter(|known| known.state == AlertState::Active) else {
            return Ok(false);
        };
        let today = Day::of(now).map_or(now, Day::midnight);
        let is_muted = alert.muted > now;
        if !is_muted && tx.alert_messages_since(alert.key, today).await? >= u64::from(alert.wish.a_day) {
            // What has no room today is told tomorrow, if it is still new then.
            return Ok(false);
        }
        let keys: Vec<PaperKey> = fresh.iter().map(|entry| entry.stored.key).collect();
        let new = tx.note_alerted(alert.key, &keys).await?;
        let mut papers: Vec<Entry> = fresh.into_iter().filter(|entry| new.contains(&entry.stored.key)).collect();
        let total = papers.len();
        papers.truncate(alert.wish.most.into());
        let is_told = total > 0 && !is_muted;
        if is_told {
            let printed = printed(&Composed { papers, total, missed: Vec::new() });
            tx.queue_alert_message((alert.key, &message_id()?), &printed, now).await?;
        }
        if let Some(rhythm) = &alert.wish.rhythm {
            let due = rhythm.next(now);
            tx.change_alert(&Alert { due, ..alert }).await?;
        }
        tx.commit().await?;
        Ok(is_told)
    }
}

/// A name for a message that no other has: no letter of it means anything where it is signed.
pub(super) fn message_id() -> Result<String, PostError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| PostError::NoRandom(error.to_string()))?;
    Ok(format!("msg_{}", URL_SAFE_NO_PAD.encode(random)))
}
