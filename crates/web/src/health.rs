//! For whoever watches over the process.

use axum::extract::State;
use axum::http::StatusCode;

use crate::site::Site;

/// `GET /healthz`: the process lives.
pub(crate) async fn lives() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the store answers and the index is open.
pub(crate) async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    if site.newsstand().is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
    }
}
