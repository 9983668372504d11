//! With PostgreSQL as the store: the same journey, and two nodes that share one database.

use sqlx::{Connection, PgConnection};

use crate::support::{Table, lines, shared, wait_for};

/// A database of its own for one test; dropped with the cluster that the test script starts.
struct Database {
    url: String,
}

impl Database {
    /// A fresh database at the server that `NEWSSTAND_TEST_POSTGRES` names; `None`, with a word on it, where there is none.
    fn new(name: &str) -> Option<Self> {
        let Ok(server) = std::env::var("NEWSSTAND_TEST_POSTGRES") else {
            println!("skipped: NEWSSTAND_TEST_POSTGRES names no server");
            return None;
        };
        let name = format!("newsstand_{name}_{}", std::process::id());
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let mut connection = PgConnection::connect(&server).await.expect("the server answers");
            let drop = format!("DROP DATABASE IF EXISTS {name}");
            let create = format!("CREATE DATABASE {name}");
            for statement in [drop, create] {
                sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.expect("it is done");
            }
        });
        Some(Self { url: with_database(&server, &name) })
    }
}

/// The address with another database: the path between the host and the question mark.
fn with_database(url: &str, name: &str) -> String {
    let (address, options) =
        url.split_once('?').map_or((url, String::new()), |(address, rest)| (address, format!("?{rest}")));
    let (scheme, rest) = address.split_once("://").expect("an address");
    let host = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}/{name}{options}")
}

#[test]
fn the_whole_journey_on_postgres() {
    let Some(file) = shared("data/hf_daily.jsonl.zst") else { return };
    let Some(database) = Database::new("journey") else { return };
    let table = Table::with_database(&database.url);
    let text = lines(&file, 0, 600);
    let papers = table.file("papers.jsonl", &text);
    let run = table.ingest(&[&papers], &[]).well();
    assert_eq!((run.counted("records"), run.counted("lost")), (600, 0));
    assert_eq!(table.ingest(&[&papers], &[]).well().counted("unchanged"), 600);
    let sqlite = Table::new();
    sqlite.ingest(&[&papers], &[]).well();
    assert_eq!(table.library().dump(), sqlite.library().dump(), "both stores hold the same");
    let found = table.run(["search", "vision", "language", "models"]).well().stdout;
    assert!(found.contains("  1. "), "{found}");
    let server = table.serve(&["--empty"]);
    assert_eq!(server.papers(), sqlite.library().papers().len() as u64);
    assert!(server.page("/").contains("/papers/24"), "the front page has papers");
    assert!(!table.data().join("newsstand.db").exists(), "no second store beside it");
    assert_eq!(server.stop().code(), 0);
}

#[test]
fn two_nodes_share_one_database() {
    let Some(file) = shared("data/hf_daily.jsonl.zst") else { return };
    let Some(database) = Database::new("nodes") else { return };
    let (one, two) = (Table::with_database(&database.url), Table::with_database(&database.url));
    // Both start at once on an empty database: one of them makes the tables.
    let (first, second) = std::thread::scope(|scope| {
        let first = scope.spawn(|| one.serve(&["--empty"]));
        let second = scope.spawn(|| two.serve(&["--empty"]));
        (first.join().expect("it starts"), second.join().expect("it starts"))
    });
    for (at, node) in [(0, &one), (150, &two)] {
        let papers = node.file("papers.jsonl", lines(&file, at, 150));
        node.ingest(&[&papers], &[]).well();
    }
    let whole = one.library().papers().len() as u64;
    assert!((291..=300).contains(&whole), "{whole} papers of 300 records");
    wait_for("both nodes to have everything", || (first.papers() == whole && second.papers() == whole).then_some(()));
    assert_eq!(first.page("/"), second.page("/"), "both show the same edition");
    let hits = |server: &crate::support::Server| {
        let found = server.json("/api/v1/search?q=video+generation&limit=10");
        found["results"].as_array().expect("results").iter().map(|hit| hit["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(hits(&first), hits(&second), "both find the same");
    assert_eq!((first.stop().code(), second.stop().code()), (0, 0));
}

#[test]
fn a_server_that_is_not_there_is_named_without_its_password() {
    let table = Table::with_database("postgres://reader:hunter2@127.0.0.1:9/papers");
    let run = table.run(["search", "x"]).ends_with(2);
    assert!(run.stderr.contains("127.0.0.1:9"), "{}", run.stderr);
    assert!(run.stderr.contains("refused"), "it says why: {}", run.stderr);
    assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    assert!(run.took < std::time::Duration::from_secs(20), "it took {:?} to say so", run.took);
}
