//! The queue of letters.

use std::collections::BTreeSet;

use domain::{Often, Rhythm, Subject, Timestamp, Wish};
use newsstand_store::{LetterCount, LetterKey, LetterOutcome, Store, SubscriptionKey};

use crate::harness::{Database, at};

/// So many readers.
async fn readers(db: &Database, count: u32) -> Vec<SubscriptionKey> {
    let wish = Wish { most: 9, when_empty: false, ..Wish::new(Rhythm::new(Often::Daily, 8, "UTC").unwrap()) };
    let about: Subject = "daily".parse().unwrap();
    let mut tx = db.store.begin().await.unwrap();
    let mut keys = Vec::new();
    for number in 0..count {
        let address = format!("reader{number}@example.org").parse().unwrap();
        keys.push(tx.add_subscription(&address, (&about, &wish), at(0)).await.unwrap());
    }
    tx.commit().await.unwrap();
    keys
}

async fn queue(db: &Database, of: &[SubscriptionKey], date: &str, when: Timestamp) {
    let mut tx = db.store.begin().await.unwrap();
    for reader in of {
        assert!(tx.queue_letter((*reader, date), "{}", when).await.unwrap());
    }
    tx.commit().await.unwrap();
}

/// Takes letters at a second for ten seconds.
async fn take(store: &Store, second: i64, most: u32) -> Vec<LetterKey> {
    let mut tx = store.begin().await.unwrap();
    let letters = tx.take_letters(at(second), at(second + 10), most).await.unwrap();
    tx.commit().await.unwrap();
    letters.into_iter().map(|letter| letter.key).collect()
}

async fn note(db: &Database, letter: LetterKey, outcome: LetterOutcome, error: &str) {
    let mut tx = db.store.begin().await.unwrap();
    tx.note_letter(letter, (&outcome, error), at(1)).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) async fn letters_go_by_their_moment_and_those_that_somebody_waits_for_first(db: Database) {
    let readers = readers(&db, 4).await;
    queue(&db, &readers[2..3], "2026-01-01", at(3)).await;
    queue(&db, &readers[..2], "2026-01-01", at(2)).await;
    queue(&db, &readers[..1], "2026-01-02", at(50)).await;
    let mut tx = db.store.begin().await.unwrap();
    assert!(tx.queue_urgent_letter((readers[3], "confirm"), "[]", at(4)).await.unwrap());
    assert!(!tx.queue_urgent_letter((readers[3], "confirm"), "[]", at(4)).await.unwrap(), "one of a date");
    tx.commit().await.unwrap();
    assert_eq!(take(&db.store, 1, 10).await, [], "before their moment");
    assert_eq!(take(&db.store, 5, 2).await, [LetterKey(5), LetterKey(2)]);
    assert_eq!(take(&db.store, 5, 10).await, [LetterKey(1), LetterKey(3)]);
    assert_eq!(take(&db.store, 14, 10).await, [], "they are taken");
    assert_eq!(take(&db.store, 15, 10).await.len(), 4, "who took them did not say what became of them");
}

pub(crate) async fn what_was_not_tried_loses_no_try(db: Database) {
    let readers = readers(&db, 1).await;
    queue(&db, &readers, "2026-01-01", at(0)).await;
    let letter = take(&db.store, 0, 1).await[0];
    note(&db, letter, LetterOutcome::Later(at(20)), "the relay rests").await;
    let stands = db.store.letters(readers[0], 1).await.unwrap().remove(0);
    assert_eq!((stands.state.as_str(), stands.tries, stands.at), ("queued", 0, at(20)));
    assert_eq!(take(&db.store, 20, 1).await, [letter]);
    note(&db, letter, LetterOutcome::Again(at(40)), "450 busy").await;
    let stands = db.store.letters(readers[0], 1).await.unwrap().remove(0);
    assert_eq!((stands.tries, stands.error.as_str()), (1, "450 busy"));
}

pub(crate) async fn two_who_take_never_take_the_same(db: Database) {
    let readers = readers(&db, 60).await;
    queue(&db, &readers, "2026-01-01", at(0)).await;
    let other = Store::open(&db.url).await.unwrap();
    let takers = [db.store.clone(), other, db.store.clone()].map(|store| {
        tokio::spawn(async move {
            let mut taken = Vec::new();
            loop {
                let some = take(&store, 0, 7).await;
                if some.is_empty() {
                    return taken;
                }
                taken.extend(some);
            }
        })
    });
    let mut all = Vec::new();
    for taker in takers {
        all.extend(taker.await.unwrap());
    }
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (60, 60));
}

pub(crate) async fn letters_are_counted_by_how_they_stand(db: Database) {
    let readers = readers(&db, 6).await;
    queue(&db, &readers, "2026-01-01", at(0)).await;
    let letters = take(&db.store, 0, 5).await;
    note(&db, letters[0], LetterOutcome::Sent, "").await;
    note(&db, letters[1], LetterOutcome::Again(at(99)), "450 busy").await;
    note(&db, letters[2], LetterOutcome::Again(at(90)), "450 busy").await;
    note(&db, letters[3], LetterOutcome::Failed, "550 nobody").await;
    let count = |state: &str, is_due, error: &str, was_tried, letters, first| LetterCount {
        state: state.to_owned(),
        is_due,
        error: error.to_owned(),
        was_tried,
        letters,
        first: at(first),
    };
    let counts = db.store.letter_counts((at(5), at(0)), 10).await.unwrap();
    let expected = [
        count("queued", false, "450 busy", true, 2, 90),
        count("failed", true, "550 nobody", true, 1, 1),
        count("queued", true, "", false, 1, 0),
        count("sending", false, "", true, 1, 10),
        count("sent", true, "", true, 1, 1),
    ];
    assert_eq!(counts, expected);
    let since = db.store.letter_counts((at(5), at(2)), 10).await.unwrap();
    assert!(since.iter().all(|count| count.state != "sent" && count.state != "failed"), "long ago: {since:?}");
    assert_eq!(db.store.letter_counts((at(5), at(0)), 1).await.unwrap().len(), 1);
}

pub(crate) async fn subscriptions_are_read_many_at_once(db: Database) {
    let readers = readers(&db, 300).await;
    let mut found = db.store.subscriptions(&readers).await.unwrap();
    found.sort_unstable_by_key(|known| known.key);
    assert_eq!(found.iter().map(|known| known.key).collect::<Vec<_>>(), readers);
    assert_eq!(db.store.subscriptions(&[readers[0], SubscriptionKey(9_999)]).await.unwrap().len(), 1);
    assert_eq!(db.store.subscriptions(&[]).await.unwrap(), []);
}
