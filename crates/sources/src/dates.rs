//! Dates in the ways in which sources write them.

use std::borrow::Cow;

use domain::{Day, Timestamp};
use jiff::tz::TimeZone;

/// The moment that `text` tells: RFC 3339, a time without a zone (which then is UTC), a day (its midnight UTC), or RFC 2822
/// (`Mon, 2 Apr 2007 19:18:42 GMT`). `None` for years and months alone, and outside the years of a [`Day`].
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let found = if text.starts_with(|c: char| c.is_ascii_digit()) && text.get(4..5) == Some("-") {
        text.parse().ok().or_else(|| civil(text))
    } else {
        rfc2822(text)
    };
    found.filter(|instant| Day::of(*instant).is_some())
}

/// A time without a zone: `2026-04-30`, `2026-04-30 12:00:00`, `2026-04-30T12:00:00`.
fn civil(text: &str) -> Option<Timestamp> {
    // jiff reads `2026-04` neither as a day nor as a time.
    text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

fn rfc2822(text: &str) -> Option<Timestamp> {
    // Some feeds write `UTC`, which RFC 2822 does not know, and arXiv's oldest versions lack the comma.
    let text = text.strip_suffix(" UTC").map_or(Cow::Borrowed(text), |rest| format!("{rest} +0000").into());
    jiff::fmt::rfc2822::parse(text.as_ref()).ok().map(|zoned| zoned.timestamp())
}

/// The year with which `text` begins (`2024`, `2024-05`, `2024/05/01`), or with which it ends (`May 2024`); between 1000
/// and 2999.
pub(crate) fn year(text: &str) -> Option<i16> {
    let text = text.trim();
    let is_year =
        |part: &str| part.len() == 4 && part.starts_with(['1', '2']) && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let first = parts.next()?;
    let found = if is_year(first) { Some(first) } else { parts.next_back().filter(|last| is_year(last)) };
    found.and_then(|year| year.parse().ok())
}

/// The midnight of the day `year-month-day`.
pub(crate) fn midnight(year: i64, month: i64, day: i64) -> Option<Timestamp> {
    let day = Day::from_ymd(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    day.map(Day::midnight)
}

/// The number of a month by its English name, the first three letters of it, or its number.
pub(crate) fn month(text: &str) -> Option<i64> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.trim();
    if let Ok(number) = text.parse() {
        return Some(number).filter(|number| (1..=12).contains(number));
    }
    let short = text.get(..3)?.to_ascii_lowercase();
    NAMES.iter().zip(1..).find(|(name, _)| **name == short).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_in_all_ways_of_writing() {
        for text in [
            "2007-04-02T19:18:42Z",
            "2007-04-02T21:18:42+02:00",
            "2007-04-02T19:18:42",
            "2007-04-02 19:18:42",
            "Mon, 2 Apr 2007 19:18:42 GMT",
            "Mon, 02 Apr 2007 15:18:42 -0400",
            "Mon, 02 Apr 2007 19:18:42 UTC",
        ] {
            assert_eq!(instant(text).map(|at| at.to_string()).as_deref(), Some("2007-04-02T19:18:42Z"), "{text}");
        }
        assert_eq!(instant("2007-04-02").map(|at| at.to_string()).as_deref(), Some("2007-04-02T00:00:00Z"));
        for text in ["", "2007", "2007-04", "yesterday", "0001-01-01", "2007-13-02", "Mon, 32 Apr 2007 19:18:42 GMT"] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn years_with_and_without_more() {
        for (text, found) in [
            ("2024", Some(2024)),
            ("2024-05", Some(2024)),
            ("2024/07//", Some(2024)),
            ("May 2024", Some(2024)),
            ("in press", None),
            ("12345", None),
            ("", None),
        ] {
            assert_eq!(year(text), found, "{text}");
        }
    }

    #[test]
    fn months_by_name_and_number() {
        assert_eq!(
            (month("feb"), month("September"), month("12"), month("13"), month("x")),
            (Some(2), Some(9), Some(12), None, None)
        );
    }
}
