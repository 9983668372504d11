//! `newsstand alert`, from the command line to whoever is told; and announcements to a hub.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::support::{Table, wait_for};

/// A request: its first line, its header lines, its body.
type Request = (String, Vec<String>, Vec<u8>);

/// Whoever is told: says the answers one after another, then 204.
struct Receiver {
    port: u16,
    told: Arc<Mutex<Vec<Request>>>,
}

impl Receiver {
    fn start(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let told: Arc<Mutex<Vec<Request>>> = Arc::default();
        let noted = Arc::clone(&told);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(&stream);
                let mut lines = Vec::new();
                let mut line = String::new();
                while reader.read_line(&mut line).unwrap() > 2 {
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                }
                let length = lines.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                let mut body = vec![0; length.unwrap_or(0)];
                reader.read_exact(&mut body).unwrap();
                let before = {
                    let mut noted = noted.lock().unwrap();
                    noted.push((lines.remove(0), lines, body));
                    noted.len() - 1
                };
                let status = answers.get(before).copied().unwrap_or("204 No Content");
                write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").unwrap();
            }
        });
        Self { port, told }
    }

    fn told(&self) -> Vec<Request> {
        self.told.lock().unwrap().clone()
    }

    /// The request with that number, as soon as it is there.
    fn request(&self, number: usize) -> Request {
        wait_for("a request", || self.told().get(number).cloned())
    }
}

fn today() -> String {
    jiff::Zoned::now().in_tz("UTC").unwrap().date().to_string()
}

fn paper(number: u32, title: &str) -> String {
    let day = today();
    format!(
        r#"{{"id": "2604.{number:05}", "title": "{title}", "abstract": "What it says.", "authors": ["Ada Byron"], "list": "daily", "day": "{day}", "published": "{day}"}}"#
    )
}

/// A library with one paper, that may tell what is private.
fn library(more: &str) -> Table {
    let table = Table::with_settings(&format!("base_url = \"https://papers.example\"\nallow_private = true\n{more}"));
    let papers = table.file("papers.jsonl", paper(1, "Early"));
    table.ingest(&[&papers], &[]).well();
    table
}

/// Whether Python's own HMAC finds the signature right; nothing, with a word on it, where there is no Python.
fn verified_by_python((_, headers, body): &Request, secret: &str) -> Option<bool> {
    let Some(python) = std::env::var_os("NEWSSTAND_TEST_PYTHON") else {
        println!("skipped: NEWSSTAND_TEST_PYTHON names no Python");
        return None;
    };
    let header =
        |name: &str| headers.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap().to_owned();
    let program = "import base64, hashlib, hmac, sys\n\
        secret, id, at, signature = sys.argv[1:]\n\
        key = base64.b64decode(secret.removeprefix('whsec_'))\n\
        signed = f'{id}.{at}.'.encode() + sys.stdin.buffer.read()\n\
        told = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()\n\
        sys.exit(0 if f'v1,{told}' in signature.split() else 1)";
    let mut python = Command::new(python)
        .args([
            "-c",
            program,
            secret,
            &header("webhook-id"),
            &header("webhook-timestamp"),
            &header("webhook-signature"),
        ])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(body).unwrap();
    Some(python.wait().unwrap().success())
}

#[test]
fn a_server_tells_what_is_new_and_signs_it() {
    let receiver = Receiver::start(&["500 Oops"]);
    let table = library("");
    let to = format!("webhook:http://127.0.0.1:{}/hooks/s3cret", receiver.port);
    let added = table.run(["alert", "add", "daily", "--to", &to, "--most", "3"]).well();
    assert!(added.stdout.contains("alert 1 tells webhook:http://127.0.0.1:") && !added.stdout.contains("s3cret"));
    let secret =
        added.stdout.lines().find_map(|line| line.strip_prefix("its secret, which is not shown again: ")).unwrap();
    let tested = table.run(["alert", "test", "1"]);
    assert_eq!(tested.status.code(), Some(1));
    assert!(tested.stdout.contains("1 paper handed over: ") && tested.stdout.contains("500 in "), "{}", tested.stdout);
    assert!(table.run(["alert", "test", "1"]).well().stdout.contains("204 in "));
    let server = table.serve(&["--empty"]);
    let more = table.file("more.jsonl", format!("{}\n{}", paper(2, "Late"), paper(3, "Later \\u202e@everyone")));
    table.ingest(&[&more], &[]).well();
    let request = receiver.request(2);
    assert_eq!(request.0, "POST /hooks/s3cret HTTP/1.1");
    assert_ne!(verified_by_python(&request, secret), Some(false));
    assert_ne!(verified_by_python(&request, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Some(true));
    let body: Value = serde_json::from_slice(&request.2).unwrap();
    let papers = body["data"]["papers"].as_array().unwrap();
    let mut titles: Vec<&str> = papers.iter().map(|paper| paper["title"].as_str().unwrap()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Late", "Later @everyone"]);
    assert_eq!(body["type"], "papers.new");
    let list = wait_for("the note", || {
        let list = table.run(["alert", "list"]).well().stdout;
        list.contains("1 sent").then_some(list)
    });
    assert!(
        list.contains("1  daily to webhook:http://127.0.0.1:")
            && list.contains("active; 1 sent, 0 waiting, 0 given up; last "),
        "{list}"
    );
    let log = table.run(["alert", "log", "1"]).well().stdout;
    assert_eq!((log.lines().count(), log.matches(" 204 in ").count()), (3, 2), "{log}");
    let said = server.stop().stderr;
    for text in [&list, &log, &said, &table.run(["config"]).well().stdout] {
        assert!(!text.contains("s3cret") && !text.contains("whsec_"), "{text}");
    }
}

#[test]
fn alerts_are_muted_and_removed_and_what_is_wrong_is_named() {
    let table = library("");
    let said = |args: &[&str]| {
        let finished = table.run([&["alert"], args].concat());
        assert_eq!(finished.status.code(), Some(2), "{args:?}: {}", finished.stdout);
        assert!(!finished.stderr.contains("s3cret"), "{}", finished.stderr);
        finished.stderr
    };
    assert!(table.run(["alert", "list"]).well().stderr.contains("no alerts yet"));
    assert!(said(&["add", "daily", "--to", "https://example.org/s3cret"]).contains("is not a destination"));
    assert!(said(&["add", "daily", "--to", "pigeon:https://example.org/s3cret"]).contains("slack"));
    assert!(
        said(&["add", "daily", "--to", "slack:https://example.org/s3cret", "--every", "hourly"]).contains("rhythm")
    );
    assert!(said(&["add", "daily", "--to", "matrix:https://example.org/!room:s3cret"]).contains("access token"));
    assert!(said(&["add", "weekly", "--to", "slack:https://example.org/s3cret"]).contains("subject"));
    for args in [vec!["test", "7"], vec!["mute", "7"], vec!["unmute", "7"], vec!["remove", "7"], vec!["log", "7"]] {
        assert!(said(&args).contains("there is no alert 7"), "{args:?}");
    }
    // Where nobody else sees it.
    let args = [
        "alert",
        "add",
        "search:ti:late",
        "--to",
        "-",
        "--every",
        "weekdays",
        "--zone",
        "europe/berlin",
        "--least",
        "70",
    ];
    table.run_with_input(args, b"slack:https://hooks.example.org/s3cret\nnot this".to_vec()).well();
    let list = table.run(["alert", "list"]).well().stdout;
    let told = "1  search:ti:late to slack:https://hooks.example.org/…, weekdays at 8 Europe/Berlin, 5 papers, at least 70 %, 24 messages a day";
    assert!(list.contains(told) && list.contains("active; 0 sent"), "{list}");
    table.run(["alert", "mute", "1", "--until", "2199-01-01"]).well();
    assert!(table.run(["alert", "list"]).well().stdout.contains("muted until 2199-01-01"));
    table.run(["alert", "mute", "1"]).well();
    table.run(["alert", "unmute", "1"]).well();
    assert!(table.run(["alert", "list"]).well().stdout.contains("active"));
    table.run(["alert", "remove", "1"]).well();
    assert_eq!(table.run(["alert", "list"]).well().stdout, "");
    let without = Table::with_settings("");
    let refused = without.run(["alert", "add", "daily", "--to", "slack:https://example.org/x"]);
    assert!(refused.stderr.contains("hint: set base_url"), "{}", refused.stderr);
}

#[test]
fn private_addresses_are_not_told() {
    let receiver = Receiver::start(&[]);
    let table = library("");
    table.file("data/newsstand.toml", "base_url = \"https://papers.example\"\n");
    let to = format!("slack:http://localhost:{}/services/s3cret", receiver.port);
    table.run(["alert", "add", "daily", "--to", &to]).well();
    let tested = table.run(["alert", "test", "1"]);
    assert_eq!(tested.status.code(), Some(1));
    assert!(tested.stdout.contains("private address") && !tested.stdout.contains("s3cret"), "{}", tested.stdout);
    assert!(receiver.told().is_empty());
}

#[test]
fn a_hub_is_told_of_the_feeds_that_have_changed() {
    let hub = Receiver::start(&[]);
    let table = library(&format!("websub_hub = \"http://127.0.0.1:{}/hub\"\n", hub.port));
    let server = table.serve(&["--empty"]);
    let feed = server.get("/papers.atom");
    let named =
        format!("<http://127.0.0.1:{}/hub>; rel=\"hub\", <https://papers.example/papers.atom>; rel=\"self\"", hub.port);
    assert_eq!(feed.header("link"), Some(named.as_str()));
    // How the feeds stand at first is only noted, which is over when the setting is there.
    wait_for("a first look", || {
        let library = table.library();
        library.ask(async |newsstand| newsstand.store().setting("announced to the hub").await)
    });
    assert!(hub.told().is_empty());
    let more = table.file("more.jsonl", paper(2, "Late"));
    table.ingest(&[&more], &[]).well();
    let mut told: Vec<String> = (0..6).map(|number| String::from_utf8(hub.request(number).2).unwrap()).collect();
    told.sort();
    assert_eq!(hub.request(0).0, "POST /hub HTTP/1.1");
    let lists = [
        "papers.atom",
        "papers.json",
        "papers.rss",
        "papers%2Ftrending.atom",
        "papers%2Ftrending.json",
        "papers%2Ftrending.rss",
    ];
    let mut wanted = lists.map(|list| {
        let address = format!("https%3A%2F%2Fpapers.example%2F{list}");
        format!("hub.mode=publish&hub.url={address}&hub.topic={address}")
    });
    wanted.sort();
    assert_eq!(told, wanted);
    server.stop();
    let refused = Table::with_settings("websub_hub = \"https://hub.example/\"\n").run([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--empty",
    ]);
    assert!(refused.stderr.contains("set base_url"), "{}", refused.stderr);
}
