//! Lists, their days and their orders.

use std::num::NonZero;

use domain::{Counts, ListName};
use newsstand_store::{ListedQuery, Order, PaperWrite};

use crate::harness::{Database, at, daily, day, listing, names, nth, paper, query};

pub(crate) async fn counts_the_papers_of_each_day(db: Database) {
    let both = PaperWrite { listings: vec![listing(ListName::New, "2026-01-01", None)], ..nth(1) };
    let keys = db
        .write(&[
            daily("test:a", &[("2026-01-02", None), ("2026-01-05", None)]),
            daily("test:b", &[("2026-01-05", None)]),
            both,
        ])
        .await;
    let days = || async { db.store.days(ListName::Daily).await.unwrap() };
    assert_eq!(days().await, [(day("2026-01-02"), 1), (day("2026-01-05"), 2)]);
    assert_eq!(db.store.days(ListName::New).await.unwrap(), [(day("2026-01-01"), 1)]);
    // The same listing again counts once.
    db.write(&[PaperWrite { key: Some(keys[1]), ..daily("test:b", &[("2026-01-05", Some(1)), ("2025-12-31", None)]) }])
        .await;
    assert_eq!(days().await, [(day("2025-12-31"), 1), (day("2026-01-02"), 1), (day("2026-01-05"), 2)]);
    let totals = db.store.totals().await.unwrap();
    assert_eq!((totals.papers, totals.daily_days, totals.new_days), (3, 3, 1));
}

pub(crate) async fn orders_a_day_by_rank(db: Database) {
    db.write(&[
        daily("test:unranked", &[("2026-01-02", None)]),
        PaperWrite { counts: Counts { votes: 5, comments: 0 }, ..daily("test:voted", &[("2026-01-02", None)]) },
        daily("test:third", &[("2026-01-02", Some(3))]),
        daily("test:first", &[("2026-01-02", Some(1))]),
        daily("test:also-unranked", &[("2026-01-02", None)]),
        daily("test:other-day", &[("2026-01-03", Some(2))]),
    ])
    .await;
    let listed = db.listed("2026-01-02", "2026-01-02", Order::Rank).await;
    assert_eq!(
        names(&listed),
        ["first", "third", "voted", "also-unranked", "unranked"],
        "votes where ranks say nothing"
    );
    let listed = db.listed("2026-01-01", "2026-01-31", Order::Rank).await;
    assert_eq!(names(&listed), ["other-day", "first", "third", "unranked", "voted", "also-unranked"]);
}

pub(crate) async fn keeps_the_first_of_a_day(db: Database) {
    let voted = |name: &str, votes| PaperWrite {
        counts: Counts { votes, comments: 0 },
        ..daily(name, &[("2026-01-02", None), ("2026-01-03", None)])
    };
    let keys = db
        .write(&[
            voted("test:few", 2),
            voted("test:many", 7),
            voted("test:none", 0),
            daily("test:ranked", &[("2026-01-02", Some(9))]),
        ])
        .await;
    let before = db.store.last_change().await.unwrap();
    let mut tx = db.store.begin().await.unwrap();
    let days = [day("2026-01-02"), day("2026-01-09")];
    tx.keep_first(days.map(|day| (ListName::Daily, day)), NonZero::new(2).unwrap(), at(1)).await.unwrap();
    tx.commit().await.unwrap();
    let listed = db.listed("2026-01-02", "2026-01-02", Order::Rank).await;
    assert_eq!(names(&listed), ["ranked", "many"], "by rank, then by votes");
    assert_eq!(db.listed("2026-01-03", "2026-01-03", Order::Rank).await.len(), 3, "other days stay");
    assert_eq!(db.store.days(ListName::Daily).await.unwrap(), [(day("2026-01-02"), 2), (day("2026-01-03"), 3)]);
    let few = db.store.papers(&keys[..1]).await.unwrap().remove(0);
    assert_eq!(few.listed, Some(day("2026-01-03")));
    assert_eq!(db.store.last_change().await.unwrap(), before + 2, "two papers changed");
}

pub(crate) async fn shows_a_paper_once_with_its_newest_day(db: Database) {
    db.write(&[
        daily("test:often", &[("2026-01-02", Some(1)), ("2026-01-04", Some(2)), ("2026-02-01", Some(1))]),
        daily("test:once", &[("2026-01-03", Some(1))]),
        daily("test:last", &[("2026-01-04", Some(1))]),
    ])
    .await;
    // February is outside the span: within it, the paper stands on the 4th.
    let listed = db.listed("2026-01-01", "2026-01-31", Order::Rank).await;
    assert_eq!(names(&listed), ["last", "often", "once"]);
    let listed = db.listed("2026-01-01", "2026-01-03", Order::Rank).await;
    assert_eq!(names(&listed), ["once", "often"]);
}

pub(crate) async fn orders_by_votes(db: Database) {
    let with_votes = |write: PaperWrite, votes| PaperWrite { counts: Counts { votes, comments: 0 }, ..write };
    db.write(&[
        with_votes(daily("test:few", &[("2026-01-02", Some(1))]), 2),
        with_votes(daily("test:many", &[("2026-01-02", Some(3))]), 900),
        with_votes(daily("test:few-too", &[("2026-01-02", Some(2)), ("2026-01-01", None)]), 2),
    ])
    .await;
    for first in ["2026-01-01", "2026-01-02"] {
        let listed = db.listed(first, "2026-01-02", Order::Votes).await;
        assert_eq!(names(&listed), ["many", "few", "few-too"]);
    }
}

fn in_category(write: PaperWrite, categories: &[&str]) -> PaperWrite {
    let mut write = write;
    write.paper.categories = categories.iter().map(|&name| name.to_owned()).collect();
    write
}

pub(crate) async fn orders_and_filters_by_primary_category(db: Database) {
    let on = &[("2026-01-02", None)];
    db.write(&[
        daily("test:none", on),
        in_category(daily("test:m", on), &["math.AG", "cs.LG"]),
        in_category(daily("test:l2", on), &["cs.LG"]),
        in_category(daily("test:z", on), &["Zoo"]),
        in_category(daily("test:l1", &[("2026-01-02", Some(1))]), &["cs.LG", "cs.CL"]),
        in_category(daily("test:l3", &[("2026-01-03", None)]), &["cs.LG"]),
    ])
    .await;
    // The largest first, equal ones by the bytes of the text on every database: capitals before small letters.
    let listed = db.listed("2026-01-02", "2026-01-02", Order::Category).await;
    assert_eq!(names(&listed), ["l1", "l2", "z", "m", "none"]);

    let only = ListedQuery { category: Some("cs.LG".to_owned()), ..query("2026-01-01", "2026-01-05", Order::Rank) };
    let page = db.store.listed(&only).await.unwrap();
    assert_eq!((names(&page.papers), page.total), (vec!["l3", "l1", "l2"], 3));
    let only = ListedQuery { category: Some("cs.CL".to_owned()), ..only };
    assert_eq!(db.store.listed(&only).await.unwrap().total, 0);

    let categories = db.store.listed_categories(ListName::Daily, day("2026-01-02"), day("2026-01-03")).await.unwrap();
    let expected = [("cs.LG", 3), ("Zoo", 1), ("math.AG", 1)].map(|(name, papers)| (name.to_owned(), papers));
    assert_eq!(categories, expected);
}

pub(crate) async fn pages_cover_a_list_exactly(db: Database) {
    let days = ["2026-01-01", "2026-01-02", "2026-01-03"];
    let write = |number: u32| {
        let third = number as usize % 3;
        let mut write = daily(&format!("test:{number}"), &[(days[third], Some(number / 5))]);
        write.listings.push(listing(ListName::Daily, days[(third + 1) % 3], None));
        write.counts.votes = number % 4;
        in_category(write, &[["cs.LG", "cs.CL", "math.AG"][third]])
    };
    db.write(&(0..57).map(write).collect::<Vec<_>>()).await;
    for order in [Order::Rank, Order::Votes, Order::Category] {
        let whole = db.listed("2026-01-01", "2026-01-03", order).await;
        assert_eq!(whole.len(), 57);
        let mut joined = Vec::new();
        for offset in (0..60).step_by(10) {
            let part = ListedQuery { offset, limit: 10, ..query("2026-01-01", "2026-01-03", order) };
            let page = db.store.listed(&part).await.unwrap();
            assert_eq!(page.total, 57);
            joined.extend(page.papers);
        }
        assert_eq!(names(&joined), names(&whole), "{order:?}");
    }
}

pub(crate) async fn a_later_rank_replaces_an_earlier_one(db: Database) {
    let key = db.write(&[daily("test:a", &[("2026-01-02", Some(9))])]).await[0];
    let rank = || async { db.store.listings(key).await.unwrap()[0].rank };
    for (written, kept) in [(Some(3), Some(3)), (None, Some(3)), (Some(4), Some(4))] {
        db.write(&[PaperWrite { key: Some(key), ..daily("test:a", &[("2026-01-02", written)]) }]).await;
        assert_eq!(rank().await, kept);
    }
    // Twice in one write: again the last one that says something.
    let twice = daily("test:a", &[("2026-01-02", Some(7)), ("2026-01-02", None)]);
    db.write(&[PaperWrite { key: Some(key), ..twice }]).await;
    assert_eq!(rank().await, Some(7));
}

pub(crate) async fn a_new_primary_category_reaches_the_lists(db: Database) {
    let key = db.write(&[in_category(daily("test:a", &[("2026-01-02", None)]), &["cs.LG"])]).await[0];
    let moved = in_category(paper("test:a", "Title"), &["cs.CL", "cs.LG"]);
    db.write(&[PaperWrite { key: Some(key), ..moved }]).await;
    let categories = db.store.listed_categories(ListName::Daily, day("2026-01-01"), day("2026-01-31")).await.unwrap();
    assert_eq!(categories, [("cs.CL".to_owned(), 1)]);
}

pub(crate) async fn offers_trend_candidates_with_their_newest_day(db: Database) {
    let mut often = daily("test:often", &[("2026-01-02", None), ("2026-01-04", None), ("2026-02-01", None)]);
    often.counts = Counts { votes: 8, comments: 2 };
    let keys = db.write(&[often, daily("test:once", &[("2026-01-03", None)]), daily("test:x", &[])]).await;
    let found = db.store.trend_candidates(ListName::Daily, day("2026-01-01"), day("2026-01-31")).await.unwrap();
    assert_eq!(
        found.iter().map(|it| (it.key, it.day)).collect::<Vec<_>>(),
        [(keys[0], day("2026-01-04")), (keys[1], day("2026-01-03")),]
    );
    assert_eq!(found[0].counts, Counts { votes: 8, comments: 2 });
    assert_eq!(db.store.trend_candidates(ListName::New, day("2026-01-01"), day("2026-01-31")).await.unwrap(), []);
}

pub(crate) async fn an_empty_store_has_empty_answers(db: Database) {
    assert_eq!(db.store.days(ListName::New).await.unwrap(), []);
    assert_eq!(db.listed("2026-01-01", "2026-01-01", Order::Votes).await, []);
    assert_eq!(db.listed("2026-01-31", "2026-01-01", Order::Rank).await, []);
    assert_eq!(db.store.listed_categories(ListName::New, day("2026-01-01"), day("2026-01-02")).await.unwrap(), []);
    assert_eq!(db.store.categories().await.unwrap(), []);
    assert_eq!(db.store.changes(0, 10).await.unwrap(), []);
    assert_eq!(db.store.totals().await.unwrap(), newsstand_store::Totals::default());
}
