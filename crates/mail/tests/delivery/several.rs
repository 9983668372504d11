//! Several relays.

use std::net::TcpListener;
use std::time::Duration;

use newsstand_mail::{Pace, Patience, Postman};

use crate::library::{Library, NOW, PATIENT, after, at, until_settled};
use crate::server::{Act, Server, Stage};

/// A port on which nobody listens.
fn closed() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

async fn readers(library: &Library, count: usize, word: &str) {
    for number in 0..count {
        library.ask(&format!("{word}{number}@example.org"), at(NOW)).await;
    }
}

fn postman(library: &Library, relays: &[String]) -> Postman {
    library.postman(&relays.join(", "), (3, PATIENT), Pace::default())
}

#[tokio::test(flavor = "multi_thread")]
async fn while_one_is_down_another_serves() {
    let library = Library::new().await;
    let second = Server::start();
    readers(&library, 20, "reader").await;
    let relays = [format!("smtp://127.0.0.1:{}", closed()), format!("smtp://127.0.0.1:{}", second.port)];
    let delivered = postman(&library, &relays).round(at(NOW)).await.unwrap();
    assert_eq!((delivered.sent, delivered.again, delivered.left), (20, 0, 0));
    assert_eq!(second.taken().len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_serves_again_when_it_is_back() {
    let library = Library::new().await;
    let (first, second) = (Server::start(), Server::start());
    let relays = [&first, &second].map(|server| format!("smtp://127.0.0.1:{}", server.port));
    let postman = postman(&library, &relays);
    readers(&library, 1, "before").await;
    first.next(Stage::Mail, Act::Say("421 going down\r\n"));
    assert_eq!(postman.round(at(NOW)).await.unwrap().sent, 1);
    assert_eq!((first.taken().len(), second.taken().len()), (0, 1));
    tokio::time::sleep(PATIENT.rest * 2).await;
    readers(&library, 5, "after").await;
    assert_eq!(postman.round(at(NOW)).await.unwrap().sent, 5);
    assert_eq!((first.taken().len(), second.taken().len()), (5, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_shares_letters_are_spread() {
    let library = Library::new().await;
    let (a, b) = (Server::start(), Server::start());
    let relays = [format!("smtp://127.0.0.1:{}?share=3", a.port), format!("smtp://127.0.0.1:{}?share=1", b.port)];
    readers(&library, 40, "reader").await;
    assert_eq!(postman(&library, &relays).round(at(NOW)).await.unwrap().sent, 40);
    assert_eq!((a.taken().len(), b.taken().len()), (30, 10));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_not_carried_from_one_to_the_next() {
    let library = Library::new().await;
    let (first, second) = (Server::start(), Server::start());
    let relays = [&first, &second].map(|server| format!("smtp://127.0.0.1:{}", server.port));
    readers(&library, 1, "reader").await;
    first.next(Stage::Rcpt, Act::Say("550 nobody\r\n"));
    assert_eq!(postman(&library, &relays).round(at(NOW)).await.unwrap().failed, 1);
    assert_eq!(second.connections(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_all_are_down_letters_wait_as_long_as_it_takes() {
    let library = Library::new().await;
    let port = closed();
    readers(&library, 12, "reader").await;
    let postman = postman(&library, &[format!("smtp://127.0.0.1:{port}")]);
    for day in 0..20 {
        let now = after(at(NOW), day * 24 * 60);
        let delivered = postman.round(now).await.unwrap();
        assert_eq!((delivered.sent, delivered.again, delivered.failed), (0, 0, 0), "{day}");
        let stands = library.letter("reader0@example.org").await;
        assert_eq!((stands.state.as_str(), stands.tries), ("queued", 0), "{stands:?}");
    }
    let queue = library.newsstand.post_queue(after(at(NOW), 20 * 24 * 60)).await.unwrap();
    assert!(queue.again.len() == 1 && queue.again[0].why.contains(&port.to_string()), "{queue:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_in_trouble_gets_no_flood_of_connections() {
    let library = Library::new().await;
    let server = Server::start();
    let relay = format!("smtp://127.0.0.1:{}", server.port);
    readers(&library, 50, "reader").await;
    for _ in 0..3 {
        server.next(Stage::Greeting, Act::Say("421 overloaded\r\n"));
    }
    // A rest that no machine is slow enough to sit out within the round: each connection comes once, and none comes after it.
    let restful = Patience { rest: Duration::from_hours(1), ..PATIENT };
    let delivered = library.postman(&relay, (3, restful), Pace::default()).round(at(NOW)).await.unwrap();
    assert!(server.connections() <= 3 && delivered.failed + delivered.again == 0, "{delivered:?}");
    assert_eq!((delivered.sent, server.taken().len()), (0, 0), "{delivered:?}");
    // Nothing is lost by it: whoever asks after the rest gets every letter.
    let postman = postman(&library, &[relay]);
    let (mut sent, mut hours) = (0, 0);
    while sent < 50 {
        hours += 12;
        sent += until_settled(&postman, after(at(NOW), hours * 60)).await.sent;
    }
    assert_eq!(server.taken().len(), 50);
}
