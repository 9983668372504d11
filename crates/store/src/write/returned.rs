//! Noting letters that came back, and what follows from it.

use domain::{MailAddress, ReturnKind, Timestamp};

use super::tx::Tx;
use crate::StoreError;
use crate::driver::Query;
use crate::read::{LetterKey, Returned, Subscription, SubscriptionKey};

impl Tx {
    /// Whose a letter is.
    pub async fn subscription_of(&mut self, letter: LetterKey) -> Result<Option<Subscription>, StoreError> {
        let query = Subscription::select("key = (SELECT subscription FROM letters WHERE key = $1)").int(letter.0);
        self.session().fetch_first(query).await?.as_ref().map(Subscription::read).transpose()
    }

    /// The subscriptions of an address, by rising number.
    pub async fn subscriptions_of(&mut self, address: &MailAddress) -> Result<Vec<Subscription>, StoreError> {
        let query = Subscription::select("address = $1 ORDER BY key").text(address.as_str());
        self.session().fetch(query).await?.iter().map(Subscription::read).collect()
    }

    /// Notes that a letter came back; `false` where that is known already.
    pub async fn note_returned(
        &mut self,
        (letter, of): (LetterKey, SubscriptionKey),
        (kind, why): (ReturnKind, &str),
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO returned (letter, kind, subscription, at, why) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (letter, kind) DO NOTHING";
        let query = Query::new("note a letter that came back", sql).int(letter.0).text(kind.as_str()).int(of.0);
        Ok(self.session().execute(query.instant(at).text(why)).await? > 0)
    }

    /// What came back from an address since a moment, the oldest first.
    pub async fn returned(&mut self, address: &MailAddress, since: Timestamp) -> Result<Vec<Returned>, StoreError> {
        self.session().fetch(Returned::select(address, since)).await?.iter().map(Returned::read).collect()
    }

    /// Forgets what came back before a moment.
    pub async fn forget_returned(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let query = Query::new("forget what came back", "DELETE FROM returned WHERE at < $1");
        self.session().execute(query.instant(before)).await
    }

    /// Letters may be sent to an address again; `false` where nothing kept them.
    pub async fn release(&mut self, address: &MailAddress) -> Result<bool, StoreError> {
        let query = Query::new("release an address", "DELETE FROM suppressed WHERE address = $1");
        Ok(self.session().execute(query.text(address.as_str())).await? > 0)
    }

    /// Subscriptions that have rested long enough.
    pub async fn rested(&mut self, now: Timestamp) -> Result<Vec<Subscription>, StoreError> {
        let query = Subscription::select("state = 'paused' AND due <= $1 ORDER BY due, key").instant(now);
        self.session().fetch(query).await?.iter().map(Subscription::read).collect()
    }
}
