//! Writing what readers were shown, and their private feeds.

use domain::{MailAddress, PaperKey, Timestamp};

use super::changes::take_numbers;
use super::tx::Tx;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Query, Session, Value};
use crate::read::{FedPaper, ReaderKey, SubscriptionKey};

impl Tx {
    /// Notes that readers were shown papers; who was shown one before was shown it then.
    pub async fn note_shown(&mut self, shown: &[(ReaderKey, PaperKey)], at: Timestamp) -> Result<(), StoreError> {
        const SHOWN: Bulk = Bulk {
            doing: "note what was shown",
            sql: "INSERT INTO shown (reader, paper, at) VALUES {rows} ON CONFLICT (reader, paper) DO NOTHING",
            columns: 3,
        };
        let mut pairs: Vec<(i64, i64)> = shown.iter().map(|(reader, paper)| (reader.0, paper.0)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let row = |(reader, paper)| [Value::int(reader), Value::int(paper), Value::int(at.as_microsecond())];
        let values = pairs.into_iter().flat_map(row).collect();
        SHOWN.execute(&mut self.session(), values).await.map(drop)
    }

    /// Gives the private feed of a subscription this word; one that it had before leads nowhere any more.
    pub async fn set_feed_word(&mut self, of: SubscriptionKey, word: &str, at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO private_feeds (subscription, word, made) VALUES ($1, $2, $3) \
                   ON CONFLICT (subscription) DO UPDATE SET word = excluded.word, made = excluded.made";
        self.session().execute(Query::new("make a private feed", sql).int(of.0).text(word).instant(at)).await.map(drop)
    }

    /// Removes the private feed of a subscription.
    pub async fn remove_feed(&mut self, of: SubscriptionKey) -> Result<(), StoreError> {
        const TABLES: [&str; 2] =
            ["DELETE FROM private_feeds WHERE subscription = $1", "DELETE FROM feed_papers WHERE subscription = $1"];
        for sql in TABLES {
            self.session().execute(Query::new("remove a private feed", sql).int(of.0)).await?;
        }
        Ok(())
    }

    /// Writes down what comes by the private feed of a subscription, and forgets what came before a moment.
    pub async fn feed(
        &mut self,
        of: SubscriptionKey,
        (papers, before): (&[FedPaper], Timestamp),
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM feed_papers WHERE subscription = $1 AND at < $2";
        self.session().execute(Query::new("shorten a private feed", sql).int(of.0).instant(before)).await?;
        let sql = "INSERT INTO feed_papers (subscription, paper, at, why) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (subscription, paper) DO NOTHING";
        for fed in papers {
            let query =
                Query::new("write a private feed", sql).int(of.0).int(fed.paper.0).instant(fed.at).text(&fed.why);
            self.session().execute(query).await?;
        }
        Ok(())
    }

    /// Forgets who a reader is and what they were shown; their subscriptions are to be removed before.
    pub async fn forget_reader(&mut self, reader: ReaderKey) -> Result<(), StoreError> {
        const TABLES: [&str; 2] = ["DELETE FROM shown WHERE reader = $1", "DELETE FROM readers WHERE key = $1"];
        for sql in TABLES {
            self.session().execute(Query::new("forget a reader", sql).int(reader.0)).await?;
        }
        Ok(())
    }
}

/// The reader with an address, made where there is none.
pub(super) async fn reader_at(session: &mut Session<'_>, address: &MailAddress) -> Result<ReaderKey, StoreError> {
    let key = take_numbers(session, "reader", 1).await?;
    let sql = "INSERT INTO readers (key, address) VALUES ($1, $2) ON CONFLICT (address) DO NOTHING";
    session.execute(Query::new("write a reader", sql).int(key).text(address.as_str())).await?;
    let known = Query::new("look for a reader", "SELECT key FROM readers WHERE address = $1").text(address.as_str());
    let rows = session.fetch(known).await?;
    rows.first().map_or(Ok(ReaderKey(key)), |row| Cells::of(row, "readers").int().map(ReaderKey))
}

/// Removes readers all of whose subscriptions were asked for before a moment and never confirmed. The subscriptions themselves go afterwards.
pub(super) async fn forget_unconfirmed(session: &mut Session<'_>, before: Timestamp) -> Result<(), StoreError> {
    let sql = "DELETE FROM readers WHERE key IN (SELECT reader FROM subscriptions WHERE state = 'asked' AND made < $1) \
               AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.reader = readers.key \
               AND NOT (subscriptions.state = 'asked' AND subscriptions.made < $1))";
    session.execute(Query::new("forget readers who did not confirm", sql).instant(before)).await.map(drop)
}

/// Who was shown a paper was shown the one that it became part of.
pub(super) async fn hand_over(session: &mut Session<'_>, from: PaperKey, into: PaperKey) -> Result<(), StoreError> {
    const TABLES: [(&str, &str); 2] = [
        (
            "INSERT INTO shown (reader, paper, at) SELECT reader, CAST($2 AS BIGINT), at FROM shown WHERE paper = $1 \
             ON CONFLICT (reader, paper) DO NOTHING",
            "DELETE FROM shown WHERE paper = $1",
        ),
        (
            "INSERT INTO feed_papers (subscription, paper, at, why) \
             SELECT subscription, CAST($2 AS BIGINT), at, why FROM feed_papers WHERE paper = $1 \
             ON CONFLICT (subscription, paper) DO NOTHING",
            "DELETE FROM feed_papers WHERE paper = $1",
        ),
    ];
    for (moved, left) in TABLES {
        session.execute(Query::new("move what was shown", moved).int(from.0).int(into.0)).await?;
        session.execute(Query::new("move what was shown", left).int(from.0)).await?;
    }
    Ok(())
}
