//! Papers as wholes.

use domain::{Counts, Field, PaperKey, SourceKind, title_key};
use newsstand_store::{Marks, PaperWrite, StoreError};

use crate::harness::{Database, at, day, full_paper, id, nth, paper};

pub(crate) async fn reads_back_what_was_written(db: Database) {
    let write = full_paper();
    let keys = db.write(std::slice::from_ref(&write)).await;
    let stored = db.store.paper(&write.paper.id).await.unwrap().unwrap();
    assert_eq!(stored.key, keys[0]);
    assert_eq!(stored.paper, write.paper);
    assert_eq!((stored.counts, stored.shown, stored.listed), (write.counts, write.shown, write.listed));
    assert_eq!(stored.told.by(Field::Abstract), Some(SourceKind::HfDaily));
    assert_eq!(stored.told, write.told);
    assert_eq!(db.store.listings(keys[0]).await.unwrap(), write.listings);
    assert_eq!(db.store.observations(keys[0]).await.unwrap(), write.observations);
    assert_eq!(db.store.totals().await.unwrap().papers, 1);

    let bare = paper("2401.00002", "Bare");
    db.write(std::slice::from_ref(&bare)).await;
    let stored = db.store.paper(&bare.paper.id).await.unwrap().unwrap();
    assert_eq!((stored.paper, stored.shown, stored.listed), (bare.paper, None, None));
}

pub(crate) async fn finds_a_paper_under_all_its_ids(db: Database) {
    let key = db.write(&[full_paper()]).await[0];
    for text in ["2401.01234", "doi:10.1000/182", "openreview:05T81ScPFb"] {
        assert_eq!(db.store.paper(&id(text)).await.unwrap().unwrap().key, key, "{text}");
    }
    // No source named it.
    assert_eq!(db.store.paper(&id("doi:10.48550/arXiv.2401.01234")).await.unwrap().unwrap().key, key);
    for unknown in ["2401.99999", "doi:10.48550/arXiv.2401.99999"] {
        assert_eq!(db.store.paper(&id(unknown)).await.unwrap(), None);
    }
    let ids = db.store.ids(key).await.unwrap();
    assert_eq!(ids, [id("2401.01234"), id("doi:10.1000/182"), id("openreview:05T81ScPFb")]);
}

pub(crate) async fn returns_papers_in_the_order_of_the_keys(db: Database) {
    let keys = db.write(&(0..30).map(nth).collect::<Vec<_>>()).await;
    let unknown = PaperKey(i64::MAX);
    let asked = [keys[7], unknown, keys[29], keys[0], keys[7], PaperKey(i64::MIN)];
    let found = db.store.papers(&asked).await.unwrap();
    let found: Vec<_> = found.iter().map(|paper| paper.key).collect();
    assert_eq!(found, [keys[7], keys[29], keys[0], keys[7]]);
    assert_eq!(db.store.papers(&[]).await.unwrap(), []);
}

pub(crate) async fn reads_papers_on_the_calling_thread(db: Database) {
    let mut keys = db.write(&[full_paper()]).await;
    keys.extend(db.write(&(0..30).map(nth).collect::<Vec<_>>()).await);
    let asked = [keys[7], PaperKey(i64::MAX), keys[0], keys[29], keys[7], PaperKey(i64::MIN)];
    let here = |keys: &[PaperKey]| db.store.papers_on_this_thread(keys).unwrap();
    if db.url.path().is_none() {
        assert_eq!(here(&asked), None, "a server is asked otherwise");
        return;
    }
    assert_eq!(here(&asked).unwrap(), db.store.papers(&asked).await.unwrap());
    assert_eq!(here(&[]).unwrap(), []);
    // What is committed meanwhile is seen, and several ask at once.
    let mut second = paper("2401.07777", "Another Title");
    second.key = Some(keys[0]);
    db.write(&[second.clone()]).await;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| here(&keys))).collect();
        for thread in threads {
            let found = thread.join().unwrap().unwrap();
            assert_eq!((found.len(), &found[0].paper.title), (31, &second.paper.title));
        }
    });
}

pub(crate) async fn replaces_a_paper_as_a_whole(db: Database) {
    let key = db.write(&[full_paper()]).await[0];
    let mut second = paper("2401.07777", "Another Title");
    second.key = Some(key);
    second.counts = Counts { votes: 1, comments: 0 };
    second.shown = Some(day("2025-01-01"));
    assert_eq!(db.write(&[second.clone()]).await, [key]);

    let stored = db.store.paper(&id("2401.07777")).await.unwrap().unwrap();
    assert_eq!((&stored.paper, stored.key, stored.counts), (&second.paper, key, second.counts));
    // It is still found under its former ids, and what was seen of it is not forgotten.
    assert_eq!(db.store.paper(&id("2401.01234")).await.unwrap(), Some(stored));
    assert_eq!(db.store.ids(key).await.unwrap().len(), 4);
    assert_eq!(db.store.listings(key).await.unwrap().len(), 2);
    assert_eq!(db.store.provenance(key).await.unwrap().len(), 2);
    assert_eq!(db.store.totals().await.unwrap().papers, 1);
}

pub(crate) async fn finds_candidates_by_id_and_title(db: Database) {
    let keys = db.write(&[full_paper(), nth(1), nth(2), nth(3)]).await;
    let mut tx = db.store.begin().await.unwrap();
    let titles = [title_key("paper NUMBER 2."), title_key("Paper number 99"), title_key("Paper number 1")];
    let ids = [id("doi:10.1000/182"), id("test:1"), id("test:99")];
    let found = tx.candidates(Marks { ids: &ids, titles: &titles, ..Marks::default() }).await.unwrap();
    assert_eq!(found.iter().map(|it| it.paper.key).collect::<Vec<_>>(), keys[..3]);
    assert_eq!(found[0].ids, [id("2401.01234"), id("doi:10.1000/182"), id("openreview:05T81ScPFb")]);
    assert_eq!(found[0].paper.paper, full_paper().paper);
    assert_eq!(found[2].ids, [id("test:2")]);
    assert_eq!(tx.candidates(Marks::default()).await.unwrap(), []);
    // What this transaction has written is a candidate already.
    tx.write(&[nth(50)], at(0)).await.unwrap();
    assert_eq!(tx.candidates(Marks { ids: &[id("test:50")], ..Marks::default() }).await.unwrap().len(), 1);
}

pub(crate) async fn refuses_to_give_an_id_away(db: Database) {
    let key = db.write(&[nth(1)]).await[0];
    let mut tx = db.store.begin().await.unwrap();
    let thief = PaperWrite { ids: vec![id("test:1")], ..nth(2) };
    let error = tx.write(&[thief], at(0)).await.unwrap_err();
    assert!(matches!(&error, StoreError::IdTaken { owner, .. } if *owner == key.0), "{error:?}");
    assert!(error.to_string().contains("test:1"), "{error}");
    drop(tx);

    let mut tx = db.store.begin().await.unwrap();
    let error = tx.write(&[nth(5), PaperWrite { ids: vec![id("test:5")], ..nth(6) }], at(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::IdTaken { .. }), "{error:?}");
    drop(tx);
    assert_eq!(db.store.totals().await.unwrap().papers, 1);
}

pub(crate) async fn refuses_the_same_paper_twice_in_a_batch(db: Database) {
    let key = db.write(&[nth(1)]).await[0];
    let again = PaperWrite { key: Some(key), ..nth(1) };
    let mut tx = db.store.begin().await.unwrap();
    let error = tx.write(&[again.clone(), again], at(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::Twice(twice) if twice == key), "{error:?}");
}

pub(crate) async fn refuses_a_paper_that_does_not_exist(db: Database) {
    let mut tx = db.store.begin().await.unwrap();
    let unknown = PaperWrite { key: Some(PaperKey(77)), ..nth(1) };
    let error = tx.write(&[unknown], at(0)).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no paper 77 in the store");
}

pub(crate) async fn does_nothing_for_an_empty_batch(db: Database) {
    assert_eq!(db.write(&[]).await, []);
    assert_eq!(db.store.last_change().await.unwrap(), 0);
    let mut tx = db.store.begin().await.unwrap();
    assert!(tx.provenance(&[]).await.unwrap().is_empty());
}

pub(crate) async fn finds_settings_by_how_they_begin(db: Database) {
    for name in ["harvest of b", "harvest of a", "Harvest of c", "harvestXof", "50%_!", "50%_!?", "50x_!"] {
        db.store.set_setting(name, name).await.unwrap();
    }
    let before = db.store.last_change().await.unwrap();
    db.store.announce_setting("harvest of a", "again", at(1)).await.unwrap();
    assert_eq!(db.store.last_change().await.unwrap(), before + 1, "whoever keeps pages hears of it");
    let pairs = |found: Vec<(String, String)>| {
        found.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
    };
    let found = pairs(db.store.settings("harvest of ").await.unwrap());
    assert_eq!(found, ["harvest of a=again", "harvest of b=harvest of b"]);
    assert_eq!(pairs(db.store.settings("50%_!").await.unwrap()), ["50%_!=50%_!", "50%_!?=50%_!?"]);
}

pub(crate) async fn exchanges_a_setting_with_one_of_many(db: Database) {
    let store = &db.store;
    assert!(!store.exchange_setting("lease", Some("nobody"), "x").await.unwrap(), "it was never set");
    let all = (0..8).map(|holder| {
        let store = store.clone();
        tokio::spawn(async move { store.exchange_setting("lease", None, &holder.to_string()).await.unwrap() })
    });
    let mut winners = 0;
    for one in all.collect::<Vec<_>>() {
        winners += u32::from(one.await.unwrap());
    }
    assert_eq!(winners, 1);
    let held = store.setting("lease").await.unwrap().unwrap();
    assert!(!store.exchange_setting("lease", None, "x").await.unwrap());
    assert!(store.exchange_setting("lease", Some(&held), "next").await.unwrap());
    assert!(!store.exchange_setting("lease", Some(&held), "x").await.unwrap(), "it was seen before the last exchange");
    assert_eq!(store.setting("lease").await.unwrap().as_deref(), Some("next"));
}

pub(crate) async fn remembers_settings(db: Database) {
    assert_eq!(db.store.setting("site.name").await.unwrap(), None);
    db.store.set_setting("site.name", "Kiosk").await.unwrap();
    db.store.set_setting("site.name", "Newsstand; DROP TABLE papers").await.unwrap();
    db.store.set_setting("other", "").await.unwrap();
    assert_eq!(db.store.setting("site.name").await.unwrap().as_deref(), Some("Newsstand; DROP TABLE papers"));
    assert_eq!(db.store.setting("other").await.unwrap().as_deref(), Some(""));
    assert!(db.store.is_alive().await);
}
