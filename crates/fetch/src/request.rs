//! What is asked for.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use reqwest::Url;

use crate::FetchError;

/// An address that can be fetched: `http` or `https`, with a host, without a user's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address(Url);

impl Address {
    /// The host: a name in lower case, or an IP address as it stands in an address.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The same address with these pairs added to its query, in their order, escaped as forms are.
    #[must_use]
    pub fn with<'a>(&self, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut url = self.0.clone();
        let mut pairs = pairs.into_iter().peekable();
        if pairs.peek().is_some() {
            url.query_pairs_mut().extend_pairs(pairs);
        }
        Self(url)
    }

    /// The same address without these pairs in its query.
    #[must_use]
    pub fn without(self, pairs: &[(String, String)]) -> Self {
        let is_one = |(name, value): &(Cow<'_, str>, Cow<'_, str>)| pairs.iter().any(|(n, v)| n == name && v == value);
        if !self.0.query_pairs().any(|pair| is_one(&pair)) {
            return self;
        }
        let mut url = self.0.clone();
        url.set_query(None);
        Self(url).with(
            self.0.query_pairs().filter(|pair| !is_one(pair)).collect::<Vec<_>>().iter().map(|(n, v)| (&**n, &**v)),
        )
    }

    /// Where the address is, without its path: what may be shown of one that is secret.
    #[must_use]
    pub fn origin(&self) -> Self {
        let mut url = self.0.clone();
        url.set_path("/");
        url.set_query(None);
        Self(url)
    }

    /// These pairs as the body of a form.
    pub(crate) fn form<'a>(&self, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let mut url = self.0.clone();
        url.set_query(None);
        Self(url).with(pairs).0.query().unwrap_or_default().to_owned()
    }

    /// The address that `reference` means, read at this one.
    ///
    /// # Errors
    /// Where it is none that can be fetched.
    pub fn join(&self, reference: &str) -> Result<Self, FetchError> {
        let bad = |reason: String| FetchError::BadAddress { address: shortened(reference), reason };
        Self::checked(self.0.join(reference).map_err(|error| bad(error.to_string()))?)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// Whether this one is sealed and the other is not.
    pub(crate) fn is_downgraded_by(&self, other: &Self) -> bool {
        self.0.scheme() == "https" && other.0.scheme() == "http"
    }

    fn checked(mut url: Url) -> Result<Self, FetchError> {
        let bad =
            |reason: &str| Err(FetchError::BadAddress { address: shortened(url.as_str()), reason: reason.to_owned() });
        if !matches!(url.scheme(), "http" | "https") {
            return bad("it is neither http nor https");
        }
        if url.host_str().is_none_or(str::is_empty) {
            return bad("it names no host");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return bad("it holds a user's name or password");
        }
        url.set_fragment(None);
        Ok(Self(url))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl FromStr for Address {
    type Err = FetchError;

    fn from_str(text: &str) -> Result<Self, FetchError> {
        let bad = |reason: String| FetchError::BadAddress { address: shortened(text), reason };
        Self::checked(text.parse().map_err(|error: <Url as FromStr>::Err| bad(error.to_string()))?)
    }
}

/// What tells whether something has changed since it was fetched (RFC 9110, sections 8.8.2 and 8.8.3), as the server wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The entity tag.
    pub etag: Option<String>,
    /// The date of the last change.
    pub last_modified: Option<String>,
}

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    /// What is fetched.
    pub address: Address,
    /// What is there already.
    pub known: Validators,
    /// Headers of the provider's own, such as a key: names in lower case. They go to this host alone, whatever it redirects to.
    pub headers: Vec<(String, String)>,
    /// Pairs that belong into the query and are secret, such as a key: they go where the headers go, and never stand in an address that is
    /// shown, kept or told in an error.
    pub secrets: Vec<(String, String)>,
    /// The most bytes that the answer may have, after it was decompressed.
    pub most_bytes: usize,
}

impl Request {
    /// The most bytes of an answer, unless it is said otherwise: 64 MiB, some twenty times the largest page of a harvest.
    pub const MOST_BYTES: usize = 64 << 20;

    /// Asks for whatever stands at an address.
    pub fn new(address: Address) -> Self {
        Self {
            address,
            known: Validators::default(),
            headers: Vec::new(),
            secrets: Vec::new(),
            most_bytes: Self::MOST_BYTES,
        }
    }
}

/// The beginning of a text, for messages.
pub(crate) fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_can_be_fetched() {
        for (text, reason) in [
            ("file:///etc/passwd", "neither http nor https"),
            ("ftp://example.org/", "neither http nor https"),
            ("https://user:secret@example.org/", "user's name"),
            ("https://", "host"),
            ("papers", "relative URL"),
            ("", "relative URL"),
        ] {
            let error = text.parse::<Address>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
        let address: Address = "HTTPS://Example.ORG/a b?q=1#part".parse().unwrap();
        assert_eq!((address.to_string().as_str(), address.host()), ("https://example.org/a%20b?q=1", "example.org"));
    }

    #[test]
    fn queries_are_escaped() {
        let address: Address = "https://example.org/api?x=1".parse().unwrap();
        assert_eq!(
            address.with([("q", "a b&c"), ("é", "+")]).to_string(),
            "https://example.org/api?x=1&q=a+b%26c&%C3%A9=%2B"
        );
        assert_eq!(address.with([]), address);
    }

    #[test]
    fn secrets_are_taken_out_of_queries() {
        let secret = [("api_key".to_owned(), "a b".to_owned())];
        for (text, left) in [
            ("https://example.org/x?q=1&api_key=a+b&r=%C3%A9", "https://example.org/x?q=1&r=%C3%A9"),
            ("https://example.org/x?api_key=a%20b", "https://example.org/x"),
            ("https://example.org/x?api_key=c&q=%20", "https://example.org/x?api_key=c&q=%20"),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().without(&secret).to_string(), left);
        }
    }

    #[test]
    fn references_are_read_where_they_stand() {
        let address: Address = "https://example.org/a/b".parse().unwrap();
        assert_eq!(address.join("../c?d=e").unwrap().to_string(), "https://example.org/c?d=e");
        assert_eq!(address.join("//other.org").unwrap().to_string(), "https://other.org/");
        assert!(address.join("javascript:alert(1)").is_err());
        assert!(address.is_downgraded_by(&"http://example.org".parse().unwrap()));
    }
}
