//! How SQLite finds what is asked for: by walking along an index, never through a whole table that grows with the papers.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use domain::ListName;
use newsstand_store::{DatabaseUrl, ListedQuery, Marks, Order, PaperWrite, ShelfOrder, ShelfPart, Store, Window};
use sqlx::{AssertSqlSafe, Row, SqlitePool};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

use crate::harness::{at, day, full_paper, id, nth, query};

/// Collects the statements that the store traces.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<BTreeSet<String>>>);

impl Statements {
    /// The statements since the last time.
    fn take(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Visit for Statements {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "sql" {
            self.0.lock().unwrap().insert(value.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

impl Subscriber for Statements {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("newsstand_store")
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// The steps of a statement's plan (<https://sqlite.org/eqp.html>).
async fn plan(pool: &SqlitePool, sql: &str) -> Vec<String> {
    let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = sqlx::query(explain).fetch_all(pool).await.unwrap();
    rows.iter().map(|row| row.get::<String, _>("detail")).collect()
}

/// A new store, what collects its statements, and a connection to look at their plans.
async fn open(folder: &tempfile::TempDir) -> (Store, Statements, SqlitePool) {
    let path = folder.path().join("news.db");
    let store = Store::open(&DatabaseUrl::sqlite(&path)).await.unwrap();
    let pool = SqlitePool::connect_with(sqlx::sqlite::SqliteConnectOptions::new().filename(path)).await.unwrap();
    (store, Statements::default(), pool)
}

/// Everything that is asked for while the program serves and imports, once.
async fn ask_everything(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let writes = [full_paper(), nth(1)];
    let said: Vec<_> = writes[0].said.iter().map(|it| (it.source, it.source_key.clone())).collect();
    tx.provenance(&said).await.unwrap();
    let keys = tx.write(&writes, at(0)).await.unwrap();
    tx.candidates(Marks { ids: &[id("2401.01234")], titles: &[domain::title_key("Paper number 1")], likeness: &[7] })
        .await
        .unwrap();
    tx.write(&[PaperWrite { key: Some(keys[0]), ..full_paper() }], at(0)).await.unwrap();
    tx.merge(keys[1], keys[0], at(0)).await.unwrap();
    tx.commit().await.unwrap();

    let (first, last) = ("2024-01-01", "2024-01-31");
    for order in [Order::Rank, Order::Votes, Order::Category] {
        for (first, last) in [(first, last), (last, last)] {
            for category in [None, Some("cs.LG".to_owned())] {
                store.listed(&ListedQuery { category, ..query(first, last, order) }).await.unwrap();
            }
        }
    }
    let (first, last) = (day(first), day(last));
    store.listed_categories(ListName::Daily, first, last).await.unwrap();
    store.trend_candidates(ListName::Daily, first, last).await.unwrap();
    store.days(ListName::Daily).await.unwrap();
    store.paper(&id("2401.01234")).await.unwrap();
    store.papers(&keys).await.unwrap();
    store.provenance(keys[0]).await.unwrap();
    store.listings(keys[0]).await.unwrap();
    store.ids(keys[0]).await.unwrap();
    store.observations(keys[0]).await.unwrap();
    let window = Window { offset: 0, limit: 50 };
    store.by_author("jose-garcia-lopez", window).await.unwrap().unwrap();
    store.by_organization("example-labs", window).await.unwrap().unwrap();
    store.by_keyword("attention", window).await.unwrap().unwrap();
    store.by_category("cs.LG", window).await.unwrap().unwrap();
    let voted = ShelfPart { order: ShelfOrder::Votes, window };
    store.by_author("jose-garcia-lopez", voted).await.unwrap().unwrap();
    store.by_category("cs.LG", voted).await.unwrap().unwrap();
    store.changes(0, 100).await.unwrap();
    store.last_change().await.unwrap();
    store.totals().await.unwrap();
    store.categories().await.unwrap();
    store.organizations(10).await.unwrap();
}

/// What may be walked through: what a statement itself brings, and the tables that have a few hundred rows.
fn may_be_scanned(what: &str) -> bool {
    what.ends_with("VALUES CLAUSE") || matches!(what, "CONSTANT ROW" | "standing" | "categories" | "organizations")
}

#[tokio::test]
async fn nothing_walks_through_a_whole_table() {
    let folder = tempfile::tempdir().unwrap();
    let (store, statements, pool) = open(&folder).await;
    let guard = tracing::subscriber::set_default(statements.clone());
    ask_everything(&store).await;
    drop(guard);
    let asked = statements.take();
    assert!(asked.len() > 50, "only {} statements were seen", asked.len());
    let mut in_order = 0;
    for sql in asked {
        let plan = plan(&pool, &sql).await;
        let scanned = plan.iter().filter_map(|step| step.strip_prefix("SCAN "));
        assert_eq!(scanned.filter(|what| !may_be_scanned(what)).count(), 0, "{sql}: {plan:?}");
        // Pages in the order of rank, and all shelves, stop as soon as they have their rows.
        if sql.contains("ORDER BY l.day DESC") || sql.contains("ORDER BY shown_day DESC") {
            in_order += 1;
            assert!(plan.iter().all(|step| !step.contains("TEMP B-TREE")), "{sql}: {plan:?}");
            assert!(plan[0].contains("USING COVERING INDEX") || plan[0].contains("USING PRIMARY KEY"), "{plan:?}");
        }
    }
    assert_eq!(in_order, 6);
}

#[tokio::test]
async fn letters_are_taken_straight_from_their_index() {
    let folder = tempfile::tempdir().unwrap();
    let (store, statements, pool) = open(&folder).await;
    let guard = tracing::subscriber::set_default(statements.clone());
    let mut tx = store.begin().await.unwrap();
    tx.take_letters(at(0), at(1), 10).await.unwrap();
    tx.commit().await.unwrap();
    drop(guard);
    let asked = statements.take();
    let sql = asked.iter().find(|sql| sql.starts_with("UPDATE letters")).unwrap();
    let plan = plan(&pool, sql).await;
    let from_index = "SEARCH letters USING COVERING INDEX letters_by_turn (state=? AND lane=? AND at<?)";
    assert_eq!(plan.iter().filter(|step| *step == from_index).count(), 4, "{plan:?}");
}
