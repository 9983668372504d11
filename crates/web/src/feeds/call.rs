//! What was asked for: which form of which feed, and under which address of the site.

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use percent_encoding::percent_decode_str;

use crate::failure::Failure;
use crate::feeds::form::{Form, split};
use crate::params::Params;
use crate::site::Site;

/// The longest name of a host (RFC 1035, 2.3.4) with its port.
const MOST_HOST_BYTES: usize = 255 + 6;

/// A request for a feed.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) site: Site,
    pub(crate) form: Form,
    /// The last part of the path, decoded, without the name of the form.
    pub(crate) stem: String,
    pub(crate) params: Params,
    origin: String,
}

impl Call {
    /// Reads a request.
    pub(crate) fn read(site: Site, request: &Request) -> Result<Self, Failure> {
        let path = request.uri().path();
        let (stem, form) = split(path)
            .ok_or_else(|| Failure::not_found("no_such_page", "a feed’s address ends in .atom, .rss or .json"))?;
        let last = stem.rsplit('/').next().unwrap_or_default();
        let stem = percent_decode_str(last).decode_utf8();
        let stem =
            stem.map_err(|_| Failure::bad_request("invalid_path", "the address holds bytes that are no UTF-8"))?;
        let stem = stem.into_owned();
        let origin = needed_origin(&site, request)?;
        Ok(Self { params: Params::of(request.uri()), form, stem, origin, site })
    }

    /// A path of this site as a full address.
    pub(crate) fn whole(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// [`origin`], or a failure: RSS and JSON Feed have no relative addresses, and a request without a host is none (RFC 9112, 3.2).
pub(crate) fn needed_origin(site: &Site, request: &Request) -> Result<String, Failure> {
    origin(site, request.uri(), request.headers()).ok_or_else(|| {
        Failure::bad_request("no_host", "a feed needs full addresses, and the request names no host")
            .hint("Whoever runs this site can set base_url.")
    })
}

/// The address of the site itself: what the operator told, else the host that the request names. Then the scheme is `http`, because
/// what a proxy may say of another can be said by anybody.
fn origin(site: &Site, uri: &Uri, headers: &HeaderMap) -> Option<String> {
    if let Some(told) = site.absolute("") {
        return Some(told);
    }
    let named = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = uri.authority().map(Authority::as_str).or(named)?;
    is_host(host).then(|| format!("http://{host}"))
}

/// Whether a text can be nothing but a name or an address of a host, with or without a port.
fn is_host(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    !text.is_empty() && text.len() <= MOST_HOST_BYTES && text.chars().all(fits)
}

/// What a feed at this address depends on beside it: without an address that the operator told, one host’s feed is not another’s.
pub(crate) fn origin_in_key(site: &Site, uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let is_feed = Form::of(uri.path()).is_some() || uri.path() == super::opml::ADDRESS;
    is_feed.then(|| origin(site, uri, headers)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_nothing_but_hosts() {
        for host in ["papers.example.org", "127.0.0.1:8080", "[::1]:80", "my_host", "localhost"] {
            assert!(is_host(host), "{host}");
        }
        for text in ["", "a/b", "user@host", "a b", "a\"b", "<a>", "a?b", "a#b", "é.org", &"a".repeat(300)] {
            assert!(!is_host(text), "{text}");
        }
    }
}
