//! The address of the site, which stands in every letter.

use std::net::IpAddr;

use url::{Host, Url};

use super::Finding;
use super::dns::Lookup;

const ABOUT: &str = "base_url";
const HINT: &str = "base_url = \"https://papers.example.org\", under which readers reach this server";

pub(super) async fn examine(base: &str, dns: &impl Lookup) -> Vec<Finding> {
    let url = match Url::parse(base) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        Ok(_) => return vec![Finding::wrong(ABOUT, format!("{base:?} is no address of a page")).hint(HINT)],
        Err(error) => return vec![Finding::wrong(ABOUT, format!("{base:?} is no address: {error}")).hint(HINT)],
    };
    let mut findings = vec![match url.host() {
        Some(Host::Domain(host)) if host.contains('.') && !host.ends_with(".localhost") => named(host, dns).await,
        Some(Host::Ipv4(address)) => numbered(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => numbered(IpAddr::V6(address)),
        _ => Finding::wrong(ABOUT, format!("links to {base} lead to the reader's own machine")).hint(HINT),
    }];
    if url.scheme() == "http" {
        let says = "links are not encrypted, and mail programs end subscriptions over https only (RFC 8058, 3.1)";
        findings.push(Finding::warning(ABOUT, says).hint(HINT));
    }
    findings
}

async fn named(host: &str, dns: &impl Lookup) -> Finding {
    match dns.addresses(host).await {
        Ok(addresses) if addresses.is_empty() => Finding::wrong(ABOUT, format!("{host} has no address in the DNS"))
            .hint(format!("{host}. IN A 192.0.2.1 (the address of this server)")),
        Ok(_) => Finding::ok(ABOUT, format!("links lead to {host}")),
        Err(why) => Finding::warning(ABOUT, why),
    }
}

fn numbered(address: IpAddr) -> Finding {
    Finding::warning(ABOUT, format!("links lead to {address}: filters distrust addresses without a name")).hint(HINT)
}
