//! `newsstand doctor mail`: what is wrong, and what to do about it, by a name server and a relay on loopback.

use std::path::Path;

use serde_json::Value;

use crate::support::{Finished, MailServer, NameServer, Table};

/// The public halves of the keys in `assets/letters`, as `openssl` tells them.
const RSA: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyo74zZC307mRPljT4OaKw1PBwee9te9QGVvr3ARQZvECJqDMgbywSHrcBk4ncGzJ5IDhwGJ2xUKkMDldAZ1cP/QWH6riDGlSdEd1ZZTtbQHlEZ+gQjAUtFpSe8Kxam+D63CO4Pph931fIHc5X6jCY7t4t8UXGk6GxvDyiRDTZ7dIISylRspEEqXxVNUdioTfP1SDfcTR0cO6uBGCFRKiBoqphjp+HyIYBeUlGcPoXD1WcadRN6TGNzGtoTbGO3oWoDVbLodW5Rc4ToWAvz8lCgUlZ2ByrTovaZNL3bxnYxxyBs40lnK81LOa37lI5Z5gfuwkxgkwLWclnf7Rj4jA8wIDAQAB";
/// RFC 8032, 7.1, has others; this is of the seed 0, 1, 2 … 31.
const ED25519: &str = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";

/// A host that is set up, as far as files and settings go.
fn host(relay: &str) -> Table {
    let table = Table::with_settings("");
    let seed = table.file("ed25519", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    let pem = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/letters/rsa-for-tests.pem");
    let rsa = table.file("rsa.pem", std::fs::read(pem).unwrap());
    for key in [&seed, &rsa] {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(key, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    std::fs::create_dir_all(table.path("back/new")).unwrap();
    let settings = format!(
        "base_url = \"https://papers.example.org\"\nmail_from = \"Papers <papers@example.org>\"\nmail_relay = \"{relay}\"\n\
         mail_return = \"bounces@example.org\"\nmail_returns = \"maildir:{}\"\nmail_keys = \"r={}, e={}\"\n",
        table.path("back").display(),
        rsa.display(),
        seed.display()
    );
    table.file("data/newsstand.toml", settings);
    table
}

/// Everything that should stand in the DNS.
fn zone(dns: &NameServer) {
    dns.address("papers.example.org", "192.0.2.10")
        .address("mx.example.org", "192.0.2.11")
        .mx("example.org", "mx.example.org.")
        .ptr("192.0.2.10", "papers.example.org.")
        .txt("example.org", "some-verification=abc")
        .txt("example.org", "v=spf1 include:_spf.example.net -all")
        .txt("_spf.example.net", "v=spf1 ip4:192.0.2.0/28 -all")
        .txt("r._domainkey.example.org", &format!("v=DKIM1; k=rsa; p={RSA}"))
        .txt("e._domainkey.example.org", &format!("v=DKIM1; k=ed25519; p={ED25519}"))
        .txt("_dmarc.example.org", "v=DMARC1; p=reject; rua=mailto:postmaster@example.org");
}

fn doctor(table: &Table, dns: &NameServer, more: &[&str]) -> Finished {
    let at = dns.address.to_string();
    let args = ["doctor", "mail", "--nameserver", &at].into_iter().chain(more.iter().copied());
    table.run(args)
}

/// What was found of something: how it stands, what is said, and the hint.
fn found(run: &Finished, about: &str) -> Vec<(String, String, String)> {
    let all: Vec<Value> = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout));
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    let matching = all.iter().filter(|finding| finding["about"] == about);
    matching.map(|finding| (text(&finding["level"]), text(&finding["says"]), text(&finding["hint"]))).collect()
}

fn relay(server: &MailServer) -> String {
    format!("smtp://127.0.0.1:{}", server.port)
}

const SENDER: [&str; 3] = ["--address", "192.0.2.10", "--json"];

#[test]
fn a_host_that_is_set_up_well_is_well() {
    let (server, dns) = (MailServer::start(&[]), NameServer::start());
    zone(&dns);
    let table = host(&relay(&server));
    let run = doctor(&table, &dns, &["--address", "192.0.2.10", "--to", "me@reader.example"]).well();
    for line in run.stdout.lines() {
        assert!(line.starts_with("ok  "), "{}", run.stdout);
    }
    for about in
        ["base_url", "mail_from", "relay", "SPF", "DKIM", "DMARC", "MX", "mail_returns", "reverse name", "trial"]
    {
        assert!(run.stdout.contains(&format!("ok       {about}: ")), "{about} is missing in {}", run.stdout);
    }
    assert!(run.stdout.contains("by include:_spf.example.net"), "{}", run.stdout);
    let letter = server.letter(0);
    assert_eq!((letter.from.as_str(), letter.to.as_str()), ("bounces+trial@example.org", "me@reader.example"));
    assert_eq!(letter.message.matches("DKIM-Signature:").count(), 2);
    assert!(letter.message.contains("Subject: A trial letter from Newsstand"), "{}", letter.message);
    assert!(!table.path("data/newsstand.db").exists(), "nothing is written");
}

#[test]
fn the_hints_are_records_that_make_it_well() {
    let (server, dns) = (MailServer::start(&[]), NameServer::start());
    let table = host(&relay(&server));
    // Before anything stands in the DNS.
    let run = doctor(&table, &dns, &SENDER).ends_with(1);
    for about in ["base_url", "SPF", "DKIM", "DMARC", "MX", "reverse name"] {
        let findings = found(&run, about);
        assert!(findings.iter().all(|(level, _, hint)| level == "wrong" && !hint.is_empty()), "{about}: {findings:?}");
        for (_, _, hint) in findings.iter().filter(|_| about != "reverse name" && about != "base_url") {
            dns.add_as_hinted(hint);
        }
    }
    assert_eq!(
        found(&run, "DKIM")[1].2,
        format!("e._domainkey.example.org. IN TXT \"v=DKIM1; k=ed25519; p={ED25519}\"")
    );
    // What the hints cannot know: addresses, and what their owner says of them.
    dns.address("papers.example.org", "192.0.2.10").address("mail.example.org", "192.0.2.11");
    dns.ptr("192.0.2.10", "papers.example.org.");
    let run = doctor(&table, &dns, &SENDER).well();
    for about in ["base_url", "SPF", "DKIM", "DMARC", "MX", "reverse name"] {
        let findings = found(&run, about);
        assert!(findings.iter().all(|(level, ..)| level == "ok"), "{about}: {findings:?}");
    }
}

/// Runs with a zone that was changed; what is then found of something.
fn after(about: &str, change: impl Fn(&NameServer)) -> Vec<(String, String, String)> {
    let (server, dns) = (MailServer::start(&[]), NameServer::start());
    zone(&dns);
    change(&dns);
    found(&doctor(&host(&relay(&server)), &dns, &SENDER), about)
}

#[test]
fn wrong_records_are_told_apart() {
    let first = |about: &str, change: &dyn Fn(&NameServer)| after(about, change).swap_remove(0);
    let spf = |text: &'static str| {
        first("SPF", &move |dns| {
            dns.forget("example.org").mx("example.org", "mx.example.org.").txt("example.org", text);
        })
    };
    let (level, says, hint) = spf("v=spf1 mx -all");
    assert!(level == "wrong" && says.contains("forbids 192.0.2.10"), "{says}");
    assert_eq!(hint, "example.org. IN TXT \"v=spf1 mx ip4:192.0.2.10 -all\"");
    let (level, says, _) = spf("v=spf1 ipv4:192.0.2.10 -all");
    assert!(level == "wrong" && says.contains("\"ipv4:192.0.2.10\" is no mechanism"), "{says}");
    let (level, says, _) = spf("v=spf1 include:example.org -all");
    assert!(level == "wrong" && says.contains("more than 10 lookups"), "{says}");
    let (level, says, _) = first("SPF", &|dns| {
        dns.txt("example.org", "v=spf1 -all");
    });
    assert!(level == "wrong" && says.contains("2 records"), "{says}");

    let dkim = |text: &str| {
        first("DKIM", &|dns| {
            dns.forget("r._domainkey.example.org").txt("r._domainkey.example.org", text);
        })
    };
    for (text, level, says) in [
        (format!("v=DKIM1; k=rsa; p={ED25519}"), "wrong", "another key"),
        ("v=DKIM1; p=".to_owned(), "wrong", "withdrawn"),
        (format!("v=DKIM1; k=ed25519; p={RSA}"), "wrong", "another kind"),
        (format!("v=DKIM1; t=y; p={RSA}"), "warning", "tried out"),
        (format!("p = {} {}", RSA.get(..100).unwrap(), RSA.get(100..).unwrap()), "ok", "2048 bits"),
        ("no key".to_owned(), "wrong", "no key in the DNS"),
    ] {
        let found = dkim(&text);
        assert!(found.0 == level && found.1.contains(says), "{text}: {found:?}");
        assert!(
            level == "ok" || found.2.starts_with("r._domainkey.example.org. IN TXT \"v=DKIM1; k=rsa; p=MII"),
            "{found:?}"
        );
    }

    let dmarc = |text: &'static str| {
        after("DMARC", move |dns| {
            dns.forget("_dmarc.example.org").txt("_dmarc.example.org", text);
        })
    };
    assert_eq!(dmarc("v=DMARC1; p=none")[0].0, "warning");
    assert_eq!(dmarc("v=DMARC1; p=perhaps")[0].0, "wrong");
    assert_eq!(dmarc("v=spf1 -all")[0].0, "wrong");
    assert!(dmarc("v=DMARC1; p=reject")[1].1.contains("return address and signature both fit"));

    let null = first("MX", &|dns| {
        dns.forget("example.org").mx("example.org", ".");
    });
    assert!(null.0 == "wrong" && null.1.contains("takes no mail"), "{null:?}");
    let lost = first("MX", &|dns| {
        dns.forget("mx.example.org");
    });
    assert!(lost.0 == "wrong" && lost.1.contains("has no address"), "{lost:?}");
    let stray = first("reverse name", &|dns| {
        dns.forget("10.2.0.192.in-addr.arpa").ptr("192.0.2.10", "mx.example.org.");
    });
    assert!(stray.0 == "wrong" && stray.1.contains("which has another address"), "{stray:?}");
}

#[test]
fn relays_and_settings_are_looked_at() {
    let dns = NameServer::start();
    zone(&dns);
    let of = |relay: &str| found(&doctor(&host(relay), &dns, &SENDER), "relay").swap_remove(0);
    let plain = MailServer::start(&[("STARTTLS", "502 no"), ("AUTH", "535 5.7.8 who are you")]);
    let (level, says, _) = of(&relay(&plain).replace("127.0.0.1", "me:secret@127.0.0.1"));
    assert!(level == "wrong" && says.contains("5.7.8 who are you") && !says.contains("secret"), "{says}");
    for url in [format!("{}?tls=required", relay(&plain)), relay(&plain).replace("smtp:", "smtps:")] {
        let (level, says, hint) = of(&url);
        assert!(level == "wrong" && !hint.is_empty(), "{url}: {says}");
    }
    let shut = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(of(&format!("smtp://{shut}")).0, "wrong");
    assert_eq!(of("gopher://a").0, "wrong");

    // Nothing is set, or all of it wrongly: each thing has its line, and nothing breaks off.
    let run = doctor(&Table::with_settings(""), &dns, &["--json"]).ends_with(1);
    assert_eq!(found(&run, "mail_from")[0].0, "wrong");
    assert_eq!(found(&run, "base_url")[0].0, "wrong");
    for (base, level) in [
        ("http://papers.example.org", "warning"),
        ("https://localhost:8080", "wrong"),
        ("https://192.0.2.10", "warning"),
        ("papers", "wrong"),
    ] {
        let table = host(&relay(&plain));
        let settings = std::fs::read_to_string(table.path("data/newsstand.toml")).unwrap();
        table.file("data/newsstand.toml", settings.replace("https://papers.example.org", base));
        let run = doctor(&table, &dns, &SENDER);
        assert!(found(&run, "base_url").iter().any(|(found, ..)| found == level), "{base}: {}", run.stdout);
    }
    let table = Table::with_settings(
        "base_url = \"https://papers.example.org\"\nmail_from = \"papers@example.org\"\nmail_folder = \"out\"\nmail_keys = \"x=nowhere.pem\"\nmail_return = \"nobody\"\n",
    );
    let run = doctor(&table, &dns, &["--json"]).ends_with(1);
    assert!(found(&run, "DKIM")[0].1.contains("nowhere.pem"), "{}", run.stdout);
    assert!(found(&run, "mail_return")[0].1.contains("\"nobody\""), "{}", run.stdout);
    assert_eq!(found(&run, "SPF")[0].0, "warning", "nobody said from where letters go out");
    assert!(found(&run, "reverse name")[0].2.contains("--address"), "{}", run.stdout);
}

#[test]
fn a_silent_name_server_is_a_warning() {
    let server = MailServer::start(&[]);
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let at = silent.local_addr().unwrap().to_string();
    let run =
        host(&relay(&server)).run(["doctor", "mail", "--json", "--address", "192.0.2.10", "--nameserver", &at]).well();
    for about in ["SPF", "DKIM", "DMARC", "MX", "reverse name"] {
        assert_eq!(found(&run, about)[0].0, "warning", "{about}");
    }
}
