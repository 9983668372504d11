//! Dates as pages print them: `Mar 16, 2024`, or `Jun 22` in the current year.

use std::fmt;

use domain::Day;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date that may lack its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShortDate {
    pub(super) year: Option<i16>,
    month: i8,
    day: i8,
}

impl ShortDate {
    /// The day, in `year` where the date has none. `None` where the calendar lacks it (29 February).
    pub(super) fn in_year(self, year: i16) -> Option<Day> {
        Day::from_ymd(self.year.unwrap_or(year), self.month, self.day)
    }

    /// The date at the beginning of `line`, and what follows it.
    pub(super) fn at_start(line: &str) -> Option<(Self, &str)> {
        let (month, rest) = line.trim().split_at_checked(3)?;
        let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == month)?.1;
        let (day, rest) = number(rest.strip_prefix(' ')?)?;
        let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
        let year = rest.strip_prefix(", ").and_then(number).filter(|(year, _)| (1900..=2199).contains(year));
        let (year, rest) = year.map_or((None, rest), |(year, rest)| (i16::try_from(year).ok(), rest));
        let ends = rest.is_empty() || rest.starts_with(' ');
        ends.then(|| (Self { year, month, day }, rest.trim()))
    }
}

impl fmt::Display for ShortDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// The number at the beginning of `text`, of at most 9 digits, and what follows it.
pub(super) fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let number = if digits.len() <= 9 { digits.parse().ok()? } else { return None };
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, &str)> {
        let (date, rest) = ShortDate::at_start(line)?;
        Some((date.in_year(2025)?.to_string(), rest))
    }

    #[test]
    fn reads_dates_with_and_without_year() {
        assert_eq!(read("Mar 16, 2024"), Some(("2024-03-16".into(), "")));
        assert_eq!(read("Jun 22"), Some(("2025-06-22".into(), "")));
        assert_eq!(read("Sep 10, 2024 2"), Some(("2024-09-10".into(), "2")));
        assert_eq!(read("May 1 1"), Some(("2025-05-01".into(), "1")));
    }

    #[test]
    fn other_lines_are_no_dates() {
        for line in ["", "May", "May the force", "Maybe 3", "Feb 29", "Jan 32", "Jan 0", "Mars 3", "Jan 5th", "日本語"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
