//! Letters with hostile papers through a real server, Debian's Postfix, plainly, by STARTTLS and by TLS; two parsers that are not ours read what arrives, and dkimpy
//! verifies it.

use std::process::Command;

use domain::{Often, Rhythm, Timestamp, Wish};
use engine::{Newsstand, ReaderKey, Subscription, SubscriptionState};
use mail_parser::{MessageParser, MimeHeaders};
use serde_json::{Value, json};

use crate::letters::{asset, read_by_python};
use crate::support::{Finished, Postfix, Running, Table};

/// Titles, and what of each a reader must be able to read.
fn titles() -> Vec<(String, &'static str)> {
    vec![
        (
            "Injected\r\nBcc: victim@example.org\r\nSubject: other\r\n\r\n<h1>body</h1>".to_owned(),
            "Injected Bcc: victim@example.org Subject: other",
        ),
        ("Injected\n\nBcc: victim@example.org".to_owned(), "Injected Bcc: victim@example.org"),
        ("<script>alert(1)</script><img src=http://evil.example/x.png onerror=alert(1)> tags".to_owned(), "tags"),
        ("Right to left: שלום עולם، مرحبا بالعالم".to_owned(), "שלום עולם، مرحبا بالعالم"),
        ("Turned \u{202e}fdp.exe\u{202c} and \u{2066}isolated\u{2069}".to_owned(), "Turned fdp.exe and isolated"),
        ("Emoji 🐝🧬👩🏽‍🔬🏳️‍🌈 and 𝔣𝔯𝔞𝔨𝔱𝔲𝔯".to_owned(), "🐝🧬"),
        (
            "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><msup><mi>x</mi><mn>2</mn></msup></math>".to_owned(),
            "7. x²\r\n",
        ),
        ("$\\alpha + \\beta^{2}$".to_owned(), "α+ β²"),
        ("=?utf-8?b?QmNjOiB2aWN0aW1AZXhhbXBsZS5vcmc=?= encoded".to_owned(), "encoded"),
        (".\r\n.\r\nMAIL FROM:<evil@example.org>".to_owned(), "MAIL FROM"),
        ("\u{0}\u{7}\u{1b}[31mbells\u{1b}[0m".to_owned(), "bells"),
        (format!("Long {}", "word ".repeat(5_000)), "Long word word"),
    ]
}

fn papers(table: &Table) {
    let today = jiff::Zoned::now().in_tz("UTC").expect("a zone").date().to_string();
    let names = ["Eve\r\nX-Evil: 1", "\u{202e}lave\u{202c}", "<b>Bold</b>", "Zoë Ångström-Đặng", "山田 太郎"];
    let line = |(number, (title, _)): (usize, (String, &str))| {
        json!({
            "id": format!("2604.{:05}", number + 1), "title": title, "abstract": format!("First {}. Then {}", title, "more ".repeat(200_000)),
            "authors": names, "list": "daily", "day": today, "votes": 100 - number,
        })
        .to_string()
    };
    let lines: Vec<_> = titles().into_iter().enumerate().map(line).collect();
    let papers = table.file("papers.jsonl", lines.join("\n"));
    table.ingest(&[&papers], &[]).well();
}

async fn subscribe(newsstand: &Newsstand, about: &str) -> Result<(), store::StoreError> {
    let now = Timestamp::now();
    let wish = Wish { most: 20, when_empty: true, ..Wish::new(Rhythm::new(Often::Daily, 0, "UTC").expect("a rhythm")) };
    let subject: domain::Subject = about.parse().expect("a subject");
    let address: domain::MailAddress = "o'reader+tag@example.org".parse().expect("an address");
    let mut tx = newsstand.store().begin().await?;
    let key = tx.add_subscription(&address, (&subject, &wish), now).await?;
    let state = SubscriptionState::Active;
    // The store knows whose it is.
    let reader = ReaderKey(0);
    let active = Subscription { key, reader, address, subject, wish, state, made: now, since: now, due: now };
    tx.change_subscription(&active).await?;
    tx.commit().await
}

/// A folder with hostile papers whose letters go to a relay.
fn table(relay: &str) -> Table {
    let table = Table::with_settings("");
    let seed = table.file("ed25519", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    let settings = format!(
        "title = \"Morning <b>Papers</b> 🗞\"\nbase_url = \"http://papers.example\"\nmail_from = '\"Papiere, über „alles“\" <papers@example.org>'\n\
         mail_relay = \"{relay}\"\nmail_keys = \"rsa={}, ed={}\"\n",
        asset("rsa-for-tests.pem").display(),
        seed.display()
    );
    table.file("data/newsstand.toml", settings);
    papers(&table);
    for about in ["daily", "search:ti:\"injected\nBcc: x\" OR ti:emoji", "keyword:<script>"] {
        table.library().ask(async |newsstand| subscribe(newsstand, about).await);
    }
    table
}

fn send(table: &Table, postfix: &Postfix) -> Finished {
    let mut command: Command = table.command(["digest", "send"]);
    // The system's certificates know nothing of the one that this server has.
    command.env("SSL_CERT_FILE", postfix.authority());
    Running::start(command).wait()
}

/// A letter as `mail-parser` reads it: the headers that must be there, none that must not, and every paper readable in both parts.
fn reads_well(bytes: &[u8], is_daily: bool) {
    let message = MessageParser::default().parse(bytes).expect("a message");
    let from = message.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!((from.name(), from.address()), (Some("Papiere, über „alles“"), Some("papers@example.org")));
    let to = message.to().and_then(|to| to.first()).and_then(|to| to.address());
    assert_eq!(to, Some("o'reader+tag@example.org"));
    let mut names: Vec<String> = message.headers().iter().map(|header| header.name().to_lowercase()).collect();
    names.retain(|name| !["received", "return-path", "delivered-to", "x-original-to"].contains(&name.as_str()));
    names.sort();
    let expected = [
        "auto-submitted",
        "content-type",
        "date",
        "dkim-signature",
        "dkim-signature",
        "from",
        "list-id",
        "list-unsubscribe",
        "list-unsubscribe-post",
        "message-id",
        "mime-version",
        "subject",
        "to",
    ];
    assert_eq!(names, expected, "a header that nobody wrote");
    assert_eq!(message.attachment_count(), 0);
    let (text, html) = (message.body_text(0).expect("a text"), message.body_html(0).expect("HTML"));
    assert!(
        message
            .text_part(0)
            .is_some_and(|part| part.content_type().is_some_and(|kind| kind.subtype() == Some("plain")))
    );
    for hidden in ['\u{202e}', '\u{2066}', '\u{7}', '\u{1b}', '\u{0}'] {
        assert!(!text.contains(hidden) && !html.contains(hidden), "{hidden:?}");
    }
    for mark in ["<script", "<img", "<math", "<h1>body", "onerror=alert(1)>", "<b>Bold"] {
        assert!(!html.contains(mark), "{mark} in {html}");
    }
    assert!(html.len() < 100_000 && text.len() < 100_000);
    if is_daily {
        for (_, readable) in titles() {
            assert!(text.contains(readable), "{readable:?} is not in {text}");
        }
        assert!(
            text.contains("Zoë Ångström-Đặng") && html.contains("山田 太郎") || text.contains("and 1 more"),
            "{text}"
        );
    }
}

/// The same as Python reads it, with what dkimpy says.
fn python_agrees(table: &Table, bytes: &[u8]) {
    let Some(read) = read_by_python(table, bytes) else { return };
    assert_eq!(read["defects"], json!([]));
    assert!(read["longest_line"].as_u64().is_some_and(|longest| longest <= 998), "RFC 5322, 2.1.1");
    let headers = read["headers"].as_object().expect("headers");
    assert!(!headers.contains_key("bcc") && !headers.contains_key("x-evil"), "{headers:?}");
    assert_eq!(headers["from"], "\"Papiere, über „alles“\" <papers@example.org>");
    let signatures = read["signatures"].as_array().expect("signatures");
    assert_eq!(signatures.len(), 2);
    for signature in signatures {
        assert_eq!(signature["verified"], Value::from(true), "{signature}");
        for name in ["list-unsubscribe", "list-unsubscribe-post", "from", "subject"] {
            assert!(signature["headers"].as_array().is_some_and(|all| all.contains(&Value::from(name))), "{signature}");
        }
    }
}

#[test]
fn a_real_server_takes_hostile_letters_in_every_way_and_others_read_them() {
    let Some(postfix) = Postfix::start() else { return };
    for (way, relay) in postfix.addresses() {
        let table = table(&relay);
        let sent = send(&table, &postfix);
        assert!(
            sent.stdout.starts_with("3 letters sent, 0 to be tried again, 0 given up"),
            "{way}: {}{}",
            sent.stdout,
            postfix.log()
        );
        let messages = postfix.take(3);
        assert_eq!(messages.len(), 3, "{way}");
        for message in &messages {
            let is_daily = String::from_utf8_lossy(message).contains("List-Id: <daily.letters.example.org>");
            reads_well(message, is_daily);
            python_agrees(&table, message);
        }
    }
    let log = postfix.log();
    assert!(log.matches("sasl_username=papers").count() == 2 || log.contains("sasl_method=PLAIN"), "{log}");
}

#[test]
fn a_wrong_password_costs_no_letter_and_the_operator_sees_it() {
    let Some(postfix) = Postfix::start() else { return };
    let table = table(&postfix.starttls("wrong"));
    let sent = send(&table, &postfix).ends_with(2);
    assert!(
        sent.stdout.starts_with("0 letters sent") && sent.stderr.contains("no relay could be reached"),
        "{}",
        sent.stderr
    );
    let queue = table.run(["digest", "queue"]).well().stdout;
    assert!(queue.contains("3 letters tried again or put off:") && queue.contains("535"), "{queue}");
    assert!(!queue.contains("wrong"), "the password is nobody's business: {queue}");
    let told: Value = serde_json::from_str(&table.run(["digest", "queue", "--json"]).well().stdout).expect("JSON");
    assert_eq!((&told["sent"], told["again"][0]["letters"].as_u64() > Some(0)), (&json!(0), true), "{told}");
    // A certificate of an authority that nobody knows is none.
    let unknown = Running::start(table.command(["digest", "send"])).wait();
    assert!(unknown.stdout.starts_with("0 letters sent"), "{}", unknown.stdout);
    assert_eq!(table.run(["digest", "queue"]).well().stdout.lines().count(), queue.lines().count());
}
