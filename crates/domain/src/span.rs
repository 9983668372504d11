//! The stretches of time that a page shows: a day, an ISO week, a month.

use std::fmt;
use std::str::FromStr;

use jiff::civil::ISOWeekDate;

use crate::{Day, ParseError};

/// An ISO 8601 week, Monday to Sunday. Written `YYYY-Www`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    monday: Day,
}

/// A calendar month. Written `YYYY-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Day,
}

/// A day, a week or a month: what one page of a list covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// One day.
    Day(Day),
    /// Seven days from a Monday.
    Week(Week),
    /// All days of a month.
    Month(Month),
}

impl Week {
    /// The week in which `day` lies.
    pub fn of(day: Day) -> Self {
        let since_monday = i64::from(day.weekday().to_monday_zero_offset());
        Self { monday: day.plus(-since_monday) }
    }

    /// Its Monday.
    pub fn first(self) -> Day {
        self.monday
    }

    /// Its Sunday.
    pub fn last(self) -> Day {
        self.monday.plus(6)
    }

    /// The number of the week in its ISO year, 1-53.
    pub fn number(self) -> i8 {
        self.monday.date().iso_week_date().week()
    }

    /// The ISO year, which can differ from the calendar year of its first or last days.
    pub fn year(self) -> i16 {
        self.monday.date().iso_week_date().year()
    }
}

impl Month {
    /// The month in which `day` lies.
    pub fn of(day: Day) -> Self {
        Self { first: Day::from_date(day.date().first_of_month()).unwrap_or(day) }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Day {
        Day::from_date(self.first.date().last_of_month()).unwrap_or(self.first)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.first.year()
    }

    /// The month of the year, 1-12.
    pub fn number(self) -> i8 {
        self.first.date().month()
    }
}

impl Span {
    /// The first day of the span.
    pub fn first(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Week(week) => week.first(),
            Self::Month(month) => month.first(),
        }
    }

    /// The last day of the span.
    pub fn last(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Week(week) => week.last(),
            Self::Month(month) => month.last(),
        }
    }

    /// The span of the same kind in which `day` lies.
    #[must_use]
    pub fn with(self, day: Day) -> Self {
        match self {
            Self::Day(_) => Self::Day(day),
            Self::Week(_) => Self::Week(Week::of(day)),
            Self::Month(_) => Self::Month(Month::of(day)),
        }
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-W{:02}", self.year(), self.number())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Week(week) => week.fmt(f),
            Self::Month(month) => month.fmt(f),
        }
    }
}

impl FromStr for Week {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let error = || ParseError::new(text, "an ISO week between 1900 and 2199, such as 2026-W18");
        let (year, week) = text.split_once("-W").ok_or_else(error)?;
        let year: i16 = digits(year, 4).ok_or_else(error)?;
        let week = i8::try_from(digits(week, 2).ok_or_else(error)?).map_err(|_| error())?;
        let monday = ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).map_err(|_| error())?;
        Day::from_date(monday.date()).map(|monday| Self { monday }).ok_or_else(error)
    }
}

impl FromStr for Month {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let error = || ParseError::new(text, "a month between 1900-01 and 2199-12, such as 2026-04");
        let (year, month) = text.split_once('-').ok_or_else(error)?;
        let year: i16 = digits(year, 4).ok_or_else(error)?;
        let month = i8::try_from(digits(month, 2).ok_or_else(error)?).map_err(|_| error())?;
        Day::from_ymd(year, month, 1).map(|first| Self { first }).ok_or_else(error)
    }
}

/// `text` as a number of exactly `length` ASCII digits.
fn digits(text: &str, length: usize) -> Option<i16> {
    let plain = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_belongs_to_its_iso_year() {
        let week = Week::of("2026-01-01".parse().unwrap());
        assert_eq!(week.to_string(), "2026-W01");
        assert_eq!(week.first().to_string(), "2025-12-29");
        assert_eq!("2026-W01".parse::<Week>().unwrap(), week);
        assert_eq!("2026-W53".parse::<Week>().unwrap().last().to_string(), "2027-01-03");
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let month: Month = "2024-02".parse().unwrap();
        assert_eq!(Span::Month(month).last().to_string(), "2024-02-29");
    }

    #[test]
    fn refuses_what_is_no_span() {
        for text in ["", "2026-W54", "2025-W53", "2026-W00", "2026-W1", "2026W01", "+026-W01"] {
            assert!(text.parse::<Week>().is_err(), "{text}");
        }
        for text in ["", "2026-13", "2026-00", "2026-1", "-026-01", "2026-01-01"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }
}
