//! Two thousand real papers: what goes in comes out, and every count agrees with what is counted here.

use std::collections::BTreeMap;

use domain::{Day, ListName, slug};
use newsstand_store::{Order, PaperWrite, Window};

use crate::harness::{Database, query};
use crate::real;

pub(crate) async fn hold_together(db: Database) {
    let Some(mut writes) = real::papers(1_000) else { return println!("skipped: no shared data") };
    for batch in writes.chunks_mut(700) {
        let keys = db.write(batch).await;
        for (write, key) in batch.iter_mut().zip(keys) {
            write.key = Some(key);
        }
    }
    check(&db, &writes).await;
    // Writing the same again changes nothing that a reader sees.
    for batch in writes.chunks(900) {
        db.write(batch).await;
    }
    check(&db, &writes).await;
}

async fn check(db: &Database, writes: &[PaperWrite]) {
    let keys: Vec<_> = writes.iter().filter_map(|write| write.key).collect();
    let stored = db.store.papers(&keys).await.unwrap();
    for (stored, write) in stored.iter().zip(writes) {
        assert_eq!((&stored.paper, &stored.told), (&write.paper, &write.told));
    }
    assert_eq!(db.store.totals().await.unwrap().papers, writes.len() as u64);
    for list in [ListName::Daily, ListName::New] {
        assert_eq!(db.store.days(list).await.unwrap(), days(writes, list));
    }
    check_author(db, writes).await;
    let (first, _) = days(writes, ListName::Daily)[0];
    let listed = db.listed(&first.to_string(), &first.to_string(), Order::Votes).await;
    assert!(listed.is_sorted_by(|a, b| a.counts.votes >= b.counts.votes));
    let page = query(&first.to_string(), "2199-12-31", Order::Rank);
    let page = db.store.listed(&newsstand_store::ListedQuery { limit: 50, ..page }).await.unwrap();
    assert_eq!(page.papers.len(), 50);
}

fn days(writes: &[PaperWrite], list: ListName) -> Vec<(Day, u64)> {
    let mut days = BTreeMap::new();
    for write in writes {
        let mut of_paper: Vec<_> = write.listings.iter().filter(|it| it.list == list).map(|it| it.day).collect();
        of_paper.sort_unstable();
        of_paper.dedup();
        for day in of_paper {
            *days.entry(day).or_insert(0) += 1;
        }
    }
    days.into_iter().collect()
}

/// The author with the most papers has all of them on the shelf, newest first.
async fn check_author(db: &Database, writes: &[PaperWrite]) {
    let mut papers: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for write in writes {
        let slugs: std::collections::BTreeSet<_> = write.paper.authors.iter().map(|name| slug(name)).collect();
        for slug in slugs {
            papers.entry(slug).or_default().push(write.key.unwrap().0);
        }
    }
    let (slug, mut expected) = papers.into_iter().max_by_key(|(_, papers)| papers.len()).unwrap();
    let shelf = db.store.by_author(&slug, Window { offset: 0, limit: 10_000 }).await.unwrap().unwrap();
    let mut found: Vec<_> = shelf.papers.iter().map(|paper| paper.key.0).collect();
    assert!(shelf.papers.is_sorted_by(|a, b| a.shown >= b.shown));
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!((found, shelf.total), (expected.clone(), expected.len() as u64));
}
