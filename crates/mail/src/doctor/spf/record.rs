//! A record in its parts (RFC 7208, 4.6 and 5).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// What is said of a host that a mechanism matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Qualifier {
    Pass,
    Fail,
    SoftFail,
    Neutral,
}

/// Which hosts are meant. A name that is missing is that of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mechanism {
    All,
    Include(String),
    A(Option<String>, Widths),
    Mx(Option<String>, Widths),
    Ptr,
    Net(IpAddr, u8),
    Exists(String),
}

/// How many bits of an address count: of an IPv4 address, and of an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Widths(pub(super) u8, pub(super) u8);

/// A mechanism with what is said of whom it matches, and both as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) qualifier: Qualifier,
    pub(super) mechanism: Mechanism,
    pub(super) text: String,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) terms: Vec<Term>,
    pub(super) redirect: Option<String>,
}

impl Record {
    /// Whether a text is such a record, broken or not (RFC 7208, 4.5).
    pub(super) fn is_one(text: &str) -> bool {
        let mut words = text.split(' ');
        words.next().is_some_and(|version| version.eq_ignore_ascii_case("v=spf1"))
    }
}

impl FromStr for Record {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut terms, mut redirect) = (Vec::new(), None);
        for word in text.split(' ').skip(1).filter(|word| !word.is_empty()) {
            if let Some((name, value)) = modifier(word) {
                // Modifiers that nobody knows are left alone (6).
                if name.eq_ignore_ascii_case("redirect") && redirect.replace(value.to_owned()).is_some() {
                    return Err("it has two redirect=".to_owned());
                }
                continue;
            }
            terms.push(word.parse()?);
        }
        Ok(Self { terms, redirect })
    }
}

/// A name, then an equals sign before any colon or slash.
fn modifier(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    is_name.then_some((name, value))
}

impl FromStr for Term {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (qualifier, rest) = match text.split_at_checked(1) {
            Some(("+", rest)) => (Qualifier::Pass, rest),
            Some(("-", rest)) => (Qualifier::Fail, rest),
            Some(("~", rest)) => (Qualifier::SoftFail, rest),
            Some(("?", rest)) => (Qualifier::Neutral, rest),
            _ => (Qualifier::Pass, text),
        };
        let mechanism = mechanism(rest).ok_or_else(|| format!("{text:?} is no mechanism"))?;
        Ok(Self { qualifier, mechanism, text: text.to_owned() })
    }
}

fn mechanism(text: &str) -> Option<Mechanism> {
    let end = text.find([':', '/']).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end)?;
    let value = rest.strip_prefix(':');
    let name = name.to_ascii_lowercase();
    match (name.as_str(), value) {
        ("all", None) if rest.is_empty() => Some(Mechanism::All),
        ("include", Some(host)) if !host.is_empty() => Some(Mechanism::Include(host.to_owned())),
        ("exists", Some(host)) if !host.is_empty() => Some(Mechanism::Exists(host.to_owned())),
        ("ptr", _) => Some(Mechanism::Ptr),
        ("ip4", Some(net)) => net_of::<Ipv4Addr>(net, 32),
        ("ip6", Some(net)) => net_of::<Ipv6Addr>(net, 128),
        ("a", _) => hosts(rest).map(|(host, widths)| Mechanism::A(host, widths)),
        ("mx", _) => hosts(rest).map(|(host, widths)| Mechanism::Mx(host, widths)),
        _ => None,
    }
}

fn net_of<A: FromStr + Into<IpAddr>>(text: &str, most: u8) -> Option<Mechanism> {
    let (address, width) = match text.split_once('/') {
        Some((address, width)) => (address, width.parse().ok().filter(|width| *width <= most)?),
        None => (text, most),
    };
    Some(Mechanism::Net(address.parse::<A>().ok()?.into(), width))
}

/// `:host/24//64`, each part of which may be missing.
fn hosts(rest: &str) -> Option<(Option<String>, Widths)> {
    let (host, widths) = match rest.split_once('/') {
        Some((host, widths)) => (host, Some(widths)),
        None => (rest, None),
    };
    let host = match host.strip_prefix(':') {
        Some("") => return None,
        Some(host) => Some(host.to_owned()),
        None => None,
    };
    let Some(widths) = widths else { return Some((host, Widths(32, 128))) };
    let (four, six) = match (widths.strip_prefix('/'), widths.split_once("//")) {
        (Some(six), _) => ("32", six),
        (None, Some((four, six))) => (four, six),
        (None, None) => (widths, "128"),
    };
    let widths =
        Widths(four.parse().ok().filter(|width| *width <= 32)?, six.parse().ok().filter(|width| *width <= 128)?);
    Some((host, widths))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mechanisms_are_read_as_they_are_written() {
        let of = |text: &str| mechanism(text);
        let host = Some("mail.example".to_owned());
        assert_eq!(of("a"), Some(Mechanism::A(None, Widths(32, 128))));
        assert_eq!(of("A:mail.example/24//64"), Some(Mechanism::A(host.clone(), Widths(24, 64))));
        assert_eq!(of("mx//64"), Some(Mechanism::Mx(None, Widths(32, 64))));
        assert_eq!(of("mx:mail.example/30"), Some(Mechanism::Mx(host, Widths(30, 128))));
        assert_eq!(of("ip4:192.0.2.0/24"), Some(Mechanism::Net("192.0.2.0".parse().unwrap(), 24)));
        assert_eq!(of("ip6:2001:db8::/32"), Some(Mechanism::Net("2001:db8::".parse().unwrap(), 32)));
        for wrong in [
            "",
            "all:x",
            "ip4:",
            "ip4:192.0.2.0/33",
            "ip4:2001:db8::1",
            "ip6:192.0.2.1",
            "include",
            "include:",
            "a:",
            "mx/x",
            "spam",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn records_are_told_from_other_texts() {
        assert!(Record::is_one("v=spf1") && Record::is_one("V=SPF1 -all"));
        assert!(!Record::is_one("v=spf10 -all") && !Record::is_one("spf1 -all"));
        let record: Record = "v=spf1  mx ~all exp=why.example redirect=other.example".parse().unwrap();
        assert_eq!((record.terms.len(), record.redirect.as_deref()), (2, Some("other.example")));
        assert_eq!(record.terms[1].qualifier, Qualifier::SoftFail);
        assert!("v=spf1 ipv4:192.0.2.1".parse::<Record>().unwrap_err().contains("ipv4"));
        assert!("v=spf1 redirect=a redirect=b".parse::<Record>().is_err());
    }
}
