//! Authors, organisations, keywords and categories.

use domain::Organization;
use newsstand_store::{PaperWrite, Shelf, ShelfOrder, ShelfPart, Window};

use crate::harness::{Database, day, full_paper, names, nth};

const ALL: Window = Window { offset: 0, limit: 100 };

fn by(authors: &[&str], shown: Option<&str>, write: PaperWrite) -> PaperWrite {
    let mut write = write;
    write.paper.authors = authors.iter().map(|&name| name.to_owned()).collect();
    write.shown = shown.map(day);
    write
}

async fn author(db: &Database, slug: &str) -> Option<Shelf> {
    db.store.by_author(slug, ALL).await.unwrap()
}

pub(crate) async fn shows_the_newest_paper_first(db: Database) {
    db.write(&[
        by(&["Ada Lovelace"], Some("2025-05-05"), nth(1)),
        by(&["Ada Lovelace", "Charles Babbage"], None, nth(2)),
        by(&["ADA LOVELACE"], Some("2026-01-01"), nth(3)),
        by(&["Ada Lovelace"], Some("2025-05-05"), nth(4)),
        by(&["Ada Lovelace"], Some("1901-01-01"), nth(5)),
    ])
    .await;
    let shelf = author(&db, "ada-lovelace").await.unwrap();
    assert_eq!(names(&shelf.papers), ["3", "4", "1", "5", "2"]);
    assert_eq!((shelf.name.as_str(), shelf.total), ("ADA LOVELACE", 5));
    assert_eq!(author(&db, "charles-babbage").await.unwrap().total, 1);
    assert_eq!(author(&db, "nobody").await, None);
    assert_eq!(author(&db, "").await, None);
    assert_eq!(author(&db, "Ada Lovelace").await, None, "a name is no slug");
}

pub(crate) async fn follows_a_paper_that_changes(db: Database) {
    let keys = db.write(&[full_paper(), by(&["李明"], Some("2025-01-01"), nth(1))]).await;
    let ming = author(&db, "李明").await.unwrap();
    assert_eq!((ming.total, names(&ming.papers)), (2, vec!["1", "2401.01234"]));

    let mut changed = full_paper();
    changed.key = Some(keys[0]);
    changed.shown = Some(day("2026-02-02"));
    changed.paper.authors = vec!["李明".to_owned(), "New Author".to_owned()];
    changed.paper.organization = Organization::named("Other Labs");
    changed.paper.keywords.remove(0);
    changed.paper.categories = vec!["stat.ML".to_owned()];
    db.write(&[changed]).await;

    let ming = author(&db, "李明").await.unwrap();
    assert_eq!((ming.total, names(&ming.papers)), (2, vec!["2401.01234", "1"]));
    assert_eq!(author(&db, "new-author").await.unwrap().total, 1);
    assert_eq!(author(&db, "jose-garcia-lopez").await, None);
    assert_eq!(db.store.by_organization("example-labs", ALL).await.unwrap(), None);
    assert_eq!(db.store.by_organization("other-labs", ALL).await.unwrap().unwrap().name, "Other Labs");
    assert_eq!(db.store.by_keyword("attention", ALL).await.unwrap(), None);
    assert_eq!(db.store.by_keyword("long-context", ALL).await.unwrap().unwrap().name, "long context");
    assert_eq!(db.store.by_category("cs.LG", ALL).await.unwrap(), None);
    assert_eq!(db.store.by_category("stat.ML", ALL).await.unwrap().unwrap().total, 1);
    assert_eq!(db.store.categories().await.unwrap(), [("stat.ML".to_owned(), 1)]);
    assert_eq!(db.store.totals().await.unwrap().organizations, 1);
}

pub(crate) async fn counts_a_name_given_twice_once(db: Database) {
    let mut write = by(&["Wei Zhang", "WEI ZHANG", "", "wei  zhang"], None, nth(1));
    write.paper.categories = ["cs.LG", "cs.LG", " ", "94A29, 68P30"].map(str::to_owned).to_vec();
    db.write(&[write]).await;
    let shelf = author(&db, "wei-zhang").await.unwrap();
    assert_eq!((shelf.name.as_str(), shelf.total, shelf.papers.len()), ("Wei Zhang", 1, 1));
    assert_eq!(db.store.by_category("cs.LG", ALL).await.unwrap().unwrap().total, 1);
    // arXiv's lists of MSC classes are such categories.
    assert_eq!(db.store.by_category("94A29, 68P30", ALL).await.unwrap().unwrap().total, 1);
    assert_eq!(db.store.categories().await.unwrap().len(), 2);
}

pub(crate) async fn lists_categories_and_organizations_by_size(db: Database) {
    let write = |number: usize| {
        let mut write = nth(number);
        write.paper.categories = vec!["cs.LG".to_owned()];
        if number.is_multiple_of(2) {
            write.paper.categories.push("cs.CL".to_owned());
        }
        write.paper.organization = Organization::named(["Big", "Big", "Small"][number % 3]);
        write
    };
    db.write(&(0..6).map(write).collect::<Vec<_>>()).await;
    let expected = [("cs.LG", 6), ("cs.CL", 3)].map(|(name, papers)| (name.to_owned(), papers));
    assert_eq!(db.store.categories().await.unwrap(), expected);
    let named = |name: &str| Organization::named(name).unwrap();
    assert_eq!(db.store.organizations(9).await.unwrap(), [(named("Big"), 4), (named("Small"), 2)]);
    assert_eq!(db.store.organizations(1).await.unwrap(), [(named("Big"), 4)]);
}

pub(crate) async fn shows_the_most_voted_first_where_asked(db: Database) {
    let write = |votes: u32, write: PaperWrite| {
        let mut write = by(&["Ada Lovelace"], Some("2025-05-05"), write);
        write.paper.categories = vec!["cs.LG".to_owned()];
        write.counts.votes = votes;
        write
    };
    let newer = by(&["Ada Lovelace"], Some("2026-01-01"), write(3, nth(3)));
    db.write(&[write(3, nth(1)), write(12, nth(2)), newer]).await;
    let part = |window| ShelfPart { order: ShelfOrder::Votes, window };
    let counts = |shelf: &Shelf| shelf.papers.iter().map(|it| it.counts.votes).collect::<Vec<_>>();
    for shelf in [
        db.store.by_author("ada-lovelace", part(ALL)).await.unwrap().unwrap(),
        db.store.by_category("cs.LG", part(ALL)).await.unwrap().unwrap(),
    ] {
        assert_eq!(counts(&shelf), [12, 3, 3]);
        assert_eq!(shelf.papers[1].shown, Some(day("2026-01-01")), "of equal votes the newer first");
    }
    let second = db.store.by_category("cs.LG", part(Window { offset: 1, limit: 1 })).await.unwrap().unwrap();
    assert_eq!((counts(&second), second.total), (vec![3], 3));
}

pub(crate) async fn pages_through_a_shelf(db: Database) {
    let write = |number: usize| by(&["Prolific"], Some(["2026-01-01", "2026-01-02"][number % 2]), nth(number));
    db.write(&(0..25).map(write).collect::<Vec<_>>()).await;
    let whole = author(&db, "prolific").await.unwrap();
    let mut joined = Vec::new();
    for offset in [0, 10, 20, 30] {
        let part = db.store.by_author("prolific", Window { offset, limit: 10 }).await.unwrap().unwrap();
        assert_eq!(part.total, 25);
        joined.extend(part.papers);
    }
    assert_eq!(names(&joined), names(&whole.papers));
    assert_eq!(joined.len(), 25);
}
