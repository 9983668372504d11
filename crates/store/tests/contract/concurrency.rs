//! Several at once.

use std::time::Duration;

use domain::ListName;
use newsstand_store::{DatabaseUrl, PaperWrite, Store};
use tokio::time::timeout;

use crate::harness::{Database, at, day, listing, nth};

/// Far longer than any of this takes, far shorter than a writer's patience.
const SOON: Duration = Duration::from_secs(20);

pub(crate) async fn leaves_no_trace_of_a_dropped_transaction(db: Database) {
    let mut tx = db.store.begin().await.unwrap();
    tx.write(&[crate::harness::full_paper()], at(0)).await.unwrap();
    drop(tx);
    assert_eq!(db.store.totals().await.unwrap(), newsstand_store::Totals::default());
    assert_eq!(db.store.days(ListName::Daily).await.unwrap(), []);
    assert_eq!(db.store.last_change().await.unwrap(), 0);
    // The next one is not held up by it.
    timeout(SOON, db.write(&[nth(1)])).await.unwrap();
    assert_eq!(db.store.last_change().await.unwrap(), 1);
}

pub(crate) async fn readers_do_not_wait_for_a_writer(db: Database) {
    let key = db.write(&[nth(1)]).await[0];
    let mut tx = db.store.begin().await.unwrap();
    let mut renamed = PaperWrite { key: Some(key), ..nth(1) };
    "Renamed".clone_into(&mut renamed.paper.title);
    tx.write(&[renamed, nth(2)], at(0)).await.unwrap();
    let read = timeout(SOON, db.store.papers(&[key])).await.unwrap().unwrap();
    assert_eq!(read[0].paper.title, "Paper number 1");
    assert_eq!(timeout(SOON, db.store.last_change()).await.unwrap().unwrap(), 1);
    // Another process too.
    let other = timeout(SOON, Store::open(&db.url)).await.unwrap().unwrap();
    assert_eq!(timeout(SOON, other.totals()).await.unwrap().unwrap().papers, 1);
    tx.commit().await.unwrap();
    assert_eq!(other.papers(&[key]).await.unwrap()[0].paper.title, "Renamed");
    assert_eq!(db.store.totals().await.unwrap().papers, 2);
}

/// Writes ten batches of ten papers, numbered from `first`, all on one day.
async fn write_batches(store: Store, first: usize) {
    for batch in 0..10 {
        let on = vec![listing(ListName::Daily, "2026-01-02", None)];
        let writes = (0..10).map(|number| PaperWrite { listings: on.clone(), ..nth(first + batch * 10 + number) });
        let writes: Vec<_> = writes.collect();
        let mut tx = store.begin().await.unwrap();
        tx.write(&writes, at(0)).await.unwrap();
        tx.commit().await.unwrap();
    }
}

pub(crate) async fn two_writers_lose_nothing(db: Database) {
    let other = Store::open(&db.url).await.unwrap();
    let writers = [(db.store.clone(), 0), (other, 1_000), (db.store.clone(), 2_000)];
    let writers = writers.map(|(store, first)| tokio::spawn(write_batches(store, first)));
    // Meanwhile a reader sees whole commits only.
    while db.store.totals().await.unwrap().papers < 300 {
        assert_eq!(db.store.totals().await.unwrap().papers % 10, 0);
        let days = db.store.days(ListName::Daily).await.unwrap();
        assert!(days.iter().all(|(_, papers)| papers % 10 == 0), "{days:?}");
        assert!(
            !writers.iter().all(tokio::task::JoinHandle::is_finished) || db.store.totals().await.unwrap().papers == 300
        );
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(db.store.days(ListName::Daily).await.unwrap(), [(day("2026-01-02"), 300)]);
    let seqs: Vec<_> = db.store.changes(0, 1_000).await.unwrap().iter().map(|it| it.seq).collect();
    assert_eq!(seqs, (1..=300).collect::<Vec<_>>());
}

pub(crate) async fn a_follower_of_the_log_misses_nothing(db: Database) {
    let other = Store::open(&db.url).await.unwrap();
    let writers = [(other, 0), (db.store.clone(), 1_000)];
    let writers = writers.map(|(store, first)| tokio::spawn(write_batches(store, first)));
    let mut followed = Vec::new();
    while followed.len() < 200 {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let cursor = followed.last().copied().unwrap_or(0);
        let news = db.store.changes(cursor, 7).await.unwrap();
        assert!(!(done && news.is_empty()), "the log ended after {} of 200 changes", followed.len());
        followed.extend(news.iter().map(|it| it.seq));
    }
    assert_eq!(followed, (1..=200).collect::<Vec<_>>());
}

pub(crate) async fn several_processes_may_open_a_new_database_at_once(db: Database) {
    // Back to a database that nobody has opened yet, beside the first.
    let url = if let Some(path) = db.url.path() {
        DatabaseUrl::sqlite(path.with_file_name("second.db"))
    } else {
        db.execute(
            "DROP TABLE migrations, counters, settings, papers, paper_ids, organizations, categories, paper_authors, \
             paper_organizations, paper_keywords, paper_categories, listings, list_days, observations, provenance, \
             changes, topics, topic_papers, searches, paper_likeness, merges, words, apart, doubts, \
              subscriptions, letters, suppressed, readers, shown, private_feeds, feed_papers, returned, asked, salts, \
              alerts, alert_messages, alerted, alert_calls",
        )
        .await;
        db.url.clone()
    };
    let open = |url| tokio::spawn(async move { Store::open(&url).await });
    for opened in [open(url.clone()), open(url.clone()), open(url.clone()), open(url)] {
        let store = timeout(SOON, opened).await.unwrap().unwrap().unwrap();
        assert_eq!(store.totals().await.unwrap().papers, 0);
    }
}
