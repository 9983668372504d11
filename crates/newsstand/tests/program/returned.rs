//! Letters that come back, by all ways, and who asks too often for letters.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Answer, ImapServer, MailServer, Server, Table, Taken, wait_for};

const DELIVERED: &[(&str, &str)] = &[];

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets").join(name)
}

/// A report that an address is not there, for the letter of that word.
fn no_such_address(word: &str) -> Vec<u8> {
    report("postfix-unknown", word)
}

/// One of the samples of `crates/returned`, about the letter of that word.
fn report(name: &str, word: &str) -> Vec<u8> {
    let path = asset("../../../returned/tests/assets").join(format!("{name}.eml"));
    let text = std::fs::read_to_string(path).unwrap();
    text.replace("aaaabbbbccccddddeeeeffffgggg2222", word).replace('\n', "\r\n").into_bytes()
}

fn morning_papers(relay: &MailServer, more: &str) -> Table {
    Table::with_settings(&format!(
        "base_url = \"http://papers.example\"\nmail_from = \"papers@example.org\"\nmail_return = \"bounces@example.org\"\n\
         mail_relay = \"smtp://127.0.0.1:{}\"\n{more}",
        relay.port
    ))
}

fn post(server: &Server, path: &str, headers: &str, body: &str) -> Answer {
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: papers.example\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    server.client().send(request.as_bytes()).expect("an answer")
}

/// Asks for letters to an address; what becomes of it is not looked at.
fn ask(server: &Server, who: &str) -> Answer {
    post(server, "/letters", "", &format!("about=daily&address={who}%40reader.example"))
}

/// The word that the return address of a letter bears.
fn word(letter: &Taken) -> &str {
    let (local, host) = letter.from.split_once('@').unwrap();
    assert!(local.len() <= 64 && host == "example.org", "{}", letter.from);
    local.strip_prefix("bounces+").unwrap()
}

/// Asks for letters, and confirms it. Returns the letter that asked, and the page on which they are changed.
fn subscribe(server: &Server, relay: &MailServer, who: &str) -> (Taken, String) {
    let number = relay.count();
    assert_eq!(ask(server, who).status, 200);
    let letter = relay.letter(number);
    let (_, rest) = letter.message.rsplit_once("http://papers.example/letters/confirm/").unwrap();
    let token: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    let confirmed = post(server, &format!("/letters/confirm/{token}"), "", "");
    // The page of one's own, without what it says the first time.
    let own = confirmed.header("Location").unwrap().split('?').next().unwrap().to_owned();
    (letter, own)
}

fn suppressed(table: &Table) -> Value {
    let listed = table.run(["digest", "suppressed", "list", "--json"]).well().stdout;
    serde_json::from_str(&listed).unwrap()
}

#[test]
fn a_report_through_a_pipe_ends_the_letters_to_an_address() {
    let relay = MailServer::start(DELIVERED);
    let table = morning_papers(&relay, "");
    let server = table.serve(&["--empty"]);
    let (letter, own) = subscribe(&server, &relay, "reader");
    assert!(server.page(&own).contains("The next comes on"));
    let pipe = |args: &[&str], bytes: Vec<u8>| {
        let all = ["digest", "returned"].iter().chain(args);
        table.run_with_input(all, bytes).well().stdout
    };

    // What was not signed, tells of no failure, or is no report at all, changes nothing.
    let forged = if word(&letter).starts_with('a') { "b" } else { "a" }.to_owned() + word(&letter).get(1..).unwrap();
    assert!(pipe(&[], no_such_address(&forged)).contains("no word that was signed here"));
    assert!(pipe(&[], report("postfix-delayed", word(&letter))).contains("tells of no failure"));
    assert!(pipe(&[], Vec::new()).contains("no word that was signed here"));
    assert!(pipe(&[], vec![0; 20 << 20]).contains("no word that was signed here"));
    assert!(server.page(&own).contains("The next comes on"));
    assert_eq!(suppressed(&table)["suppressed"], serde_json::json!([]));

    // The mail server may say to whom it was sent, where the message does not.
    let elsewhere = String::from_utf8(no_such_address("x")).unwrap();
    assert!(
        pipe(&["--to", &letter.from], elsewhere.into_bytes())
            .contains("reader@reader.example: gets no letters any more (gone)")
    );
    assert!(server.page(&own).contains("They have ended"));
    let listed = &suppressed(&table)["suppressed"][0];
    assert_eq!(listed["address"], "reader@reader.example");
    assert!(listed["why"].as_str().unwrap().starts_with("no such address: smtp; 550 5.1.1"), "{listed}");

    // Nobody is written to there, until the operator lets it be; whoever asks sees no difference.
    let letters = relay.count();
    assert_eq!(ask(&server, "reader").status, 200);
    assert!(
        table
            .run(["digest", "suppressed", "remove", "reader@reader.example"])
            .well()
            .stdout
            .contains("may get letters")
    );
    let again = table.run(["digest", "suppressed", "remove", "reader@reader.example"]).ends_with(2);
    assert!(again.stderr.contains("was not kept"), "{}", again.stderr);
    let (letter, own) = subscribe(&server, &relay, "reader");
    assert_eq!(relay.count(), letters + 1);

    // A complaint; and by hand.
    assert!(pipe(&[], report("arf-abuse", word(&letter))).contains("(complaint)"));
    assert!(server.page(&own).contains("They have ended"));
    let (_, own) = subscribe(&server, &relay, "other");
    table.run(["digest", "suppressed", "add", "other@reader.example", "--why", "a call"]).well();
    assert!(server.page(&own).contains("They have ended"));
    let shown = table.run(["digest", "suppressed", "list"]).well().stdout;
    assert!(shown.contains("other@reader.example  a call") && shown.contains("its reader complained"), "{shown}");
    server.stop();
}

#[test]
fn what_fails_for_weeks_rests_and_its_reader_wakes_it() {
    let relay = MailServer::start(DELIVERED);
    let table = morning_papers(&relay, "");
    let server = table.serve(&["--empty"]);
    let (_, own) = subscribe(&server, &relay, "reader");
    // Three letters of one address, refused for good, as the mail server hands them in.
    for who in ["reader", "reader", "reader"] {
        let number = relay.count();
        assert_eq!(ask(&server, who).status, 200);
        let letter = relay.letter(number);
        let told = table.run_with_input(["digest", "returned"], report("exim-own-words", word(&letter))).well().stdout;
        assert!(told.contains("reader@reader.example: "), "{told}");
    }
    let page = server.page(&own);
    assert!(page.contains("They rest until") && page.contains("Send them again now"), "{page}");
    let resting = &suppressed(&table)["resting"][0];
    assert_eq!(
        (&resting["address"], &resting["about"]),
        (&Value::from("reader@reader.example"), &Value::from("daily"))
    );
    assert_eq!(post(&server, &format!("{own}/resume"), "Origin: http://evil.example\r\n", "").status, 400);
    assert_eq!(post(&server, &format!("{own}/resume"), "", "").status, 303);
    assert!(server.page(&own).contains("The next comes on"));
    server.stop();
}

#[test]
fn letters_in_a_folder_bear_their_return_address() {
    let table = Table::with_settings(
        "base_url = \"http://papers.example\"\nmail_from = \"papers@example.org\"\nmail_return = \"bounces@example.org\"\nmail_folder = \"out\"\n",
    );
    let server = table.serve(&["--empty"]);
    assert_eq!(ask(&server, "reader").status, 200);
    let file = wait_for("a letter in the folder", || {
        let mut files = std::fs::read_dir(table.path("out/new")).ok()?;
        Some(files.next()?.unwrap().path())
    });
    let message = String::from_utf8(std::fs::read(file).unwrap()).unwrap();
    assert!(message.starts_with("Return-Path: <bounces+") && message.contains("\r\nFrom: "), "{message}");
    server.stop();
}

#[test]
fn a_folder_is_watched() {
    let relay = MailServer::start(DELIVERED);
    let back = tempfile::tempdir().unwrap();
    let table = morning_papers(&relay, &format!("mail_returns = \"maildir:{}\"\n", back.path().display()));
    std::fs::create_dir(back.path().join("new")).unwrap();
    let server = table.serve(&["--empty"]);
    let (letter, own) = subscribe(&server, &relay, "reader");
    std::fs::write(back.path().join("new/1.other"), b"no report\n").unwrap();
    std::fs::write(back.path().join("new/2.report"), no_such_address(word(&letter))).unwrap();
    let read = |name: &str| back.path().join("cur").join(name).exists().then_some(());
    wait_for("the report to be read", || read("2.report:2,S"));
    assert!(read("1.other:2,S").is_some());
    assert!(server.page(&own).contains("They have ended"));
    server.stop();
}

#[test]
fn a_folder_of_imap_is_read() {
    let relay = MailServer::start(DELIVERED);
    let table = morning_papers(&relay, "");
    let server = table.serve(&["--empty"]);
    let (letter, own) = subscribe(&server, &relay, "reader");
    server.stop();
    let huge = [b"Subject: ".to_vec(), vec![b'x'; 2 << 20]].concat();
    let messages =
        [b"Subject: nothing\r\n\r\n)\r\n* BYE\r\n".to_vec(), Vec::new(), huge, no_such_address(word(&letter))];
    let imap = ImapServer::start(&messages, None);
    let serve = |returns: &str| {
        let mut command = table.command(["serve", "--empty", "--listen", "127.0.0.1:0"]);
        command.env("NEWSSTAND_MAIL_RETURNS", returns).env("SSL_CERT_FILE", asset("returns/imap.crt"));
        Server::start(command)
    };
    let server = serve(&format!("imap://me:wo%22rd@127.0.0.1:{}/Back", imap.port));
    wait_for("all messages to be read", || imap.all_seen().then_some(()));
    assert!(server.page(&own).contains("They have ended"));
    wait_for("a goodbye", || imap.said().contains(&"LOGOUT".to_owned()).then_some(()));
    server.stop();

    // Encrypted; and wrong in three ways, of which the log tells once, without the password.
    let key = |name: &str| std::fs::read(asset("returns").join(name)).unwrap();
    let safe = ImapServer::start(&messages, Some((&key("imap.crt"), &key("imap.key"))));
    let server = serve(&format!("imaps://me:wo%22rd@localhost:{}/Back", safe.port));
    wait_for("all messages to be read", || safe.all_seen().then_some(()));
    server.stop();
    for (returns, wrong) in [
        (format!("imap://me:secret@127.0.0.1:{}/Back", imap.port), "cannot log in"),
        (format!("imap://me:wo%22rd@127.0.0.1:{}/Forth", imap.port), "cannot open the folder"),
        (format!("imaps://me:wo%22rd@127.0.0.1:{}/Back", safe.port), "cannot encrypt"),
        (format!("imap://me:secret@127.0.0.1:{}/Back", relay.port), "speaks no IMAP"),
    ] {
        let server = serve(&returns);
        let log = wait_for("a warning", || Some(server.log()).filter(|log| log.contains("cannot be fetched")));
        assert!(log.contains(wrong) && !log.contains("secret"), "{log}");
        server.stop();
    }
}

#[test]
fn what_the_relay_refuses_ends_at_once() {
    let relay = MailServer::start(&[("RCPT TO:<gone@", "550 5.1.1 nobody of that name"), ("RCPT TO:<odd@", "550 no")]);
    let table = morning_papers(&relay, "");
    let server = table.serve(&["--empty"]);
    assert_eq!(ask(&server, "odd").status, 200);
    assert_eq!(ask(&server, "gone").status, 200);
    let listed = wait_for("an address to be suppressed", || {
        let listed = suppressed(&table)["suppressed"].as_array().unwrap().clone();
        listed.first().cloned().map(|first| (first, listed.len()))
    });
    assert_eq!(
        (&listed.0["address"], listed.1),
        (&Value::from("gone@reader.example"), 1),
        "the other says nothing of the address"
    );
    server.stop();
}

#[test]
fn who_asks_too_often_is_told_to_come_back_later() {
    let relay = MailServer::start(DELIVERED);
    let table =
        morning_papers(&relay, "letters_per_sender = 2\nletters_per_hour = 5\nclient_header = \"X-Forwarded-For\"\n");
    let server = table.serve(&["--empty"]);
    let from = |sender: &str, who: &str| {
        post(
            &server,
            "/letters",
            &format!("X-Forwarded-For: {sender}\r\n"),
            &format!("about=daily&address={who}%40reader.example"),
        )
    };
    let one = "203.0.113.9";
    assert_eq!(from(one, "a").status, 200);
    assert_eq!(from(&format!("198.51.100.1, {one}"), "b").status, 200, "what the client wrote itself does not count");
    let refused = from(one, "c");
    assert_eq!(refused.status, 429);
    let seconds: u64 = refused.header("Retry-After").unwrap().parse().unwrap();
    assert!((3_000..=4_200).contains(&seconds), "{seconds}");
    assert_eq!(refused.header("Cache-Control"), Some("no-store"));
    let page = refused.text();
    assert!(
        page.contains("Too often") && page.contains("asked for too often from your network. ")
            || page.contains("from your network."),
        "{page}"
    );
    assert!(page.contains("Nothing was sent. Try again in"), "{page}");
    assert!(!page.contains("reader.example"), "{page}");
    // A slip of the pen is no request.
    assert_eq!(post(&server, "/letters", "X-Forwarded-For: 203.0.113.50\r\n", "about=daily&address=slip").status, 400);
    // Two from one IPv6 network, and its third; then the site has had enough of everybody.
    assert_eq!(from("2001:db8::1", "d").status, 200);
    assert_eq!(from("2001:db8:0:0:ffff::1", "e").status, 200);
    assert_eq!(from("2001:db8::2", "f").status, 429);
    assert_eq!(from("203.0.113.77", "g").status, 200);
    let refused = from("203.0.113.78", "h");
    assert!(refused.status == 429 && refused.text().contains("at the moment"), "{}", refused.text());
    server.stop();

    // Whom the header does not name is known by the connection; without the setting it is not believed.
    let table = morning_papers(&relay, "letters_per_sender = 1\n");
    let server = table.serve(&["--empty"]);
    for (sender, status) in [("203.0.113.1", 200), ("203.0.113.2", 429)] {
        let answer = post(
            &server,
            "/letters",
            &format!("X-Forwarded-For: {sender}\r\n"),
            "about=daily&address=a%40reader.example",
        );
        assert_eq!(answer.status, status);
    }
    server.stop();
    // Nothing in the store tells who it was.
    for file in
        std::fs::read_dir(table.data()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    {
        let bytes = std::fs::read(&file).unwrap();
        assert!(
            !bytes.windows(9).any(|at| at == b"127.0.0.1") || file.ends_with("newsstand.toml"),
            "{}",
            file.display()
        );
    }
}

#[test]
fn wrong_settings_of_returns_are_told_what_is_wrong() {
    let base = "base_url = \"http://papers.example\"\nmail_from = \"papers@example.org\"\nmail_folder = \"b\"\n";
    let said = |settings: &str, args: &[&str]| {
        Table::with_settings(&format!("{base}{settings}")).run(args).ends_with(2).stderr
    };
    let serve = ["serve", "--empty", "--listen", "127.0.0.1:0"];
    for (settings, wrong) in [
        ("mail_return = \"nobody\"\n", "\"nobody\" is no address to which letters go back"),
        ("mail_return = \"an-address-that-has-no-room-for-a-word@example.org\"\n", "more than 31 letters"),
        ("mail_returns = \"maildir:/x\"\n", "no address to which they go back"),
        ("mail_return = \"b@example.org\"\nmail_returns = \"pop3://me:secret@host/INBOX\"\n", "no way to fetch mail"),
    ] {
        let stderr = said(settings, &serve);
        assert!(
            stderr.contains(wrong) && stderr.contains("hint:") && !stderr.contains("secret"),
            "{settings}: {stderr}"
        );
    }
    assert!(said("", &["digest", "returned"]).contains("mail_return = \"bounces@example.org\""));
    assert!(said("", &["digest", "suppressed", "add", "nobody"]).contains("an address of mail"));
    // A mail server keeps the message where the store cannot be reached.
    let table = Table::with_settings(&format!(
        "{base}mail_return = \"b@example.org\"\ndatabase = \"postgres://nobody@127.0.0.1:1/none\"\n"
    ));
    let run = table.run_with_input(["digest", "returned"], no_such_address("x"));
    assert!(run.ends_with(75).stderr.contains("error:"));
}
