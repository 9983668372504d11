//! A fresh database for each test, and short ways to write papers.

use std::sync::Arc;

use domain::{
    Counts, Day, Field, Links, ListName, Listing, Observation, Organization, Paper, PaperId, PaperKey, SourceKind,
    StoredPaper, Timestamp, Told,
};
use newsstand_store::{DatabaseUrl, ListedQuery, Order, PaperWrite, Said, Store};
use sqlx::Executor;

/// Which database a test runs against.
#[derive(Clone, Copy)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// A database of a test's own.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) url: DatabaseUrl,
    pub(crate) store: Store,
    _folder: Option<Arc<tempfile::TempDir>>,
}

impl Database {
    /// Writes papers in one transaction.
    pub(crate) async fn write(&self, writes: &[PaperWrite]) -> Vec<PaperKey> {
        let mut tx = self.store.begin().await.unwrap();
        let keys = tx.write(writes, at(0)).await.unwrap();
        tx.commit().await.unwrap();
        keys
    }

    /// Executes SQL behind the store's back.
    pub(crate) async fn execute(&self, sql: &'static str) {
        if let Some(path) = self.url.path() {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
            sqlx::SqlitePool::connect_with(options).await.unwrap().execute(sql).await.unwrap();
        } else {
            let pool = sqlx::PgPool::connect(&self.url.to_string()).await.unwrap();
            pool.execute(sql).await.unwrap();
        }
    }

    /// The whole list over a span.
    pub(crate) async fn listed(&self, first: &str, last: &str, order: Order) -> Vec<StoredPaper> {
        let page = self.store.listed(&query(first, last, order)).await.unwrap();
        assert_eq!(page.total, page.papers.len() as u64);
        page.papers
    }
}

/// Runs a test on a fresh database and removes the database afterwards, whether the test passed or not.
pub(crate) async fn run<F: Future<Output = ()> + Send + 'static>(backend: Backend, test: fn(Database) -> F) {
    match backend {
        Backend::Sqlite => {
            let folder = Arc::new(tempfile::tempdir().unwrap());
            let url = DatabaseUrl::sqlite(folder.path().join("news.db"));
            let store = Store::open(&url).await.unwrap();
            test(Database { url, store, _folder: Some(folder) }).await;
        }
        Backend::Postgres => {
            let Ok(server) = std::env::var("NEWSSTAND_TEST_POSTGRES") else {
                return println!("skipped: NEWSSTAND_TEST_POSTGRES is not set");
            };
            on_postgres(&server, test).await;
        }
    }
}

/// Runs a test in a schema of its own on this server.
pub(crate) async fn on_postgres<F: Future<Output = ()> + Send + 'static>(server: &str, test: fn(Database) -> F) {
    let admin = sqlx::PgPool::connect(server).await.unwrap();
    let schema =
        format!("test_{}_{}", std::process::id(), domain::key_of(std::thread::current().name().unwrap_or("?")));
    let drop_schema = format!("DROP SCHEMA IF EXISTS {schema} CASCADE");
    admin.execute(sqlx::AssertSqlSafe(drop_schema.as_str())).await.unwrap();
    admin.execute(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).await.unwrap();
    let url: DatabaseUrl = format!("{server}?options[search_path]={schema}").parse().unwrap();
    let store = Store::open(&url).await.unwrap();
    let outcome = tokio::spawn(test(Database { url, store: store.clone(), _folder: None })).await;
    store.close().await;
    admin.execute(sqlx::AssertSqlSafe(drop_schema.as_str())).await.unwrap();
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// So many seconds after a moment of the year 2026.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn id(text: &str) -> PaperId {
    text.parse().unwrap()
}

/// A small paper with an id and a title.
pub(crate) fn paper(paper_id: &str, title: &str) -> PaperWrite {
    let mut told = Told::default();
    told.set(Field::Title, SourceKind::Arxiv);
    PaperWrite {
        key: None,
        told,
        counts: Counts::default(),
        shown: None,
        listed: None,
        ids: Vec::new(),
        said: Vec::new(),
        listings: Vec::new(),
        observations: Vec::new(),
        change: true,
        paper: Paper::new(id(paper_id), title),
    }
}

/// The `number`th of many papers.
pub(crate) fn nth(number: usize) -> PaperWrite {
    paper(&format!("test:{number}"), &format!("Paper number {number}"))
}

/// A paper that has something in every field.
pub(crate) fn full_paper() -> PaperWrite {
    let mut write = paper("2401.01234", "Attention Is Not Enough: $O(n^2)$");
    write.told.set(Field::Abstract, SourceKind::HfDaily);
    write.counts = Counts { votes: 42, comments: 3 };
    write.shown = Some(day("2024-01-03"));
    write.listed = Some(day("2024-01-04"));
    write.ids = vec![id("doi:10.1000/182"), id("openreview:05T81ScPFb")];
    write.said = vec![said(SourceKind::Arxiv, "2401.01234", 1), said(SourceKind::HfDaily, "2401.01234", -7)];
    write.listings = vec![listing(ListName::Daily, "2024-01-04", Some(2)), listing(ListName::New, "2024-01-03", None)];
    let counts = Counts { votes: 40, comments: 1 };
    write.observations = vec![(SourceKind::HfDaily, Observation { counts, at: at(5) })];
    write.paper = Paper {
        abstract_text: "We show \\alpha.\nTwice.".to_owned(),
        authors: ["José García-López", "李明", "J. \"Q\" Public"].map(str::to_owned).to_vec(),
        author_count: 12,
        categories: vec!["cs.LG".to_owned(), "stat.ML".to_owned()],
        keywords: vec!["attention".to_owned(), "long context".to_owned()],
        organization: Organization::named("Example Labs"),
        published: Some(at(-1)),
        venue: Some("NeurIPS 2024".to_owned()),
        comment: Some("8 pages".to_owned()),
        summary: Some("It is not.".to_owned()),
        links: Links { code: Some("https://example.org/code".to_owned()), code_stars: Some(7), ..Links::default() },
        ..write.paper
    };
    write
}

pub(crate) fn said(source: SourceKind, key: &str, digest: i64) -> Said {
    Said { source, source_key: key.to_owned(), digest }
}

pub(crate) fn listing(list: ListName, on: &str, rank: Option<u32>) -> Listing {
    Listing { list, day: day(on), rank }
}

/// All of the daily list over a span.
pub(crate) fn query(first: &str, last: &str, order: Order) -> ListedQuery {
    let (first, last) = (day(first), day(last));
    ListedQuery { list: ListName::Daily, first, last, category: None, order, offset: 0, limit: 1_000 }
}

/// A paper on the daily list.
pub(crate) fn daily(paper_id: &str, days: &[(&str, Option<u32>)]) -> PaperWrite {
    let listings = days.iter().map(|(on, rank)| listing(ListName::Daily, on, *rank)).collect();
    PaperWrite { listings, ..paper(paper_id, &format!("Title of {paper_id}")) }
}

/// The local parts of the papers' ids: `test:a` is `a`.
pub(crate) fn names(papers: &[StoredPaper]) -> Vec<&str> {
    papers.iter().map(|paper| paper.paper.id.as_str().rsplit(':').next().unwrap()).collect()
}
