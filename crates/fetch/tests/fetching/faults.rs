//! Answers that are broken, endless, slow or not what they say.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use newsstand_fetch::{Content, FetchError, Retry};

use crate::request;
use crate::server::{Act, Server, answer, raw};

/// What a client makes of these acts, whenever it asks.
async fn outcome(acts: Vec<Act>) -> Result<Content, FetchError> {
    outcome_of(acts, 1 << 20).await.0
}

/// The same with a limit, and the bytes of floods that were sent.
async fn outcome_of(acts: Vec<Act>, most: usize) -> (Result<Content, FetchError>, usize) {
    let server = Server::start(move |_, _| acts.clone()).await;
    let mut asked = request("http://a.example/papers");
    asked.most_bytes = most;
    let outcome = server.client().fetch(&asked).await.map(|answer| answer.content);
    (outcome, server.sent())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

#[tokio::test]
async fn broken_answers_are_said_to_be_broken() {
    let compressed = gzip(&b"papers ".repeat(1_000));
    let half = compressed[..compressed.len() / 2].to_vec();
    for (what, acts) in [
        ("cut off", vec![raw("HTTP/1.1 200 OK\nContent-Length: 100\n\npapers")]),
        ("cut off in chunks", vec![raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n6\npapers\n5\npa")]),
        ("not gzip", answer("200 OK", &["Content-Encoding: gzip"], "papers")),
        ("half of gzip", answer("200 OK", &["Content-Encoding: gzip"], half)),
        ("no HTTP", vec![raw("papers\n\n")]),
        ("nothing", vec![]),
        ("half a head", vec![raw("HTTP/1.1 200 OK\nContent-Le")]),
        ("no length", vec![raw("HTTP/1.1 200 OK\nContent-Length: many\n\npapers")]),
    ] {
        let error = outcome(acts).await.unwrap_err();
        assert!(matches!(error, FetchError::Broken { .. }) && error.retry() == Retry::Later, "{what}: {error:?}");
        assert!(error.to_string().starts_with("http://a.example/papers cannot be read: "), "{what}: {error}");
    }
}

#[tokio::test]
async fn more_than_was_announced_is_not_read() {
    let Ok(Content::Body { bytes, .. }) =
        outcome(vec![raw("HTTP/1.1 200 OK\nContent-Length: 3\nConnection: close\n\npapers")]).await
    else {
        panic!("a body")
    };
    assert_eq!(bytes, b"pap");
}

#[tokio::test]
async fn compressed_answers_are_read() {
    let Ok(Content::Body { bytes, status, .. }) =
        outcome(answer("200 OK", &["Content-Encoding: gzip"], gzip(b"papers"))).await
    else {
        panic!("a body")
    };
    assert_eq!((bytes.as_slice(), status), (b"papers".as_slice(), 200));
}

#[tokio::test]
async fn slow_answers_are_given_up() {
    for (what, acts) in [
        ("never", vec![Act::Hang]),
        ("half a head", vec![raw("HTTP/1.1 200 OK\n"), Act::Hang]),
        ("a drop at a time", vec![raw("HTTP/1.1 200 OK\n\n"), Act::Drip]),
    ] {
        let error = outcome(acts).await.unwrap_err();
        assert!(matches!(error, FetchError::Slow { .. }) && error.retry() == Retry::Later, "{what}: {error:?}");
    }
}

#[tokio::test]
async fn large_answers_are_not_taken_in() {
    let flood = || Act::Flood(vec![b'x'; 1 << 16]);
    for (what, acts) in [
        ("said to be a gigabyte", vec![raw("HTTP/1.1 200 OK\nContent-Length: 1073741824\n\n"), flood()]),
        ("endless", vec![raw("HTTP/1.1 200 OK\nConnection: close\n\n"), flood()]),
    ] {
        let (outcome, sent) = outcome_of(acts, 1 << 20).await;
        let error = outcome.unwrap_err();
        assert!(
            matches!(error, FetchError::TooLarge { most: 1_048_576, .. }) && error.retry() == Retry::Never,
            "{what}: {error:?}"
        );
        assert!(sent < 32 << 20, "{what}: {sent} bytes were sent before");
    }
    // 64 MiB of zeros are 64 KiB of gzip.
    let (outcome, _) =
        outcome_of(answer("200 OK", &["Content-Encoding: gzip"], gzip(&vec![0; 64 << 20])), 1 << 20).await;
    assert!(matches!(outcome, Err(FetchError::TooLarge { .. })), "{outcome:?}");
}

#[tokio::test]
async fn bad_requests_come_with_what_the_provider_says() {
    for status in ["400 Bad Request", "404 Not Found", "410 Gone"] {
        let Ok(Content::Body { status: found, bytes, .. }) = outcome(answer(status, &[], "why")).await else {
            panic!("{status}")
        };
        assert!(status.starts_with(&found.to_string()) && bytes == b"why");
    }
}

#[tokio::test]
async fn pages_name_the_next() {
    let server = Server::start(|_, _| answer("200 OK", &["Link: </p?page=2>; rel=\"next\""], "x")).await;
    let answer = server.client().fetch(&request("http://a.example/p")).await.unwrap();
    let Content::Body { next, .. } = answer.content else { panic!("a body") };
    assert_eq!(answer.address.join(&next.unwrap()).unwrap().to_string(), "http://a.example/p?page=2");
}
