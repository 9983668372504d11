//! The relay: whether it can be reached, and who it is.

use std::net::IpAddr;
use std::time::Duration;

use lettre::{AsyncSmtpTransport, Tokio1Executor};
use url::{Host, Url};

use super::dns::Lookup;
use super::{Finding, MailSetup};

const ABOUT: &str = "relay";
const PATIENCE: Duration = Duration::from_secs(10);

/// What was found, and the addresses of the relays, from which letters may go out.
pub(super) async fn examine(setup: &MailSetup, dns: &impl Lookup) -> (Vec<Finding>, Vec<IpAddr>) {
    if setup.relays.is_empty() {
        return (vec![without(setup)], Vec::new());
    }
    let (mut findings, mut addresses) = (Vec::new(), Vec::new());
    for relay in &setup.relays {
        findings.extend(of(relay).await);
        addresses.extend(seen_from_outside(relay, dns).await);
    }
    (findings, addresses)
}

fn without(setup: &MailSetup) -> Finding {
    if setup.folder.is_empty() {
        let hint = "mail_relay = \"smtps://user:password@mail.example.org\", or mail_folder";
        return Finding::wrong(ABOUT, "letters have no way to travel").hint(hint);
    }
    let folder = std::path::Path::new(&setup.folder);
    if folder.exists() && !folder.is_dir() {
        return Finding::wrong(ABOUT, format!("{} is no folder", setup.folder))
            .hint("mail_folder = \"/path/to/a/maildir\"");
    }
    Finding::warning(
        ABOUT,
        format!("letters are put into {}; whether they are sent from there is not known", setup.folder),
    )
}

async fn of(relay: &str) -> Vec<Finding> {
    let hint = "mail_relay = \"smtps://user:password@mail.example.org\"";
    let Ok(url) = Url::parse(relay) else {
        return vec![Finding::wrong(ABOUT, "mail_relay is no address").hint(hint)];
    };
    let shown = format!(
        "{}:{}",
        url.host_str().unwrap_or_default(),
        url.port().map_or_else(String::new, |port| port.to_string())
    );
    let shown = shown.trim_end_matches(':');
    let built = AsyncSmtpTransport::<Tokio1Executor>::from_url(&plain(&url));
    let transport: AsyncSmtpTransport<Tokio1Executor> = match built {
        Ok(builder) => builder.timeout(Some(PATIENCE)).build(),
        Err(error) => return vec![Finding::wrong(ABOUT, format!("mail_relay cannot be used: {error}")).hint(hint)],
    };
    let how = how(&url);
    let mut findings = vec![match transport.test_connection().await {
        Ok(true) => Finding::ok(ABOUT, format!("{shown} answers{how}")),
        Ok(false) => Finding::wrong(ABOUT, format!("{shown} hangs up")).hint(hint),
        Err(error) => {
            let why = std::error::Error::source(&error).map_or_else(String::new, |source| format!(": {source}"));
            Finding::wrong(ABOUT, format!("{shown} cannot be used{how}: {error}{why}")).hint(advice(&error))
        }
    }];
    if how.is_empty() && !is_near(&url) {
        let says = format!("what is said to {shown} is not encrypted");
        findings.push(Finding::warning(ABOUT, says).hint("smtp://…?tls=required (STARTTLS), or smtps://…"));
    }
    findings
}

/// The address without what it says to the postman alone: how letters are shared among relays.
fn plain(url: &Url) -> String {
    let mut plain = url.clone();
    let kept: Vec<_> = url.query_pairs().filter(|(name, _)| name != "share").collect();
    if kept.len() < url.query_pairs().count() {
        plain.set_query(None);
        if !kept.is_empty() {
            plain.query_pairs_mut().extend_pairs(kept);
        }
    }
    plain.to_string()
}

fn advice(error: &lettre::transport::smtp::Error) -> &'static str {
    if error.is_permanent() || error.is_transient() {
        "the relay's own words say why: user and password, or whether this host may use it"
    } else if error.is_tls() {
        "the name in mail_relay has to be that of the relay's certificate, and whoever signed it known to this system"
    } else {
        "is the host right, the port (25, 465, 587) open, and tls=required something that it offers?"
    }
}

/// How what is said is encrypted, and whether somebody logs in.
fn how(url: &Url) -> String {
    let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    let way = match (url.scheme(), tls.as_deref()) {
        ("smtps", _) => " over TLS",
        (_, Some("required")) => " after STARTTLS",
        (_, Some("opportunistic")) => " with STARTTLS where it is offered",
        _ => return String::new(),
    };
    let login = if url.username().is_empty() { "" } else { ", with user and password" };
    format!("{way}{login}")
}

/// Whether it is this machine, or one in the same house.
fn is_near(url: &Url) -> bool {
    match url.host() {
        // Only addresses of pages have their hosts told apart.
        Some(Host::Domain(name)) => match name.parse::<IpAddr>() {
            Ok(address) => !is_public(address),
            Err(_) => !name.contains('.') || name.ends_with(".localhost"),
        },
        Some(Host::Ipv4(address)) => !is_public(address.into()),
        Some(Host::Ipv6(address)) => !is_public(address.into()),
        None => true,
    }
}

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            !(address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified())
        }
        IpAddr::V6(address) => {
            !(address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_unspecified())
        }
    }
}

async fn seen_from_outside(relay: &str, dns: &impl Lookup) -> Vec<IpAddr> {
    let Ok(url) = Url::parse(relay) else { return Vec::new() };
    let found = match url.host_str().map(|host| (host, host.trim_matches(['[', ']']).parse::<IpAddr>())) {
        Some((_, Ok(address))) => vec![address],
        Some((host, Err(_))) if host.contains('.') => dns.addresses(host).await.unwrap_or_default(),
        _ => Vec::new(),
    };
    found.into_iter().filter(|address| is_public(*address)).collect()
}
