//! Whether a form was sent from this site.

use axum::http::{HeaderMap, header};

use crate::failure::Failure;

/// Refuses what another site sent: by what browsers say of the request (Fetch Metadata), else by its origin. What says neither is no browser that
/// could be led astray.
pub(super) fn own(headers: &HeaderMap) -> Result<(), Failure> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_own = match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == text(header::HOST.as_str()),
        (None, None) => true,
    };
    if is_own { Ok(()) } else { Err(Failure::bad_request("foreign_form", "this form was sent from another site")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_other_sites_are_refused() {
        for (pairs, is_own) in [
            ([("sec-fetch-site", "same-origin"), ("host", "a")].as_slice(), true),
            (&[("sec-fetch-site", "none")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "https://a:8080"), ("host", "a:8080")], true),
            (&[("origin", "https://b"), ("host", "a")], false),
            (&[("origin", "null"), ("host", "a")], false),
            (&[("host", "a")], true),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            assert_eq!(own(&headers).is_ok(), is_own, "{pairs:?}");
        }
    }
}
