//! Alerts from the library to whoever is told: a server on loopback answers as it is told to, and time is what the test says.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests are code of tests")]

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{AlertWish, Destination, Often, Rhythm, Timestamp};
use engine::{AlertKey, AlertState, AlertSummary, Ingestion, Newsstand, Options};
use fetch::{Client, Clock, Settings, VirtualClock};
use jiff::SignedDuration;
use newsstand_alerts::{Delivered, Herald, Hub, prepared};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sources::ReadOptions;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const START: &str = "2026-01-05T12:00:00Z";

/// A request as it came.
#[derive(Debug, Clone)]
struct Seen {
    first: String,
    headers: Vec<String>,
    body: Vec<u8>,
}

impl Seen {
    fn header(&self, name: &str) -> &str {
        let line = self.headers.iter().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("{name} is not in {:?}", self.headers)).split_once(": ").unwrap().1
    }

    fn titles(&self) -> Vec<String> {
        let body: Value = serde_json::from_slice(&self.body).unwrap();
        let papers = body["data"]["papers"].as_array().unwrap();
        papers.iter().map(|paper| paper["title"].as_str().unwrap().replace("Paper number ", "")).collect()
    }
}

/// Whoever is told: says the answers one after another, then 204.
#[derive(Clone)]
struct Receiver {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
    answers: Arc<Mutex<Vec<String>>>,
}

impl Receiver {
    async fn start(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers: Vec<String> = answers.iter().rev().map(|&answer| answer.to_owned()).collect();
        let receiver = Self { port, seen: Arc::default(), answers: Arc::new(Mutex::new(answers)) };
        let running = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let running = running.clone();
                tokio::spawn(async move { running.serve(stream).await });
            }
        });
        receiver
    }

    async fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
        }
        let head = String::from_utf8(head).ok()?;
        let mut lines = head.lines().map(str::to_owned);
        let (first, headers): (_, Vec<String>) = (lines.next()?, lines.collect());
        let length = headers.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or_default()];
        stream.read_exact(&mut body).await.ok()?;
        self.seen.lock().unwrap().push(Seen { first, headers, body });
        let answer = self.answers.lock().unwrap().pop().unwrap_or_else(|| "204 No Content\r\n".to_owned());
        let (head, body) = answer.split_once('|').unwrap_or((&answer, ""));
        let length = body.len();
        let whole =
            format!("HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}", head.trim_end());
        stream.write_all(whole.as_bytes()).await.ok()?;
        stream.shutdown().await.ok()
    }

    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    fn to(&self, form: &str, path: &str) -> Destination {
        format!("{form}:http://127.0.0.1:{}{path}", self.port).parse().unwrap()
    }
}

/// A library, and who tells of it.
struct Desk {
    newsstand: Newsstand,
    herald: Herald,
    client: Arc<Client>,
    clock: Arc<VirtualClock>,
    folder: TempDir,
}

impl Desk {
    async fn new() -> Self {
        Self::with(true).await
    }

    async fn with(allow_private: bool) -> Self {
        let folder = TempDir::new().unwrap();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        let newsstand = Newsstand::open(&options).await.unwrap();
        let clock = Arc::new(VirtualClock::new(START.parse().unwrap()));
        let mut settings = Settings::new("Newsstand-test/1");
        settings.allow_private = allow_private;
        let shared: Arc<dyn Clock> = clock.clone();
        let client = Arc::new(Client::new(&settings, shared).unwrap());
        let site = ("Papers", "https://papers.example.org/");
        let herald = Herald::new(newsstand.clone(), site, Arc::clone(&client)).unwrap();
        Self { newsstand, herald, client, clock, folder }
    }

    /// Puts papers on the picked list of a day, with as many votes as their number.
    async fn list(&self, day: &str, numbers: std::ops::Range<u32>) {
        let line = |number| {
            json!({"id": format!("2601.{number:05}"), "title": format!("Paper number {number}"),
                "abstract": format!("What {number} says of swarms of bees."), "list": "daily", "day": day, "published": day,
                "votes": number, "observed_at": "2026-01-01T00:00:00Z"})
            .to_string()
        };
        let path = self.folder.path().join("lines.jsonl");
        std::fs::write(&path, numbers.map(line).collect::<Vec<_>>().join("\n")).unwrap();
        let now: Timestamp = START.parse().unwrap();
        let what = Ingestion { paths: vec![path], options: ReadOptions::new(now), now };
        let report = self.newsstand.ingest(what, |_| ()).await.unwrap();
        assert_eq!(report.lost, 0, "{:?}", report.problems);
        self.newsstand.catch_up().await.unwrap();
    }

    async fn add(&self, about: &str, to: Destination, wish: AlertWish) -> AlertKey {
        let to = prepared(to).unwrap();
        self.newsstand.add_alert((&about.parse().unwrap(), &to), &wish, self.clock.now()).await.unwrap()
    }

    async fn round(&self) -> (u64, u64, u64) {
        let Delivered { sent, again, failed } = self.herald.round().await.unwrap();
        (sent, again, failed)
    }

    fn later(&self, pause: SignedDuration) {
        self.clock.move_to(self.clock.now() + pause);
    }

    async fn summary(&self) -> AlertSummary {
        self.newsstand.alerts().await.unwrap().pop().unwrap()
    }
}

fn wish(most: u8) -> AlertWish {
    AlertWish { most, ..AlertWish::DEFAULT }
}

/// HMAC-SHA-256 as RFC 2104 writes it, with nothing of what is tested.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let pad = |with: u8| (0..64).map(move |at| key.get(at).copied().unwrap_or(0) ^ with).collect::<Vec<u8>>();
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

fn signed_by(seen: &Seen, secret: &str) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let head = format!("{}.{}.", seen.header("webhook-id"), seen.header("webhook-timestamp"));
    let signature = STANDARD.encode(hmac(&key, &[head.as_bytes(), &seen.body].concat()));
    seen.header("webhook-signature") == format!("v1,{signature}")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_is_told_once_and_signed() {
    let (desk, receiver) = (Desk::new().await, Receiver::start(&[]).await);
    desk.list("2026-01-05", 1..4).await;
    let key = desk.add("daily", receiver.to("webhook", "/hook"), wish(2)).await;
    assert_eq!(desk.round().await, (0, 0, 0), "what was there before is not told");
    desk.list("2026-01-05", 4..8).await;
    assert_eq!(desk.round().await, (1, 0, 0));
    assert_eq!(desk.round().await, (0, 0, 0), "nothing twice, nor what had no room");
    desk.list("2026-01-05", 8..9).await;
    assert_eq!(desk.round().await, (1, 0, 0));
    let seen = receiver.seen();
    assert_eq!((seen[0].first.as_str(), seen.len()), ("POST /hook HTTP/1.1", 2));
    assert_eq!((seen[0].titles(), seen[1].titles()), (vec!["7".to_owned(), "6".to_owned()], vec!["8".to_owned()]));
    let body: Value = serde_json::from_slice(&seen[0].body).unwrap();
    assert_eq!((&body["data"]["total"], &body["data"]["alert"]), (&4.into(), &key.0.into()));
    assert_eq!(body["data"]["papers"][0]["url"], "https://papers.example.org/papers/2601.00007");
    let secret = desk.summary().await.alert.destination.secret;
    assert!(seen.iter().all(|seen| signed_by(seen, &secret)));
    assert!(!signed_by(&seen[0], "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    assert_ne!(seen[0].header("webhook-id"), seen[1].header("webhook-id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_keeps_its_name_until_it_is_taken() {
    let (desk, receiver) =
        (Desk::new().await, Receiver::start(&["500 Oops\r\n", "302 Found\r\nLocation: http://10.0.0.1/\r\n"]).await);
    desk.add("daily", receiver.to("webhook", "/hook"), wish(5)).await;
    desk.list("2026-01-05", 1..2).await;
    assert_eq!(desk.round().await, (0, 1, 0));
    desk.list("2026-01-05", 2..3).await;
    assert_eq!(
        desk.round().await,
        (0, 0, 0),
        "it is not tried before its time, and what came after it waits behind it"
    );
    desk.later(SignedDuration::from_mins(1));
    assert_eq!(desk.round().await, (0, 1, 0), "a redirection is not followed");
    desk.later(SignedDuration::from_mins(2));
    assert_eq!(desk.round().await, (2, 0, 0));
    let seen = receiver.seen();
    let ids: Vec<&str> = seen.iter().map(|seen| seen.header("webhook-id")).collect();
    assert!(ids[0] == ids[1] && ids[1] == ids[2] && ids[2] != ids[3], "{ids:?}");
    assert_eq!(seen[3].titles(), ["2"]);
    let times: Vec<i64> = seen.iter().map(|seen| seen.header("webhook-timestamp").parse().unwrap()).collect();
    assert!(times.is_sorted() && times[2] - times[0] >= 180, "the time is that of the attempt: {times:?}");
    let secret = desk.summary().await.alert.destination.secret;
    assert!(seen.iter().all(|seen| signed_by(seen, &secret)));
    let calls = desk.newsstand.store().alert_calls(AlertKey(1), 9).await.unwrap();
    assert_eq!(calls.iter().map(|call| call.status).collect::<Vec<_>>(), [204, 204, 302, 500]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_killed_between_taking_and_noting_tells_it_again_under_the_same_name() {
    let (desk, receiver) = (Desk::new().await, Receiver::start(&[]).await);
    desk.add("daily", receiver.to("webhook", "/hook"), wish(5)).await;
    desk.list("2026-01-05", 1..2).await;
    // Written down, and nobody comes to deliver it: another process does.
    desk.newsstand.write_due_alerts(desk.clock.now()).await.unwrap();
    let taken = desk.newsstand.take_alert_messages(desk.clock.now(), 9).await.unwrap();
    assert_eq!((taken.len(), desk.round().await), (1, (0, 0, 0)), "it is in the hands of who was killed");
    desk.later(SignedDuration::from_mins(5));
    assert_eq!(desk.round().await, (1, 0, 0));
    assert_eq!(receiver.seen()[0].header("webhook-id"), taken[0].id);
    assert_eq!(desk.round().await, (0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_gone_ends_and_who_is_busy_is_waited_for() {
    let busy = "429 Too Many\r\nRetry-After: 7200\r\n";
    let (desk, receiver) = (Desk::new().await, Receiver::start(&[busy, "410 Gone\r\n|bye"]).await);
    let key = desk.add("daily", receiver.to("webhook", "/hook"), wish(5)).await;
    desk.list("2026-01-05", 1..2).await;
    assert_eq!(desk.round().await, (0, 1, 0));
    desk.later(SignedDuration::from_mins(119));
    assert_eq!(desk.round().await, (0, 0, 0));
    desk.later(SignedDuration::from_mins(1));
    assert_eq!(desk.round().await, (0, 0, 1));
    let ended = desk.summary().await;
    assert_eq!((ended.alert.state, ended.last.unwrap().answer.as_str()), (AlertState::Ended, "bye"));
    assert!(ended.alert.why.contains("410"), "{}", ended.alert.why);
    desk.list("2026-01-05", 2..3).await;
    assert_eq!((desk.round().await, receiver.seen().len()), ((0, 0, 0), 2));
    desk.newsstand.unmute_alert(key, desk.clock.now()).await.unwrap();
    assert_eq!(desk.round().await, (1, 0, 0), "it can be taken up again");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_answers_pauses_after_a_day_with_the_reason_and_loses_nothing() {
    let (desk, receiver) =
        (Desk::new().await, Receiver::start(&["500 Oops\r\n|<b>it\u{7} broke /hook/s3cret</b>"; 13]).await);
    let key = desk.add("daily", receiver.to("webhook", "/hook/s3cret"), wish(5)).await;
    desk.list("2026-01-05", 1..2).await;
    let began = desk.clock.now();
    while desk.summary().await.alert.state == AlertState::Active {
        desk.round().await;
        desk.later(SignedDuration::from_mins(10));
    }
    let took = desk.clock.now().duration_since(began).as_hours();
    assert!((20..=30).contains(&took) && receiver.seen().len() == 13, "{took} hours, {} times", receiver.seen().len());
    let paused = desk.summary().await;
    assert_eq!((paused.alert.why.as_str(), paused.counts.waiting), ("it answers with status 500, 13 times", 1));
    assert_eq!(paused.last.unwrap().answer, "<b>it broke /***</b>");
    desk.newsstand.unmute_alert(key, desk.clock.now()).await.unwrap();
    assert_eq!(desk.round().await, (1, 0, 0));
    assert_eq!(receiver.seen()[13].header("webhook-id"), receiver.seen()[0].header("webhook-id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_message_is_given_up_and_a_closed_door_pauses() {
    for (status, state, failed) in [("400 Bad", AlertState::Active, 1), ("404 Nowhere", AlertState::Paused, 0)] {
        let (desk, receiver) = (Desk::new().await, Receiver::start(&[status; 4]).await);
        desk.add("daily", receiver.to("slack", "/services/x"), wish(5)).await;
        desk.list("2026-01-05", 1..2).await;
        for _ in 0..30 {
            desk.round().await;
            desk.later(SignedDuration::from_mins(1));
        }
        let summary = desk.summary().await;
        assert_eq!((summary.alert.state, summary.counts.failed, receiver.seen().len()), (state, failed, 4), "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_has_so_many_messages_and_a_mute_is_silent() {
    let (desk, receiver) = (Desk::new().await, Receiver::start(&[]).await);
    let key = desk.add("daily", receiver.to("webhook", "/hook"), AlertWish { a_day: 2, ..wish(5) }).await;
    for number in 1..5 {
        desk.list("2026-01-05", number..number + 1).await;
        desk.round().await;
    }
    assert_eq!(receiver.seen().len(), 2);
    desk.clock.move_to("2026-01-06T00:00:00Z".parse().unwrap());
    assert_eq!(desk.round().await, (1, 0, 0), "the others come the next day");
    assert_eq!(receiver.seen()[2].titles(), ["4", "3"]);
    let until = "2026-01-08T00:00:00Z".parse().unwrap();
    desk.newsstand.mute_alert(key, until).await.unwrap();
    desk.list("2026-01-06", 6..8).await;
    assert_eq!(desk.round().await, (0, 0, 0));
    desk.clock.move_to(until);
    assert_eq!(desk.round().await, (0, 0, 0), "what came meanwhile is not told afterwards");
    desk.list("2026-01-08", 8..9).await;
    assert_eq!(desk.round().await, (1, 0, 0));
    desk.newsstand.remove_alert(key).await.unwrap();
    desk.list("2026-01-08", 9..10).await;
    assert_eq!(desk.round().await, (0, 0, 0));
    assert!(desk.newsstand.remove_alert(key).await.unwrap_err().to_string().contains("no alert 1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_tells_what_is_probable_enough_and_at_its_hour() {
    let (desk, receiver) = (Desk::new().await, Receiver::start(&[]).await);
    let rhythm = Some(Rhythm::new(Often::Daily, 8, "Europe/Berlin").unwrap());
    desk.add("search:swarms of bees", receiver.to("webhook", "/all"), AlertWish { least: 0, rhythm, ..wish(9) }).await;
    desk.add("search:swarms of bees", receiver.to("webhook", "/none"), AlertWish { least: 100, ..wish(9) }).await;
    desk.add("search:date:7d", receiver.to("webhook", "/operators"), AlertWish { least: 100, ..wish(9) }).await;
    desk.list("2026-01-05", 1..4).await;
    desk.round().await;
    let paths = |receiver: &Receiver| receiver.seen().iter().map(|seen| seen.first.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&receiver), ["POST /operators HTTP/1.1"], "a query that ranks nothing has no probability");
    desk.clock.move_to("2026-01-06T07:00:00Z".parse().unwrap());
    desk.round().await;
    assert_eq!(paths(&receiver)[1..], ["POST /all HTTP/1.1"]);
    assert_eq!(receiver.seen()[1].titles().len(), 3);
    let body: Value = serde_json::from_slice(&receiver.seen()[1].body).unwrap();
    let why = body["data"]["papers"][0]["why"].as_str().unwrap();
    assert!(why.starts_with("found by “swarms of bees”, ") && why.ends_with('%'), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn private_addresses_are_not_told_unless_it_is_allowed() {
    let (desk, receiver) = (Desk::with(false).await, Receiver::start(&[]).await);
    for host in ["127.0.0.1", "localhost"] {
        let to = format!("webhook:http://{host}:{}/s3cret", receiver.port).parse().unwrap();
        desk.add("daily", to, wish(5)).await;
    }
    desk.list("2026-01-05", 1..2).await;
    assert_eq!(desk.round().await, (0, 2, 0));
    assert!(receiver.seen().is_empty());
    for summary in desk.newsstand.alerts().await.unwrap() {
        let why = summary.alert.why;
        assert!(
            summary.alert.state == AlertState::Paused && why.contains("private") && !why.contains("s3cret"),
            "{why}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_is_told_and_a_test_changes_nothing() {
    let (desk, receiver) = (Desk::new().await, Receiver::start(&[]).await);
    desk.list("2026-01-05", 1..2).await;
    for (form, path, secret) in [
        ("slack", "/services/T/B/x", ""),
        ("discord", "/api/webhooks/1/x", ""),
        ("mattermost", "/hooks/x", ""),
        ("ntfy", "/papers", "tk_x"),
        ("matrix", "/!room:example.org", "syt_x"),
    ] {
        let to = Destination { secret: secret.to_owned(), ..receiver.to(form, path) };
        let key = desk.add("daily", to, wish(5)).await;
        let tried = desk.herald.test(key).await.unwrap();
        assert_eq!((tried.is_taken, tried.papers, tried.call.status), (true, 1, 204), "{form}");
        assert!(String::from_utf8_lossy(&receiver.seen().last().unwrap().body).contains("Paper number 1"), "{form}");
    }
    desk.list("2026-01-05", 2..3).await;
    assert_eq!(desk.round().await, (5, 0, 0));
    let seen = receiver.seen();
    assert_eq!(seen.len(), 10);
    let put =
        seen.iter().filter(|seen| seen.first.starts_with("PUT")).map(|seen| seen.first.as_str()).collect::<Vec<_>>();
    assert!(
        put.iter().all(|first| first
            .starts_with("PUT /_matrix/client/v3/rooms/%21room%3Aexample%2Eorg/send/m.room.message/msg%5F")),
        "{put:?}"
    );
    assert_ne!(put[0], put[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_is_told_of_what_has_changed_until_it_takes_it() {
    let (desk, receiver) = (Desk::new().await, Receiver::start(&["204 No Content\r\n", "500 Oops\r\n"]).await);
    let hub = Hub::new(&format!("http://127.0.0.1:{}/", receiver.port), Arc::clone(&desk.client)).unwrap();
    let feeds = |digests: [u64; 2]| {
        let of = |(name, digest): (&str, u64)| {
            let forms = ["atom", "rss"].map(|form| format!("https://papers.example.org/{name}.{form}"));
            (forms.to_vec(), digest)
        };
        ["papers", "new"].into_iter().zip(digests).map(of).collect::<Vec<_>>()
    };
    let announce = async |digests| hub.announce_changed(&desk.newsstand, feeds(digests)).await.unwrap();
    assert_eq!(announce([1, 2]).await, (0, 0), "the first time it is only noted");
    assert_eq!(announce([1, 2]).await, (0, 0));
    assert_eq!(announce([1, 3]).await, (1, 1));
    assert_eq!(announce([1, 3]).await, (2, 0), "what was not taken is announced again");
    assert_eq!(announce([1, 3]).await, (0, 0));
    let seen = receiver.seen();
    assert_eq!(seen[0].header("content-type"), "application/x-www-form-urlencoded");
    let address = "https%3A%2F%2Fpapers.example.org%2Fnew.atom";
    assert_eq!(
        String::from_utf8_lossy(&seen[0].body),
        format!("hub.mode=publish&hub.url={address}&hub.topic={address}")
    );
    assert_eq!(seen.len(), 4);
}
