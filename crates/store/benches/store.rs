//! How fast 85,000 real papers are written, and how fast pages of them are read. Prints one table.
//!
//! Needs the shared data (`NEWSSTAND_SHARED`); `STORE_URL` chooses another database than a temporary SQLite file, which
//! must be empty.
#![expect(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench prints and may stop")]

#[path = "../tests/contract/real.rs"]
mod real;

use std::time::{Duration, Instant};

use domain::{Day, ListName, Month, Timestamp};
use newsstand_store::{DatabaseUrl, ListedQuery, Marks, Order, PaperWrite, Store, Window};

const PAPERS_A_WRITE: usize = 1_000;

#[tokio::main]
async fn main() {
    let Some(papers) = real::papers(usize::MAX) else { return println!("skipped: no shared data") };
    let folder = tempfile::tempdir().unwrap();
    let url = std::env::var("STORE_URL")
        .map_or(DatabaseUrl::sqlite(folder.path().join("bench.db")), |url| url.parse().unwrap());
    let store = Store::open(&url).await.unwrap();
    write(&store, &papers).await;
    if let Ok(file) = std::fs::metadata(folder.path().join("bench.db")) {
        println!("{:<44}{:>10} MB", "file", file.len() >> 20);
    }
    read(&store).await;
    store.close().await;
}

/// Writes all papers; look-ups as an import makes them are included in the second figure.
async fn write(store: &Store, papers: &[PaperWrite]) {
    let (mut writing, mut looking, mut committing) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for (number, batch) in papers.chunks(PAPERS_A_WRITE).enumerate() {
        let mut tx = store.begin().await.unwrap();
        let start = Instant::now();
        let records: Vec<_> =
            batch.iter().flat_map(|it| &it.said).map(|it| (it.source, it.source_key.clone())).collect();
        let ids: Vec<_> = batch.iter().flat_map(|it| it.ids.clone()).collect();
        let titles: Vec<_> = batch.iter().map(|it| domain::title_key(&it.paper.title)).collect();
        tx.provenance(&records).await.unwrap();
        tx.candidates(Marks { ids: &ids, titles: &titles, ..Marks::default() }).await.unwrap();
        looking += start.elapsed();
        let start = Instant::now();
        tx.write(batch, Timestamp::UNIX_EPOCH).await.unwrap();
        writing += start.elapsed();
        let start = Instant::now();
        tx.commit().await.unwrap();
        committing += start.elapsed();
        if number % 20 == 19 {
            println!(
                "  … {:>6} papers: look up {looking:.1?}, write {writing:.1?}, commit {committing:.1?}",
                (number + 1) * PAPERS_A_WRITE
            );
        }
    }
    let count = papers.len() as f64;
    let rate = |time: Duration| count / time.as_secs_f64();
    println!("{:<44}{:>10.0} papers/s", "write + commit", rate(writing + committing));
    println!("{:<44}{:>10.0} papers/s", "look up, write + commit", rate(looking + writing + committing));
}

async fn read(store: &Store) {
    let day = store.days(ListName::New).await.unwrap().last().unwrap().0;
    let month = Month::of(day);
    let query = |first: Day, last: Day, order| ListedQuery {
        list: ListName::New,
        first,
        last,
        category: None,
        order,
        offset: 0,
        limit: 50,
    };
    let page = store.listed(&query(day, day, Order::Rank)).await.unwrap();
    let (id, author) = (
        page.papers[0].paper.id.clone(),
        domain::slug(page.papers.iter().find_map(|it| it.paper.authors.first()).unwrap()),
    );
    let keys: Vec<_> = page.papers.iter().take(20).map(|paper| paper.key).collect();
    let window = Window { offset: 0, limit: 50 };
    let first = Window { offset: 10_000, limit: 50 };
    macro_rules! row {
        ($name:literal, $read:expr) => {
            let mut times = Vec::new();
            for _ in 0..300 {
                let start = Instant::now();
                $read.await.unwrap();
                times.push(start.elapsed());
            }
            times.sort();
            println!("{:<44}{:>10.0?} p50{:>12.0?} p99", $name, times[times.len() / 2], times[times.len() * 99 / 100]);
        };
    }
    row!("a sign of life", async { store.is_alive().await.then_some(()) });
    row!("one paper by id", store.paper(&id));
    row!("20 papers by key", store.papers(&keys));
    row!("a day, 50 rows", store.listed(&query(day, day, Order::Rank)));
    row!("a day by votes, 50 rows", store.listed(&query(day, day, Order::Votes)));
    row!("a day by category, 50 rows", store.listed(&query(day, day, Order::Category)));
    row!(
        "a day of cs.LG, 50 rows",
        store.listed(&ListedQuery { category: Some("cs.LG".into()), ..query(day, day, Order::Rank) })
    );
    row!("a month, 50 rows", store.listed(&query(month.first(), month.last(), Order::Rank)));
    row!("a month by votes, 50 rows", store.listed(&query(month.first(), month.last(), Order::Votes)));
    row!("categories of a day", store.listed_categories(ListName::New, day, day));
    row!("categories of a month", store.listed_categories(ListName::New, month.first(), month.last()));
    row!("days of a list", store.days(ListName::New));
    row!("an author", store.by_author(&author, window));
    row!("a category, first 50", store.by_category("cs.LG", window));
    row!("a category, 50 after 10,000", store.by_category("cs.LG", first));
    row!("all categories", store.categories());
    row!("trending, 30 days of daily", store.trend_candidates(ListName::Daily, day.plus(-30), day));
    row!("1,000 changes", store.changes(40_000, 1_000));
    row!("totals", store.totals());
}
