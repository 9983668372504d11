//! What readers were shown, and their private feeds.

use std::collections::HashSet;

use domain::{MailAddress, Often, PaperKey, Rhythm, Subject, Wish};
use newsstand_store::{FedPaper, ReaderKey, Store, Subscription, SubscriptionState, Tx};

use crate::harness::{Database, at, nth};

/// Asks for letters about something.
pub(crate) async fn ask(tx: &mut Tx, address: &str, about: &str) -> newsstand_store::SubscriptionKey {
    let wish = Wish::new(Rhythm::new(Often::Daily, 8, "UTC").unwrap());
    let subject: Subject = about.parse().unwrap();
    tx.add_subscription(&self::address(address), (&subject, &wish), at(0)).await.unwrap()
}

fn address(text: &str) -> MailAddress {
    text.parse().unwrap()
}

async fn of(store: &Store, text: &str) -> Vec<Subscription> {
    store.subscriptions_of(&address(text)).await.unwrap()
}

fn fed(paper: PaperKey, seconds: i64) -> FedPaper {
    FedPaper { paper, at: at(seconds), why: "new".to_owned() }
}

pub(crate) async fn one_reader_has_one_memory(db: Database) {
    let keys = db.write(&[nth(1), nth(2), nth(3)]).await;
    let mut tx = db.store.begin().await.unwrap();
    for (address, about) in [("a@example.org", "daily"), ("b@example.org", "daily"), ("a@example.org", "new")] {
        ask(&mut tx, address, about).await;
    }
    tx.commit().await.unwrap();
    let (of_a, of_b) = (of(&db.store, "a@example.org").await, of(&db.store, "b@example.org").await);
    let (a, b) = (of_a[0].reader, of_b[0].reader);
    assert!(of_a.iter().all(|known| known.reader == a) && a != b);
    let mut tx = db.store.begin().await.unwrap();
    tx.note_shown(&[(a, keys[0]), (a, keys[0]), (b, keys[1])], at(1)).await.unwrap();
    tx.note_shown(&[(a, keys[0]), (a, keys[2])], at(2)).await.unwrap();
    tx.note_shown(&[], at(3)).await.unwrap();
    tx.commit().await.unwrap();
    let shown = db.store.shown_to(&[a, b, ReaderKey(99)], &keys[..2]).await.unwrap();
    assert_eq!(shown, HashSet::from([(a, keys[0]), (b, keys[1])]));
    assert!(db.store.shown_to(&[], &keys).await.unwrap().is_empty());
    let all = db.store.all_shown_to(a).await.unwrap();
    assert_eq!(all, [(keys[2], at(2)), (keys[0], at(1))], "the first time counts");
    // Forgetting one leaves the other.
    let mut tx = db.store.begin().await.unwrap();
    tx.remove_subscriptions(&of_a.iter().map(|known| known.key).collect::<Vec<_>>()).await.unwrap();
    tx.forget_reader(a).await.unwrap();
    tx.commit().await.unwrap();
    assert!(of(&db.store, "a@example.org").await.is_empty());
    assert_eq!(db.store.shown_to(&[a, b], &keys).await.unwrap(), HashSet::from([(b, keys[1])]));
}

pub(crate) async fn who_never_confirmed_is_forgotten(db: Database) {
    let keys = db.write(&[nth(1)]).await;
    let mut tx = db.store.begin().await.unwrap();
    let stays = ask(&mut tx, "a@example.org", "daily").await;
    ask(&mut tx, "a@example.org", "new").await;
    ask(&mut tx, "b@example.org", "daily").await;
    tx.commit().await.unwrap();
    let known = db.store.subscription(stays).await.unwrap().unwrap();
    let before = of(&db.store, "b@example.org").await[0].reader;
    let mut tx = db.store.begin().await.unwrap();
    tx.note_shown(&[(known.reader, keys[0])], at(1)).await.unwrap();
    tx.change_subscription(&Subscription { state: SubscriptionState::Active, ..known.clone() }).await.unwrap();
    assert_eq!(tx.forget_unconfirmed(at(1)).await.unwrap(), 2);
    let again = ask(&mut tx, "a@example.org", "new").await;
    let other = ask(&mut tx, "b@example.org", "daily").await;
    tx.commit().await.unwrap();
    let reader = async |key| db.store.subscription(key).await.unwrap().unwrap().reader;
    assert_eq!(reader(again).await, known.reader, "who has letters keeps what they were shown");
    assert_ne!(reader(other).await, before, "who has none is another from then on");
}

pub(crate) async fn a_private_feed_is_found_by_its_word(db: Database) {
    let keys = db.write(&[nth(1), nth(2)]).await;
    let mut tx = db.store.begin().await.unwrap();
    let one = ask(&mut tx, "a@example.org", "daily").await;
    let other = ask(&mut tx, "a@example.org", "new").await;
    tx.set_feed_word(one, "first", at(0)).await.unwrap();
    tx.feed(one, (&[fed(keys[0], 1), fed(keys[1], 2)], at(0))).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.fed_by("first").await.unwrap().map(|found| found.key), Some(one));
    assert_eq!(db.store.feed_word(one).await.unwrap().as_deref(), Some("first"));
    assert_eq!(db.store.feed_word(other).await.unwrap(), None);
    assert_eq!(db.store.fed(one, at(0)).await.unwrap(), [fed(keys[1], 2), fed(keys[0], 1)]);
    assert_eq!(db.store.fed(one, at(2)).await.unwrap(), [fed(keys[1], 2)]);
    // Another word, and what came long ago is gone.
    let mut tx = db.store.begin().await.unwrap();
    tx.set_feed_word(one, "second", at(3)).await.unwrap();
    tx.feed(one, (&[fed(keys[1], 9)], at(2))).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.fed_by("first").await.unwrap(), None);
    assert_eq!(db.store.fed(one, at(0)).await.unwrap(), [fed(keys[1], 2)], "a paper comes once");
    let mut tx = db.store.begin().await.unwrap();
    tx.remove_feed(one).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.fed_by("second").await.unwrap(), None);
    assert_eq!(db.store.fed(one, at(0)).await.unwrap(), []);
}

/// The number of the migration that brought readers.
fn migration() -> i64 {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    i64::try_from(names.iter().position(|name| name == "0009_readers.sql").unwrap()).unwrap() + 1
}

pub(crate) async fn carries_over_what_was_sent_before_there_were_readers(db: Database) {
    let keys = db.write(&[nth(1), nth(2), nth(3)]).await;
    let mut tx = db.store.begin().await.unwrap();
    for (address, about) in [("a@example.org", "daily"), ("a@example.org", "new"), ("b@example.org", "daily")] {
        ask(&mut tx, address, about).await;
    }
    tx.commit().await.unwrap();
    // Back to the tables of before.
    let back: &'static str = format!("DELETE FROM migrations WHERE version >= {}", migration()).leak();
    let papers: &'static str = format!(
        "INSERT INTO posted (subscription, paper) VALUES (1, {0}), (1, {1}), (2, {1}), (2, {2}), (3, {0})",
        keys[0].0, keys[1].0, keys[2].0
    )
    .leak();
    for sql in [
        back,
        "DROP TABLE readers",
        "DROP TABLE shown",
        "DROP TABLE private_feeds",
        "DROP TABLE feed_papers",
        "DROP INDEX subscriptions_by_reader",
        "ALTER TABLE subscriptions DROP COLUMN reader",
        "DELETE FROM counters WHERE name = 'reader'",
        "CREATE TABLE posted (subscription BIGINT NOT NULL, paper BIGINT NOT NULL, PRIMARY KEY (subscription, paper))",
        papers,
    ] {
        db.execute(sql).await;
    }
    let store = Store::open(&db.url).await.unwrap();
    let (of_a, of_b) = (of(&store, "a@example.org").await, of(&store, "b@example.org").await);
    let (a, b) = (of_a[0].reader, of_b[0].reader);
    assert!(of_a.iter().all(|known| known.reader == a) && a != b);
    let shown = store.shown_to(&[a, b], &keys).await.unwrap();
    assert_eq!(shown, HashSet::from([(a, keys[0]), (a, keys[1]), (a, keys[2]), (b, keys[0])]));
    // Numbers go on behind those that were given.
    let mut tx = store.begin().await.unwrap();
    let next = ask(&mut tx, "c@example.org", "daily").await;
    tx.commit().await.unwrap();
    let next = store.subscription(next).await.unwrap().unwrap().reader;
    assert!(next > a && next > b);
}
