//! Where one list day ends and the next begins.

use std::fmt;
use std::str::FromStr;

use domain::{Day, ParseError, Timestamp};
use jiff::ToSpan;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

const EXPECTED: &str = "a time and a time zone, such as \"20:00 America/New_York\" or \"00:00 UTC\"";

/// arXiv's time zone, the time until which what is submitted is announced on the same day, and the time of announcing
/// (<https://info.arxiv.org/help/availability.html>).
const ARXIV: (&str, Time, Time) = ("America/New_York", Time::constant(14, 0, 0, 0), Time::constant(20, 0, 0, 0));

/// The time of day at which a list day ends: what appears from then on stands on the next day's list. Printed as `20:00 America/New_York`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DayBorder {
    time: Time,
    zone: TimeZone,
    name: String,
}

impl DayBorder {
    /// The day on whose list stands what appears at a moment; `None` outside 1900-2199.
    pub fn day_of(&self, moment: Timestamp) -> Option<Day> {
        let there = moment.to_zoned(self.zone.clone());
        let day = Day::from_date(there.date())?;
        // With midnight as the border a day is the calendar's.
        Some(if self.time != Time::midnight() && there.time() >= self.time { day.plus(1) } else { day })
    }

    /// The moment at which a day ends.
    pub fn end_of(&self, day: Day) -> Timestamp {
        let date = if self.time == Time::midnight() { day.plus(1).date() } else { day.date() };
        // Where clocks are put forward over the border, jiff takes the moment after the gap.
        date.to_datetime(self.time).to_zoned(self.zone.clone()).map_or(Timestamp::MAX, |moment| moment.timestamp())
    }

    /// The day on whose list stands what was submitted to arXiv at a moment, by its schedule: submissions until 14:00 of Monday to Thursday are
    /// announced at 20:00, those until Friday's on Sunday, later ones on Monday. arXiv's holidays are not known.
    pub fn day_of_submission(&self, submitted: Timestamp) -> Option<Day> {
        let (zone, deadline, announced) = ARXIV;
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let there = submitted.to_zoned(zone.clone());
        let late = i64::from(there.time() >= deadline);
        let due = there.date().checked_add(late.days()).ok()?;
        let wait = match due.weekday() {
            Weekday::Friday | Weekday::Saturday => 2,
            Weekday::Sunday => 1,
            _ => 0,
        };
        let date = due.checked_add(wait.days()).ok()?;
        self.day_of(date.to_datetime(announced).to_zoned(zone).ok()?.timestamp())
    }
}

impl Default for DayBorder {
    /// arXiv's announcement.
    fn default() -> Self {
        let (name, _, time) = ARXIV;
        Self { time, zone: TimeZone::get(name).unwrap_or(TimeZone::UTC), name: name.to_owned() }
    }
}

impl fmt::Display for DayBorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02} {}", self.time.hour(), self.time.minute(), self.name)
    }
}

impl FromStr for DayBorder {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let error = || ParseError::new(text, EXPECTED);
        let (time, name) = text.trim().split_once(' ').ok_or_else(error)?;
        let (hour, minute) = time.split_once(':').ok_or_else(error)?;
        let number = |digits: &str| (digits.len() == 2).then(|| digits.parse::<i8>().ok()).flatten();
        let time = number(hour).zip(number(minute)).and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
        let zone = if name == "UTC" { Ok(TimeZone::UTC) } else { TimeZone::get(name) };
        Ok(Self { time: time.ok_or_else(error)?, zone: zone.map_err(|_| error())?, name: name.to_owned() })
    }
}

impl TryFrom<String> for DayBorder {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl From<DayBorder> for String {
    fn from(border: DayBorder) -> Self {
        border.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn border(text: &str) -> DayBorder {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_ends_at_its_border_in_summer_and_in_winter() {
        let border = DayBorder::default();
        assert_eq!(border.to_string(), "20:00 America/New_York");
        assert_eq!(border.to_string().parse::<DayBorder>().unwrap(), border);
        for (moment, day) in [
            ("2026-04-29T23:59:59Z", "2026-04-29"),
            ("2026-04-30T00:00:00Z", "2026-04-30"),
            ("2026-01-15T00:59:59Z", "2026-01-14"),
            ("2026-01-15T01:00:00Z", "2026-01-15"),
        ] {
            assert_eq!(border.day_of(at(moment)).unwrap().to_string(), day, "{moment}");
        }
        for day in ["2026-03-08", "2026-11-01", "2024-02-29", "2026-07-01"] {
            let day: Day = day.parse().unwrap();
            let end = border.end_of(day);
            assert_eq!(border.day_of(end), Some(day.plus(1)));
            assert_eq!(border.day_of(end - jiff::SignedDuration::from_secs(1)), Some(day));
        }
    }

    #[test]
    fn with_midnight_a_day_is_the_calendars() {
        let utc = border("00:00 UTC");
        assert_eq!(utc.day_of(at("2026-04-30T00:00:00Z")).unwrap().to_string(), "2026-04-30");
        assert_eq!(utc.end_of("2026-04-30".parse().unwrap()), at("2026-05-01T00:00:00Z"));
    }

    #[test]
    fn submissions_wait_for_their_announcement() {
        let border = DayBorder::default();
        for (submitted, day) in [
            ("2026-04-27T17:59:00Z", "2026-04-28"),
            ("2026-04-27T18:00:00Z", "2026-04-29"),
            ("2026-04-24T17:59:00Z", "2026-04-27"),
            ("2026-04-24T18:00:00Z", "2026-04-28"),
            ("2026-04-26T12:00:00Z", "2026-04-28"),
        ] {
            assert_eq!(border.day_of_submission(at(submitted)).unwrap().to_string(), day, "{submitted}");
        }
    }

    #[test]
    fn what_is_no_border_is_told_what_is_one() {
        for text in ["", "20:00", "8 America/New_York", "24:00 UTC", "20:00 Mars/Olympus", "20:60 UTC"] {
            let error = text.parse::<DayBorder>().unwrap_err().to_string();
            assert!(error.contains("America/New_York"), "{error}");
        }
    }
}
