//! Alerts and their messages.

use domain::{AlertWish, Destination, Often, PaperKey, Rhythm, Timestamp};
use newsstand_store::{Alert, AlertCall, AlertCounts, AlertKey, AlertMessage, AlertOutcome, AlertState};

use crate::harness::{Database, at, nth};

fn destination() -> Destination {
    let to: Destination = "slack:https://hooks.example.org/T0".parse().unwrap();
    Destination { secret: "whsec_\"x\"".to_owned(), ..to }
}

async fn add(db: &Database, wish: &AlertWish) -> AlertKey {
    let mut tx = db.store.begin().await.unwrap();
    let about = ("search:ti:\"a b\" %".parse().unwrap(), destination());
    let key = tx.add_alert((&about.0, &about.1), wish, (at(0), at(5))).await.unwrap();
    tx.commit().await.unwrap();
    key
}

async fn queue(db: &Database, of: AlertKey, id: &str, seconds: i64) {
    let mut tx = db.store.begin().await.unwrap();
    tx.queue_alert_message((of, id), "{}", at(seconds)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn take(db: &Database, seconds: i64) -> Vec<AlertMessage> {
    let mut tx = db.store.begin().await.unwrap();
    let taken = tx.take_alert_messages(at(seconds), at(seconds + 300), 10).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

async fn note(db: &Database, message: &AlertMessage, outcome: AlertOutcome, now: Timestamp) {
    let mut tx = db.store.begin().await.unwrap();
    tx.note_alert_message(message.key, (outcome, "why"), now).await.unwrap();
    tx.commit().await.unwrap();
}

async fn change(db: &Database, changed: Alert) {
    let mut tx = db.store.begin().await.unwrap();
    tx.change_alert(&changed).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.alert(changed.key).await.unwrap().unwrap(), changed);
}

fn ids(messages: &[AlertMessage]) -> Vec<&str> {
    messages.iter().map(|message| message.id.as_str()).collect()
}

pub(crate) async fn keeps_alerts_as_they_were_made(db: Database) {
    let rhythm = Some(Rhythm::new(Often::Weekdays, 8, "Europe/Berlin").unwrap());
    let wish = AlertWish { rhythm, most: 9, least: 75, a_day: 3 };
    let key = add(&db, &wish).await;
    let made = db.store.alert(key).await.unwrap().unwrap();
    assert_eq!((made.subject.to_string().as_str(), &made.destination), ("search:ti:\"a b\" %", &destination()));
    assert_eq!((made.wish.clone(), made.state, made.made, made.due), (wish, AlertState::Active, at(0), at(5)));
    let changed = Alert { state: AlertState::Paused, why: "x".to_owned(), muted: at(9), due: at(10), ..made };
    change(&db, changed.clone()).await;
    assert_eq!(db.store.alerts().await.unwrap(), [changed]);
    let mut tx = db.store.begin().await.unwrap();
    assert!(tx.remove_alert(key).await.unwrap());
    assert!(!tx.remove_alert(key).await.unwrap(), "there is none any more");
    tx.commit().await.unwrap();
    assert_eq!(db.store.alerts().await.unwrap(), []);
    assert_eq!(db.store.last_change().await.unwrap(), 0, "no page depends on it");
}

pub(crate) async fn tells_a_paper_once(db: Database) {
    let (one, other) = (add(&db, &AlertWish::DEFAULT).await, add(&db, &AlertWish::DEFAULT).await);
    let keys: Vec<PaperKey> = (1..=2_000).map(PaperKey).collect();
    let mut tx = db.store.begin().await.unwrap();
    assert_eq!(tx.note_alerted(one, &keys[..3]).await.unwrap().len(), 3);
    assert_eq!(
        tx.note_alerted(one, &[keys[1], keys[3], keys[3]]).await.unwrap().into_iter().collect::<Vec<_>>(),
        [keys[3]]
    );
    assert_eq!(tx.note_alerted(one, &keys).await.unwrap().len(), 1_996);
    assert_eq!(tx.note_alerted(other, &keys[..1]).await.unwrap().len(), 1);
    assert!(tx.note_alerted(other, &[]).await.unwrap().is_empty());
    drop(tx);
    let mut tx = db.store.begin().await.unwrap();
    assert_eq!(tx.note_alerted(one, &keys[..1]).await.unwrap().len(), 1, "what was not committed was not told");
}

pub(crate) async fn takes_the_messages_of_an_alert_one_after_another(db: Database) {
    let (one, other) = (add(&db, &AlertWish::DEFAULT).await, add(&db, &AlertWish::DEFAULT).await);
    for (of, id, seconds) in [(one, "a", 0), (one, "b", 1), (other, "c", 2)] {
        queue(&db, of, id, seconds).await;
    }
    assert_eq!(ids(&take(&db, 1).await), ["a"], "c is not due, and b stands behind a");
    let taken = take(&db, 2).await;
    assert_eq!(ids(&taken), ["c"], "a is in somebody's hands");
    note(&db, &taken[0], AlertOutcome::NotTried(at(9)), at(3)).await;
    let again = take(&db, 301).await;
    assert_eq!((ids(&again), again[0].tries, again[1].tries), (vec!["a", "c"], 2, 1));
    note(&db, &again[0], AlertOutcome::Again(at(400)), at(301)).await;
    note(&db, &again[1], AlertOutcome::Failed, at(301)).await;
    assert_eq!(ids(&take(&db, 399).await), [""; 0]);
    let again = take(&db, 400).await;
    assert_eq!((ids(&again), again[0].tries), (vec!["a"], 3));
    note(&db, &again[0], AlertOutcome::Sent, at(400)).await;
    let counts = db.store.alert_counts().await.unwrap();
    assert_eq!(counts[&one], AlertCounts { waiting: 1, sent: 1, failed: 0 });
    assert_eq!(counts[&other], AlertCounts { waiting: 0, sent: 0, failed: 1 });
    // Who is muted or paused is told nothing.
    let alert = db.store.alert(one).await.unwrap().unwrap();
    change(&db, Alert { muted: at(500), ..alert.clone() }).await;
    assert_eq!(ids(&take(&db, 499).await), [""; 0]);
    change(&db, Alert { state: AlertState::Paused, ..alert.clone() }).await;
    assert_eq!(ids(&take(&db, 499).await), [""; 0]);
    change(&db, alert).await;
    assert_eq!(ids(&take(&db, 499).await), ["b"]);
    let mut tx = db.store.begin().await.unwrap();
    assert_eq!(tx.alert_messages_since(one, at(1)).await.unwrap(), 1);
    tx.retry_alert_messages(one, at(500)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(take(&db, 500).await[0].tries, 1, "it begins anew");
}

pub(crate) async fn keeps_the_last_attempts(db: Database) {
    let (one, other) = (add(&db, &AlertWish::DEFAULT).await, add(&db, &AlertWish::DEFAULT).await);
    queue(&db, one, "done", 0).await;
    let taken = take(&db, 0).await;
    note(&db, &taken[0], AlertOutcome::Sent, at(0)).await;
    let call = |number: i64| AlertCall {
        id: format!("msg_{number}"),
        at: at(number),
        status: 503,
        took_ms: 12,
        answer: "busy \u{1f41d}".to_owned(),
    };
    let mut tx = db.store.begin().await.unwrap();
    tx.note_alert_call(other, &call(0), at(0)).await.unwrap();
    for number in 1..=130 {
        tx.note_alert_call(one, &call(number), at(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let kept = db.store.alert_calls(one, 1_000).await.unwrap();
    assert_eq!((kept.len(), kept[0].clone(), kept[99].clone()), (100, call(130), call(31)));
    assert_eq!(db.store.alert_calls(other, 1_000).await.unwrap(), [call(0)]);
    assert_eq!(db.store.alert_counts().await.unwrap().get(&one), None, "old messages are forgotten");
}

pub(crate) async fn who_was_told_of_one_was_told_of_both(db: Database) {
    let keys = db.write(&[nth(1), nth(2)]).await;
    let to = add(&db, &AlertWish::DEFAULT).await;
    let mut tx = db.store.begin().await.unwrap();
    tx.note_alerted(to, &keys[..1]).await.unwrap();
    tx.merge(keys[0], keys[1], at(1)).await.unwrap();
    assert!(tx.note_alerted(to, &keys[1..]).await.unwrap().is_empty());
}
