//! Hostile requests against the real server: words, never a 5xx, never silence, and the server lives on.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Answer, Server, Table, read_answer};

/// The server may not need more than this, whatever it is asked: 400 MB.
const MEMORY_KIB: u64 = 400 << 10;

const PAPERS: [&str; 3] = [
    r#"{"id": "2401.01234", "title": "Sparse Forests Grow Quickly", "abstract": "We grow <b>sparse</b> forests & more.", "authors": ["Ada Byron"], "categories": ["cs.LG"], "comment": null, "list_date": "2024-01-04"}"#,
    r#"{"id": "2401.05678", "title": "<script>alert(1)</script> Considered \"Harmful\"", "abstract": "Deserts.", "authors": ["<img src=x>"], "categories": ["cs.CR"], "comment": "<svg onload=x>", "list_date": "2024-01-05"}"#,
    r#"{"id": "2401.01234", "title": "Sparse Forests Grow Quickly", "abstract": "We grow sparse forests.", "authors": ["Ada Byron"], "published_at": "2024-01-02T17:34:15.000Z", "list_date": "2024-01-05", "upvotes": 32, "comments": 3, "upvotes_observed_at": "2024-01-05T16:54:31Z", "organization": null, "organization_name": null, "github_repo": null, "github_stars": null}"#,
];

fn server() -> (Table, Server) {
    let table = Table::new();
    let papers = table.file("papers.jsonl", PAPERS.join("\n"));
    table.ingest(&[&papers], &[]).well();
    let server = table.serve(&["--empty"]);
    (table, server)
}

/// Asserts that the server is as well as before.
#[track_caller]
fn assert_well(server: &mut Server) {
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/readyz").status, 200);
    assert_eq!(server.total("forests"), 1);
    assert!(server.peak_kib() < MEMORY_KIB, "{} MB", server.peak_kib() >> 10);
    assert!(!server.log().contains("panicked"), "{}", server.log());
}

/// Any answer but a server's error; a refusal says in words what is wrong.
#[track_caller]
fn assert_sensible(what: &str, answer: &Answer) {
    assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text());
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{what}");
    if answer.status >= 400 {
        assert!(answer.text().len() > 20, "{what}: {} without words", answer.status);
    }
}

/// Asserts a refusal of the API: its status, its code, and words that name the value.
#[track_caller]
fn assert_refused(answer: &Answer, code: &str, word: &str) {
    assert_eq!(answer.status, 400, "{}", answer.text());
    let said: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(said["error"]["code"], code, "{said}");
    assert!(said["error"]["message"].as_str().is_some_and(|message| message.contains(word)), "{word}: {said}");
}

/// Everything outside of letters and digits as `%XX`.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// What people type who look for a hole.
const HOSTILE: &[&str] = &[
    "\"",
    "\"\"",
    "\"sparse",
    "sparse\" forests\"",
    "'",
    "`",
    "(",
    ")",
    "((((((",
    "[",
    "{",
    "}",
    "*",
    "?",
    "~",
    "^",
    ":",
    "\\",
    "/",
    "-",
    "--",
    "+",
    "!",
    "&&",
    "||",
    "AND",
    "OR NOT",
    "title:",
    "abstract:sparse",
    "sparse^1e308",
    "sparse~99",
    "[a TO z]",
    "\u{0}",
    "\u{1b}[31m",
    "\r\nX-Injected: yes",
    "\u{202e}gnp",
    "\u{feff}",
    "\u{fffd}",
    "🌲🌲🌲",
    "森林",
    "ﬁ",
    "İ",
    "ß",
    "' OR 1=1 --",
    "<script>",
    "%00",
    "%",
    "${jndi:ldap://x}",
    "../../etc/passwd",
    "-sparse",
    "-\"sparse forests\"",
    "the of and",
    "a",
    "0",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
];

#[test]
fn hostile_queries() {
    let (_table, mut server) = server();
    let long = "forest ".repeat(1_500);
    for text in HOSTILE.iter().copied().chain([long.trim()]) {
        let shown: String = text.chars().take(30).collect();
        for path in ["/api/v1/search?q=", "/papers?q="] {
            let answer = server.get(&format!("{path}{}", encoded(text)));
            assert_sensible(&shown, &answer);
            assert!(answer.status == 200 || answer.status == 400, "{shown:?}: {}", answer.status);
            assert_eq!(answer.header("x-injected"), None, "{shown:?}");
            // The API answers in JSON, where a title may stand as it is: browsers are told not to guess at its type.
            let page = path.starts_with("/papers");
            assert!(!page || !answer.text().contains("<script>alert"), "{shown:?}");
        }
    }
    let answer = server.get(&format!("/api/v1/search?q={}", "x".repeat(10_000)));
    assert_refused(&answer, "query_too_long", "10000");
    let page = server.get(&format!("/papers?q={}", "x".repeat(10_000)));
    assert_eq!(page.status, 400);
    assert!(page.text().contains("10000"), "the page says it too");
    assert_well(&mut server);
}

#[test]
fn hostile_numbers_days_and_words() {
    let (_table, mut server) = server();
    for value in [
        "-1",
        "0",
        "101",
        "1e9",
        "1000000000",
        "99999999999999999999999",
        "NaN",
        "ten",
        "1.5",
        "٣",
        "0x10",
        // Once space and control characters are gone, these are a number and nothing: both may be taken at their word.
        "+5",
        "%00",
    ] {
        let answer = server.get(&format!("/api/v1/search?q=forests&limit={value}"));
        if matches!(value, "+5" | "%00") {
            assert_sensible(value, &answer);
        } else {
            assert_refused(&answer, "invalid_limit", value);
        }
        assert_sensible(value, &server.get(&format!("/api/v1/search?q=forests&offset={value}")));
        assert_sensible(value, &server.get(&format!("/papers?q=forests&page={value}")));
        assert_sensible(value, &server.get(&format!("/?page={value}")));
        assert_sensible(value, &server.get(&format!("/api/v1/days/2024-01-05?page={value}&limit={value}")));
    }
    for day in [
        "2024-13-01",
        "2024-02-30",
        "yesterday",
        "0000-00-00",
        "9999-12-31",
        "-2024-01-01",
        "2024-1-5",
        "%00",
        "2024-01-05T00:00",
        "２０２４-01-05",
    ] {
        assert_refused(&server.get(&format!("/api/v1/search?q=forests&from={day}")), "invalid_date", "from");
        assert_refused(&server.get(&format!("/api/v1/days/{day}")), "invalid_date", "day");
        for page in ["papers/date", "papers/week", "papers/month", "new/date"] {
            let answer = server.get(&format!("/{page}/{day}"));
            assert_sensible(day, &answer);
            assert!(answer.status >= 400, "/{page}/{day}: {}", answer.status);
        }
    }
    for path in ["from=2024-02-01&to=2024-01-01", "sort=sideways", "code=perhaps", "explain=perhaps"] {
        let answer = server.get(&format!("/api/v1/search?q=forests&{path}"));
        assert_eq!(answer.status, 400, "{path}: {}", answer.text());
    }
    for path in ["category=cs.XX", "category=%27", "organization=%00%ff", "q=a&q=b&q=c", "q[]=a", "q", "=", "&&&", "%"]
    {
        assert_sensible(path, &server.get(&format!("/api/v1/search?{path}")));
        assert_sensible(path, &server.get(&format!("/papers?{path}")));
    }
    assert_well(&mut server);
}

#[test]
fn addresses_that_lead_nowhere() {
    let (table, mut server) = server();
    table.file("secret.txt", "the secret");
    for path in [
        "/nothing",
        "/papers/0000.00000",
        "/papers/x",
        "/papers/%ff%fe",
        "/papers/..%2f..%2fsecret.txt",
        "/author/nobody",
        "/org/%00",
        "/category/cs.XX",
        "/keyword/%F0%9F%8C%B2",
        "/papers/date",
        "/papers/week/2024-W60",
        "/new/date/x",
        "//",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/papers/doi:10.1/%3Cscript%3E",
        "/favicon.gif",
        "/.git/config",
        "/index.php",
        "/assets",
        "/assets/x.css",
    ] {
        let answer = server.get(path);
        assert_sensible(path, &answer);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(answer.text().contains("<h1"), "{path}: a page that helps: {}", answer.text());
    }
    // A slash too many leads on, never elsewhere.
    for (path, to) in [("/papers/date/", Some("/papers/date")), ("//evil.example/", None)] {
        let answer = server.get(path);
        assert_eq!((answer.status == 308, answer.header("location")), (to.is_some(), to), "{path}: {}", answer.status);
    }
    for path in ["/api/v1/nothing", "/api/v1/papers/0000.00000", "/api/v1/papers/%ff", "/api"] {
        let answer = server.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        let said: Value = serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{path}: {}", answer.text()));
        assert!(said["error"]["code"].is_string() && said["error"]["message"].is_string(), "{path}: {said}");
    }
    // Sent as they are: clients would have tidied them up.
    for path in [
        "/assets/../../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/....//secret.txt",
        "/assets/%00",
        "/assets//etc/passwd",
        "/assets/..\\..\\secret.txt",
        "/../../../../etc/passwd",
    ] {
        let answer = server.get(path);
        assert_sensible(path, &answer);
        assert!(answer.status >= 400, "{path}: {}", answer.status);
        assert!(!answer.text().contains("the secret") && !answer.text().contains("root:"), "{path}");
    }
    assert_well(&mut server);
}

#[test]
fn other_methods() {
    let (_table, mut server) = server();
    for path in ["/", "/papers?q=forests", "/papers/2401.01234", "/api/v1/search?q=forests", "/healthz", "/about"] {
        let client = server.client();
        let got = client.get(path);
        assert_eq!(got.status, 200, "{path}");
        let head = client.request("HEAD", path, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-type"), got.header("content-type"), "{path}");
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
            let answer = client.request(method, path, &[("Content-Length", "0")]);
            assert_eq!(answer.status, 405, "{method} {path}: {}", answer.text());
            assert!(answer.header("allow").is_some_and(|allow| allow.contains("GET")), "{method} {path}");
        }
        let posted = client.send(
            format!(
                "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\nConnection: close\r\n\r\n{}",
                "x".repeat(1 << 20)
            )
            .as_bytes(),
        );
        assert_eq!(posted.map(|answer| answer.status), Some(405), "{path}");
    }
    assert_well(&mut server);
}

#[test]
fn headers_that_are_too_much() {
    let (_table, mut server) = server();
    let client = server.client();
    let huge = "x".repeat(1 << 20);
    let many: Vec<String> = (0..500).map(|n| format!("X-{n}: y\r\n")).collect();
    let many = many.concat();
    let close = "Connection: close\r\n";
    for (what, request) in [
        ("a huge header", format!("GET / HTTP/1.1\r\nHost: x\r\n{close}X-Huge: {huge}\r\n\r\n")),
        ("a huge address", format!("GET /{huge} HTTP/1.1\r\nHost: x\r\n{close}\r\n")),
        ("many headers", format!("GET / HTTP/1.1\r\nHost: x\r\n{close}{many}\r\n")),
        ("no HTTP", "HELO mail.example.org\r\n\r\n".to_owned()),
        ("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\r\n\r\n".to_owned()),
        ("a strange version", format!("GET / HTTP/9.9\r\nHost: x\r\n{close}\r\n")),
        (
            "two lengths",
            format!("POST / HTTP/1.1\r\nHost: x\r\n{close}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        ),
        ("a length that is none", format!("POST / HTTP/1.1\r\nHost: x\r\n{close}Content-Length: -1\r\n\r\n")),
        (
            "chunks that are none",
            format!("POST / HTTP/1.1\r\nHost: x\r\n{close}Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
        ),
    ] {
        let answer = client.send(request.as_bytes()).unwrap_or_else(|| panic!("{what}: no answer"));
        assert!((400..500).contains(&answer.status), "{what}: {}", answer.status);
    }
    for (name, value) in [
        ("Accept-Encoding", "x, ;q=, br;q=nan, gzip;q=9"),
        ("If-None-Match", "\"\", W/\"x, *, \u{ff}"),
        ("If-Modified-Since", "yesterday"),
        ("Cookie", "theme=\"; a=b; =;;;"),
        ("Range", "bytes=99999999-"),
        ("Host", "evil.example.org"),
    ] {
        for path in ["/", "/papers?q=forests", "/api/v1/search?q=forests"] {
            let answer = client.request("GET", path, &[(name, value)]);
            assert!(answer.status < 500, "{name}: {}", answer.status);
            assert!(!answer.text().contains("evil.example.org"), "{name}");
        }
    }
    assert_well(&mut server);
}

#[test]
fn slow_and_vanishing_clients() {
    let (_table, mut server) = server();
    let client = server.client();
    // Two hundred that say half a sentence and wait …
    let waiting: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = client.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").expect("it can be written");
            stream
        })
        .collect();
    // … hold nobody up.
    let asked = Instant::now();
    assert_eq!(server.get("/").status, 200);
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
    let mut slow = waiting.into_iter().next().expect("a connection");
    slow.write_all(b"yes\r\nConnection: close\r\n\r\n").expect("it can be written");
    assert_eq!(read_answer(&mut slow).map(|answer| answer.status), Some(200), "the slow are answered too");
    // Some go away before the answer.
    for _ in 0..100 {
        let mut stream = client.connect();
        stream.write_all(b"GET /papers?q=forests HTTP/1.1\r\nHost: x\r\n\r\n").expect("it can be written");
    }
    assert_well(&mut server);
}

/// What a client may leave unfinished.
const HALVES: [(&str, &str); 3] = [
    ("half a head", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "),
    (
        "half a body",
        "POST /letters HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\na=b",
    ),
    ("nothing", ""),
];

/// A server that sends letters, and waits so many seconds for its clients.
fn patient(seconds: u16) -> (Table, Server) {
    let table = Table::with_settings(&format!(
        "base_url = \"http://papers.example\"\nmail_from = \"papers@example.org\"\nmail_folder = \"letters\"\nclient_seconds = {seconds}\n"
    ));
    let server = table.serve(&["--empty"]);
    (table, server)
}

#[test]
fn who_never_ends_a_request_is_cut_off() {
    let (_table, mut server) = patient(1);
    for (what, half) in HALVES {
        let mut stream = server.client().connect();
        stream.write_all(half.as_bytes()).expect("it can be written");
        // Reading fails when nothing comes for long: this ends because the server ends it.
        let mut rest = String::new();
        stream.read_to_string(&mut rest).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(!rest.contains(" 200 ") && !rest.contains(" 303 "), "{what}: {rest}");
    }
    assert!(!server.log().contains("panicked"), "{}", server.log());
    assert_eq!(server.get("/healthz").status, 200);
    assert!(server.peak_kib() < MEMORY_KIB);
}

#[test]
fn a_stop_does_not_wait_for_who_never_ends_a_request() {
    let (_table, server) = patient(600);
    let open = HALVES.map(|(_, half)| {
        let mut stream = server.client().connect();
        stream.write_all(half.as_bytes()).expect("it can be written");
        stream
    });
    // Once this is answered, the connections before it were taken.
    assert_eq!(server.get("/healthz").status, 200);
    // Whoever waits for the stop loses patience before the clients' time is over.
    let ended = server.stop();
    assert_eq!(ended.code(), 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("cut off") && ended.stderr.contains("stopped"), "{}", ended.stderr);
    drop(open);
}

#[test]
fn many_different_addresses_do_not_fill_the_memory() {
    let (_table, mut server) = server();
    server.get("/");
    let before = server.resident_kib();
    for n in 0..1_500 {
        assert_eq!(server.get(&format!("/papers?q=forests+{n}+{}", "x".repeat(n % 700))).status, 200);
    }
    let after = server.resident_kib();
    println!("resident: {} MB before, {} MB after 1,500 searches", before >> 10, after >> 10);
    assert_well(&mut server);
}

#[test]
fn what_papers_say_is_text() {
    let (_table, server) = server();
    for path in ["/papers/2401.05678", "/new/date/2024-01-05", "/papers?q=considered+harmful"] {
        let page = server.page(path);
        assert!(page.contains("&lt;script&gt;") || page.contains("&#60;script&#62;"), "{path}: {page}");
        for bad in ["<script>alert", "<img src=x>", "<svg onload"] {
            assert!(!page.contains(bad), "{path}: {bad}");
        }
    }
}
