//! Input that nobody should send.

use domain::{Counts, ListName, Observation, SourceKind, Timestamp};
use newsstand_store::{ListedQuery, Marks, Order, PaperWrite, Window};

use crate::harness::{Database, at, daily, day, full_paper, id, listing, nth, paper, query, said};

pub(crate) async fn keeps_strange_texts(db: Database) {
    let texts = [
        "'; DROP TABLE papers; --",
        "\" \\ ` % _ $1 ? {rows} :name @x",
        "👩‍🔬 \u{202e}right to left\u{202c} é e\u{301}",
        "\u{1}\u{7f}\t\r\n\u{feff}\u{fffd}\u{10ffff}",
        "",
        &"long ".repeat(200_000),
    ];
    for (number, text) in texts.iter().enumerate() {
        let mut write = full_paper();
        write.paper.id = id(&format!("test:{number}"));
        write.ids.clear();
        write.said = vec![said(SourceKind::Jsonl, &format!("{number}{text}"), 0)];
        let given = &mut write.paper;
        for field in [&mut given.title, &mut given.abstract_text] {
            (*text).clone_into(field);
        }
        for field in [&mut given.venue, &mut given.comment, &mut given.summary] {
            *field = Some((*text).to_owned());
        }
        given.authors = vec![(*text).to_owned()];
        given.keywords = vec![(*text).to_owned(), "b".to_owned()];
        given.categories = vec![(*text).to_owned(), "cs.LG".to_owned()];
        let key = db.write(std::slice::from_ref(&write)).await[0];
        let stored = db.store.papers(&[key]).await.unwrap();
        assert!(stored[0].paper == write.paper, "text {number}");
        let mut tx = db.store.begin().await.unwrap();
        let record = (SourceKind::Jsonl, format!("{number}{text}"));
        assert_eq!(tx.provenance(std::slice::from_ref(&record)).await.unwrap()[&record].paper, key);
    }
}

pub(crate) async fn leaves_out_nul_characters(db: Database) {
    let mut write = full_paper();
    "A\0 Title\0".clone_into(&mut write.paper.title);
    write.paper.authors = vec!["Ann\0e".to_owned()];
    write.paper.categories = vec!["cs\0.LG".to_owned()];
    write.paper.venue = Some("\0".to_owned());
    write.said = vec![said(SourceKind::Jsonl, "a\0b", 1)];
    let key = db.write(&[write.clone()]).await[0];
    let stored = &db.store.papers(&[key]).await.unwrap()[0].paper;
    assert_eq!((stored.title.as_str(), stored.authors[0].as_str()), ("A Title", "Anne"));
    assert_eq!((stored.categories[0].as_str(), stored.venue.as_deref()), ("cs.LG", Some("")));
    let window = Window { offset: 0, limit: 1 };
    assert_eq!(db.store.by_author("anne", window).await.unwrap().unwrap().name, "Anne");
    assert_eq!(db.store.by_author("an\0ne", window).await.unwrap(), None);
    assert_eq!(db.store.setting("a\0").await.unwrap(), None);
    // Under the key as the source wrote it, the record is known, and saying it again adds nothing.
    let record = (SourceKind::Jsonl, "a\0b".to_owned());
    let mut tx = db.store.begin().await.unwrap();
    assert_eq!(tx.provenance(std::slice::from_ref(&record)).await.unwrap()[&record].paper, key);
    tx.write(&[PaperWrite { key: Some(key), ..write }], at(1)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.provenance(key).await.unwrap().len(), 1);
}

pub(crate) async fn keeps_extreme_numbers(db: Database) {
    let counts = Counts { votes: u32::MAX, comments: u32::MAX };
    let mut write = daily("test:1", &[("1900-01-01", Some(u32::MAX)), ("2199-12-31", Some(0))]);
    write.counts = counts;
    write.paper.author_count = u32::MAX;
    write.paper.published = Some(Timestamp::MIN);
    write.shown = Some(day("2199-12-31"));
    write.listed = Some(day("1900-01-01"));
    write.said = vec![said(SourceKind::Jsonl, "min", i64::MIN), said(SourceKind::Jsonl, "max", i64::MAX)];
    write.observations =
        [Timestamp::MIN, Timestamp::MAX].map(|at| (SourceKind::Jsonl, Observation { counts, at })).to_vec();
    let mut tx = db.store.begin().await.unwrap();
    let key = tx.write(&[write.clone()], Timestamp::MAX).await.unwrap()[0];
    tx.commit().await.unwrap();

    let stored = &db.store.papers(&[key]).await.unwrap()[0];
    assert_eq!((&stored.paper, stored.counts, stored.shown), (&write.paper, counts, write.shown));
    let listings =
        [listing(ListName::Daily, "2199-12-31", Some(0)), listing(ListName::Daily, "1900-01-01", Some(u32::MAX))];
    assert_eq!(db.store.listings(key).await.unwrap(), listings);
    let digests: Vec<_> = db.store.provenance(key).await.unwrap().iter().map(|it| it.digest).collect();
    assert_eq!(digests, [i64::MAX, i64::MIN]);
    let moments: Vec<_> = db.store.observations(key).await.unwrap().iter().map(|(_, it)| it.at.as_second()).collect();
    assert_eq!(moments, [Timestamp::MIN.as_second(), Timestamp::MAX.as_second()]);
}

pub(crate) async fn writes_ten_thousand_papers_at_once(db: Database) {
    let mut writes: Vec<PaperWrite> = (0..10_000).map(nth).collect();
    // One has more authors than a statement has parameters.
    writes[5].paper.authors = (0..40_000).map(|number| format!("Author {number}")).collect();
    for (rank, write) in (1..).zip(&mut writes) {
        write.listings = vec![listing(ListName::New, "2026-01-02", Some(rank))];
    }
    let keys = db.write(&writes).await;
    assert_eq!(keys.len(), 10_000);
    assert!(keys.is_sorted());
    let everything = db.store.papers(&keys).await.unwrap();
    assert!(everything.iter().zip(&writes).all(|(stored, write)| stored.paper == write.paper));
    let all = query("2026-01-02", "2026-01-02", Order::Rank);
    let listed = db.store.listed(&ListedQuery { list: ListName::New, limit: 20_000, ..all }).await.unwrap();
    assert_eq!((listed.total, listed.papers.len()), (10_000, 10_000));
    assert!(listed.papers.iter().map(|it| it.key).eq(keys.iter().copied()));
    assert_eq!(db.store.last_change().await.unwrap(), 10_000);
    let mut tx = db.store.begin().await.unwrap();
    let ids: Vec<_> = writes.iter().map(|it| it.paper.id.clone()).collect();
    assert_eq!(tx.candidates(Marks { ids: &ids, ..Marks::default() }).await.unwrap().len(), 10_000);
}

pub(crate) async fn answers_absurd_windows(db: Database) {
    let mut write = daily("test:1", &[("2026-01-02", None)]);
    write.paper.authors = vec!["***".to_owned()];
    db.write(&[write, paper("test:2", "Two")]).await;
    let all = query("1900-01-01", "2199-12-31", Order::Rank);
    for (offset, limit, found) in [(0, u32::MAX, 1), (u32::MAX, u32::MAX, 0), (0, 0, 0), (1, 1, 0)] {
        let page = db.store.listed(&ListedQuery { offset, limit, ..all.clone() }).await.unwrap();
        assert_eq!((page.total, page.papers.len()), (1, found));
        let shelf = db.store.by_author(&domain::slug("***"), Window { offset, limit }).await.unwrap().unwrap();
        assert_eq!((shelf.total, shelf.papers.len()), (1, found));
    }
    let strange = ListedQuery { category: Some("' OR 1=1 --".to_owned()), ..all };
    assert_eq!(db.store.listed(&strange).await.unwrap().total, 0);
}
