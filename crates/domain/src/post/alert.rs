//! Alerts: what a program or a chat is told, and how it wants to be.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{ParseError, Rhythm};

/// The longest address of a destination.
const LONGEST: usize = 2_000;

/// How an alert is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertWish {
    /// When papers are told; without it as soon as they are there.
    pub rhythm: Option<Rhythm>,
    /// How many papers a message shows at most; of more it says how many.
    pub most: u8,
    /// How probable it must be that a paper is meant by a query in words, in per cent.
    pub least: u8,
    /// How many messages a day has at most.
    pub a_day: u16,
}

impl AlertWish {
    /// An alert of somebody who says nothing: at once, five papers, as probable as not, a message an hour on average.
    pub const DEFAULT: Self = Self { rhythm: None, most: 5, least: crate::Wish::LEAST, a_day: 24 };
}

/// Where an alert goes: a form of message, such as `slack`, an address, and what opens the door there. The address of a chat is as secret
/// as a password: neither is ever printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// The form of the messages, by its name.
    pub form: String,
    /// Where they are handed over.
    pub address: String,
    /// What signs them or lets them in; may be empty.
    pub secret: String,
}

impl fmt::Display for Destination {
    /// The form and the host.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.address.split_once("://").unwrap_or(("", &self.address));
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // What stands before an @ is a name or a password.
        let host = host.rsplit('@').next().unwrap_or_default();
        write!(f, "{}:{scheme}://{host}/…", self.form)
    }
}

impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Destination {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        // The text is not told: it holds secrets.
        let error = || ParseError::new("…", "a destination such as slack:https://hooks.example.org/…");
        let (form, address) = text.trim().split_once(':').ok_or_else(error)?;
        let is_form = !form.is_empty() && form.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let is_sound = address.len() <= LONGEST && !address.chars().any(|c| c.is_control() || c.is_whitespace());
        if !(is_form && is_web && is_sound) {
            return Err(error());
        }
        Ok(Self { form: form.to_owned(), address: address.to_owned(), secret: String::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_read_and_keep_their_secrets() {
        let to: Destination = " slack:https://hooks.example.org:8443/services/T0/s3cret?a=s3cret ".parse().unwrap();
        assert_eq!((to.form.as_str(), to.address.len()), ("slack", 58));
        let to = Destination { secret: "s3cret".to_owned(), ..to };
        assert_eq!(to.to_string(), "slack:https://hooks.example.org:8443/…");
        assert_eq!(format!("{to:?}"), to.to_string());
        let with_name: Destination = "webhook:https://me:s3cret@example.org".parse().unwrap();
        assert_eq!(with_name.to_string(), "webhook:https://example.org/…");
    }

    #[test]
    fn what_is_no_destination_is_refused_without_being_told() {
        let long = format!("webhook:https://example.org/s3cret{}", "a".repeat(LONGEST));
        for wrong in [
            "",
            "s3cret",
            "https://example.org/s3cret",
            "webhook:example.org/s3cret",
            "webhook:ftp://example.org/s3cret",
            "Slack:https://example.org/s3cret",
            ":https://example.org/s3cret",
            "slack:https://example.org/s3cret\r\nHost: x",
            "slack:https://example.org/s3cret x",
            &long,
        ] {
            let error = wrong.parse::<Destination>().unwrap_err().to_string();
            assert!(!error.contains("s3cret") && error.contains("destination"), "{wrong}: {error}");
        }
    }
}
