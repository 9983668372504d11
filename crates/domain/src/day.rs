//! A calendar day of a list.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::ParseError;

const EXPECTED: &str = "a day between 1900-01-01 and 2199-12-31, such as 2026-04-30";

/// A calendar day between 1900-01-01 and 2199-12-31, without a time zone. Written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(Date);

impl Day {
    /// The day of a year, month (1-12) and day of the month, or `None` where the calendar has no such day.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().and_then(Self::from_date)
    }

    /// `date` if it lies in the years that a list may have.
    pub fn from_date(date: Date) -> Option<Self> {
        (1900..=2199).contains(&date.year()).then_some(Self(date))
    }

    /// The UTC day of an instant; `None` outside 1900-2199.
    pub fn of(instant: Timestamp) -> Option<Self> {
        Self::from_date(instant.to_zoned(TimeZone::UTC).date())
    }

    /// Days since 1970-01-01 (negative before it): what the store and the index hold.
    pub fn number(self) -> i64 {
        self.midnight().as_second().div_euclid(86_400)
    }

    /// The day with that [`number`](Self::number); `None` outside 1900-2199.
    pub fn from_number(number: i64) -> Option<Self> {
        let seconds = number.checked_mul(86_400)?;
        Timestamp::from_second(seconds).ok().and_then(Self::of)
    }

    /// Midnight UTC at which the day begins.
    pub fn midnight(self) -> Timestamp {
        // Every date of 1900-2199 has a UTC midnight within the range of a timestamp.
        self.0.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
    }

    /// The day `days` later (earlier when negative), held at the borders of 1900-2199.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        let border = if days < 0 { Date::constant(1900, 1, 1) } else { Date::constant(2199, 12, 31) };
        let moved = 0.days().try_days(days).ok().and_then(|span| self.0.checked_add(span).ok());
        moved.and_then(Self::from_date).unwrap_or(Self(border))
    }

    /// This day and those before it, back to the first that there is.
    pub fn and_before(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |day| Some(day.plus(-1)).filter(|before| before < day))
    }

    /// The underlying calendar date.
    pub fn date(self) -> Date {
        self.0
    }

    /// The year, 1900-2199.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// Saturday or Sunday: the days on which arXiv announces nothing.
    pub fn is_weekend(self) -> bool {
        matches!(self.weekday(), Weekday::Saturday | Weekday::Sunday)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Day {
    type Err = ParseError;

    /// Only the form `YYYY-MM-DD` is a day.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let shape = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        let day = if shape { text.parse().ok().and_then(Self::from_date) } else { None };
        day.ok_or_else(|| ParseError::new(text, EXPECTED))
    }
}

impl TryFrom<String> for Day {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_the_same_day() {
        let day: Day = "2026-04-30".parse().unwrap();
        assert_eq!(day.to_string(), "2026-04-30");
        assert_eq!(Day::from_number(day.number()), Some(day));
        assert_eq!(Day::from_ymd(1970, 1, 1).unwrap().number(), 0);
        assert_eq!(Day::from_ymd(1969, 12, 31).unwrap().number(), -1);
    }

    #[test]
    fn days_before_a_day_come_to_an_end() {
        let day: Day = "1900-01-03".parse().unwrap();
        let before: Vec<String> = day.and_before().map(|day| day.to_string()).collect();
        assert_eq!(before, ["1900-01-03", "1900-01-02", "1900-01-01"]);
    }

    #[test]
    fn refuses_what_is_no_day() {
        for text in [
            "",
            "2026-4-30",
            "2026-02-30",
            "1899-12-31",
            "2200-01-01",
            "2026-04-30T00:00",
            "２０２６-04-30",
            "-026-04-30",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }

    #[test]
    fn stops_at_the_borders() {
        assert_eq!("2199-12-31".parse::<Day>().unwrap().plus(1).to_string(), "2199-12-31");
        assert_eq!("1900-01-01".parse::<Day>().unwrap().plus(i64::MIN).to_string(), "1900-01-01");
        assert_eq!("2024-02-28".parse::<Day>().unwrap().plus(1).to_string(), "2024-02-29");
    }
}
