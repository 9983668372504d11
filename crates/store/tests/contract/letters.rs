//! Letters of many subscriptions, read and written together.

use std::collections::HashSet;

use domain::{Often, PaperKey, Rhythm, Timestamp, Wish};
use newsstand_store::{NewLetter, ReaderKey, Subscription, SubscriptionKey, SubscriptionState};

use crate::harness::{Database, at};

/// So many readers, whose letters are due one second after another.
async fn readers(db: &Database, number: i64) -> Vec<Subscription> {
    let rhythm = Rhythm::new(Often::Daily, 8, "UTC").unwrap();
    let wish = Wish { most: 9, when_empty: false, ..Wish::new(rhythm) };
    let (mut tx, mut keys) = (db.store.begin().await.unwrap(), Vec::new());
    for reader in 0..number {
        let (address, subject) = (format!("r{reader}@example.org").parse().unwrap(), "daily".parse().unwrap());
        keys.push(tx.add_subscription(&address, (&subject, &wish), at(0)).await.unwrap());
    }
    tx.commit().await.unwrap();
    let mut asked = db.store.subscriptions(&keys).await.unwrap();
    asked.sort_by_key(|asked| asked.key);
    let mut tx = db.store.begin().await.unwrap();
    for (second, asked) in (0..).zip(&mut asked) {
        *asked = Subscription { state: SubscriptionState::Active, due: at(second), ..asked.clone() };
        tx.change_subscription(asked).await.unwrap();
    }
    tx.commit().await.unwrap();
    asked
}

fn keys_of(subscriptions: &[Subscription]) -> Vec<SubscriptionKey> {
    subscriptions.iter().map(|subscription| subscription.key).collect()
}

fn letter(to: &Subscription, date: &str, papers: &[i64]) -> NewLetter {
    let papers = papers.iter().copied().map(PaperKey).collect();
    let (printed, date) = ("{\"\\\" 深\"}".to_owned(), date.to_owned());
    NewLetter { subscription: to.key, reader: to.reader, date, at: at(7), papers, printed }
}

async fn queue(db: &Database, letters: &[NewLetter]) -> u64 {
    let mut tx = db.store.begin().await.unwrap();
    let queued = tx.queue_letters(letters, at(7)).await.unwrap();
    tx.commit().await.unwrap();
    queued
}

pub(crate) async fn are_queued_once_a_date_with_what_is_in_them(db: Database) {
    let readers = readers(&db, 700).await;
    let keys = keys_of(&readers);
    assert_eq!(queue(&db, &[]).await, 0);
    assert_eq!(queue(&db, &[letter(&readers[3], "2026-01-01", &[5])]).await, 1);
    // One of them has a letter of that date already: what was to be in the second was not sent.
    let letters: Vec<_> = readers.iter().map(|to| letter(to, "2026-01-01", &[8, 9, 8])).collect();
    assert_eq!(queue(&db, &letters).await, 699);
    assert_eq!(queue(&db, &letters).await, 0);
    assert_eq!(queue(&db, &[letter(&readers[0], "2026-01-02", &[])]).await, 1);
    let who: Vec<ReaderKey> = readers.iter().map(|to| to.reader).collect();
    let papers = [5, 8].map(PaperKey);
    let shown = db.store.shown_to(&who, &papers).await.unwrap();
    let expected = |to: &Subscription| (to.reader, PaperKey(if to.key == keys[3] { 5 } else { 8 }));
    assert_eq!(shown, readers.iter().map(expected).collect::<HashSet<_>>());
    assert!(db.store.shown_to(&who, &[]).await.unwrap().is_empty());
    assert!(db.store.shown_to(&[], &papers).await.unwrap().is_empty());
    let kept = db.store.letters(keys[9], 5).await.unwrap();
    assert_eq!((kept.len(), kept[0].papers.as_str(), kept[0].state.as_str()), (1, "{\"\\\" 深\"}", "queued"));
    let mut numbers = HashSet::new();
    for key in &keys {
        numbers.extend(db.store.letters(*key, 5).await.unwrap().into_iter().map(|letter| letter.key));
    }
    assert_eq!(numbers.len(), 701, "each has a number of its own");
}

pub(crate) async fn are_due_until_they_are_put_off(db: Database) {
    let keys = keys_of(&readers(&db, 600).await);
    let due = async |now: Timestamp, most| -> Vec<SubscriptionKey> {
        db.store.due(now, most).await.unwrap().iter().map(|due| due.key).collect()
    };
    assert_eq!(due(at(599), 600).await, keys, "those that wait longest first");
    assert_eq!(due(at(2), 2).await, keys[..2]);
    let mut tx = db.store.begin().await.unwrap();
    tx.advance(&keys[..300], (at(600), at(9_000))).await.unwrap();
    tx.advance(&[], (at(600), at(9_000))).await.unwrap();
    let still = tx.still_due(&keys, at(599)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((still.len(), still[&keys[300]]), (300, at(300)));
    assert_eq!(due(at(599), 600).await, keys[300..]);
    let put_off = db.store.subscription(keys[0]).await.unwrap().unwrap();
    assert_eq!((put_off.since, put_off.due), (at(600), at(9_000)));
    // Who ended them meanwhile has no letter due.
    let mut tx = db.store.begin().await.unwrap();
    let ended = db.store.subscription(keys[400]).await.unwrap().unwrap();
    tx.change_subscription(&Subscription { state: SubscriptionState::Ended, ..ended }).await.unwrap();
    assert_eq!(tx.still_due(&keys, at(599)).await.unwrap().len(), 299);
    tx.commit().await.unwrap();
}
