//! Handing messages to whoever delivers them, and noting what became of each.

use domain::Timestamp;
use jiff::SignedDuration;
use store::{Alert, AlertCall, AlertKey, AlertMessageKey, AlertOutcome, AlertState};

use super::tell::message_id;
use crate::post::{Composed, later};
use crate::{EngineError, Newsstand};

/// How long whoever took a message has to deliver it, before somebody else does.
const TAKEN: SignedDuration = SignedDuration::from_mins(5);

/// How long it is known what became of a message.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A message to be delivered.
#[derive(Debug, Clone)]
pub struct AlertMessage {
    /// Its number; none where it is only tried.
    pub key: Option<AlertMessageKey>,
    /// What whoever gets it knows it by: the same however often it is tried.
    pub id: String,
    /// Whom it tells, and where.
    pub alert: Alert,
    /// What it tells of.
    pub content: Composed,
    /// When it was written.
    pub made: Timestamp,
    /// How often it was tried, with this time.
    pub tries: u32,
}

/// What an attempt means for the alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertEffect {
    /// Nothing.
    None,
    /// It is not told any more until somebody has looked: why.
    Pause(String),
    /// It does not want to be told any more: why.
    End(String),
}

impl Newsstand {
    /// Takes messages to be delivered, at most one of each alert. What became of each is to be told to [`Self::note_alert_message`]; what is
    /// not told is taken again after five minutes.
    pub async fn take_alert_messages(&self, now: Timestamp, most: u32) -> Result<Vec<AlertMessage>, EngineError> {
        let mut tx = self.store().begin().await?;
        let taken = tx.take_alert_messages(now, later(now, TAKEN), most).await?;
        let mut messages = Vec::with_capacity(taken.len());
        for message in taken {
            let Some(alert) = tx.alert(message.alert).await? else { continue };
            messages.push((message, alert));
        }
        tx.commit().await?;
        let mut whole = Vec::with_capacity(messages.len());
        for (message, alert) in messages {
            let store::AlertMessage { key, id, made, tries, papers, .. } = message;
            let content = self.content(&papers).await?;
            whole.push(AlertMessage { key: Some(key), id, alert, content, made, tries });
        }
        Ok(whole)
    }

    /// A message as an alert would get it now, about the newest papers whether it was told of them or not. Nothing is written down.
    pub async fn sample_alert_message(&self, key: AlertKey, now: Timestamp) -> Result<AlertMessage, EngineError> {
        let alert = self.alert(key).await?;
        let mut papers = self.fresh((&alert.subject, &alert.wish), now).await?;
        let total = papers.len();
        papers.truncate(alert.wish.most.into());
        Ok(AlertMessage {
            key: None,
            id: message_id()?,
            alert,
            content: Composed { papers, total, missed: Vec::new() },
            made: now,
            tries: 1,
        })
    }

    /// Notes what became of a message, what it means for its alert, and the attempt, if one was made: all at once.
    pub async fn note_alert_message(
        &self,
        message: &AlertMessage,
        (outcome, effect, call): (AlertOutcome, &AlertEffect, Option<&AlertCall>),
        now: Timestamp,
    ) -> Result<(), EngineError> {
        let of = message.alert.key;
        let mut tx = self.store().begin().await?;
        // It may have been changed, or removed, while the message was on its way.
        let Some(alert) = tx.alert(of).await? else { return Ok(()) };
        if let Some(call) = call {
            let before = now.checked_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
            tx.note_alert_call(of, call, before).await?;
        }
        let error = call.map_or("", |call| call.answer.as_str());
        if let Some(key) = message.key {
            tx.note_alert_message(key, (outcome, error), now).await?;
        }
        let changed = match effect {
            AlertEffect::None => None,
            AlertEffect::Pause(why) => Some((AlertState::Paused, why)),
            AlertEffect::End(why) => Some((AlertState::Ended, why)),
        };
        if let Some((state, why)) = changed {
            tx.change_alert(&Alert { state, why: why.clone(), ..alert }).await?;
        }
        Ok(tx.commit().await?)
    }
}
