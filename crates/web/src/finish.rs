//! The last hand on every answer: failures are printed, headers of safety are set.

use std::any::Any;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::error;

use crate::failure::Failure;
use crate::site::Site;
use crate::{api, feeds, pages};

/// What is said about safety with every answer, whatever it holds.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// Nothing from elsewhere, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A letter as it is shown before anybody asks for it: its styles stand in its elements, as mail programs need them, and nothing else is allowed. Its papers are
/// escaped; should that ever fail, it is a document without origin and without script.
const POLICY_OF_A_LETTER: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation";

/// The same, with pictures from the addresses that sources give.
const POLICY_WITH_IMAGES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Says of an answer that it is a letter's look, or a page that has one in a frame.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Look {
    Letter,
    Frame,
}

/// Around everything: prints failures as a page, as JSON or in plain words, after the kind of address that was asked for, and sets the
/// headers of safety.
pub(crate) async fn finish(State(site): State<Site>, request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    let is_api = request.uri().path().starts_with("/api/") || request.uri().path() == "/api";
    let mut response = next.run(request).await;
    let failure = response.extensions_mut().remove::<Failure>().or_else(|| of_framework(&response));
    if let Some(failure) = failure {
        let printed = if is_api {
            api::failure(&failure)
        } else if response.extensions().get::<feeds::Plainly>().is_some() {
            feeds::failure(&failure)
        } else {
            pages::failure(&site, &failure)
        };
        let allow = response.headers_mut().remove(header::ALLOW);
        response = printed;
        allow.map(|allow| response.headers_mut().insert(header::ALLOW, allow));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = failure.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if is_head {
            *response.body_mut() = axum::body::Body::empty();
        }
    }
    secure(&mut response, site.settings().show_images);
    response
}

/// What the framework refused by itself, in words of its own and without a page.
fn of_framework(response: &Response) -> Option<Failure> {
    let is_plain = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/plain");
    let refused =
        response.status().is_client_error() && response.headers().get(header::CONTENT_TYPE).is_some_and(is_plain);
    refused.then(|| Failure::unreadable(response.status()))
}

/// What becomes of a panic: a line in the log and a 500.
#[expect(clippy::needless_pass_by_value, reason = "the layer that catches panics hands over a box")]
pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    error!(panic = words.unwrap_or("no words"), "a handler panicked");
    Failure::internal().into_response()
}

fn secure(response: &mut Response, images: bool) {
    let policy = if images { POLICY_WITH_IMAGES } else { POLICY };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    for (name, value) in HEADERS {
        headers.insert(name, value);
    }
    let policy = match response.extensions().get::<Look>() {
        Some(Look::Letter) => POLICY_OF_A_LETTER.to_owned(),
        Some(Look::Frame) => format!("{policy}; frame-src 'self'"),
        None => return,
    };
    if let Some(Look::Letter) = response.extensions().get::<Look>() {
        response.headers_mut().insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    }
    if let Ok(policy) = HeaderValue::try_from(policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}
