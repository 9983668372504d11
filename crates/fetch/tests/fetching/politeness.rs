//! Budgets, rest, and asking only for what has changed.

use std::sync::Arc;

use jiff::SignedDuration;
use newsstand_fetch::{Clock, Content, FetchError, Retry, Validators};

use crate::request;
use crate::server::{START, Server, answer};

#[tokio::test]
async fn all_of_arxiv_is_asked_once_in_three_seconds() {
    let server = Server::start(|_, _| answer("200 OK", &[], "x")).await;
    let client = Arc::new(server.client());
    let hosts = ["export.arxiv.org/api", "oaipmh.arxiv.org/oai", "rss.arxiv.org/atom/cs", "arxiv.org/abs/1"];
    let asking = (0..12).map(|at| {
        let client = Arc::clone(&client);
        tokio::spawn(async move { client.fetch(&request(&format!("http://{}?n={at}", hosts[at % 4]))).await.map(drop) })
    });
    for asked in asking.collect::<Vec<_>>() {
        asked.await.unwrap().unwrap();
    }
    let at: Vec<_> = server.seen().iter().map(|seen| seen.at).collect();
    assert_eq!(at.len(), 12);
    assert!(at.windows(2).all(|pair| pair[1].duration_since(pair[0]) >= SignedDuration::from_secs(3)), "{at:?}");
    assert_eq!(at[11].duration_since(at[0]), SignedDuration::from_secs(33), "and no longer than that");
}

#[tokio::test]
async fn others_have_budgets_of_their_own() {
    let server = Server::start(|_, _| answer("200 OK", &[], "x")).await;
    let client = server.client();
    for host in ["a.example", "b.example", "notarxiv.org", "a.example"] {
        client.fetch(&request(&format!("http://{host}/"))).await.unwrap();
    }
    let start = START.parse().unwrap();
    let at: Vec<i64> = server.seen().iter().map(|seen| seen.at.duration_since(start).as_secs()).collect();
    assert_eq!(at, [0, 0, 0, 1]);
}

#[tokio::test]
async fn who_refuses_is_left_alone_as_long_as_it_says() {
    let server = Server::start(|_, before| match before {
        0 => answer("429 Too Many Requests", &["Retry-After: 90"], ""),
        1 => answer("503 Service Unavailable", &[], "busy"),
        2 => answer("503 Service Unavailable", &["Retry-After: Wed, 18 Mar 2026 22:00:00 GMT"], ""),
        _ => answer("200 OK", &[], "x"),
    })
    .await;
    let client = server.client();
    let asked = request("http://export.arxiv.org/");
    for (status, until) in [(429, "2026-03-18T20:01:30Z"), (503, "2026-03-18T20:21:30Z"), (503, "2026-03-18T22:00:00Z")]
    {
        let error = client.fetch(&asked).await.unwrap_err();
        let until = until.parse().unwrap();
        assert!(matches!(error, FetchError::Busy { status: found, .. } if found == status), "{error}");
        assert_eq!(error.retry(), Retry::After(until));
        // Nobody asks it meanwhile, at another of its hosts neither; others are asked.
        let before = server.seen().len();
        let other = client.fetch(&request("http://oaipmh.arxiv.org/oai")).await.unwrap_err();
        assert_eq!((other.retry(), server.seen().len()), (Retry::After(until), before));
        server.clock.move_to(until);
    }
    client.fetch(&asked).await.unwrap();
    // It begins anew with ten minutes.
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn what_may_be_chance_is_tried_three_times() {
    let server = Server::start(|_, before| answer(if before < 2 { "500 Oops" } else { "200 OK" }, &[], "x")).await;
    let answer = server.client().fetch(&request("http://a.example/")).await.unwrap();
    assert!(matches!(answer.content, Content::Body { status: 200, .. }));
    let start = START.parse().unwrap();
    let at: Vec<i64> = server.seen().iter().map(|seen| seen.at.duration_since(start).as_secs()).collect();
    assert_eq!(at, [0, 5, 35]);
}

#[tokio::test]
async fn only_what_has_changed_is_sent_again() {
    let server = Server::start(|seen, _| {
        if seen.headers.iter().any(|header| header == "if-none-match: \"v1\"") {
            answer("304 Not Modified", &[], "")
        } else {
            answer("200 OK", &["ETag: \"v1\"", "Last-Modified: Wed, 18 Mar 2026 00:00:00 GMT"], "papers")
        }
    })
    .await;
    let client = server.client();
    let mut asked = request("http://a.example/feed");
    let Content::Body { bytes, validators, .. } = client.fetch(&asked).await.unwrap().content else { panic!("a body") };
    assert_eq!(bytes, b"papers");
    let modified = Some("Wed, 18 Mar 2026 00:00:00 GMT".to_owned());
    assert_eq!(validators, Validators { etag: Some("\"v1\"".to_owned()), last_modified: modified });
    asked.known = validators;
    assert_eq!(client.fetch(&asked).await.unwrap().content, Content::Unchanged);
    let last = server.seen().pop().unwrap();
    assert!(
        last.headers.contains(&"if-modified-since: wed, 18 mar 2026 00:00:00 gmt".to_owned()),
        "{:?}",
        last.headers
    );
}

#[tokio::test]
async fn it_says_who_it_is_and_what_it_can_read() {
    let server = Server::start(|_, _| answer("200 OK", &[], "x")).await;
    server.client().fetch(&request("http://a.example/")).await.unwrap();
    let headers = server.seen().remove(0).headers;
    assert!(headers.contains(&"user-agent: newsstand-test/1 (+https://example.org)".to_owned()), "{headers:?}");
    assert!(
        headers
            .iter()
            .any(|header| header.starts_with("accept-encoding:") && header.contains("gzip") && header.contains("br"))
    );
}

#[tokio::test]
async fn the_clock_is_asked_and_never_the_wall() {
    let server = Server::start(|_, _| answer("200 OK", &[], "x")).await;
    let answer = server.client().fetch(&request("http://a.example/")).await.unwrap();
    assert_eq!((answer.at, server.clock.now()), (START.parse().unwrap(), START.parse().unwrap()));
}
