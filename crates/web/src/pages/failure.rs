//! The page that says what went wrong.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;
use crate::pages;
use crate::site::Site;
use crate::views::link::Link;
use crate::views::shell::{Section, Shell};

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    shell: Shell,
    kicker: String,
    heading: &'static str,
    message: String,
    hint: Option<String>,
    /// Where else it may be found.
    elsewhere: Option<Link>,
}

/// A failure as a page. It asks nothing of the store, so that it can be printed when the store is what fails.
pub(crate) fn failure(site: &Site, failure: &Failure) -> Response {
    let heading = heading(failure.status);
    let mut shell = Shell::bare(site, Section::Elsewhere, heading);
    shell.hidden = true;
    shell.own_search = true;
    let page = FailurePage {
        shell,
        kicker: failure.status.as_str().to_owned(),
        heading,
        message: sentence(&failure.message),
        hint: failure.hint.clone(),
        elsewhere: failure.elsewhere.as_deref().cloned(),
    };
    // A template that cannot be filled leaves the bare status.
    let mut response = pages::print(&page).unwrap_or_else(|_| failure.status.into_response());
    *response.status_mut() = failure.status;
    response
}

fn heading(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "This page is not in print",
        StatusCode::BAD_REQUEST => "This address cannot be read",
        StatusCode::TOO_MANY_REQUESTS => "Too often",
        StatusCode::METHOD_NOT_ALLOWED => "Not with this method",
        _ => "The press has stopped",
    }
}

/// A message with a capital letter and a full stop.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
