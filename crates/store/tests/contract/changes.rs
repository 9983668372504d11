//! The log of changes.

use newsstand_store::{Change, ChangeKind, PaperWrite};

use crate::harness::{Database, at, nth};

pub(crate) async fn tells_what_changed_in_order(db: Database) {
    let keys = db.write(&[nth(1), nth(2), nth(3)]).await;
    db.write(&[PaperWrite { key: Some(keys[1]), ..nth(2) }]).await;
    let mut tx = db.store.begin().await.unwrap();
    tx.merge(keys[0], keys[2], at(0)).await.unwrap();
    tx.commit().await.unwrap();

    let change = |seq, paper, kind| Change { seq, paper, kind };
    let all = [
        change(1, keys[0], ChangeKind::Upsert),
        change(2, keys[1], ChangeKind::Upsert),
        change(3, keys[2], ChangeKind::Upsert),
        change(4, keys[1], ChangeKind::Upsert),
        change(5, keys[0], ChangeKind::Delete),
    ];
    assert_eq!(db.store.changes(0, 100).await.unwrap(), all);
    assert_eq!(db.store.changes(2, 2).await.unwrap(), all[2..4]);
    assert_eq!(db.store.changes(5, 100).await.unwrap(), []);
    assert_eq!(db.store.changes(i64::MIN, 1).await.unwrap(), all[..1]);
    assert_eq!(db.store.last_change().await.unwrap(), 5);
}

pub(crate) async fn keeps_silent_when_asked(db: Database) {
    let quiet = PaperWrite { change: false, ..nth(2) };
    let keys = db.write(&[nth(1), quiet, nth(3)]).await;
    let told: Vec<_> = db.store.changes(0, 100).await.unwrap().iter().map(|it| it.paper).collect();
    assert_eq!(told, [keys[0], keys[2]]);
}
