//! What stands behind the question mark of an address.

use std::convert::Infallible;
use std::ops::RangeInclusive;

use axum::extract::{FromRequestParts, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use domain::{Day, ParseError};
use engine::Page;

use crate::failure::Failure;

/// The longest search text that is looked at, in characters.
pub(crate) const MAX_QUERY_CHARS: usize = 1_000;

/// The last page that can be asked for.
const MAX_PAGE: u32 = 100_000;

/// The parameters of a request in their order. Empty values count as absent: forms send them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri))
    }
}

impl Params {
    /// Those of an address. Bytes that are no UTF-8 become replacement characters; nothing is refused here.
    pub(crate) fn of(address: &Uri) -> Self {
        Query::try_from_uri(address).map(|Query(pairs)| Self(pairs)).unwrap_or_default()
    }

    /// Those of a form (`application/x-www-form-urlencoded`), as browsers send it and as clients do that escape little: whatever stands there is
    /// read (<https://url.spec.whatwg.org/#urlencoded-parsing>), nothing makes the rest of the form unreadable.
    pub(crate) fn of_form(body: &[u8]) -> Self {
        let body = body.trim_ascii_end();
        Self(form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The first value of that name that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.trim().is_empty()).map(|(_, value)| value.trim())
    }

    /// All values of that name that are not empty.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// All others than those of that name.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self
    }

    /// The search text: control characters are spaces; more than [`MAX_QUERY_CHARS`] characters are refused.
    pub(crate) fn text(&self) -> Result<Option<String>, Failure> {
        let Some(text) = self.get("q") else { return Ok(None) };
        let count = text.chars().count();
        if count > MAX_QUERY_CHARS {
            let message = format!("the search text has {count} characters; at most {MAX_QUERY_CHARS} are looked at");
            return Err(Failure::bad_request("query_too_long", message)
                .hint("A title or a few sentences say enough to find a paper."));
        }
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok((!clean.is_empty()).then_some(clean))
    }

    /// A whole number in `range`, or `default` where the name does not occur.
    pub(crate) fn number(&self, rule: &NumberRule) -> Result<u32, Failure> {
        let Some(value) = self.get(rule.name) else { return Ok(rule.default) };
        value.parse().ok().filter(|number| rule.range.contains(number)).ok_or_else(|| {
            let (first, last) = (rule.range.start(), rule.range.end());
            let a = if rule.name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            let message = format!("{} is not {a} {}: a whole number from {first} to {last}", quoted(value), rule.name);
            Failure::bad_request(rule.code, message)
        })
    }

    /// `page`, from 1.
    pub(crate) fn page(&self) -> Result<Page, Failure> {
        let rule = NumberRule { name: "page", code: "invalid_page", range: 1..=MAX_PAGE, default: 1 };
        self.number(&rule).map(Page::number)
    }

    /// A day, where the name occurs.
    pub(crate) fn day(&self, name: &str) -> Result<Option<Day>, Failure> {
        let parse = |value: &str| {
            let refused = |error| Failure::bad_request("invalid_date", format!("{name}: {}", refused(&error)));
            value.parse().map_err(refused)
        };
        self.get(name).map(parse).transpose()
    }

    /// A switch: on with `1`, `true`, `yes`, `on`, off with their opposites or when absent.
    pub(crate) fn flag(&self, name: &'static str) -> Result<bool, Failure> {
        match self.get(name) {
            None | Some("0" | "false" | "no" | "off") => Ok(false),
            Some("1" | "true" | "yes" | "on") => Ok(true),
            Some(other) => {
                let message = format!("{name}: {} is neither true nor false", quoted(other));
                Err(Failure::bad_request("invalid_flag", message))
            }
        }
    }
}

/// What a whole number in an address must be.
#[derive(Debug)]
pub(crate) struct NumberRule {
    /// The name of the parameter.
    pub(crate) name: &'static str,
    /// The code of the failure.
    pub(crate) code: &'static str,
    /// What is allowed.
    pub(crate) range: RangeInclusive<u32>,
    /// What counts where the name does not occur.
    pub(crate) default: u32,
}

/// A value from outside in quotation marks, cut to 80 characters.
pub(crate) fn quoted(value: &str) -> String {
    let short: String = value.chars().take(80).collect();
    let dots = if short.len() < value.len() { "…" } else { "" };
    format!("“{}{dots}”", short.replace(char::is_control, "\u{fffd}"))
}

/// What the message of `error` says, with the value in the quotation marks of pages.
pub(crate) fn refused(error: &ParseError) -> String {
    format!("{} is not {}", quoted(error.value()), error.expected())
}

/// A failure when `page` lies behind the last page of `total` rows.
pub(crate) fn within(page: Page, total: u64) -> Result<(), Failure> {
    let count = page.count(total);
    if u64::from(page.number) <= count {
        return Ok(());
    }
    let pages = if count == 1 { "1 page".to_owned() } else { format!("{count} pages") };
    let message = format!("there is no page {}: the list has {pages}", page.number);
    Err(Failure::not_found("no_such_page", message).hint("Leave “page” out of the address to see the first page."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Params {
        Params::of(&format!("/papers?{query}").parse().unwrap())
    }

    #[test]
    fn search_text_is_cleaned_not_trusted() {
        assert_eq!(params("q=a%00b%0A%20c").text().unwrap().as_deref(), Some("a b c"));
        assert_eq!(params("q=%20%01").text().unwrap(), None);
        assert_eq!(params("q=%ff%fe").text().unwrap().as_deref(), Some("\u{fffd}\u{fffd}"));
        let failure = params(&format!("q={}", "x".repeat(10_000))).text().unwrap_err();
        assert_eq!((failure.status.as_u16(), failure.code), (400, "query_too_long"));
        assert!(failure.message.contains("10000 characters"), "{}", failure.message);
    }

    #[test]
    fn a_form_is_read_whatever_stands_in_it() {
        let form = Params::of_form(b"often=tuesday&hour=9&x=\"&y=a b#c\0&z=%ff&q=%C3%A9\r\n");
        for (name, value) in [("often", "tuesday"), ("hour", "9"), ("x", "\""), ("z", "\u{fffd}"), ("q", "é")] {
            assert_eq!(form.get(name), Some(value));
        }
        let long = "a".repeat(100_000);
        assert_eq!(Params::of_form(format!("x={long}&often=friday").as_bytes()).get("often"), Some("friday"));
    }

    #[test]
    fn numbers_outside_their_range_are_named() {
        for value in ["0", "-1", "1e3", "999999999", "99999999999999999999", "two", "٣"] {
            let failure = params(&format!("page={value}")).page().unwrap_err();
            assert!(failure.message.contains(value), "{}", failure.message);
        }
        assert_eq!(params("page=3").page().unwrap(), Page::number(3));
        assert_eq!(params("page=").page().unwrap(), Page::number(1));
    }

    #[test]
    fn pages_end() {
        assert!(within(Page::number(2), 51).is_ok());
        assert!(within(Page::number(1), 0).is_ok());
        assert_eq!(within(Page::number(2), 50).unwrap_err().message, "there is no page 2: the list has 1 page");
    }
}
