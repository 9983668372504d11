//! A slash at the end of an address, which people and programs add: it leads to the address without.

use axum::extract::Request;
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

/// Around the pages: who reads an address with a slash behind it is sent to the one without.
pub(crate) async fn take_off(request: Request, next: Next) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    match without(request.uri()).filter(|_| is_read) {
        Some(address) => Redirect::permanent(&address).into_response(),
        None => next.run(request).await,
    }
}

/// The path and query without the one slash at the end of the path; nothing where there is none. A path with two slashes at its beginning
/// is left alone: as an address of its own it would name another host (RFC 3986, 4.2), and browsers read a backslash as a slash.
fn without(address: &Uri) -> Option<String> {
    let path = address.path();
    let shorter = path.strip_suffix('/')?;
    let is_ours = shorter.starts_with('/') && !shorter.starts_with("//") && !shorter.contains('\\');
    let query = address.query().map(|query| format!("?{query}")).unwrap_or_default();
    (is_ours && !shorter.ends_with('/')).then(|| format!("{shorter}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_slash_leads_to_another_host() {
        for (asked, expected) in [
            ("/about/", Some("/about")),
            ("/papers/?q=a/", Some("/papers?q=a/")),
            ("/papers//", None),
            ("/papers/date/2026-04-30/", Some("/papers/date/2026-04-30")),
            ("/about", None),
            ("/", None),
            ("//", None),
            ("//evil.example/", None),
            ("///evil.example//", None),
        ] {
            assert_eq!(without(&asked.parse().unwrap()).as_deref(), expected, "{asked}");
        }
    }
}
