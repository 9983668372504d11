//! Answers that are elsewhere.

use newsstand_fetch::{FetchError, Retry};

use crate::request;
use crate::server::{Server, answer};

#[tokio::test]
async fn it_goes_where_it_is_sent_with_every_budget_kept() {
    let server = Server::start(|seen, _| match seen.address.as_str() {
        "http://arxiv.org/old" => answer("301 Moved Permanently", &["Location: http://export.arxiv.org/new"], ""),
        "http://export.arxiv.org/new" => answer("302 Found", &["Location: ../newest"], ""),
        _ => answer("200 OK", &[], "x"),
    })
    .await;
    let answer = server.client().fetch(&request("http://arxiv.org/old")).await.unwrap();
    assert_eq!(answer.address.to_string(), "http://export.arxiv.org/newest");
    let seen = server.seen();
    let seconds: Vec<i64> = seen.iter().map(|asked| asked.at.duration_since(seen[0].at).as_secs()).collect();
    assert_eq!(seconds, [0, 3, 6]);
}

#[tokio::test]
async fn circles_and_bad_ways_end() {
    for (location, reason) in [
        ("http://a.example/loop", "more than 5 times"),
        ("file:///etc/passwd", "neither http nor https"),
        ("http://user:secret@b.example/", "user's name"),
        ("http://", "cannot be fetched"),
    ] {
        let header = format!("Location: {location}");
        let server = Server::start(move |_, _| answer("302 Found", &[&header], "")).await;
        let error = server.client().fetch(&request("http://a.example/loop")).await.unwrap_err();
        assert!(error.to_string().contains(reason) && error.retry() == Retry::Never, "{location}: {error}");
        assert!(server.seen().len() <= 6);
    }
    let server = Server::start(|_, _| answer("302 Found", &[], "")).await;
    let error = server.client().fetch(&request("http://a.example/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Astray { .. }), "{error}");
}

#[tokio::test]
async fn keys_stay_with_the_host_that_they_are_for() {
    let server = Server::start(|seen, _| match seen.address.as_str() {
        "http://a.example/" => answer("302 Found", &["Location: http://b.example/"], ""),
        _ => answer("200 OK", &[], "x"),
    })
    .await;
    let mut asked = request("http://a.example/");
    asked.headers = vec![("x-api-key".to_owned(), "secret".to_owned())];
    server.client().fetch(&asked).await.unwrap();
    let has_key: Vec<bool> =
        server.seen().iter().map(|seen| seen.headers.contains(&"x-api-key: secret".to_owned())).collect();
    assert_eq!(has_key, [true, false]);
    asked.headers = vec![("bad name".to_owned(), "x".to_owned())];
    assert!(server.client().fetch(&asked).await.unwrap_err().to_string().contains("bad name"));
}

#[tokio::test]
async fn secret_pairs_go_with_each_request_and_stand_in_no_error() {
    let server = Server::start(|seen, _| match seen.address.as_str() {
        "http://a.example/?q=1&key=s3cret" => answer("302 Found", &["Location: http://a.example/?key=s3cret&q=2"], ""),
        "http://a.example/?q=2&key=s3cret" => answer("302 Found", &["Location: http://b.example/?key=s3cret&q=3"], ""),
        _ => answer("500 Oops", &[], ""),
    })
    .await;
    let mut asked = request("http://a.example/?q=1");
    asked.secrets = vec![("key".to_owned(), "s3cret".to_owned())];
    let error = server.client().fetch(&asked).await.unwrap_err();
    assert_eq!(error.to_string(), "http://b.example/?q=3 answers with status 500");
    let addresses: Vec<String> = server.seen().into_iter().take(3).map(|seen| seen.address).collect();
    assert_eq!(
        addresses,
        ["http://a.example/?q=1&key=s3cret", "http://a.example/?q=2&key=s3cret", "http://b.example/?q=3"]
    );
}
