//! Names of the addresses from which letters go out: a host that has none, or one that leads elsewhere, is trusted by few.

use std::net::IpAddr;

use super::dns::Lookup;
use super::{Finding, Senders};

const ABOUT: &str = "reverse name";

pub(super) async fn examine(senders: &Senders, dns: &impl Lookup) -> Vec<Finding> {
    if senders.addresses.is_empty() {
        let says = "it is not known from which address letters go out";
        return vec![Finding::warning(ABOUT, says).hint("--address 192.0.2.1, as others see the host that sends")];
    }
    let mut findings = Vec::new();
    for address in &senders.addresses {
        findings.push(of(*address, senders, dns).await);
    }
    findings
}

async fn of(address: IpAddr, senders: &Senders, dns: &impl Lookup) -> Finding {
    let names = match dns.names(address).await {
        Ok(names) => names,
        Err(why) => return Finding::warning(ABOUT, why),
    };
    for name in &names {
        if dns.addresses(name).await.is_ok_and(|found| found.contains(&address)) {
            return Finding::ok(ABOUT, format!("{address} is {name}, and {name} is {address}"));
        }
    }
    let says = match names.first() {
        None => format!("{address} has no name"),
        Some(name) => format!("{address} is called {name}, which has another address"),
    };
    let name = names.first().map_or("mail.example.org", String::as_str);
    let kind = if address.is_ipv4() { "A" } else { "AAAA" };
    let hint = format!("{name}. IN {kind} {address}, and let who gave you the address set its PTR record to {name}.");
    Finding::of(senders.level(), ABOUT, says).hint(hint)
}
