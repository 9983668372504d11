//! What was put together, what is apart, and what is doubtful.

use domain::{PaperKey, SourceKind, likeness_keys};
use newsstand_store::{DoubtNote, Marks, MergeNote, PaperWrite, Store, Window, WordsNote};

use crate::harness::{Database, at, daily, id, nth, said};

fn note(paper: PaperKey, why: &str) -> MergeNote {
    MergeNote { paper, why: why.to_owned(), kept: "{\"a\":1}".to_owned(), joined: "{\"b\":2}".to_owned() }
}

const ALL: Window = Window { offset: 0, limit: 50 };

pub(crate) async fn finds_papers_by_likeness(db: Database) {
    let mut write = nth(1);
    write.paper.title = "OmniMem: Discovery of Agent Memory".into();
    write.paper.authors = vec!["José Álvarez".to_owned(), "Wei Liu".to_owned()];
    let key = db.write(&[write.clone(), nth(2)]).await[0];
    let mut tx = db.store.begin().await.unwrap();
    for (title, authors) in
        [("OmniMem: Something Else", vec![]), ("Memories", vec!["J. Alvarez".to_owned(), "W. Liu".to_owned()])]
    {
        let likeness = likeness_keys(title, &authors);
        let found = tx.candidates(Marks { likeness: &likeness, ..Marks::default() }).await.unwrap();
        assert_eq!(found.iter().map(|found| found.paper.key).collect::<Vec<_>>(), [key], "{title}");
    }
    // Another title takes the old keys away.
    write.paper.title = "Renamed: As a Whole".into();
    tx.write(&[PaperWrite { key: Some(key), ..write }], at(1)).await.unwrap();
    let old = likeness_keys("OmniMem: Discovery of Agent Memory", &[]);
    assert_eq!(tx.candidates(Marks { likeness: &old, ..Marks::default() }).await.unwrap(), []);
}

pub(crate) async fn a_title_of_very_many_tells_none(db: Database) {
    let editorial = |n| {
        let mut write = nth(n);
        write.paper.title = "Editorial".into();
        write
    };
    db.write(&(0..60).map(editorial).collect::<Vec<_>>()).await;
    let mut tx = db.store.begin().await.unwrap();
    let (titles, likeness) = ([domain::title_key("Editorial")], likeness_keys("Editorial", &[]));
    assert_eq!(tx.candidates(Marks { titles: &titles, likeness: &likeness, ..Marks::default() }).await.unwrap(), []);
    let ids = [id("test:7")];
    assert_eq!(tx.candidates(Marks { ids: &ids, titles: &titles, likeness: &[] }).await.unwrap().len(), 1);
}

pub(crate) async fn writes_down_what_was_put_together(db: Database) {
    let keys = db.write(&[nth(1), nth(2), nth(3)]).await;
    let mut tx = db.store.begin().await.unwrap();
    tx.note_merges(&[note(keys[0], "first"), note(keys[1], "second")], at(1)).await.unwrap();
    let words = |key: &str, said: &str| WordsNote {
        paper: keys[0],
        source: SourceKind::Arxiv,
        source_key: key.to_owned(),
        said: said.to_owned(),
    };
    tx.keep_words(&[words("a", "old"), words("b", "b"), words("a", "new")], at(2)).await.unwrap();
    tx.commit().await.unwrap();

    let (merges, total) = db.store.merges(Window { offset: 1, limit: 1 }).await.unwrap();
    assert_eq!((total, merges[0].why.as_str(), merges[0].kept.as_str()), (2, "first", "{\"a\":1}"));
    let mut tx = db.store.begin().await.unwrap();
    let (of_first, kept) = tx.merges_of(keys[0]).await.unwrap();
    assert_eq!(of_first, merges);
    assert_eq!(kept.iter().map(|words| words.said.as_str()).collect::<Vec<_>>(), ["new", "b"]);
    let ids = [id("test:1"), id("test:3")];
    let found = tx.candidates(Marks { ids: &ids, ..Marks::default() }).await.unwrap();
    assert_eq!(found.iter().map(|found| found.merged).collect::<Vec<_>>(), [true, false]);

    // They go with their paper.
    tx.merge(keys[0], keys[2], at(3)).await.unwrap();
    assert_eq!(tx.merges_of(keys[2]).await.unwrap().0.len(), 1);
    tx.correct_merge(merges[0].number, (keys[1], "{}")).await.unwrap();
    tx.forget_merge(merges[0].number, [keys[1], keys[2]]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.merge(merges[0].number).await.unwrap(), None);
    let mut tx = db.store.begin().await.unwrap();
    assert_eq!(tx.merges_of(keys[2]).await.unwrap().1, [], "words that no merge wants are forgotten");
}

pub(crate) async fn keeps_doubts_until_somebody_settles_them(db: Database) {
    let keys = db.write(&[nth(1), nth(2), nth(3)]).await;
    let doubt = |one, other, why: &str| DoubtNote { one, other, why: why.to_owned() };
    let mut tx = db.store.begin().await.unwrap();
    let notes = [doubt(keys[1], keys[0], "alike"), doubt(keys[0], keys[1], "again"), doubt(keys[2], keys[0], "too")];
    tx.note_doubts(&notes, at(1)).await.unwrap();
    tx.note_doubts(&notes, at(2)).await.unwrap();
    tx.part((keys[1], keys[0]), at(3)).await.unwrap();
    tx.part((keys[0], keys[1]), at(3)).await.unwrap();
    tx.commit().await.unwrap();
    let (doubts, total) = db.store.doubts(ALL).await.unwrap();
    assert_eq!((total, doubts[0].one, doubts[0].other, doubts[0].why.as_str()), (1, keys[0], keys[2], "too"));
    let mut tx = db.store.begin().await.unwrap();
    let ids = [id("test:1")];
    assert_eq!(tx.candidates(Marks { ids: &ids, ..Marks::default() }).await.unwrap()[0].apart, [keys[1]]);
    // A paper that goes takes its doubts along, and leaves what it is not to the other.
    tx.merge(keys[0], keys[2], at(4)).await.unwrap();
    let ids = [id("test:3")];
    assert_eq!(tx.candidates(Marks { ids: &ids, ..Marks::default() }).await.unwrap()[0].apart, [keys[1]]);
    tx.commit().await.unwrap();
    assert_eq!(db.store.doubts(ALL).await.unwrap().1, 0);
}

pub(crate) async fn knows_how_papers_stand(db: Database) {
    let listed =
        PaperWrite { said: vec![said(SourceKind::Arxiv, "a", 1)], ..daily("test:1", &[("2026-01-02", Some(1))]) };
    let keys = db.write(&[listed, nth(2)]).await;
    let mut tx = db.store.begin().await.unwrap();
    let standing = tx.standing(&keys).await.unwrap();
    assert_eq!(standing[&keys[0]].records, [(SourceKind::Arxiv, "a".to_owned())]);
    assert_eq!(standing[&keys[0]].listings.len(), 1);
    // What is taken apart is written anew.
    tx.take_apart(keys[0], &[id("test:1")]).await.unwrap();
    let moved = PaperWrite { ids: vec![id("test:1")], ..daily("test:9", &[("2026-01-02", Some(1))]) };
    tx.write(&[moved], at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.paper(&id("test:1")).await.unwrap().unwrap().paper.id, id("test:9"));
    assert_eq!(db.store.listings(keys[0]).await.unwrap(), []);
}

pub(crate) async fn makes_the_keys_of_a_database_that_had_none(db: Database) {
    let key = db.write(&[nth(1)]).await[0];
    for sql in ["DELETE FROM paper_likeness", "DELETE FROM migrations WHERE version >= 4"] {
        db.execute(sql).await;
    }
    for sql in [
        "DROP TABLE merges",
        "DROP TABLE words",
        "DROP TABLE apart",
        "DROP TABLE doubts",
        "DROP TABLE paper_likeness",
        "DROP TABLE subscriptions",
        "DROP TABLE letters",
        "DROP TABLE readers",
        "DROP TABLE shown",
        "DROP TABLE private_feeds",
        "DROP TABLE feed_papers",
        "DROP TABLE returned",
        "DROP TABLE asked",
        "DROP TABLE salts",
        "DROP TABLE suppressed",
        "DROP TABLE alerts",
        "DROP TABLE alert_messages",
        "DROP TABLE alerted",
        "DROP TABLE alert_calls",
        "ALTER TABLE papers DROP COLUMN facts",
        "DELETE FROM counters WHERE name IN \
         ('merge', 'subscription', 'letter', 'reader', 'alert', 'alert message', 'alert call')",
    ] {
        db.execute(sql).await;
    }
    let again = Store::open(&db.url).await.unwrap();
    let paper = again.papers(&[key]).await.unwrap().remove(0).paper;
    let likeness = likeness_keys(&paper.title, &paper.authors);
    let mut tx = again.begin().await.unwrap();
    assert_eq!(tx.candidates(Marks { likeness: &likeness, ..Marks::default() }).await.unwrap().len(), 1);
}
