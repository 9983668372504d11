//! What is inside the operator's own network.

use std::sync::Arc;

use newsstand_fetch::{Client, FetchError, Retry, Settings, SystemClock};

use crate::request;
use crate::server::{Server, answer};

#[tokio::test]
async fn private_addresses_are_not_asked() {
    let server = Server::start(|_, _| answer("200 OK", &[], "x")).await;
    let client = |settings: Settings| Client::new(&settings, Arc::new(SystemClock)).unwrap();
    let port = server.port;
    let public = client(Settings::new("Newsstand-test/1"));
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433"] {
        let error = public.fetch(&request(&format!("http://{host}:{port}/"))).await.unwrap_err();
        assert!(matches!(error, FetchError::Private { .. }) && error.retry() == Retry::Never, "{host}: {error:?}");
    }
    assert!(server.seen().is_empty());
    let mut settings = Settings::new("Newsstand-test/1");
    settings.allow_private = true;
    client(settings).fetch(&request(&format!("http://127.0.0.1:{port}/"))).await.unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn nor_are_they_when_an_answer_leads_there() {
    let server = Server::start(|_, _| answer("302 Found", &["Location: http://169.254.169.254/latest"], "")).await;
    let error = server.client().fetch(&request("http://a.example/")).await.unwrap_err();
    assert!(matches!(&error, FetchError::Private { host, .. } if host == "169.254.169.254"), "{error:?}");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn what_is_no_proxy_is_named() {
    let mut settings = Settings::new("Newsstand-test/1");
    settings.proxy = Some("no proxy".to_owned());
    let error = Client::new(&settings, Arc::new(SystemClock)).unwrap_err();
    assert!(error.to_string().contains("nothing can be fetched"), "{error}");
    assert!(Client::new(&Settings::new("bad\nname"), Arc::new(SystemClock)).is_err());
}
