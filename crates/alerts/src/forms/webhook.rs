//! For programs: JSON, signed as the Standard Webhooks specification 1.0.0 says ("Signature scheme", "Webhook headers"), with a name that
//! stays the same however often it is sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Destination, Timestamp};
use fetch::{Address, Delivery};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;

use super::Form;
use crate::AlertError;
use crate::told::{Paper, Told};

/// What a secret begins with ("Symmetric signatures").
const PREFIX: &str = "whsec_";

/// How many bytes a secret has.
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The most bytes of a message ("Payload size").
const MOST: usize = 20_000;

pub(super) const FORM: Form =
    Form { name: "webhook", example: "webhook:https://example.org/hooks/papers", prepare, delivery };

#[derive(Serialize)]
struct Payload<'a> {
    r#type: &'static str,
    timestamp: Timestamp,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    alert: i64,
    about: String,
    heading: &'a str,
    url: &'a str,
    total: usize,
    papers: Vec<ToldPaper<'a>>,
}

#[derive(Serialize)]
struct ToldPaper<'a> {
    id: &'a str,
    title: &'a str,
    authors: Vec<String>,
    organization: Option<String>,
    published: Option<Timestamp>,
    votes: u32,
    extract: String,
    url: &'a str,
    why: &'a str,
}

fn prepare(mut destination: Destination) -> Result<Destination, String> {
    if destination.secret.is_empty() {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|error| format!("no secret can be made: {error}"))?;
        destination.secret = format!("{PREFIX}{}", STANDARD.encode(random));
    }
    key(&destination.secret)?;
    Ok(destination)
}

fn delivery(address: &Address, destination: &Destination, told: &Told<'_>) -> Result<Delivery, AlertError> {
    let print = |papers: &[Paper<'_>], _| serde_json::to_vec(&payload(told, papers));
    let body = told.fitting(|body| body.as_ref().is_ok_and(|body| body.len() <= MOST), print)?;
    let (id, at) = (&told.message.id, told.now.as_second().to_string());
    let wrong = |why| FORM.wrong(why);
    let signature = signature(&key(&destination.secret).map_err(wrong)?, (id, &at), &body);
    let delivery = Delivery::json(address.clone(), body).with("webhook-id", id).with("webhook-timestamp", &at);
    Ok(delivery.with("webhook-signature", &format!("v1,{signature}")))
}

fn payload<'a>(told: &'a Told<'_>, papers: &'a [Paper<'_>]) -> Payload<'a> {
    let alert = &told.message.alert;
    let data = Data {
        alert: alert.key.0,
        about: alert.subject.to_string(),
        heading: &told.heading,
        url: &told.page,
        total: told.message.content.total,
        papers: papers.iter().map(paper).collect(),
    };
    Payload { r#type: "papers.new", timestamp: told.message.made, data }
}

fn paper<'a>(shown: &'a Paper<'_>) -> ToldPaper<'a> {
    let stored = &shown.entry.stored;
    ToldPaper {
        id: stored.paper.id.as_str(),
        title: &shown.title,
        authors: stored.paper.authors.iter().take(20).map(|name| text::line(name, 100)).collect(),
        organization: stored.paper.organization.as_ref().map(|organization| text::line(&organization.name, 100)),
        published: stored.paper.published,
        votes: stored.counts.votes,
        extract: shown.extract(),
        url: &shown.href,
        why: &shown.why,
    }
}

/// The bytes of a secret.
fn key(secret: &str) -> Result<Vec<u8>, String> {
    let encoded = secret.strip_prefix(PREFIX).ok_or_else(|| format!("its secret does not begin with {PREFIX}"))?;
    let key = STANDARD.decode(encoded).map_err(|_| "its secret is not base64".to_owned())?;
    if BYTES.contains(&key.len()) { Ok(key) } else { Err("its secret has not 24 to 64 bytes".to_owned()) }
}

/// HMAC-SHA-256 of `id.timestamp.body`, in base64.
fn signature(key: &[u8], (id, at): (&str, &str), body: &[u8]) -> String {
    // Zeros up to the block of the hash change nothing (RFC 2104, 2).
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in [id.as_bytes(), b".", at.as_bytes(), b".", body] {
        mac.update(part);
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::tests::{HOSTILE, crowd, entry, handed, json};

    const TO: &str = "webhook:https://example.org/hook";

    #[test]
    fn signatures_are_those_of_the_standard() {
        // The specification's own libraries test with these (spec, "Signature scheme").
        let key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = br#"{"test": 2432232314}"#;
        let signed = signature(&key, ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330"), body);
        assert_eq!(signed, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_program_gets_what_it_needs() {
        let delivery = handed(TO, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", vec![entry("2601.00001", HOSTILE)], 4);
        let header = |name: &str| &delivery.headers.iter().find(|(known, _)| known == name).unwrap().1;
        assert_eq!(header("webhook-id"), "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W");
        assert_eq!(header("webhook-timestamp"), "1795334409");
        assert!(header("webhook-signature").starts_with("v1,"));
        let body: serde_json::Value = serde_json::from_slice(&delivery.body).unwrap();
        assert_eq!((&body["type"], &body["timestamp"]), (&"papers.new".into(), &"2026-11-22T08:00:00Z".into()));
        assert_eq!((&body["data"]["total"], &body["data"]["about"]), (&4.into(), &"search:x".into()));
        let paper = &body["data"]["papers"][0];
        assert_eq!(paper["url"], "https://papers.example.org/papers/2601.00001");
        assert_eq!((&paper["extract"], &paper["votes"]), (&"First. Second one.".into(), &7.into()));
        let title = paper["title"].as_str().unwrap();
        assert!(!title.contains(['\r', '\n', '\u{7}', '\u{202e}']) && title.contains("🐝 שלום"), "{title}");
    }

    #[test]
    fn it_stays_small() {
        let body = json(TO, "", crowd(100), 100);
        let papers = body["data"]["papers"].as_array().unwrap().len();
        assert!((1..100).contains(&papers) && body.to_string().len() <= MOST, "{papers}");
        assert_eq!(body["data"]["total"], 100);
    }
}
