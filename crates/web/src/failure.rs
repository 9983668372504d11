//! The one HTTP error: what went wrong, in words for readers and a stable code for programs.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use tracing::error;

use crate::views::link::Link;

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
    /// Where else it may be found.
    pub(crate) elsewhere: Option<Box<Link>>,
    /// After how many seconds it can be tried again.
    pub(crate) retry_after: Option<u64>,
}

impl Failure {
    /// 400: something in the address cannot be understood.
    pub(crate) fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
            message: message.into(),
            hint: None,
            elsewhere: None,
            retry_after: None,
        }
    }

    /// 404: understood, but there is nothing.
    pub(crate) fn not_found(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code,
            message: message.into(),
            hint: None,
            elsewhere: None,
            retry_after: None,
        }
    }

    /// 405: the address exists, but not for this method.
    pub(crate) fn method_not_allowed() -> Self {
        let message = "this address does not know that method: the header Allow names those that it knows".to_owned();
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            code: "method_not_allowed",
            message,
            hint: None,
            elsewhere: None,
            retry_after: None,
        }
    }

    /// What was refused before anybody here could say why: a body that is too large, of another kind, or broken off.
    pub(crate) fn unreadable(status: StatusCode) -> Self {
        let (code, message, hint) = match status {
            StatusCode::PAYLOAD_TOO_LARGE => {
                ("too_large", "what was sent is too large", "A form has two megabytes at most.")
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "wrong_content_type",
                "what was sent is no form",
                "Send it with Content-Type: application/x-www-form-urlencoded.",
            ),
            _ => ("unreadable", "what was sent could not be read to its end", "Send the request again."),
        };
        Self {
            status,
            code,
            message: message.to_owned(),
            hint: Some(hint.to_owned()),
            retry_after: None,
            elsewhere: None,
        }
    }

    /// 429: asked for too often; not before so many seconds have passed (RFC 6585, 4).
    pub(crate) fn too_often(message: impl Into<String>, seconds: u64) -> Self {
        let (status, code) = (StatusCode::TOO_MANY_REQUESTS, "too_often");
        Self { status, code, message: message.into(), hint: None, elsewhere: None, retry_after: Some(seconds) }
    }

    /// 500: details are for the log alone.
    pub(crate) fn internal() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "internal",
            message: "something went wrong on this side; the log of the server says what".to_owned(),
            hint: Some("Try again in a moment.".to_owned()),
            elsewhere: None,
            retry_after: None,
        }
    }

    /// The same failure with a sentence about what to do instead.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same failure with the way to where what was asked for may be found.
    pub(crate) fn elsewhere(self, link: Option<Link>) -> Self {
        Self { elsewhere: link.map(Box::new), ..self }
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
