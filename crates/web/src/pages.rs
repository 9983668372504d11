//! The pages: one address, one file.

pub(crate) mod about;
pub(crate) mod edition;
pub(crate) mod feeds;
pub(crate) mod front;
pub(crate) mod letters;
pub(crate) mod paper;
pub(crate) mod search;
pub(crate) mod searches;
pub(crate) mod shelf;
pub(crate) mod status;
pub(crate) mod topic;
pub(crate) mod topics;
pub(crate) mod trending;

mod failure;
mod segment;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;

pub(crate) use failure::failure;
pub(crate) use segment::Segment;

/// A page that is ready to be sent.
pub(crate) type Answer = Result<Response, Failure>;

/// A filled template as a response.
pub(crate) fn print(template: &impl Template) -> Answer {
    let html = template.render()?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))], html).into_response())
}

/// `GET /robots.txt`: the pages may be read by all; searches need not be.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /papers?\nDisallow: /api/\nDisallow: /operator/\nDisallow: /letters/\n"
}
