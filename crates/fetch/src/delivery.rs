//! What is handed over at somebody else's address.

use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::Address;

/// How something is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// `POST`.
    Post,
    /// `PUT`: what may be repeated under the same address.
    Put,
}

/// Something to be handed over, once. Its address and headers may be secrets: neither stands in an error or in what is printed of it.
#[derive(Clone)]
pub struct Delivery {
    /// Where.
    pub address: Address,
    /// How.
    pub verb: Verb,
    /// Headers: names in lower case.
    pub headers: Vec<(String, String)>,
    /// What.
    pub body: Vec<u8>,
    /// The most bytes of the answer that are read; what follows is left.
    pub most_bytes: usize,
    /// How long all of it may take.
    pub most_time: Duration,
}

impl Delivery {
    /// The most bytes of an answer, unless it is said otherwise: nobody reads more of one than its beginning.
    pub const MOST_BYTES: usize = 4_096;

    /// How long it may take, unless it is said otherwise: what the Standard Webhooks specification recommends at most.
    pub const MOST_TIME: Duration = Duration::from_secs(30);

    /// Hands JSON over with `POST`.
    pub fn json(address: Address, body: Vec<u8>) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { address, verb: Verb::Post, headers, body, most_bytes: Self::MOST_BYTES, most_time: Self::MOST_TIME }
    }

    /// Hands the pairs of a form over with `POST`.
    pub fn form<'a>(address: Address, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let body = address.form(pairs).into_bytes();
        let headers = vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())];
        Self { headers, ..Self::json(address, body) }
    }

    /// With one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, verb, body, .. } = self;
        write!(f, "{verb:?} of {} bytes to {}", body.len(), address.origin())
    }
}

/// What somebody said to it. Every status is one: only who hands over knows what it means there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The beginning of the answer, as far as it came.
    pub began: Vec<u8>,
    /// When it may be tried again; of 429 and 503.
    pub again: Option<Timestamp>,
    /// How long it took.
    pub took: SignedDuration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_secret_is_not_printed() {
        let address = "https://hooks.example.org:8443/services/T0/s3cret?x=s3cret".parse().unwrap();
        let delivery = Delivery::json(address, b"s3cret".to_vec()).with("authorization", "Bearer s3cret");
        assert_eq!(format!("{delivery:?}"), "Post of 6 bytes to https://hooks.example.org:8443/");
    }

    #[test]
    fn forms_are_escaped() {
        let delivery =
            Delivery::form("https://hub.example/".parse().unwrap(), [("hub.url", "https://a.example/?q=a b&c")]);
        assert_eq!(delivery.body, b"hub.url=https%3A%2F%2Fa.example%2F%3Fq%3Da+b%26c");
    }
}
