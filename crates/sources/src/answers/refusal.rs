//! Errors that providers state.

use std::fmt;

use crate::clean::{TITLE_CHARS, clean};
use crate::markup;

/// An error that a provider states in its answer, in a form of which one can tell what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it means.
    pub code: RefusalCode,
    /// The provider's own words, as one line; may be empty.
    pub message: String,
}

/// What a provider refuses for. The first eight are OAI-PMH's codes
/// (<https://www.openarchives.org/OAI/openarchivesprotocol.html#ErrorConditions>) without `noRecordsMatch`, which is no
/// error: it is an answer without papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalCode {
    /// `badArgument`: the request is wrong, such as a date in the wrong form.
    BadArgument,
    /// `badResumptionToken`: the token is wrong or has expired; the harvest has to begin anew from its last date.
    BadResumptionToken,
    /// `badVerb`: the address is no repository of that kind.
    BadVerb,
    /// `cannotDisseminateFormat`: the repository does not have that `metadataPrefix`.
    CannotDisseminateFormat,
    /// `idDoesNotExist`: there is no such record.
    IdDoesNotExist,
    /// `noMetadataFormats`: there is no format for that record.
    NoMetadataFormats,
    /// `noSetHierarchy`: the repository has no sets.
    NoSetHierarchy,
    /// A code that the protocol does not know.
    UnknownCode,
    /// The question is wrong in the eyes of an API: an unknown field, an id in the wrong form.
    BadQuestion,
    /// There is nothing under that id.
    NotFound,
    /// A key is missing, wrong or not sufficient.
    NotAllowed,
    /// Too many requests.
    TooMany,
    /// An error with this status of HTTP and without words that mean more.
    Status(u16),
}

impl Refusal {
    /// A refusal in the words of a provider.
    pub(crate) fn new(code: RefusalCode, message: &str) -> Self {
        Self { code, message: clean(message, TITLE_CHARS).text }
    }

    /// A refusal of which only the status says what it means; the message is the beginning of the body.
    pub(crate) fn of_status(status: u16, body: &[u8]) -> Self {
        let beginning = String::from_utf8_lossy(body.get(..body.len().min(1_000)).unwrap_or_default()).into_owned();
        // A page for people says no more than its status.
        let is_page = beginning.trim_start().starts_with('<');
        let message: String =
            if is_page { String::new() } else { markup::plain(&beginning).chars().take(200).collect() };
        Self::new(RefusalCode::of_status(status), &message)
    }
}

impl RefusalCode {
    /// What a status of HTTP means (RFC 9110, 15.5; RFC 6585, 4).
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            400 | 414 | 422 => Self::BadQuestion,
            401 | 403 => Self::NotAllowed,
            404 | 410 => Self::NotFound,
            429 => Self::TooMany,
            other => Self::Status(other),
        }
    }
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadArgument => f.write_str("badArgument"),
            Self::BadResumptionToken => f.write_str("badResumptionToken"),
            Self::BadVerb => f.write_str("badVerb"),
            Self::CannotDisseminateFormat => f.write_str("cannotDisseminateFormat"),
            Self::IdDoesNotExist => f.write_str("idDoesNotExist"),
            Self::NoMetadataFormats => f.write_str("noMetadataFormats"),
            Self::NoSetHierarchy => f.write_str("noSetHierarchy"),
            Self::UnknownCode => f.write_str("an unknown error"),
            Self::BadQuestion => f.write_str("the question is wrong"),
            Self::NotFound => f.write_str("not found"),
            Self::NotAllowed => f.write_str("not allowed"),
            Self::TooMany => f.write_str("too many requests"),
            Self::Status(status) => write!(f, "status {status}"),
        }
    }
}

impl fmt::Display for Refusal {
    /// The code, then the provider's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() { self.code.fmt(f) } else { write!(f, "{}: {}", self.code, self.message) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_without_an_error_of_its_own_is_told_with_its_words() {
        let refusal = Refusal::of_status(404, b"Resource not found.");
        assert_eq!(refusal.to_string(), "not found: Resource not found.");
        let page = b"<html><body><h1>Slow  down</h1></body></html>";
        assert_eq!(Refusal::of_status(429, page).to_string(), "too many requests");
        assert_eq!(Refusal::of_status(503, b"").to_string(), "status 503");
    }
}
