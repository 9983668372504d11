//! JSON for programs, version 1: one address, one file.

pub(crate) mod day;
pub(crate) mod paper;
pub(crate) mod search;
pub(crate) mod status;
pub(crate) mod suggest;
pub(crate) mod topic;
pub(crate) mod topics;

mod record;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::failure::Failure;

/// A value as a JSON response.
fn json(value: &impl Serialize) -> Result<Response, Failure> {
    let mut body = Vec::with_capacity(32 << 10);
    serde_json::to_writer(&mut body, value)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
}

/// A failure as JSON: `{"error": {"code", "message", "hint"?}}`.
pub(crate) fn failure(failure: &Failure) -> Response {
    #[derive(Serialize)]
    struct Body<'a> {
        error: ErrorBody<'a>,
    }
    #[derive(Serialize)]
    struct ErrorBody<'a> {
        code: &'a str,
        message: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        hint: Option<&'a str>,
    }
    let error = ErrorBody { code: failure.code, message: &failure.message, hint: failure.hint.as_deref() };
    let mut response = json(&Body { error }).unwrap_or_else(|_| failure.status.into_response());
    *response.status_mut() = failure.status;
    response
}
