//! How fast letters go: so many a minute to one host, and the letters of an hour spread over it.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use newsstand_mail::Pace;

use crate::library::{Library, NOW, PATIENT, after, at};
use crate::server::Server;

async fn subscribers(library: &Library, count: usize, host: &str) {
    for number in 0..count {
        library.subscribe(&format!("reader{number}@{host}"), at("2026-01-04T12:00:00Z")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_gets_so_many_a_minute_and_all_in_the_end() {
    let library = Library::new().await;
    let server = Server::start();
    subscribers(&library, 11, "large.example").await;
    subscribers(&library, 3, "small.example").await;
    let pace = Pace { domain_rate: 4, spread: Duration::ZERO };
    let postman = library.postman(&format!("smtp://127.0.0.1:{}", server.port), (2, PATIENT), pace);
    let first = postman.round(at(NOW)).await.unwrap();
    assert_eq!((first.sent, first.held), (7, 7), "four to the large host, three to the small one");
    assert_eq!(postman.held(at(NOW)), 7);
    // Somebody who waits for a letter gets it all the same.
    library.ask("newcomer@large.example", at(NOW)).await;
    assert_eq!(postman.round(at(NOW)).await.unwrap().sent, 1);
    let mut sent = Vec::new();
    for minute in 1..4 {
        let mut here = 0;
        for second in 0..4 {
            let now = after(at(NOW), minute).checked_add(Duration::from_secs(second * 15)).unwrap();
            here += postman.round(now).await.unwrap().sent;
        }
        sent.push(here);
    }
    assert_eq!(sent, [4, 3, 0]);
    let mut each: BTreeMap<String, usize> = BTreeMap::new();
    for (to, _) in server.taken() {
        *each.entry(to).or_default() += 1;
    }
    assert!(each.len() == 15 && each.values().all(|count| *count == 1), "{each:?}");
    assert_eq!(library.letter("reader10@large.example").await.tries, 1, "waiting is no try");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_an_hour_are_spread_and_each_reader_has_a_minute() {
    let library = Library::new().await;
    let server = Server::start();
    subscribers(&library, 40, "example.org").await;
    let pace = Pace { domain_rate: 0, spread: Duration::from_mins(10) };
    let postman = library.postman(&format!("smtp://127.0.0.1:{}", server.port), (2, PATIENT), pace);
    let mut minutes: [HashMap<String, i64>; 2] = [HashMap::new(), HashMap::new()];
    for (day, seen) in minutes.iter_mut().enumerate() {
        for minute in 0..11 {
            let before = server.taken().len();
            let now = after(at(NOW), i64::try_from(day).unwrap() * 24 * 60 + minute);
            postman.round(now).await.unwrap();
            seen.extend(server.taken().into_iter().skip(before).map(|(to, _)| (to, minute)));
        }
        assert_eq!(seen.len(), 40, "all of them within the time");
        let used = seen.values().collect::<std::collections::HashSet<_>>().len();
        assert!(used >= 6, "spread over {used} minutes");
    }
    assert_eq!(minutes[0], minutes[1], "the same reader at the same minute");
}
