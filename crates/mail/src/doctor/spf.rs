//! Which hosts may send for a name (SPF, RFC 7208).

mod record;
mod walk;

use std::net::IpAddr;

use super::dns::Lookup;
use super::finding::txt_record;
use super::{Finding, Senders};
use record::{Qualifier, Record};
use walk::{Outcome, Walk};

const ABOUT: &str = "SPF";

/// `domain` is that of the return address: it is the one that receivers look up (RFC 7208, 2.4).
pub(super) async fn examine(domain: &str, senders: &Senders, dns: &impl Lookup) -> Vec<Finding> {
    let records = match dns.txt(domain).await {
        Ok(records) => records.into_iter().filter(|text| Record::is_one(text)).collect::<Vec<_>>(),
        Err(why) => return vec![Finding::warning(ABOUT, why)],
    };
    let wanted = |record: &str| txt_record(domain, &with(record, &senders.addresses));
    let text = match records.as_slice() {
        [] => {
            let says = format!("{domain} names no host that may send for it");
            return vec![Finding::wrong(ABOUT, says).hint(wanted("v=spf1 ~all"))];
        }
        [text] => text,
        [first, ..] => {
            let says = format!("{domain} has {} records, and receivers then heed none", records.len());
            return vec![Finding::wrong(ABOUT, says).hint(wanted(first))];
        }
    };
    if let Err(why) = text.parse::<Record>() {
        return vec![
            Finding::wrong(ABOUT, format!("the record of {domain} is broken: {why}")).hint(wanted("v=spf1 ~all")),
        ];
    }
    if senders.addresses.is_empty() {
        let says = format!("{domain} has a record; whether it names the host that sends cannot be said");
        return vec![Finding::warning(ABOUT, says).hint("--address 192.0.2.1, as others see the host that sends")];
    }
    let mut findings = Vec::new();
    for address in &senders.addresses {
        let outcome = Walk::new(dns, *address).outcome(domain).await;
        findings.push(judged((domain, *address), outcome, senders).hint_unless_ok(&wanted(text)));
    }
    findings
}

fn judged((domain, address): (&str, IpAddr), outcome: Outcome, senders: &Senders) -> Finding {
    let unsure = if senders.are_certain { "" } else { " (the relay’s own address: it may send from others)" };
    match outcome {
        Outcome::Said(Qualifier::Pass, term) => {
            Finding::ok(ABOUT, format!("{domain} lets {address} send, by {term}{unsure}"))
        }
        Outcome::Said(Qualifier::Fail, term) => {
            Finding::of(senders.level(), ABOUT, format!("{domain} forbids {address} to send, by {term}{unsure}"))
        }
        Outcome::Said(_, term) => {
            Finding::of(senders.level(), ABOUT, format!("{domain} does not know {address}: {term}{unsure}"))
        }
        Outcome::Nothing => Finding::of(senders.level(), ABOUT, format!("{domain} does not name {address}{unsure}")),
        Outcome::Unsure(term) => Finding::warning(
            ABOUT,
            format!("whether {domain} lets {address} send hangs on {term}, which is not followed here"),
        ),
        Outcome::Broken(why) => Finding::wrong(ABOUT, format!("receivers cannot use the record of {domain}: {why}")),
        Outcome::Unanswered(why) => Finding::warning(ABOUT, why),
    }
}

impl Finding {
    fn hint_unless_ok(self, hint: &str) -> Self {
        if self.level == super::Level::Ok { self } else { self.hint(hint) }
    }
}

/// A record that names these addresses too, before what it says of all others.
fn with(record: &str, addresses: &[IpAddr]) -> String {
    let own = addresses.iter().map(|address| match address {
        IpAddr::V4(address) => format!("ip4:{address}"),
        IpAddr::V6(address) => format!("ip6:{address}"),
    });
    let own: Vec<String> = if addresses.is_empty() { vec!["ip4:192.0.2.1".to_owned()] } else { own.collect() };
    let own: Vec<&str> =
        own.iter().map(String::as_str).filter(|own| !record.split(' ').any(|word| word == *own)).collect();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for word in record.split_whitespace() {
        let is_last = word.to_ascii_lowercase().trim_start_matches(['+', '-', '~', '?']) == "all"
            || word.to_ascii_lowercase().starts_with("redirect=");
        if is_last { &mut after } else { &mut before }.push(word);
    }
    [before, own, after].concat().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_completed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(with("v=spf1 mx -all", &[ip("192.0.2.7")]), "v=spf1 mx ip4:192.0.2.7 -all");
        assert_eq!(
            with("v=spf1 redirect=x.example", &[ip("2001:db8::1")]),
            "v=spf1 ip6:2001:db8::1 redirect=x.example"
        );
        assert_eq!(with("v=spf1 ip4:192.0.2.7 ~all", &[ip("192.0.2.7")]), "v=spf1 ip4:192.0.2.7 ~all");
        assert_eq!(with("v=spf1 ~all", &[]), "v=spf1 ip4:192.0.2.1 ~all");
    }
}
