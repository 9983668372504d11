//! What was searched for.

use domain::Day;
use newsstand_store::Searched;

use crate::harness::Database;

fn searched(query: &str, [asked, opened, total_us, slowest_us]: [u64; 4]) -> Searched {
    Searched { query: query.to_owned(), asked, opened, total_us, slowest_us }
}

async fn note(db: &Database, day: Day, searches: &[Searched], before: Day) {
    let mut tx = db.store.begin().await.unwrap();
    tx.note_searches(day, searches, before).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) async fn searches_of_several_days_add_up(db: Database) {
    let day = Day::from_ymd(2026, 4, 30).unwrap();
    let (yesterday, long_ago) = (day.plus(-1), day.plus(-90));
    note(&db, long_ago, &[searched("old", [9, 9, 9, 9])], long_ago).await;
    note(&db, yesterday, &[searched("graphs", [2, 1, 900, 500]), searched("李明 \"x\" \\0 %", [1, 0, 7, 7])], long_ago)
        .await;
    note(&db, day, &[searched("graphs", [1, 0, 100, 100])], long_ago).await;
    note(&db, day, &[searched("graphs", [1, 2, 4_000_000_000_000, 800])], long_ago).await;
    let graphs = searched("graphs", [4, 3, 4_000_000_001_000, 800]);
    let other = searched("李明 \"x\" \\0 %", [1, 0, 7, 7]);
    assert_eq!(db.store.searches(yesterday).await.unwrap(), [graphs, other]);
    assert_eq!(db.store.searches(day).await.unwrap()[0].asked, 2, "today's alone");
    assert_eq!(db.store.searches(long_ago).await.unwrap().len(), 3);
    note(&db, day, &[], yesterday).await;
    assert_eq!(db.store.searches(long_ago).await.unwrap().len(), 2, "what is too old is forgotten");
    assert_eq!(db.store.last_change().await.unwrap(), 0, "no page depends on it");
}
