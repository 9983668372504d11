//! How long a provider is left alone that has asked for it.

use jiff::{SignedDuration, Timestamp};

/// How long without its own word, the first time.
const REST: SignedDuration = SignedDuration::from_mins(10);

/// The longest, whatever it says and however often.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// Until when a provider rests that refused at `now`, for the `times`th time in a row (from 1), with what its `Retry-After` says: seconds
/// or a date (RFC 9110, section 10.2.3). Without it, ten minutes, doubled each time.
pub(crate) fn until(now: Timestamp, retry_after: Option<&str>, times: u32) -> Timestamp {
    let doubled = || REST.checked_mul(1 << times.saturating_sub(1).min(10)).unwrap_or(LONGEST);
    let rest = retry_after.and_then(|value| said(now, value)).unwrap_or_else(doubled);
    now.checked_add(rest.clamp(SignedDuration::ZERO, LONGEST)).unwrap_or(now)
}

/// What `Retry-After` says, if it can be read.
fn said(now: Timestamp, value: &str) -> Option<SignedDuration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().map_or(LONGEST, SignedDuration::from_secs));
    }
    jiff::fmt::rfc2822::parse(value).ok().map(|date| date.timestamp().duration_since(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_rests_as_long_as_it_says() {
        let now: Timestamp = "2026-03-18T20:00:00Z".parse().unwrap();
        let rest = |value: Option<&str>, times: u32| until(now, value, times).duration_since(now).as_secs();
        assert_eq!(rest(Some("120"), 1), 120);
        assert_eq!(rest(Some(" 0 "), 3), 0);
        assert_eq!(rest(Some("Wed, 18 Mar 2026 20:05:00 GMT"), 1), 300);
        assert_eq!(rest(Some("Wed, 18 Mar 2026 19:00:00 GMT"), 1), 0, "past");
        for odd in ["99999999999999999999999", "999999999"] {
            assert_eq!(rest(Some(odd), 1), 24 * 3_600, "{odd}");
        }
        for unreadable in ["", "soon", "-5", "1e3", "Wed, 45 Mar 2026 20:05:00 GMT"] {
            assert_eq!(rest(Some(unreadable), 1), 600, "{unreadable}");
        }
        assert_eq!([1, 2, 3, 30, u32::MAX].map(|times| rest(None, times) / 60), [10, 20, 40, 24 * 60, 24 * 60]);
    }
}
