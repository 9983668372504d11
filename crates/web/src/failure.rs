//! The one HTTP error: what went wrong, in words for readers and a stable code for programs.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use tracing::error;

/// An answer that is not what was asked for. Handlers return it; [`crate::finish`] prints it as a page or as JSON.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// The HTTP status.
    pub(crate) status: StatusCode,
    /// A stable name of the mistake, such as `invalid_page`.
    pub(crate) code: &'static str,
    /// What is wrong, naming the value: lower case, no full stop.
    pub(crate) message: String,
    /// What to do instead.
    pub(crate) hint: Option<String>,
}

impl Failure {
    /// 400: something in the address cannot be understood.
    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, message: message.into(), hint: None }
    }

    /// 404: understood, but there is nothing.
    pub(crate) fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, code, message: message.into(), hint: None }
    }

    /// 405: the address exists, but only for reading.
    pub(crate) fn method_not_allowed() -> Self {
        let message = "this address can only be read: use GET or HEAD".to_owned();
        Self { status: StatusCode::METHOD_NOT_ALLOWED, code: "method_not_allowed", message, hint: None }
    }

    /// 500: details are for the log alone.
    pub(crate) fn internal() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "internal",
            message: "something went wrong on this side; the log of the server says what".to_owned(),
            hint: Some("Try again in a moment.".to_owned()),
        }
    }

    /// The same failure with a sentence about what to do instead.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        error!(%error, "a page could not be made");
        Self::internal()
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        error!(%error, "a template could not be filled");
        Self::internal()
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        error!(%error, "an answer could not be written as JSON");
        Self::internal()
    }
}

impl IntoResponse for Failure {
    /// A response without a body that carries the failure with it.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
