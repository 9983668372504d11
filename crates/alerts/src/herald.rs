//! Who tells: writes down what is new, hands it over, and notes what was said to it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{Destination, Timestamp};
use engine::{AlertCall, AlertEffect, AlertKey, AlertMessage, AlertOutcome, EngineError, Newsstand};
use fetch::{Client, FetchError, Reply};
use tokio::task::{JoinHandle, JoinSet};
use tracing::{error, info, warn};

use crate::told::Told;
use crate::verdict::Verdict;
use crate::{AlertError, forms};

/// How often is looked whether a message waits.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// After how long is looked whether something is new: soon where the library has changed, and now and then for those that want to be told at
/// an hour.
const SOON: Duration = Duration::from_secs(10);
const NOW_AND_THEN: Duration = Duration::from_mins(1);

/// Messages that are handed over at once, each of another alert.
const TOGETHER: u32 = 16;

/// Characters of an answer that are kept.
const KEPT: usize = 300;

/// What became of the messages of one round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken.
    pub sent: u64,
    /// To be tried again.
    pub again: u64,
    /// Given up.
    pub failed: u64,
}

/// What was said to a message that was only tried.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The attempt.
    pub call: AlertCall,
    /// Whether it was taken.
    pub is_taken: bool,
    /// How many papers were in it.
    pub papers: usize,
}

/// Who tells.
#[derive(Debug, Clone)]
pub struct Herald {
    newsstand: Newsstand,
    site: Arc<(String, String)>,
    client: Arc<Client>,
}

/// Telling that goes on until this is dropped.
#[derive(Debug)]
pub struct Rounds {
    task: JoinHandle<()>,
}

impl Drop for Rounds {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Herald {
    /// A herald of the site of that name and address.
    ///
    /// # Errors
    /// Where there is no address.
    pub fn new(newsstand: Newsstand, (title, base_url): (&str, &str), client: Arc<Client>) -> Result<Self, AlertError> {
        let base = base_url.trim_end_matches('/');
        if base.is_empty() {
            return Err(AlertError::NoAddress);
        }
        Ok(Self { newsstand, site: Arc::new((title.to_owned(), base.to_owned())), client })
    }

    /// Goes round for ever.
    pub fn in_background(self) -> Rounds {
        Rounds { task: tokio::spawn(async move { self.for_ever().await }) }
    }

    async fn for_ever(&self) {
        let (mut seen, mut looked) = (i64::MIN, None::<Instant>);
        loop {
            let version = self.newsstand.version();
            let wait = if version == seen { NOW_AND_THEN } else { SOON };
            if looked.is_none_or(|looked| looked.elapsed() >= wait) {
                (seen, looked) = (version, Some(Instant::now()));
                if let Err(error) = self.newsstand.write_due_alerts(self.client.clock().now()).await {
                    error!(%error, "alerts could not be written; trying again");
                }
            }
            match self.deliver().await {
                Ok(Delivered { sent: 0, again: 0, failed: 0 }) => {}
                Ok(Delivered { sent, again, failed }) => info!(sent, again, failed, "alerts"),
                Err(error) => error!(%error, "alerts broke off; trying again"),
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Writes down what is new, and hands over all that waits.
    ///
    /// # Errors
    /// Where the store fails. Messages that were taken and could not be noted are handed over again, under the same name.
    pub async fn round(&self) -> Result<Delivered, EngineError> {
        self.newsstand.write_due_alerts(self.client.clock().now()).await?;
        self.deliver().await
    }

    /// Hands over all that waits: of each alert one after another, those of several alerts at once.
    async fn deliver(&self) -> Result<Delivered, EngineError> {
        let mut delivered = Delivered::default();
        loop {
            let messages = self.newsstand.take_alert_messages(self.client.clock().now(), TOGETHER).await?;
            if messages.is_empty() {
                return Ok(delivered);
            }
            let mut running = JoinSet::new();
            for message in messages {
                let herald = self.clone();
                running.spawn(async move { herald.hand_over(&message).await });
            }
            while let Some(done) = running.join_next().await {
                match done?? {
                    AlertOutcome::Sent => delivered.sent += 1,
                    AlertOutcome::Again(_) | AlertOutcome::NotTried(_) => delivered.again += 1,
                    AlertOutcome::Failed => delivered.failed += 1,
                }
            }
        }
    }

    /// Hands one message over, and notes what became of it.
    async fn hand_over(&self, message: &AlertMessage) -> Result<AlertOutcome, EngineError> {
        let result = self.attempt(message).await;
        let now = self.client.clock().now();
        let (verdict, call) = match result {
            Ok(result) => {
                let verdict = Verdict::read(&result, message.tries, now);
                let is_asked = !matches!(verdict.outcome, AlertOutcome::NotTried(_));
                (verdict, is_asked.then(|| call(message, &result, now)))
            }
            Err(error) => {
                let why = error.to_string();
                let effect = AlertEffect::Pause(why.clone());
                let call = AlertCall { id: message.id.clone(), at: now, status: 0, took_ms: 0, answer: why };
                (Verdict { outcome: AlertOutcome::Again(now), effect }, Some(call))
            }
        };
        if let Some(call) = call.as_ref().filter(|_| verdict.outcome != AlertOutcome::Sent) {
            let (alert, status) = (message.alert.key.0, call.status);
            warn!(alert, message = message.id, status, answer = call.answer, "an alert was not taken");
        }
        let became = (verdict.outcome, &verdict.effect, call.as_ref());
        self.newsstand.note_alert_message(message, became, now).await?;
        Ok(verdict.outcome)
    }

    /// Hands an alert what it would get now, whether it was told of it or not, and notes the attempt alone.
    ///
    /// # Errors
    /// Where there is no such alert, or nothing can be handed over there.
    pub async fn test(&self, key: AlertKey) -> Result<Tried, AlertError> {
        let message = self.newsstand.sample_alert_message(key, self.client.clock().now()).await?;
        let result = self.attempt(&message).await?;
        let now = self.client.clock().now();
        let call = call(&message, &result, now);
        let became = (AlertOutcome::Failed, &AlertEffect::None, Some(&call));
        self.newsstand.note_alert_message(&message, became, now).await?;
        let is_taken = result.is_ok_and(|reply| (200..300).contains(&reply.status));
        Ok(Tried { call, is_taken, papers: message.content.papers.len() })
    }

    /// One attempt. What cannot be printed or has no place to go to is an error of its own.
    async fn attempt(&self, message: &AlertMessage) -> Result<Result<Reply, FetchError>, AlertError> {
        let (title, base) = &*self.site;
        let told = Told::of((title, base), message, self.client.clock().now());
        let delivery = forms::delivery(&message.alert.destination, &told)?;
        Ok(self.client.deliver(&delivery).await)
    }
}

/// What is written down of an attempt.
fn call(message: &AlertMessage, result: &Result<Reply, FetchError>, at: Timestamp) -> AlertCall {
    let (status, took_ms, answer) = match result {
        Ok(reply) => (reply.status, reply.took.as_millis(), String::from_utf8_lossy(&reply.began).into_owned()),
        Err(FetchError::Busy { status, .. }) => (*status, 0, String::new()),
        Err(error) => (0, 0, error.to_string()),
    };
    let answer = text::line(&masked(&answer, &message.alert.destination), KEPT);
    AlertCall { id: message.id.clone(), at, status, took_ms: u32::try_from(took_ms).unwrap_or(u32::MAX), answer }
}

/// An answer without the secrets that it repeats.
fn masked(answer: &str, destination: &Destination) -> String {
    let path = destination.address.splitn(4, '/').nth(3).unwrap_or_default();
    let secrets = [destination.address.as_str(), destination.secret.as_str(), path];
    // A path of a few letters is no secret, and stands in every other word.
    let secrets = secrets.into_iter().filter(|secret| secret.len() >= 6);
    secrets.fold(answer.to_owned(), |answer, secret| answer.replace(secret, "***"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_does_not_give_secrets_away() {
        let to: Destination = "slack:https://hooks.example.org/services/T0/s3cret".parse().unwrap();
        let to = Destination { secret: "whsec_xyz".to_owned(), ..to };
        let answer = "no https://hooks.example.org/services/T0/s3cret nor /services/T0/s3cret for whsec_xyz";
        assert_eq!(masked(answer, &to), "no *** nor /*** for ***");
        let short: Destination = "ntfy:https://ntfy.example/a".parse().unwrap();
        assert_eq!(masked("a bad day", &short), "a bad day");
    }
}
