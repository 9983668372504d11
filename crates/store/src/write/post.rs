//! Writing subscriptions and letters.

use domain::{MailAddress, Subject, Timestamp, Wish};

use super::changes::take_numbers;
use super::readers;
use super::tx::Tx;
use crate::StoreError;
use crate::driver::Query;
use crate::read::{Letter, LetterKey, Subscription, SubscriptionKey};

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Sent,
    /// It is tried again at this moment.
    Again(Timestamp),
    /// It is not tried again.
    Failed,
    /// It was not tried, and is at this moment: that counts as no try.
    Later(Timestamp),
}

/// Which letters go first.
const URGENT: i64 = 0;
pub(super) const USUAL: i64 = 1;

impl Tx {
    /// Writes down that somebody wants letters; nothing is due yet.
    pub async fn add_subscription(
        &mut self,
        address: &MailAddress,
        (subject, wish): (&Subject, &Wish),
        at: Timestamp,
    ) -> Result<SubscriptionKey, StoreError> {
        let session = &mut self.session();
        let reader = readers::reader_at(session, address).await?;
        let key = take_numbers(session, "subscription", 1).await?;
        let sql = "INSERT INTO subscriptions (key, reader, address, subject, wish, state, made, since, due) \
                   VALUES ($1, $7, $2, $3, $4, 'asked', $5, $5, $6)";
        let query = Query::new("write a subscription", sql).int(key).text(address.as_str()).text(&subject.to_string());
        let query = query.text(&printed(wish)).instant(at).instant(Timestamp::MAX).int(reader.0);
        session.execute(query).await?;
        Ok(SubscriptionKey(key))
    }

    /// Changes how a subscription stands, what is wished, and when what is due.
    pub async fn change_subscription(&mut self, changed: &Subscription) -> Result<(), StoreError> {
        let Subscription { key, wish, state, since, due, .. } = changed;
        let sql = "UPDATE subscriptions SET wish = $2, state = $3, since = $4, due = $5 WHERE key = $1";
        let query = Query::new("change a subscription", sql).int(key.0).text(&printed(wish)).text(state.as_str());
        self.session().execute(query.instant(*since).instant(*due)).await.map(drop)
    }

    /// Removes subscriptions with their letters and feeds. What their reader was shown stays known.
    pub async fn remove_subscriptions(&mut self, keys: &[SubscriptionKey]) -> Result<(), StoreError> {
        const TABLES: [&str; 5] = [
            "DELETE FROM returned WHERE subscription = $1",
            "DELETE FROM private_feeds WHERE subscription = $1",
            "DELETE FROM feed_papers WHERE subscription = $1",
            "DELETE FROM letters WHERE subscription = $1",
            "DELETE FROM subscriptions WHERE key = $1",
        ];
        for key in keys {
            for sql in TABLES {
                self.session().execute(Query::new("remove a subscription", sql).int(key.0)).await?;
            }
        }
        Ok(())
    }

    /// Removes subscriptions that were asked for before a moment and never confirmed.
    pub async fn forget_unconfirmed(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        readers::forget_unconfirmed(&mut self.session(), before).await?;
        let sql = "DELETE FROM subscriptions WHERE state = 'asked' AND made < $1";
        self.session().execute(Query::new("forget what was not confirmed", sql).instant(before)).await
    }

    /// Queues the letter of a date, with its content as its writer has printed it; `false` where there is one of that date already.
    pub async fn queue_letter(
        &mut self,
        letter: (SubscriptionKey, &str),
        printed: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.queue_in(USUAL, letter, (printed, at)).await
    }

    /// Queues a letter for which somebody waits: it goes before all others that are due.
    pub async fn queue_urgent_letter(
        &mut self,
        letter: (SubscriptionKey, &str),
        printed: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.queue_in(URGENT, letter, (printed, at)).await
    }

    async fn queue_in(
        &mut self,
        lane: i64,
        (of, date): (SubscriptionKey, &str),
        (printed, at): (&str, Timestamp),
    ) -> Result<bool, StoreError> {
        let session = &mut self.session();
        let key = take_numbers(session, "letter", 1).await?;
        let sql = "INSERT INTO letters (key, subscription, date, state, at, tries, error, papers, lane) \
                   VALUES ($1, $2, $3, 'queued', $4, 0, '', $5, $6) ON CONFLICT (subscription, date) DO NOTHING";
        let query = Query::new("queue a letter", sql).int(key).int(of.0).text(date).instant(at).text(printed);
        Ok(session.execute(query.int(lane)).await? > 0)
    }

    /// Takes letters whose time has come, for this process to send: nobody else takes them before `until`.
    pub async fn take_letters(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<Letter>, StoreError> {
        // The next of each kind, straight from the index; together few enough to be put in order.
        let part = |(number, (state, lane)): (usize, (&str, i64))| {
            format!(
                "SELECT * FROM (SELECT key, lane, at FROM letters WHERE state = '{state}' AND lane = {lane} AND at <= $1 \
                 ORDER BY at, key LIMIT $3) AS part{number}"
            )
        };
        let kinds = [("queued", URGENT), ("sending", URGENT), ("queued", USUAL), ("sending", USUAL)];
        let parts: Vec<String> = kinds.into_iter().enumerate().map(part).collect();
        let sql = format!(
            "UPDATE letters SET state = 'sending', at = $2, tries = tries + 1 WHERE key IN \
             (SELECT key FROM ({}) AS next ORDER BY lane, at, key LIMIT $3) RETURNING {}",
            parts.join(" UNION ALL "),
            Letter::COLUMNS
        );
        let query = Query::assembled("take letters", sql).instant(now).instant(until).int(most.into());
        let rows = self.session().fetch(query).await?;
        let mut letters = rows.iter().map(Letter::read).collect::<Result<Vec<_>, _>>()?;
        letters.sort_unstable_by_key(|letter| (!letter.is_urgent, letter.key));
        Ok(letters)
    }

    /// Notes what became of a letter.
    pub async fn note_letter(
        &mut self,
        letter: LetterKey,
        (outcome, error): (&Outcome, &str),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (state, at, not_tried) = match outcome {
            Outcome::Sent => ("sent", now, 0),
            Outcome::Again(at) => ("queued", *at, 0),
            Outcome::Failed => ("failed", now, 0),
            Outcome::Later(at) => ("queued", *at, 1),
        };
        let sql = "UPDATE letters SET state = $2, at = $3, error = $4, tries = tries - $5 WHERE key = $1";
        let query = Query::new("note what became of a letter", sql).int(letter.0).text(state).instant(at).text(error);
        let query = query.int(not_tried);
        self.session().execute(query).await.map(drop)
    }

    /// No letters are sent to an address any more.
    pub async fn suppress(&mut self, address: &MailAddress, why: &str, at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO suppressed (address, at, why) VALUES ($1, $2, $3) \
                   ON CONFLICT (address) DO UPDATE SET at = excluded.at, why = excluded.why";
        let query = Query::new("suppress an address", sql).text(address.as_str()).instant(at).text(why);
        self.session().execute(query).await.map(drop)
    }
}

/// As JSON: numbers and texts, which can always be printed.
fn printed(wish: &Wish) -> String {
    serde_json::to_string(wish).unwrap_or_default()
}
