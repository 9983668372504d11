//! Opening databases of other times.

use newsstand_store::{Store, StoreError};

use crate::harness::{Database, full_paper, nth};

pub(crate) async fn keeps_everything_when_opened_again(db: Database) {
    let key = db.write(&[full_paper()]).await[0];
    db.store.close().await;
    assert!(!db.store.is_alive().await);
    let again = Store::open(&db.url).await.unwrap();
    assert_eq!(again.papers(&[key]).await.unwrap()[0].paper, full_paper().paper);
    // Numbers go on where they stopped.
    let mut tx = again.begin().await.unwrap();
    let next = tx.write(&[nth(1)], crate::harness::at(0)).await.unwrap()[0];
    tx.commit().await.unwrap();
    assert!(next > key);
    assert_eq!(again.last_change().await.unwrap(), 2);
}

pub(crate) async fn refuses_a_database_of_a_newer_program(db: Database) {
    db.execute("INSERT INTO migrations (version, at) VALUES (999, 0)").await;
    let error = Store::open(&db.url).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 999, .. }), "{error:?}");
    let message = error.to_string();
    assert!(message.contains("999") && message.contains("newer program"), "{message}");
    assert!(message.contains(&db.url.to_string()), "{message}");
}
