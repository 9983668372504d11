//! What is made of messages that came back: those that hosts of several kinds write, broken ones, and hostile ones.

#![expect(clippy::unwrap_used, reason = "a sample that cannot be read has failed the test")]

use std::path::Path;

use domain::{ReturnKind, ReturnedMail};
use newsstand_returned::{LONGEST_RETURNED, ReturnAddress, read_returned};

const WORD: &str = "aaaabbbbccccddddeeeeffffgggg2222";

fn read(bytes: &[u8]) -> ReturnedMail {
    read_returned(bytes, &"bounces@example.org".parse::<ReturnAddress>().unwrap())
}

fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets").join(format!("{name}.eml"));
    std::fs::read_to_string(path).unwrap().replace('\n', "\r\n").into_bytes()
}

/// The samples, what each says, for whom, and some of its words.
const SAMPLES: &[(&str, Option<ReturnKind>, &str, &str)] = &[
    (
        "postfix-unknown",
        Some(ReturnKind::Gone),
        "reader@reader.example",
        "550 5.1.1 <reader@reader.example>: nobody of that name",
    ),
    ("postfix-delayed", None, "reader@reader.example", "timed out"),
    ("postfix-expired", Some(ReturnKind::Passing), "reader@reader.example", "timed out"),
    ("postfix-relayed", None, "reader@reader.example", "queued"),
    ("exim-report", Some(ReturnKind::Gone), "reader@reader.example", "550-5.1.1 There is no account"),
    ("exim-own-words", Some(ReturnKind::Permanent), "reader@reader.example", "550 this mailbox is closed"),
    ("exchange-not-found", Some(ReturnKind::Gone), "reader@corp.example", "RecipientNotFound"),
    ("exchange-full", Some(ReturnKind::Passing), "reader@corp.example", "5.2.2"),
    ("gmail-unknown", Some(ReturnKind::Gone), "reader@gmail.example", "This account is not there."),
    ("gmail-policy", Some(ReturnKind::Passing), "reader@gmail.example", "5.7.26"),
    ("qmail", Some(ReturnKind::Gone), "", "no mailbox here"),
    ("forwarded", Some(ReturnKind::Gone), "elsewhere@gone.example", "unknown"),
    ("alias-half-alive", None, "dead@reader.example", ""),
    ("global", Some(ReturnKind::Gone), "jörg@münchen.example", "unbekannt"),
    ("arf-abuse", Some(ReturnKind::Complaint), "", "abuse ButtonCounter/1.0"),
    ("arf-only-in-the-letter", Some(ReturnKind::Complaint), "", "abuse"),
    ("arf-not-spam", None, "", ""),
    ("arf-signatures", None, "", ""),
    ("holiday", None, "", ""),
    ("reply", None, "", ""),
    ("own-words-without-a-code", Some(ReturnKind::Passing), "", "no reason given"),
    ("broken-letter-in-letter", Some(ReturnKind::Complaint), "", "abuse"),
    ("broken-no-end", Some(ReturnKind::Gone), "reader@reader.example", "550 5.1.1 no"),
    ("broken-no-action", Some(ReturnKind::Gone), "reader@reader.example", "5.1.1"),
    ("broken-no-status", Some(ReturnKind::Passing), "reader@reader.example", "452 try later"),
];

#[test]
fn each_sample_says_whose_letter_came_back_and_why() {
    for (name, kind, receiver, why) in SAMPLES {
        let found = read(&sample(name));
        assert_eq!(found.words, [WORD], "{name}");
        assert_eq!(found.kind, *kind, "{name}: {found:?}");
        assert_eq!(found.receivers.first().map_or("", String::as_str), *receiver, "{name}");
        assert!(found.why.contains(why), "{name}: {found:?}");
        assert!(!found.why.contains(['\r', '\n']) && found.why.chars().count() <= 300, "{name}");
    }
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets")).unwrap();
    assert_eq!(files.count(), SAMPLES.len(), "a sample that nobody reads");
}

#[test]
fn lines_may_end_as_on_unix() {
    for (name, kind, ..) in SAMPLES {
        let text = String::from_utf8(sample(name)).unwrap().replace("\r\n", "\n");
        assert_eq!(read(text.as_bytes()).kind, *kind, "{name}");
    }
}

#[test]
fn a_sample_that_is_cut_anywhere_is_read_without_harm() {
    for name in ["postfix-unknown", "gmail-unknown", "arf-abuse", "qmail"] {
        let whole = sample(name);
        for end in (0..whole.len()).step_by(7) {
            let found = read(&whole[..end]);
            assert!(found.kind.is_none_or(|kind| kind != ReturnKind::Complaint || name == "arf-abuse"), "{name} {end}");
        }
    }
}

#[test]
fn hostile_messages_end_with_an_answer() {
    let nested = |level: &str, times: usize| format!("Content-Type: {level}\r\n\r\n").repeat(times).into_bytes();
    let report = String::from_utf8(sample("postfix-unknown")).unwrap();
    let (before, after) = report.split_once("Final-Recipient:").unwrap();
    let recipients = "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n".repeat(100_000);
    let multipart = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n".repeat(20_000);
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("zeros", vec![0; 1 << 20]),
        ("every byte", (0..=255).cycle().take(1 << 20).collect()),
        ("messages within messages", nested("message/rfc822", 50_000)),
        ("messages within messages, in large letters", nested("MESSAGE/RFC822", 50_000)),
        ("parts within parts", multipart.into_bytes()),
        ("one line", vec![b'a'; 10 << 20]),
        ("one header", [b"Subject: ".to_vec(), vec![b' '; 10 << 20]].concat()),
        ("many headers", b"A: b\r\n".repeat(1 << 20)),
        ("many receivers", format!("{before}{recipients}Final-Recipient:{after}").into_bytes()),
        ("a long word", format!("Delivered-To: bounces+{}@example.org", "a".repeat(1 << 20)).into_bytes()),
    ] {
        let found = read(&bytes);
        assert!(found.receivers.len() <= 128 && found.words.len() <= 8, "{what}");
        assert!(found.kind.is_none() || what == "many receivers", "{what}: {found:?}");
    }
    // Behind what is looked at, nothing counts.
    let late = [vec![b'\n'; LONGEST_RETURNED], sample("postfix-unknown")].concat();
    assert_eq!(read(&late), ReturnedMail::default());
}
