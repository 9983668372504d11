//! Letters from the form to the mailbox and back: a relay on loopback takes them, Python reads them and verifies their signatures.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::support::{Answer, Server, Table, wait_for};

/// A relay that keeps what it takes; the first message is not taken at once.
struct Relay {
    port: u16,
    taken: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Relay {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let kept = Arc::clone(&taken);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, kept) = (stream.unwrap(), Arc::clone(&kept));
                std::thread::spawn(move || talk(stream, &kept));
            }
        });
        Self { port, taken }
    }

    /// The message with that number, as soon as it is there.
    fn message(&self, number: usize) -> Vec<u8> {
        wait_for("a letter", || self.taken.lock().unwrap().get(number).cloned())
    }
}

/// One connection (RFC 5321).
fn talk(stream: TcpStream, kept: &Mutex<Vec<Vec<u8>>>) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream);
    out.write_all(b"220 relay\r\n").ok()?;
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let answer = match line.to_ascii_uppercase() {
            line if line.starts_with(b"EHLO") => "250-relay\r\n250 8BITMIME\r\n",
            line if line.starts_with(b"QUIT") => return out.write_all(b"221 bye\r\n").ok(),
            line if line.starts_with(b"DATA") => {
                out.write_all(b"354 go on\r\n").ok()?;
                let mut message = Vec::new();
                while !message.ends_with(b"\r\n.\r\n") {
                    if lines.read_until(b'\n', &mut message).ok()? == 0 {
                        return None;
                    }
                }
                message.truncate(message.len() - 3);
                kept.lock().unwrap().push(unstuffed(&message));
                "250 taken\r\n"
            }
            _ => "250 well\r\n",
        };
        out.write_all(answer.as_bytes()).ok()?;
    }
}

/// A message without the dots that go before dots at the beginnings of lines (RFC 5321, 4.5.2).
fn unstuffed(message: &[u8]) -> Vec<u8> {
    let line = |line: &[u8]| if line.starts_with(b"..") { line[1..].to_vec() } else { line.to_vec() };
    message.split_inclusive(|byte| *byte == b'\n').flat_map(line).collect()
}

pub(crate) fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/letters").join(name)
}

/// What Python says of a message; `None`, with a word on it, where it is not at hand.
pub(crate) fn read_by_python(table: &Table, message: &[u8]) -> Option<Value> {
    let Some(python) = std::env::var_os("NEWSSTAND_TEST_PYTHON") else {
        println!("skipped: NEWSSTAND_TEST_PYTHON names no Python with dkimpy");
        return None;
    };
    let file = table.file("letter.eml", message);
    let key = asset("rsa-for-tests.pem");
    let read =
        Command::new(python).arg(asset("read.py")).arg(file).arg(key).arg(table.path("ed25519")).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    Some(serde_json::from_slice(&read.stdout).unwrap())
}

/// A message without its soft line breaks and signs in hexadecimal, as far as addresses need it (RFC 2045, 6.7).
fn unquoted(message: &[u8]) -> String {
    String::from_utf8_lossy(message).replace("=\r\n", "").replace("=3D", "=")
}

/// The word behind the last address in a message that begins so.
fn word_behind(message: &[u8], begin: &str) -> String {
    let text = unquoted(message);
    let (_, rest) = text.rsplit_once(begin).unwrap_or_else(|| panic!("{begin} is not in {text}"));
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

fn post(server: &Server, path: &str, headers: &str, body: &str) -> Answer {
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: papers.example\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    server.client().send(request.as_bytes()).expect("an answer")
}

/// Whatever is due some day is due now.
fn pass_time(table: &Table) {
    table.sql("UPDATE subscriptions SET due = 0");
}

fn today() -> String {
    jiff::Zoned::now().in_tz("UTC").unwrap().date().to_string()
}

/// A folder with a paper that would do harm, on today's list, and settings that send letters to a relay.
fn morning_papers(relay: &Relay) -> Table {
    let table = Table::with_settings("");
    // 32 bytes, in base64.
    let seed = table.file("ed25519", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    let settings = format!(
        "title = \"Morning Papers\"\nbase_url = \"http://papers.example\"\nmail_from = \"Papiere über alles <papers@example.org>\"\n\
         mail_relay = \"smtp://127.0.0.1:{}\"\nmail_keys = \"rsa={}, ed={}\"\n",
        relay.port,
        asset("rsa-for-tests.pem").display(),
        seed.display()
    );
    table.file("data/newsstand.toml", settings);
    let hostile = "Swarms \\u202egnp\\u202c <script>alert(1)</script> 🐝 שלום\\r\\nBcc: victim@example.org";
    let line = format!(
        r#"{{"id": "2604.00001", "title": "{hostile}", "abstract": "First said. Then {}", "authors": ["Ada Byron"], "list": "daily", "day": "{}"}}"#,
        "more ".repeat(200_000),
        today()
    );
    let papers = table.file("papers.jsonl", line);
    table.ingest(&[&papers], &[]).well();
    table
}

/// The form, what is wrong with it, and what other sites may not do.
fn refuses_what_is_wrong(server: &Server, asked: &str) {
    assert!(server.page("/").contains("action=\"/letters\""));
    assert!(server.page("/letters").contains("A letter would look like this"));
    let wrong = post(server, "/letters", "", "about=daily&address=reader");
    assert_eq!(wrong.status, 400);
    assert!(wrong.text().contains("&#34;reader&#34; is not an address of mail"), "{}", wrong.text());
    assert_eq!(post(server, "/letters", "Origin: http://evil.example\r\n", asked).status, 400);
    assert_eq!(server.get("/letters?about=nonsense").status, 400);
    assert_eq!(server.get("/letters/AAAA").status, 404);
}

/// A letter as another program reads it, with both signatures.
fn reads_well(table: &Table, letter: &[u8], unsubscribe: &str) {
    if let Some(read) = read_by_python(table, letter) {
        let headers = &read["headers"];
        assert_eq!(headers["from"], "Papiere über alles <papers@example.org>");
        assert_eq!(headers["to"], "Reader@example.org");
        assert!(headers["subject"].as_str().unwrap().starts_with("Swarms gnp <script>"), "{headers}");
        assert!(headers.get("bcc").is_none());
        assert_eq!(headers["list-unsubscribe"], format!("<http://papers.example{unsubscribe}>"));
        assert_eq!(headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
        assert_eq!(headers["list-id"], "<daily.letters.example.org>");
        assert_eq!(headers["auto-submitted"], "auto-generated");
        let text = read["text"].as_str().unwrap();
        assert!(text.contains("First said.") && text.contains("http://papers.example/papers/2604.00001"), "{text}");
        assert!(!read["html"].as_str().unwrap().contains("<script"));
        assert_eq!(read["defects"], serde_json::json!([]));
        assert!(read["longest_line"].as_u64().unwrap() <= 998, "RFC 5322, 2.1.1");
        let signatures = read["signatures"].as_array().unwrap();
        for (signature, algorithm) in signatures.iter().zip(["rsa-sha256", "ed25519-sha256"]) {
            assert_eq!(
                (&signature["algorithm"], &signature["verified"]),
                (&Value::from(algorithm), &Value::from(true))
            );
            let signed = signature["headers"].as_array().unwrap();
            for name in ["from", "subject", "list-unsubscribe", "list-unsubscribe-post"] {
                assert!(signed.contains(&Value::from(name)), "{name} is not among {signed:?}");
            }
        }
        assert_eq!(signatures.len(), 2);
    }
}

#[test]
fn a_reader_subscribes_reads_changes_and_leaves() {
    let relay = Relay::start();
    let table = morning_papers(&relay);
    let server = table.serve(&["--empty"]);

    let asked = "about=daily&address=Reader%40Example.org&often=daily&hour=8&zone=Europe%2FBerlin&most=5";
    refuses_what_is_wrong(&server, asked);
    let answer = post(&server, "/letters", "Origin: http://papers.example\r\n", asked);
    assert!(answer.status == 200 && answer.text().contains("R…@example.org"), "{}", answer.text());

    // The letter that asks; opening its link confirms nothing, the button does.
    let confirmation = relay.message(0);
    let confirm = format!("/letters/confirm/{}", word_behind(&confirmation, "http://papers.example/letters/confirm/"));
    assert!(server.page(&confirm).contains("Yes, send them"));
    let confirmed = post(&server, &confirm, "", "");
    assert_eq!(confirmed.status, 303);
    let own = confirmed.header("Location").unwrap();
    assert!(server.page(own).contains("The next comes on") && server.page(own).contains("Thank you: they will come."));
    let own = own.split('?').next().unwrap().to_owned();

    // Another hour; then time passes, and the day's letter comes.
    assert_eq!(post(&server, &own, "", "often=weekdays&hour=17&zone=Asia%2FTokyo&most=5").status, 303);
    let changed = server.page(&own);
    assert!(changed.contains("17:00\">17:00") || changed.contains("<option value=\"17\" selected>"), "{changed}");
    assert!(changed.contains("value=\"Asia/Tokyo\""), "{changed}");
    assert!(
        server.page("/letters/preview?about=daily").contains("Swarms gnp &lt;script&gt;alert(1)"),
        "as it would look"
    );
    let preview = table.run(["digest", "preview", "--for", "Reader@example.org"]).well().stdout;
    assert!(preview.contains("Swarms gnp <script>alert(1)</script> 🐝 שלום Bcc: victim@example.org"), "{preview}");
    pass_time(&table);
    let letter = relay.message(1);
    let unsubscribe = format!("{own}/end");
    reads_well(&table, &letter, &unsubscribe);

    // Opening the link ends nothing; a program's POST does, from wherever it comes.
    assert!(server.page(&unsubscribe).contains("End them"));
    assert!(server.page(&own).contains("The next comes on"));
    let ended = post(&server, &unsubscribe, "Origin: https://mail.example\r\n", "List-Unsubscribe=One-Click");
    assert!(ended.status == 200 && ended.text().contains("They have ended"), "{}", ended.text());
    assert!(server.page(&own).contains("They have ended"));
    assert!(server.page(&format!("{own}/export")).contains("\"state\":\"ended\""));
    assert!(server.page(&format!("{own}/erase")).contains("This cannot be undone."));
    assert_eq!(post(&server, &format!("{own}/erase"), "", "").status, 200);
    assert_eq!(server.get(&own).status, 404);
    assert_eq!(relay.taken.lock().unwrap().len(), 2, "one letter of each kind");
    server.stop();
}

#[test]
fn letters_go_into_a_folder_where_the_operator_wants_that() {
    let table = Table::with_settings("");
    let folder = table.path("mail");
    let settings = format!(
        "base_url = \"http://papers.example\"\nmail_from = \"papers@example.org\"\nmail_folder = \"{}\"\n",
        folder.display()
    );
    table.file("data/newsstand.toml", settings);
    let server = table.serve(&["--empty"]);
    assert_eq!(post(&server, "/letters", "", "address=reader%40example.org").status, 200);
    let file = wait_for("a letter in the folder", || {
        let mut files = std::fs::read_dir(folder.join("new")).ok()?;
        Some(files.next()?.unwrap().path())
    });
    let message = std::fs::read(file).unwrap();
    assert!(unquoted(&message).contains("http://papers.example/letters/confirm/"));
    server.stop();
    assert!(table.run(["digest", "send"]).well().stdout.contains("0 letters sent"));
}

#[test]
fn wrong_settings_of_mail_are_told_what_is_wrong() {
    let said = |settings: &str| Table::with_settings(settings).run(["digest", "send"]).ends_with(2).stderr;
    let from = "mail_from = \"papers@example.org\"\n";
    let base = "base_url = \"http://papers.example\"\n";
    for (settings, wrong) in [
        (String::new(), "letters are not set up"),
        (from.to_owned(), "no way to travel"),
        (format!("{from}{base}mail_relay = \"smtp://a\"\nmail_folder = \"b\"\n"), "two ways to travel"),
        (format!("{from}{base}mail_relay = \"gopher://a\"\n"), "relay cannot be used"),
        (format!("{from}{base}mail_relay = \"smtp://a, smtp://b?share=much\"\n"), "\"much\" is no share"),
        (format!("{from}{base}mail_relay = \"smtp://a\"\nmail_patience = 0\n"), "mail_patience = 0"),
        (format!("{from}mail_folder = \"b\"\n"), "base_url"),
        (format!("mail_from = \"papers\"\n{base}mail_folder = \"b\"\n"), "\"papers\" is no sender"),
        (format!("{from}{base}mail_folder = \"b\"\nmail_keys = \"key.pem\"\n"), "names no key"),
        (format!("{from}{base}mail_folder = \"b\"\nmail_keys = \"s=nowhere.pem\"\n"), "nowhere.pem cannot be used"),
        (
            format!("{from}{base}mail_folder = \"b\"\nmail_keys = \"s=data/newsstand.toml\"\n"),
            "openssl rand -base64 32",
        ),
    ] {
        let stderr = said(&settings);
        assert!(stderr.contains(wrong), "{settings}: {stderr}");
    }
    let table = Table::new();
    assert!(table.run(["digest", "preview"]).well().stdout.contains("Nothing new this time."));
    assert!(table.run(["digest", "preview", "--for", "a@example.org"]).ends_with(2).stderr.contains("gets no letters"));
    assert!(table.run(["digest", "preview", "--for", "nobody"]).ends_with(2).stderr.contains("an address of mail"));
    assert!(
        table.run(["digest", "preview", "--about", "nonsense"]).ends_with(2).stderr.contains("a subject of letters")
    );
    // The first day that there is has none before it, and letters have dates of this epoch.
    let first = table.run(["digest", "preview", "--about", "new", "--date", "1900-01-01"]).ends_with(2);
    assert!(first.stderr.contains("1900-01-01") && first.stderr.contains("1970"), "{}", first.stderr);
    assert!(
        table
            .run(["digest", "preview", "--about", "new", "--date", "1970-01-01"])
            .well()
            .stdout
            .contains("Nothing new")
    );
    assert!(table.run(["digest", "preview", "--html"]).well().stdout.contains("<!DOCTYPE html>"));
    assert!(
        table
            .run(["digest", "preview", "--eml"])
            .well()
            .stdout
            .contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    );
    let server = table.serve(&["--empty"]);
    assert_eq!(server.get("/letters").status, 404, "what is not set up is not offered");
    assert!(!server.page("/").contains("/letters"));
    server.stop();
}

#[test]
fn templates_of_ones_own_are_used_and_broken_ones_named() {
    let table = Table::with_settings("mail_templates = \"looks\"\n");
    let preview = |form: &str| table.run(["digest", "preview", form]).well();
    // No such folder yet: the letter is the built-in one.
    let without = preview("--text");
    assert!(
        without.stdout.contains("Nothing new this time.") && without.stderr.contains("looks"),
        "{}",
        without.stderr
    );
    let written = table.run(["digest", "templates", "looks"]).well().stdout;
    assert_eq!(written.lines().count(), 4, "{written}");
    assert!(table.run(["digest", "templates", "looks"]).well().stdout.is_empty(), "what is there stays");
    let same = preview("--text");
    assert!(same.stdout == without.stdout && !same.stderr.contains("template"), "{}", same.stderr);
    table.file("looks/digest.txt", "Dear reader, {{ date }}: {{ contents }}\n");
    table.file("looks/digest.html", "<p>\n{{ heading }}\n{% if %}\n</p>\n");
    let own = preview("--text");
    assert!(own.stdout.starts_with("Dear reader, ") && own.stdout.contains("Nothing new"), "{}", own.stdout);
    assert!(own.stderr.contains("looks/digest.html:3: syntax error"), "{}", own.stderr);
    assert!(preview("--html").stdout.contains("<!DOCTYPE html>"), "a broken one never stops letters");
    assert!(table.run(["digest", "templates", "looks/digest.txt"]).ends_with(2).stderr.contains("looks/digest.txt"));
    for (language, said) in [("de", "202"), ("ja", "年")] {
        let text = table.run(["digest", "preview", "--language", language, "--often", "monday"]).well().stdout;
        assert!(text.contains(said), "{text}");
    }
    assert!(table.run(["digest", "preview", "--language", "tlh"]).ends_with(2).stderr.contains("a language of dates"));
}
