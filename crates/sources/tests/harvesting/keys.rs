//! Keys go to the provider, and nowhere else.

use newsstand_sources::answers::AnswerKind;
use newsstand_sources::harvest::{Position, State, step};
use newsstand_sources::providers::{OpenAlex, Page};

use crate::gather::{gather, source, window};
use crate::server::{Server, answer};

const WORKS: &str = "http://openalex.example/works?filter=from_publication_date%3A2026-03-01%2Cto_publication_date%3A2026-03-18&per-page=200&cursor=";

fn page(cursor: &str) -> String {
    format!(
        "{{\"meta\": {{\"count\": 2, \"next_cursor\": {cursor}}}, \
         \"results\": [{{\"id\": \"https://openalex.org/W1\", \"display_name\": \"A paper\"}}, {{\"id\": \"https://openalex.org/W2\"}}]}}"
    )
}

#[tokio::test]
async fn a_key_in_the_query_is_sent_each_time_and_kept_nowhere() {
    let server = Server::start(|_, before| {
        let pages = [page("\"c2\""), "{\"error\": \"Invalid\", \"message\": \"s3cret is no key\"}".to_owned()];
        answer(["200 OK", "403 Forbidden"][before.min(1)], &["ETag: \"a\""], &pages[before.min(1)])
    })
    .await;
    let client = server.client();
    let source = source(OpenAlex::default(), "http://openalex.example/works").with_key("api_key = s3cret").unwrap();
    let first = step(&client, &source, Position::start(window("2026-03-01", "2026-03-18"))).await;
    let State::On(position) = &first.state else { panic!("{first:?}") };
    assert_eq!(position.seen.as_ref().unwrap().address, format!("{WORKS}*"));
    assert_eq!(first.items.len(), 2);
    let second = step(&client, &source, position.clone()).await;
    let State::Paused(pause) = &second.state else { panic!("{second:?}") };
    assert!(pause.reason.contains("*** is no key"), "{}", pause.reason);
    let asked: Vec<String> = server.seen().into_iter().map(|seen| seen.address).collect();
    assert_eq!(asked, [format!("{WORKS}*&api_key=s3cret"), format!("{WORKS}c2&api_key=s3cret")]);
    let told = format!("{first:?} {second:?}");
    assert!(!told.contains("s3cret"), "{told}");
}

#[tokio::test]
async fn errors_do_not_tell_keys() {
    let server = Server::start(|_, _| answer("503 Unavailable", &[], "")).await;
    let source = source(OpenAlex::default(), "http://openalex.example/works").with_key("api_key=s3cret").unwrap();
    let taken = step(&server.client(), &source, Position::start(window("2026-03-01", "2026-03-18"))).await;
    let State::Paused(pause) = taken.state else { panic!("{:?}", taken.state) };
    assert!(pause.reason.starts_with(&format!("{WORKS}* is busy (status 503)")), "{}", pause.reason);
}

#[tokio::test]
async fn a_next_page_that_repeats_the_key_is_asked_with_it_once() {
    let server = Server::start(|_, before| {
        let next = "Link: </feed?page=2&key=s3cret>; rel=\"next\"";
        answer("200 OK", &[next][before.min(1)..], "<feed><entry><title/></entry></feed>")
    })
    .await;
    let feed = Page { kind: AnswerKind::Feed };
    let source = source(feed, "http://blog.example/feed").with_key("key=s3cret").unwrap();
    let gathered = gather(&server, &source, window("2026-03-01", "2026-03-18")).await;
    assert_eq!(gathered.problems.len(), 2, "{gathered:?}");
    assert!(gathered.problems[1].starts_with("http://blog.example/feed?page=2:1: no title"), "{gathered:?}");
    let asked: Vec<String> = server.seen().into_iter().map(|seen| seen.address).collect();
    assert_eq!(asked, ["http://blog.example/feed?key=s3cret", "http://blog.example/feed?page=2&key=s3cret"]);
}

#[test]
fn keys_are_headers_or_pairs_of_the_query() {
    let pairs = |key: &str| {
        let source = source(OpenAlex::default(), "http://openalex.example/works").with_key(key)?;
        Some((source.headers, source.secrets))
    };
    let one = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    assert_eq!(pairs("X-Api-Key: a=b"), Some((one("x-api-key", "a=b"), Vec::new())));
    assert_eq!(pairs("api_key=a:b"), Some((Vec::new(), one("api_key", "a:b"))));
    for key in ["secret", "", ": x", "name:", "name= "] {
        assert_eq!(pairs(key), None, "{key}");
    }
}
