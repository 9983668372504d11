//! Signatures (DKIM, RFC 6376): whether the DNS holds the public half of each key.

use std::path::{Path, PathBuf};

use super::Finding;
use super::dns::Lookup;
use super::finding::txt_record;
use super::keys::{PublicHalf, is_open_to_all};
use super::tags::tag;
use crate::SigningKey;

const ABOUT: &str = "DKIM";

pub(super) async fn examine(domain: &str, keys: &[(String, PathBuf)], dns: &impl Lookup) -> Vec<Finding> {
    if keys.is_empty() {
        let hint = "openssl genrsa -out /etc/newsstand/rsa.pem 2048, and mail_keys = \"2026a=/etc/newsstand/rsa.pem\"";
        return vec![Finding::wrong(ABOUT, "letters bear no signature: large providers refuse them").hint(hint)];
    }
    let mut findings = Vec::new();
    for (selector, path) in keys {
        findings.extend(of(domain, (selector, path), dns).await);
    }
    findings
}

async fn of(domain: &str, (selector, path): (&str, &Path), dns: &impl Lookup) -> Vec<Finding> {
    let key = match SigningKey::read(selector, path) {
        Ok(key) => key,
        Err(error) => {
            let said = error.to_string();
            let (says, hint) =
                said.split_once("\nhint: ").unwrap_or((&said, "mail_keys = \"selector=/path/to/key.pem\""));
            return vec![Finding::wrong(ABOUT, says).hint(hint)];
        }
    };
    let half = PublicHalf::of(&key);
    let mut findings = vec![in_dns(&format!("{selector}._domainkey.{domain}"), &half, dns).await];
    if is_open_to_all(path) {
        let says = format!("everybody on this machine may read the key {}", path.display());
        findings.push(Finding::warning(ABOUT, says).hint(format!("chmod 640 {}", path.display())));
    }
    findings
}

async fn in_dns(name: &str, half: &PublicHalf, dns: &impl Lookup) -> Finding {
    let hint = txt_record(name, &half.record());
    let records = match dns.txt(name).await {
        Ok(records) => records,
        Err(why) => return Finding::warning(ABOUT, why),
    };
    let keys: Vec<_> = records.iter().filter_map(|record| tag(record, "p").map(|key| (record, key))).collect();
    let Some((record, _)) = keys.iter().find(|(_, key)| half.is(key)) else {
        let says = match keys.first() {
            None => format!("{name} has no key in the DNS"),
            Some((_, "")) => format!("the key of {name} is withdrawn: its p is empty"),
            Some(_) => format!("{name} has another key than the file"),
        };
        return Finding::wrong(ABOUT, says).hint(hint);
    };
    if tag(record, "k").unwrap_or("rsa") != half.kind {
        return Finding::wrong(ABOUT, format!("{name} says another kind of key")).hint(hint);
    }
    if tag(record, "t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "y")) {
        return Finding::warning(ABOUT, format!("{name} says that signing is only tried out: t=y")).hint(hint);
    }
    Finding::ok(ABOUT, format!("{name} holds the public half ({}, {} bits)", half.kind, half.bits))
}
