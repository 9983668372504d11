//! Who asks too often for letters is told to come back later.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use engine::Asking;
use jiff::SignedDuration;

use crate::failure::Failure;
use crate::site::Site;

/// Counts a request for letters, or refuses it.
pub(super) async fn keep_out(site: &Site, (connection, headers): (&Extensions, &HeaderMap)) -> Result<(), Failure> {
    let peer = connection.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let from = named(headers, site.settings().client_header.as_deref()).or(peer);
    match site.newsstand().may_ask(from, site.settings().ask_limits, site.now().0).await? {
        Asking::Welcome => Ok(()),
        Asking::SenderLater(wait) => Err(later("letters were asked for too often from your network", wait)),
        Asking::SiteLater(wait) => Err(later("letters are being asked for too often at the moment", wait)),
    }
}

fn later(message: &str, wait: SignedDuration) -> Failure {
    let seconds = u64::try_from(wait.as_secs()).unwrap_or(1).max(1);
    let minutes = seconds.div_ceil(60);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    Failure::too_often(message, seconds).hint(format!("Nothing was sent. Try again in {minutes} {unit}."))
}

/// The last address of a header, which the proxy next to this server has written: what stands before it was written by others.
fn named(headers: &HeaderMap, name: Option<&str>) -> Option<IpAddr> {
    let last = headers.get_all(name?).iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim().trim_matches('"');
    // Some write a port behind it.
    last.parse().or_else(|_| last.parse::<SocketAddr>().map(|address| address.ip())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxys_own_word_counts() {
        let of = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append("x-forwarded-for", value.parse().unwrap());
            }
            named(&headers, Some("X-Forwarded-For")).map(|address| address.to_string())
        };
        assert_eq!(of(&["203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(
            of(&["8.8.8.8, 203.0.113.9"]).as_deref(),
            Some("203.0.113.9"),
            "what the client wrote itself comes first"
        );
        assert_eq!(of(&["8.8.8.8", "203.0.113.9"]).as_deref(), Some("203.0.113.9"));
        assert_eq!(of(&["[2001:db8::1]:4711"]).as_deref(), Some("2001:db8::1"));
        assert_eq!(of(&["203.0.113.9:80"]).as_deref(), Some("203.0.113.9"));
        for none in [&[][..], &["unknown"], &[""], &["203.0.113.9, "], &["x".repeat(9_000).as_str()]] {
            assert_eq!(of(none), None, "{none:?}");
        }
        assert_eq!(named(&HeaderMap::new(), None), None);
    }
}
