//! Signatures, as another program verifies them: `mail-auth`, without a network, by keys that stand where DNS would have them. (Python's dkimpy does the same in the
//! tests of the program.)

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Paper, PaperKey, StoredPaper};
use engine::{
    Composed, Entry, Letter, LetterKey, LetterKind, ReaderKey, Subscription, SubscriptionKey, SubscriptionState, Token,
};
use mail_auth::common::verify::DomainKey;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::{AuthenticatedMessage, DkimResult, MessageAuthenticator, Parameters, ResolverCache, Txt};
use newsstand_mail::{KeyKind, Office, SigningKey};
use ring::signature::KeyPair as _;
use tempfile::TempDir;

use crate::library::{NOW, at, wish};

/// What DNS would say: the keys of these selectors.
struct Answers(HashMap<Box<str>, Txt>);

/// Names of which nothing is known.
struct Nothing;

impl ResolverCache<Box<str>, Txt> for Answers {
    fn get<Q: Hash + Eq + ?Sized>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
    {
        self.0.get(name).cloned()
    }

    fn remove<Q: Hash + Eq + ?Sized>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}

impl<K, V> ResolverCache<K, V> for Nothing {
    fn get<Q: Hash + Eq + ?Sized>(&self, _: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        None
    }

    fn remove<Q: Hash + Eq + ?Sized>(&self, _: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        None
    }

    fn insert(&self, _: K, _: V, _: Instant) {}
}

/// The key of tests, which has nothing to hide.
fn rsa() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../newsstand/tests/assets/letters/rsa-for-tests.pem")
}

/// 32 bytes, in base64.
const SEED: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn openssl(args: &[&str]) -> Vec<u8> {
    let run = Command::new("openssl").args(args).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

fn dns() -> Answers {
    use mail_auth::common::parse::TxtRecordParser as _;

    let rsa = openssl(&["rsa", "-in", rsa().to_str().unwrap(), "-pubout", "-outform", "DER"]);
    let seed = STANDARD.decode(SEED).unwrap();
    let edwards = ring::signature::Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
    let records = [("rsa", "rsa", rsa), ("ed", "ed25519", edwards.public_key().as_ref().to_vec())];
    let entry = |(selector, kind, key): (&str, &str, Vec<u8>)| {
        let text = format!("v=DKIM1; k={kind}; p={}", STANDARD.encode(key));
        let key = DomainKey::parse(text.as_bytes()).unwrap();
        (format!("{selector}._domainkey.example.org.").into(), Txt::DomainKey(Arc::new(key)))
    };
    Answers(records.into_iter().map(entry).collect())
}

/// What comes of the signatures of a message, and the names of what each of them covers.
async fn verified(bytes: &[u8]) -> Vec<(bool, Vec<String>)> {
    let authenticator = MessageAuthenticator::new(ResolverConfig::default(), ResolverOpts::default()).unwrap();
    let message = AuthenticatedMessage::parse(bytes).unwrap();
    let dns = dns();
    let outputs = authenticator
        .verify_dkim(Parameters {
            params: &message,
            cache_txt: Some(&dns),
            cache_mx: Some(&Nothing),
            cache_ptr: Some(&Nothing),
            cache_ipv4: Some(&Nothing),
            cache_ipv6: Some(&Nothing),
        })
        .await;
    let covered = |output: &mail_auth::DkimOutput<'_>| {
        let signature = output.signature().unwrap();
        signature.h.iter().map(|name| name.to_ascii_lowercase()).collect()
    };
    outputs.iter().map(|output| (*output.result() == DkimResult::Pass, covered(output))).collect()
}

fn letter(title: &str) -> Letter {
    let subscription = Subscription {
        key: SubscriptionKey(7),
        reader: ReaderKey(7),
        address: "reader@example.org".parse().unwrap(),
        subject: "daily".parse().unwrap(),
        wish: wish(),
        state: SubscriptionState::Active,
        made: at(NOW),
        since: at(NOW),
        due: at(NOW),
    };
    let mut paper = Paper::new("2401.01234".parse().unwrap(), title);
    paper.abstract_text = "First.  Second . \tThird. \n".repeat(50);
    let entry = Entry::new(StoredPaper::new(PaperKey(1), paper), "picked");
    let content = Composed { papers: vec![entry], total: 1, missed: Vec::new() };
    let kind = LetterKind::Digest { date: "2026-01-05".to_owned(), content };
    let theme = subscription.subject.clone().into();
    Letter { key: LetterKey(1), theme, subscription, kind, manage: Token("word".to_owned()), tries: 1 }
}

fn office(from: &str, keys: &[(&str, &Path)]) -> Office {
    let keys = keys.iter().map(|(selector, path)| SigningKey::read(selector, path).unwrap()).collect();
    Office::new("Papers", "https://papers.example.org", from, keys).unwrap()
}

#[tokio::test]
async fn both_kinds_verify_and_cover_what_ends_letters() {
    let folder = TempDir::new().unwrap();
    let (rsa, seed) = (rsa(), folder.path().join("seed"));
    std::fs::write(&seed, SEED).unwrap();
    let office = office("Papiere über alles <papers@example.org>", &[("rsa", &rsa), ("ed", &seed)]);
    for title in ["Swarms", "Ünï\u{202e}code 🐝 with  two  blanks", &"long ".repeat(100), "."] {
        let bytes = office.message(&letter(title), at(NOW)).unwrap().bytes;
        let found = verified(&bytes).await;
        assert_eq!(found.len(), 2);
        for (passes, names) in found {
            assert!(passes, "{title}: {}", String::from_utf8_lossy(&bytes));
            for name in
                ["from", "to", "subject", "date", "message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post"]
            {
                assert!(names.iter().any(|found| found == name), "{name} is not among {names:?} (RFC 8058, 4)");
            }
        }
        assert!(bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 998), "RFC 5322, 2.1.1");
    }
}

#[tokio::test]
async fn what_is_changed_on_the_way_does_not_verify() {
    let folder = TempDir::new().unwrap();
    let (rsa, seed) = (rsa(), folder.path().join("seed"));
    std::fs::write(&seed, SEED).unwrap();
    let office = office("papers@example.org", &[("rsa", &rsa), ("ed", &seed)]);
    let good = String::from_utf8(office.message(&letter("Swarms"), at(NOW)).unwrap().bytes).unwrap();
    assert!(verified(good.as_bytes()).await.iter().all(|(passes, _)| *passes));
    let end = "List-Unsubscribe: <https://papers.example.org";
    assert!(good.contains(end));
    for changed in [
        good.replace(end, "List-Unsubscribe: <https://evil.example"),
        good.replace("List-Unsubscribe-Post: List", "List-Unsubscribe-Post: None"),
        good.replacen("Subject: ", "Subject: Win ", 1),
        good.replacen("From: ", "From: boss@example.org\r\nFrom: ", 1),
        good.replacen("MIME-Version", "List-Unsubscribe: <https://evil.example>\r\nMIME-Version", 1),
        good.replacen("Second", "Sec0nd", 1),
    ] {
        assert_ne!(changed, good);
        assert!(verified(changed.as_bytes()).await.iter().all(|(passes, _)| !passes), "{changed}");
    }
    // Blanks may change on the way; that is what the form is for.
    let blanks = good.replacen("Subject: ", "Subject:  \t", 1) + "\r\n\r\n";
    assert!(verified(blanks.as_bytes()).await.iter().all(|(passes, _)| *passes));
}

#[test]
fn keys_are_read_in_every_form_that_openssl_writes() {
    let folder = TempDir::new().unwrap();
    let file = |name: &str| folder.path().join(name);
    let to = |name: &str| file(name).display().to_string();
    openssl(&["genrsa", "-out", &to("pkcs8.pem"), "2048"]);
    openssl(&["genrsa", "-traditional", "-out", &to("pkcs1.pem"), "2048"]);
    openssl(&["genpkey", "-algorithm", "ed25519", "-out", &to("ed.pem")]);
    openssl(&["genrsa", "-out", &to("short.pem"), "1024"]);
    openssl(&["ecparam", "-genkey", "-noout", "-name", "prime256v1", "-out", &to("ec.pem")]);
    std::fs::write(file("seed"), format!("{SEED}\n")).unwrap();
    let kind = |name: &str| SigningKey::read("s", &file(name)).map(|key| key.kind()).map_err(|error| error.to_string());
    for (name, expected) in [
        ("pkcs8.pem", KeyKind::Rsa),
        ("pkcs1.pem", KeyKind::Rsa),
        ("ed.pem", KeyKind::Ed25519),
        ("seed", KeyKind::Ed25519),
    ] {
        assert_eq!(kind(name), Ok(expected), "{name}");
    }
    for name in ["short.pem", "ec.pem"] {
        assert!(kind(name).unwrap_err().contains("2048"), "{name}: {:?}", kind(name));
    }
    std::fs::write(file("broken"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n").unwrap();
    for (selector, name) in [("s", "broken"), ("s", "nowhere"), ("", "seed"), ("a b", "seed"), ("a;b", "seed")] {
        assert!(SigningKey::read(selector, &file(name)).is_err(), "{selector:?} {name}");
    }
}
