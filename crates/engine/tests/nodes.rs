//! Several processes over one store: only one at a time asks a provider.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a fixture that cannot be made has failed the test")]

/// Under the name by which the server knows it.
mod fetch {
    pub(crate) use ::fetch::*;
}
#[expect(dead_code, reason = "other tests use more of it")]
#[path = "../../fetch/tests/fetching/server.rs"]
mod server;

use std::path::Path;
use std::sync::{Arc, Mutex};

use ::fetch::Clock as _;
use domain::Day;
use jiff::SignedDuration;
use newsstand_engine::{DayBorder, Gathered, ListRule, Newsstand, Options, Wanted};
use server::{Server, answer};
use sources::Preset;
use sources::harvest::{Retry, Source};
use store::DatabaseUrl;
use tempfile::TempDir;

const FEED: &str = "<rss version=\"2.0\"><channel><title>Papers</title><item><title>Swarms of Robots</title>\
                    <link>https://papers.example.org/1</link><guid>https://papers.example.org/1</guid></item></channel></rss>";

/// A node with a folder of its own over the database in `shared`.
async fn node(shared: &Path, name: &str) -> Newsstand {
    let database = Some(DatabaseUrl::sqlite(shared.join("papers.db")));
    Newsstand::open(&Options { data: shared.join(name), database, second_tier: false }).await.unwrap()
}

fn feed() -> Source {
    "feed:http://papers.example.org/feed".parse::<Preset>().unwrap().source("feed", None).unwrap()
}

fn wanted(server: &Server) -> Wanted {
    Wanted { window: None, today: Day::of(server.clock.now()).unwrap(), days_back: 0 }
}

fn rule() -> ListRule {
    ListRule { border: DayBorder::default(), list: None, only: Vec::new(), first: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_node_at_a_time_asks_a_provider() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (node(folder.path(), "one").await, node(folder.path(), "two").await);
    let meanwhile: Arc<Mutex<Option<Gathered>>> = Arc::default();
    let (other, told) = (two.clone(), Arc::clone(&meanwhile));
    let port = Arc::new(Mutex::new(None::<Server>));
    let itself = Arc::clone(&port);
    // While the first node waits for its answer, the second one's turn comes.
    let server = Server::start(move |_, before| {
        if before == 0 {
            let server = itself.lock().unwrap().clone().expect("the server is known");
            let gathered = tokio::task::block_in_place(|| {
                let gathering = async {
                    other.gather((&server.client(), &feed(), &rule()), wanted(&server), |_| ()).await.unwrap()
                };
                tokio::runtime::Handle::current().block_on(gathering)
            });
            *told.lock().unwrap() = Some(gathered);
        }
        answer("200 OK", &["Content-Type: application/rss+xml"], FEED)
    })
    .await;
    *port.lock().unwrap() = Some(server.clone());

    let mut patient = server.settings();
    patient.patience = std::time::Duration::from_mins(1);
    patient.most_time = std::time::Duration::from_mins(1);
    let client = ::fetch::Client::new(&patient, server.clock.clone()).unwrap();
    let first = one.gather((&client, &feed(), &rule()), wanted(&server), |_| ()).await.unwrap();
    assert_eq!((first.paused, first.report.new, first.requests), (None, 1, 1));

    let second = meanwhile.lock().unwrap().take().expect("the second node had its turn");
    assert_eq!(second.requests, 0, "it asked nothing");
    let (reason, retry) = second.paused.expect("it says why");
    assert_eq!(reason, "another process of this library is asking papers.example.org");
    assert!(
        matches!(retry, Retry::After(moment) if moment <= server.clock.now() + SignedDuration::from_mins(1)),
        "{retry:?}"
    );
    assert_eq!(server.seen().len(), 1);

    // Once the first is done, and as long after as the provider wants between two requests, the second one asks.
    let early = two.gather((&client, &feed(), &rule()), wanted(&server), |_| ()).await.unwrap();
    assert_eq!(early.requests, 0, "the pace is kept by all nodes together");
    server.clock.move_to(server.clock.now() + SignedDuration::from_secs(2));
    let later = two.gather((&client, &feed(), &rule()), wanted(&server), |_| ()).await.unwrap();
    assert_eq!((later.paused, later.requests, later.report.new), (None, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_a_killed_process_was_asking_is_free() {
    let folder = TempDir::new().unwrap();
    let node = node(folder.path(), "one").await;
    let server = Server::start(|_, _| answer("200 OK", &["Content-Type: application/rss+xml"], FEED)).await;
    let mut child = std::process::Command::new("true").spawn().unwrap();
    let dead = child.id();
    child.wait().unwrap();
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let lease = |host: &str, pid: u32| {
        format!(r#"{{"by":{{"host":{host:?},"pid":{pid},"handle":1}},"until":"2026-03-18T20:10:00Z"}}"#)
    };
    let gather = async || {
        let gathered = node.gather((&server.client(), &feed(), &rule()), wanted(&server), |_| ()).await.unwrap();
        server.clock.move_to(server.clock.now() + SignedDuration::from_secs(2));
        gathered.requests
    };
    for (by, asks) in [
        (lease(host.trim(), dead), 1),
        (lease(host.trim(), std::process::id()), 0),
        (lease("another-machine", dead), 0),
        ("not a lease".to_owned(), 1),
    ] {
        node.store().set_setting("lease of asking papers.example.org", &by).await.unwrap();
        assert_eq!(gather().await, asks, "{by}");
    }
    // What was held elsewhere and not given back is free in the end.
    node.store().set_setting("lease of asking papers.example.org", &lease("another-machine", 1)).await.unwrap();
    server.clock.move_to("2026-03-18T20:10:01Z".parse().unwrap());
    assert_eq!(gather().await, 1);
}
