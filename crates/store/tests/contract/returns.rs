//! Letters that came back, and who asks for letters.

use domain::{MailAddress, Often, ReturnKind, Rhythm, Timestamp, Wish};
use newsstand_store::{LetterKey, SubscriptionKey, SubscriptionState, Tx};

use crate::harness::{Database, at, day};

fn reader() -> MailAddress {
    "reader@example.org".parse().unwrap()
}

/// A subscription with a letter.
async fn letter(tx: &mut Tx, date: &str) -> (LetterKey, SubscriptionKey) {
    let wish = Wish { most: 9, when_empty: false, ..Wish::new(Rhythm::new(Often::Daily, 8, "UTC").unwrap()) };
    let of = tx.add_subscription(&reader(), (&"daily".parse().unwrap(), &wish), at(0)).await.unwrap();
    tx.queue_letter((of, date), "[]", at(0)).await.unwrap();
    let taken = tx.take_letters(at(0), at(9), 9).await.unwrap();
    (taken[0].key, of)
}

pub(crate) async fn what_came_back_counts_once_and_goes_with_its_subscription(db: Database) {
    let mut tx = db.store.begin().await.unwrap();
    let (first, of) = letter(&mut tx, "2026-01-01").await;
    let (second, other) = letter(&mut tx, "2026-01-01").await;
    assert_eq!(tx.subscription_of(first).await.unwrap().unwrap().key, of);
    assert!(tx.subscription_of(LetterKey(99)).await.unwrap().is_none());
    let why = "550 5.1.1 \"no\" 'such' \\ one \u{1f41d}\0";
    for (kind, expected) in [(ReturnKind::Gone, true), (ReturnKind::Gone, false), (ReturnKind::Passing, true)] {
        assert_eq!(tx.note_returned((first, of), (kind, why), at(1)).await.unwrap(), expected);
    }
    assert!(tx.note_returned((second, other), (ReturnKind::Complaint, ""), at(5)).await.unwrap());
    let kinds = |found: Vec<newsstand_store::Returned>| found.iter().map(|one| one.kind).collect::<Vec<_>>();
    let all = [ReturnKind::Gone, ReturnKind::Passing, ReturnKind::Complaint];
    assert_eq!(kinds(tx.returned(&reader(), at(0)).await.unwrap()), all, "of all subscriptions of the address");
    assert_eq!(kinds(tx.returned(&reader(), at(5)).await.unwrap()), all[2..]);
    assert_eq!(tx.forget_returned(at(1)).await.unwrap(), 0);
    tx.remove_subscriptions(&[other]).await.unwrap();
    tx.commit().await.unwrap();
    let kept = db.store.returned(&reader(), Timestamp::MIN).await.unwrap();
    assert_eq!(kept[0].why, why.trim_end_matches('\0'));
    assert_eq!((kept.len(), kept[0].letter, kept[0].at), (2, first, at(1)));
}

pub(crate) async fn resting_subscriptions_and_suppressed_addresses_are_listed(db: Database) {
    let mut tx = db.store.begin().await.unwrap();
    letter(&mut tx, "2026-01-01").await;
    let mut known = tx.subscriptions_of(&reader()).await.unwrap();
    known[0].state = SubscriptionState::Paused;
    known[0].due = at(100);
    tx.change_subscription(&known[0]).await.unwrap();
    tx.commit().await.unwrap();
    assert!(db.store.due(at(200), 9).await.unwrap().is_empty(), "who rests is not due");
    let mut tx = db.store.begin().await.unwrap();
    assert!(tx.rested(at(99)).await.unwrap().is_empty());
    assert_eq!(tx.rested(at(100)).await.unwrap(), known);
    tx.suppress(&reader(), "first", at(1)).await.unwrap();
    tx.suppress(&reader(), "second", at(2)).await.unwrap();
    tx.suppress(&"other@example.org".parse().unwrap(), "", at(3)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.resting().await.unwrap(), known);
    let suppressed = db.store.all_suppressed().await.unwrap();
    assert_eq!((suppressed.len(), suppressed[1].why.as_str(), suppressed[1].at), (2, "second", at(2)));
    let mut tx = db.store.begin().await.unwrap();
    assert!(tx.release(&reader()).await.unwrap());
    assert!(!tx.release(&reader()).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(db.store.suppressed(&reader()).await.unwrap(), None);
}

pub(crate) async fn who_asks_is_counted_for_an_hour_and_salted_for_a_day(db: Database) {
    let mut tx = db.store.begin().await.unwrap();
    for second in [0, 599, 600, 1_200, 1_201] {
        tx.note_asked("a", at(second)).await.unwrap();
    }
    tx.note_asked("", at(0)).await.unwrap();
    let asked = [(at(0), 2), (at(600), 1), (at(1_200), 2)];
    assert_eq!(tx.asked("a", at(0)).await.unwrap(), asked);
    assert_eq!(tx.asked("a", at(700)).await.unwrap(), asked[1..], "the ten minutes of a moment");
    assert_eq!(tx.asked("b", at(0)).await.unwrap(), []);
    tx.forget_asked(at(700)).await.unwrap();
    assert_eq!(tx.asked("a", at(0)).await.unwrap(), asked[1..]);
    assert_eq!(tx.asked("", at(0)).await.unwrap(), []);
    assert_eq!(tx.salt(day("2026-01-01"), "one").await.unwrap(), "one");
    assert_eq!(tx.salt(day("2026-01-01"), "two").await.unwrap(), "one", "the first of a day stands");
    assert_eq!(tx.salt(day("2026-01-02"), "three").await.unwrap(), "three");
    assert_eq!(tx.salt(day("2026-01-01"), "four").await.unwrap(), "four", "yesterday's is gone");
    tx.commit().await.unwrap();
}
