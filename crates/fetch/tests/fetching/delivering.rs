//! Handing things over to servers that behave as they like.

use std::sync::Arc;
use std::time::Duration;

use newsstand_fetch::{Client, Delivery, FetchError, Reply, Retry, Settings, SystemClock, Verb};

use crate::server::{Act, Server, answer, raw};

fn delivery(address: &str) -> Delivery {
    Delivery::json(address.parse().expect("an address"), b"{\"a\": 1}".to_vec())
}

async fn reply(acts: Vec<Act>) -> Result<Reply, FetchError> {
    let server = Server::start(move |_, _| acts.clone()).await;
    let delivery = Delivery { most_time: Duration::from_millis(500), ..delivery("http://a.example/hooks/s3cret") };
    let reply = server.client().deliver(&delivery).await;
    assert_eq!(server.seen().len(), 1, "it is handed over once");
    reply
}

#[tokio::test]
async fn what_is_handed_over_arrives_as_it_was() {
    let server = Server::start(|_, _| answer("202 Accepted", &[], "thanks")).await;
    let put = Delivery { verb: Verb::Put, ..delivery("http://a.example/x?y=1") }.with("authorization", "Bearer s3cret");
    let reply = server.client().deliver(&put).await.unwrap();
    assert_eq!((reply.status, reply.began.as_slice(), reply.again), (202, b"thanks".as_slice(), None));
    server.client().deliver(&Delivery::form(put.address.clone(), [("hub.mode", "publish")])).await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].method.as_str(), seen[0].address.as_str()), ("PUT", "http://a.example/x?y=1"));
    assert_eq!(seen[0].body, b"{\"a\": 1}");
    for header in ["content-type: application/json", "authorization: bearer s3cret"] {
        assert!(seen[0].headers.iter().any(|line| line == header), "{:?}", seen[0].headers);
    }
    assert_eq!((seen[1].method.as_str(), seen[1].body.as_slice()), ("POST", b"hub.mode=publish".as_slice()));
}

#[tokio::test]
async fn every_status_is_an_answer_and_none_is_asked_twice() {
    for status in [200_u16, 204, 301, 400, 404, 410, 500, 502] {
        let reply = reply(answer(&format!("{status} Status"), &[], "")).await.unwrap();
        assert_eq!((reply.status, reply.again), (status, None));
    }
}

#[tokio::test]
async fn nothing_is_followed() {
    let server = Server::start(|_, _| answer("307 Elsewhere", &["Location: http://169.254.169.254/latest"], "")).await;
    let reply = server.client().deliver(&delivery("http://a.example/")).await.unwrap();
    assert_eq!((reply.status, server.seen().len()), (307, 1));
}

#[tokio::test]
async fn who_is_busy_is_left_alone_by_everybody() {
    let server = Server::start(|_, before| match before {
        0 => answer("429 Too Many", &["Retry-After: 120"], "slow down"),
        _ => answer("200 OK", &[], ""),
    })
    .await;
    let client = server.client();
    let reply = client.deliver(&delivery("http://a.example/one")).await.unwrap();
    let until = server.seen()[0].at + jiff::SignedDuration::from_secs(120);
    assert_eq!((reply.status, reply.began.as_slice(), reply.again), (429, b"slow down".as_slice(), Some(until)));
    let error = client.deliver(&delivery("http://a.example/two")).await.unwrap_err();
    assert!(matches!(error, FetchError::Busy { status: 0, .. }) && error.retry() == Retry::After(until), "{error}");
    assert_eq!(server.seen().len(), 1);
    server.clock.move_to(until);
    assert_eq!(client.deliver(&delivery("http://a.example/two")).await.unwrap().status, 200);
}

#[tokio::test]
async fn endless_and_slow_and_broken_answers_are_cut_off() {
    let flood = vec![raw("HTTP/1.1 200 OK\n\n"), Act::Flood(b"papers ".repeat(1_000))];
    let cut = reply(flood).await.unwrap();
    assert_eq!((cut.status, cut.began.len()), (200, Delivery::MOST_BYTES));
    let slow = reply(vec![raw("HTTP/1.1 200 OK\n\n"), Act::Drip]).await.unwrap();
    assert!(slow.status == 200 && slow.began.starts_with(b"x"), "{slow:?}");
    let broken = reply(vec![raw("HTTP/1.1 200 OK\nContent-Length: 100\n\npapers")]).await.unwrap();
    assert_eq!((broken.status, broken.began.as_slice()), (200, b"papers".as_slice()));
    let compressed = reply(answer("200 OK", &["Content-Encoding: gzip"], "not gzip")).await.unwrap();
    assert_eq!((compressed.status, compressed.began.as_slice()), (200, b"".as_slice()));
}

#[tokio::test]
async fn who_says_nothing_is_not_waited_for_and_no_error_tells_the_address() {
    for acts in [vec![Act::Hang], vec![raw("HTTP/1.1 200"), Act::Hang], vec![raw("papers\n\n")], Vec::new()] {
        let error = reply(acts).await.unwrap_err();
        assert_eq!(error.retry(), Retry::Later, "{error}");
        let said = format!("{error} {error:?}");
        assert!(said.contains("a.example") && !said.contains("s3cret"), "{said}");
    }
    let server = Server::start(|_, _| answer("200 OK", &[], "")).await;
    let bad = delivery("http://a.example/s3cret").with("bad name", "x");
    let error = server.client().deliver(&bad).await.unwrap_err().to_string();
    assert!(error.contains("bad name") && !error.contains("s3cret"), "{error}");
}

#[tokio::test]
async fn private_addresses_get_nothing() {
    let server = Server::start(|_, _| answer("200 OK", &[], "x")).await;
    let public = Client::new(&Settings::new("Newsstand-test/1"), Arc::new(SystemClock)).unwrap();
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433"] {
        let error = public.deliver(&delivery(&format!("http://{host}:{}/s3cret", server.port))).await.unwrap_err();
        assert!(matches!(error, FetchError::Private { .. }) && error.retry() == Retry::Never, "{host}: {error:?}");
        assert!(!format!("{error}").contains("s3cret"), "{error}");
    }
    assert!(server.seen().is_empty());
}
