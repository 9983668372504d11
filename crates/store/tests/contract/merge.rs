//! Two stored papers that turn out to be one.

use domain::{Counts, ListName, Observation, PaperKey, SourceKind};
use newsstand_store::{FedPaper, Order, PaperWrite, StoreError, Window};

use crate::harness::{Database, at, daily, day, full_paper, id, listing, names, nth, said};
use crate::readers;

pub(crate) async fn moves_everything_to_the_paper_that_stays(db: Database) {
    let keys = db.write(&[full_paper(), nth(1)]).await;
    let (from, into) = (keys[0], keys[1]);
    let mut tx = db.store.begin().await.unwrap();
    tx.merge(from, into, at(0)).await.unwrap();
    tx.commit().await.unwrap();

    let stays = db.store.paper(&id("test:1")).await.unwrap().unwrap();
    for text in ["2401.01234", "doi:10.1000/182", "openreview:05T81ScPFb"] {
        assert_eq!(db.store.paper(&id(text)).await.unwrap().as_ref(), Some(&stays), "{text}");
    }
    assert_eq!(stays.paper, nth(1).paper, "its texts are the caller's business");
    assert_eq!(db.store.papers(&[from]).await.unwrap(), []);
    let moved = full_paper();
    assert_eq!(db.store.listings(into).await.unwrap(), moved.listings);
    assert_eq!(db.store.observations(into).await.unwrap(), moved.observations);
    assert_eq!(db.store.provenance(into).await.unwrap().len(), 2);
    assert_eq!(names(&db.listed("2024-01-04", "2024-01-04", Order::Rank).await), ["1"]);
    let window = Window { offset: 0, limit: 10 };
    assert_eq!(db.store.by_author("jose-garcia-lopez", window).await.unwrap(), None);
    assert_eq!(db.store.by_category("cs.LG", window).await.unwrap(), None);
    assert_eq!(db.store.totals().await.unwrap().papers, 1);
    // What is left is nothing.
    assert_eq!(db.store.listings(from).await.unwrap(), []);
    assert_eq!(db.store.ids(from).await.unwrap(), []);
    assert_eq!(db.store.observations(from).await.unwrap(), []);
}

pub(crate) async fn keeps_what_both_papers_have_once(db: Database) {
    let counts = Counts { votes: 1, comments: 0 };
    let seen = |votes| (SourceKind::HfDaily, Observation { counts: Counts { votes, ..counts }, at: at(1) });
    let from = PaperWrite {
        observations: vec![seen(5)],
        said: vec![said(SourceKind::HfDaily, "h", 1)],
        ..daily("test:from", &[("2026-01-02", Some(1)), ("2026-01-03", Some(2)), ("2026-01-04", Some(3))])
    };
    let into = PaperWrite {
        observations: vec![seen(7)],
        said: vec![said(SourceKind::Arxiv, "a", 1)],
        ..daily("test:into", &[("2026-01-02", Some(9)), ("2026-01-03", None)])
    };
    let keys = db.write(&[from, into]).await;
    let mut tx = db.store.begin().await.unwrap();
    tx.merge(keys[0], keys[1], at(0)).await.unwrap();
    // Merging a paper with itself changes nothing.
    tx.merge(keys[1], keys[1], at(0)).await.unwrap();
    // The merged paper is usually written afterwards, in the same transaction.
    let again = PaperWrite { key: Some(keys[1]), ids: vec![id("test:from")], ..nth(1) };
    tx.write(&[again], at(0)).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(
        db.store.listings(keys[1]).await.unwrap(),
        [
            listing(ListName::Daily, "2026-01-04", Some(3)),
            listing(ListName::Daily, "2026-01-03", Some(2)),
            listing(ListName::Daily, "2026-01-02", Some(9)),
        ]
    );
    assert_eq!(db.store.observations(keys[1]).await.unwrap(), [seen(7)]);
    assert_eq!(db.store.provenance(keys[1]).await.unwrap().len(), 2);
    let days = db.store.days(ListName::Daily).await.unwrap();
    assert_eq!(days, ["2026-01-02", "2026-01-03", "2026-01-04"].map(|text| (day(text), 1)));
}

pub(crate) async fn refuses_papers_that_do_not_exist(db: Database) {
    let key = db.write(&[nth(1)]).await[0];
    for (from, into) in [(PaperKey(99), key), (key, PaperKey(99))] {
        let mut tx = db.store.begin().await.unwrap();
        let error = tx.merge(from, into, at(0)).await.unwrap_err();
        assert!(matches!(error, StoreError::UnknownPaper(PaperKey(99))), "{error:?}");
    }
    assert_eq!(db.store.totals().await.unwrap().papers, 1);
}

pub(crate) async fn who_was_sent_one_was_sent_both(db: Database) {
    let keys = db.write(&[nth(1), nth(2)]).await;
    let mut tx = db.store.begin().await.unwrap();
    let subscription = readers::ask(&mut tx, "reader@example.org", "daily").await;
    assert!(tx.queue_letter((subscription, "2026-01-01"), "[]", at(0)).await.unwrap());
    assert!(!tx.queue_letter((subscription, "2026-01-01"), "[]", at(0)).await.unwrap(), "one letter a date");
    tx.commit().await.unwrap();
    let reader = db.store.subscription(subscription).await.unwrap().unwrap().reader;
    let mut tx = db.store.begin().await.unwrap();
    tx.note_shown(&[(reader, keys[0])], at(0)).await.unwrap();
    let fed = |paper| FedPaper { paper, at: at(0), why: "new".to_owned() };
    tx.feed(subscription, (&[fed(keys[0])], at(0))).await.unwrap();
    tx.merge(keys[0], keys[1], at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.shown_to(&[reader], &keys).await.unwrap(), [(reader, keys[1])].into());
    assert_eq!(db.store.fed(subscription, at(0)).await.unwrap(), [fed(keys[1])]);
}
