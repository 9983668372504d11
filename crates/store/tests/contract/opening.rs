//! Opening and closing: what was left by other times and programs, and what is no database at all.

use newsstand_store::{DatabaseUrl, Store, StoreError};

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

pub(crate) async fn leaves_whole_files_when_closed(db: Database) {
    let keys = db.write(&(0..500).map(nth).collect::<Vec<_>>()).await;
    assert_eq!(db.store.papers(&keys).await.unwrap().len(), 500);
    let read = db.store.papers_on_this_thread(&keys).unwrap();
    assert!(read.is_none_or(|read| read.len() == 500));
    let clone = db.store.clone();
    db.store.close().await;
    assert!(clone.papers(&keys).await.is_err() && clone.begin().await.is_err());
    // Closing twice does no harm.
    clone.close().await;
    let Some(path) = db.url.path() else { return };
    let error = clone.papers_on_this_thread(&keys).unwrap_err();
    assert_eq!(error.to_string(), "could not read papers: the database is closed");
    for ending in ["db-wal", "db-shm"] {
        assert!(!path.with_extension(ending).exists(), "{ending} is still there");
    }
    let copy = path.with_file_name("copy.db");
    std::fs::copy(path, &copy).unwrap();
    std::fs::remove_file(path).unwrap();
    let copy = Store::open(&DatabaseUrl::sqlite(copy)).await.unwrap();
    assert_eq!((copy.papers(&keys).await.unwrap().len(), copy.last_change().await.unwrap()), (500, 500));
}

pub(crate) async fn closes_after_the_last_writer(db: Database) {
    let mut tx = db.store.begin().await.unwrap();
    let key = tx.write(&[nth(1)], crate::harness::at(0)).await.unwrap()[0];
    let store = db.store.clone();
    let closing = tokio::spawn(async move { store.close().await });
    // Until the closing has begun, the database answers.
    while db.store.is_alive().await {
        tokio::task::yield_now().await;
    }
    assert!(!closing.is_finished());
    tx.commit().await.unwrap();
    closing.await.unwrap();
    let again = Store::open(&db.url).await.unwrap();
    assert_eq!(again.papers(&[key]).await.unwrap().len(), 1);
}

pub(crate) async fn refuses_a_database_of_a_newer_program(db: Database) {
    db.execute("INSERT INTO migrations (version, at) VALUES (999, 0)").await;
    let error = Store::open(&db.url).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 999, .. }), "{error:?}");
    let message = error.to_string();
    assert!(message.contains("999") && message.contains("newer program"), "{message}");
    assert!(message.contains(&db.url.to_string()), "{message}");
}

async fn refusal(url: &str) -> String {
    Store::open(&url.parse().unwrap()).await.unwrap_err().to_string()
}

#[tokio::test]
async fn what_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    std::fs::write(folder.path().join("notes.txt"), "no database ".repeat(1_000)).unwrap();
    for url in [path("no/such/folder/news.db"), path("notes.txt"), path(""), path("news.db/x")] {
        let message = refusal(&url).await;
        assert!(message.starts_with(&format!("could not open the database {url}: ")), "{message}");
    }
    assert!(std::fs::read_to_string(folder.path().join("notes.txt")).unwrap().starts_with("no database"));
    let message = refusal("postgres://me:secret@127.0.0.1:1/papers").await;
    assert!(message.starts_with("could not open the database postgres://me:***@127.0.0.1:1/papers: "), "{message}");
}

#[tokio::test]
async fn a_writer_that_waits_in_vain_says_who_is_in_the_way() {
    let Ok(server) = std::env::var("NEWSSTAND_TEST_POSTGRES") else {
        return println!("skipped: NEWSSTAND_TEST_POSTGRES is not set");
    };
    // SQLite's writers wait in a queue of our own for a minute: too long for a test.
    crate::harness::on_postgres(&server, |db| async move {
        let _first = db.store.begin().await.unwrap();
        let hasty = format!("{}&options[lock_timeout]=50ms", db.url).parse().unwrap();
        let error = Store::open(&hasty).await.unwrap().begin().await.map(drop).unwrap_err();
        assert!(matches!(error, StoreError::Busy { .. }), "{error:?}");
    })
    .await;
}
