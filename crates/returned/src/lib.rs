//! Letters that come back: what a message says that arrives at a return address.
//!
//! Three kinds are understood: reports of delivery (RFC 3464), reports of abuse (ARF, RFC 5965), and what old hosts write in words of their own, as far
//! as the return address tells whose letter it was. What follows from it is settled by `engine`, and `mail` fetches it; this crate takes bytes and
//! refuses input and output, panics, and more than a moment for whatever it is given.

mod address;
mod fields;

use domain::{MailStatus, ReturnKind, ReturnedMail};
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

pub use address::{AddressError, ReturnAddress};

use fields::{Fields, blocks};

/// How much of a message is looked at. A report begins with what it has to say; the letter that came back stands behind it.
pub const LONGEST_RETURNED: usize = 256 << 10;
/// Kinds of parts that are messages, or are made of them (RFC 2046, 5.1.5 and 5.2; RFC 6532, 3.7): what stands behind the slash.
const INNER: [&[u8]; 3] = [b"rfc822", b"global", b"digest"];
/// Receivers that a report speaks of, at most.
const RECEIVERS: usize = 64;
/// Characters of what it says that are kept.
const WHY: usize = 300;
/// Characters in which a host of its own words says what was wrong.
const WORDS: usize = 4_000;

/// Reads a message that came back to an address. Whatever it is, this ends with an answer; what cannot be understood is no failure of anybody.
pub fn read_returned(bytes: &[u8], address: &ReturnAddress) -> ReturnedMail {
    let bytes = bytes.get(..LONGEST_RETURNED).unwrap_or(bytes);
    let words = address.words(bytes);
    let plain = without_inner_messages(bytes);
    let said = MessageParser::default().parse(&plain).map(|message| said(&message)).unwrap_or_default();
    ReturnedMail { words, ..said }
}

/// The bytes with what is a message within it made a part like any other, which nobody looks into: what is wanted of it is found without
/// (`ReturnAddress::words`), messages within messages without end would be held one within another, and `mail-parser` 0.11 loses its place among them.
fn without_inner_messages(bytes: &[u8]) -> Vec<u8> {
    let mut plain = bytes.to_vec();
    let slashes: Vec<usize> = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at).collect();
    for slash in slashes {
        let rest = bytes.get(slash + 1..).unwrap_or_default();
        let spaces = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let word = rest.get(spaces..).unwrap_or_default();
        let is_inner = |name: &&[u8]| {
            let begins = word.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
            begins && word.get(name.len()) != Some(&b'-')
        };
        if INNER.iter().any(is_inner)
            && let Some(first) = plain.get_mut(slash + 1 + spaces)
        {
            *first = b'-';
        }
    }
    plain
}

fn said(message: &Message<'_>) -> ReturnedMail {
    let part = |kinds: &[&str]| {
        message.parts.iter().find(|part| {
            let is_wanted = |kind: &&str| part.content_type().is_some_and(|found| is(found, kind));
            kinds.iter().any(is_wanted)
        })
    };
    if let Some(report) = part(&["feedback-report"]) {
        return complaint(&blocks(&text_of(report)));
    }
    if let Some(report) = part(&["delivery-status", "global-delivery-status"]) {
        let blocks = blocks(&text_of(report));
        if blocks.iter().any(|block| block.get("action").is_some() || block.get("status").is_some()) {
            return delivery(&blocks);
        }
    }
    in_own_words(message)
}

fn is(found: &mail_parser::ContentType<'_>, subtype: &str) -> bool {
    let is_message = found.ctype().eq_ignore_ascii_case("message");
    is_message && found.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subtype))
}

fn text_of(part: &MessagePart<'_>) -> String {
    match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.to_string(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        PartType::Message(_) | PartType::Multipart(_) => String::new(),
    }
}

/// RFC 5965, 3.1, with the kinds of its registry. Somebody who says that a letter is welcome (RFC 6430), and reports on signatures (RFC 6591),
/// complain about nothing.
fn complaint(blocks: &[Fields]) -> ReturnedMail {
    let kind = blocks.iter().find_map(|block| block.get("feedback-type")).unwrap_or_default().to_ascii_lowercase();
    let is_complaint = matches!(kind.as_str(), "abuse" | "fraud" | "virus" | "other" | "opt-out" | "opt-out-list");
    let by = blocks.iter().find_map(|block| block.get("user-agent")).unwrap_or_default();
    ReturnedMail {
        kind: is_complaint.then_some(ReturnKind::Complaint),
        receivers: Vec::new(),
        why: shown(&format!("{kind} {by}")),
        words: Vec::new(),
    }
}

/// RFC 3464: a block about the message, and one about each receiver. Where several are spoken of, the mildest word counts: an alias of which one end
/// is dead still has a living one.
fn delivery(blocks: &[Fields]) -> ReturnedMail {
    let spoken: Vec<&Fields> = blocks
        .iter()
        .filter(|block| block.get("action").is_some() || block.get("status").is_some())
        .take(RECEIVERS)
        .collect();
    let mildest = spoken.iter().map(|block| failure(block)).min_by_key(|kind| kind.map(severity));
    let named = spoken.iter().flat_map(|block| ["original-recipient", "final-recipient"].map(|name| block.get(name)));
    let receivers = named.flatten().map(|value| value.rsplit(';').next().unwrap_or(value));
    let why = spoken.iter().find_map(|block| block.get("diagnostic-code").or_else(|| block.get("status")));
    ReturnedMail {
        kind: mildest.flatten(),
        receivers: receivers.map(|address| address.trim().trim_matches(['<', '>']).to_owned()).collect(),
        why: shown(why.unwrap_or_default()),
        words: Vec::new(),
    }
}

/// What a block says of its receiver; nothing where the letter arrived, or is only late.
fn failure(block: &Fields) -> Option<ReturnKind> {
    let diagnosis = block.get("diagnostic-code").unwrap_or_default();
    let status = block.get("status").and_then(MailStatus::find);
    let told = MailStatus::find(diagnosis);
    let action = block.get("action").unwrap_or_default().to_ascii_lowercase();
    let has_failed = match action.as_str() {
        "failed" => true,
        "delayed" | "delivered" | "relayed" | "expanded" => false,
        // Broken reports leave it out.
        _ => status.or(told).is_some_and(|status| status.class == 5),
    };
    if !has_failed {
        return None;
    }
    // Some hosts say 5.0.0 whatever has happened, and the truth where they quote.
    let better = told.filter(|told| told.is_specific() && status.is_none_or(|status| !status.is_specific()));
    match better.or(status).or(told) {
        Some(status) => status.kind(),
        None => Some(by_code(diagnosis).unwrap_or(ReturnKind::Permanent)),
    }
}

fn severity(kind: ReturnKind) -> u8 {
    match kind {
        ReturnKind::Passing => 1,
        ReturnKind::Permanent => 2,
        ReturnKind::Gone => 3,
        ReturnKind::Complaint => 4,
    }
}

/// A code of RFC 5321 (4.2.1) at the beginning of a word.
fn by_code(text: &str) -> Option<ReturnKind> {
    let mut codes = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 3);
    codes.find_map(|code| match code.as_bytes().first() {
        Some(b'5') => Some(ReturnKind::Permanent),
        Some(b'4') => Some(ReturnKind::Passing),
        _ => None,
    })
}

/// A report in no form. It must come from a host and not from a holiday's answering machine (RFC 3834); what it says before it quotes the letter is
/// searched for a code, and without one it counts little.
fn in_own_words(message: &Message<'_>) -> ReturnedMail {
    let header = |name: &str| message.header_raw(name).unwrap_or_default().trim().to_ascii_lowercase();
    let failed = header("X-Failed-Recipients");
    let is_of_host = ["mailer-daemon", "postmaster", "mail delivery"].iter().any(|name| header("From").contains(name));
    let is_automatic = !header("Auto-Submitted").starts_with("auto-replied") && header("X-Autoreply").is_empty();
    if failed.is_empty() && !(is_of_host && is_automatic) {
        return ReturnedMail::default();
    }
    let text = message.body_text(0).unwrap_or_default();
    let said: String = text.chars().take(WORDS).collect();
    let before_quote = said.lines().skip(1).position(is_quote).map_or(usize::MAX, |line| line + 1);
    let said: String = said.lines().take(before_quote).collect::<Vec<_>>().join("\n");
    let kind =
        MailStatus::find(&said).map_or_else(|| Some(by_code(&said).unwrap_or(ReturnKind::Passing)), MailStatus::kind);
    let receivers = failed.split(',').map(str::trim).filter(|name| !name.is_empty()).take(RECEIVERS).map(str::to_owned);
    let telling = said.lines().find(|line| MailStatus::find(line).is_some() || by_code(line).is_some());
    ReturnedMail {
        kind,
        receivers: receivers.collect(),
        why: shown(telling.unwrap_or("no reason given")),
        words: Vec::new(),
    }
}

/// Where the letter begins that came back.
fn is_quote(line: &str) -> bool {
    let line = line.trim_start_matches('>').trim_start().to_ascii_lowercase();
    line.starts_with("---") || line.starts_with("return-path:") || line.starts_with("received:")
}

/// One line of plain words.
fn shown(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(WHY * 4).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(WHY).collect()
}
