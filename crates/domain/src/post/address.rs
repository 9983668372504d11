//! Addresses of mail.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ParseError;

/// The longest address that can be delivered (RFC 5321, 4.5.3.1.3, less the brackets).
const LONGEST: usize = 254;
/// The longest part before the sign (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// An address of mail without a name, such as `reader@example.org`: a dot-atom before the sign (RFC 5322, 3.2.3; no quotes, which nobody has
/// and which hide what follows) and a name of a host with at least one dot behind it, in lower case. Letters beyond ASCII are allowed (RFC 6531).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailAddress(String);

impl MailAddress {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host that takes its mail.
    pub fn host(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, host)| host)
    }

    /// The address as it may be shown to somebody who may not be its owner: `r…@example.org`.
    pub fn masked(&self) -> String {
        let first = self.0.chars().next().unwrap_or_default();
        format!("{first}…@{}", self.host())
    }
}

impl FromStr for MailAddress {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let error = || ParseError::new(text, "an address of mail, such as reader@example.org");
        let (local, host) = text.trim().rsplit_once('@').ok_or_else(error)?;
        let host = host.to_lowercase();
        let is_good = is_local(local) && is_host(&host) && local.len() + 1 + host.len() <= LONGEST;
        if is_good { Ok(Self(format!("{local}@{host}"))) } else { Err(error()) }
    }
}

fn is_local(local: &str) -> bool {
    let is_atom = |atom: &str| !atom.is_empty() && atom.chars().all(is_atom_char);
    local.len() <= LONGEST_LOCAL && local.split('.').all(is_atom)
}

fn is_atom_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && c.is_alphanumeric())
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || c.is_alphanumeric())
    };
    // Digits of other scripts become ASCII's on the way to a name server (RFC 5895, 2), and then it would be an address of IPv4.
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && host.split('.').all(is_label) && !last.chars().all(char::is_numeric)
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<MailAddress> for String {
    fn from(address: MailAddress) -> Self {
        address.0
    }
}

impl TryFrom<String> for MailAddress {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_what_mail_can_be_sent_to() {
        for (text, address) in [
            ("reader@example.org", "reader@example.org"),
            (" Ada.Byron+papers@Example.ORG ", "Ada.Byron+papers@example.org"),
            ("o'hara@sub.example.co.uk", "o'hara@sub.example.co.uk"),
            ("jörg@münchen.example", "jörg@münchen.example"),
        ] {
            assert_eq!(text.parse::<MailAddress>().unwrap().as_str(), address);
        }
        let long = format!("{}@example.org", "a".repeat(65));
        let longer = format!("a@{}org", "abcdefgh.".repeat(30));
        for wrong in [
            "",
            "reader",
            "@example.org",
            "reader@",
            "reader@localhost",
            "reader@127.0.0.1",
            "reader@１２７.０.０.１",
            "reader@example.¹²",
            "a..b@example.org",
            ".a@example.org",
            "a b@example.org",
            "a@exa mple.org",
            "a@b@example.org",
            "a@example..org",
            "a@-example.org",
            "\"a\"@example.org",
            "a@example.org\r\nBcc: b@example.org",
            "a\n@example.org",
            "<a@example.org>",
            "a,b@example.org",
            "a@example.org,b@example.org",
            &long,
            &longer,
        ] {
            assert!(wrong.parse::<MailAddress>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_masked_address_keeps_its_secret() {
        assert_eq!("reader@example.org".parse::<MailAddress>().unwrap().masked(), "r…@example.org");
    }
}
