//! How often, and at which hour.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::quiet::{QuietDays, QuietHours, day_called, name_of};
use crate::ParseError;

/// The least time between two letters of those that come at once.
const PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// On which days letters come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Often {
    /// As soon as there is anything.
    Instant,
    /// Every day.
    Daily,
    /// From Monday to Friday.
    Weekdays,
    /// Once a week, on this day.
    Weekly(Weekday),
}

impl Often {
    fn includes(self, weekday: Weekday) -> bool {
        match self {
            Self::Instant | Self::Daily => true,
            Self::Weekdays => !matches!(weekday, Weekday::Saturday | Weekday::Sunday),
            Self::Weekly(day) => day == weekday,
        }
    }
}

impl fmt::Display for Often {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Instant => "instant",
            Self::Daily => "daily",
            Self::Weekdays => "weekdays",
            Self::Weekly(day) => name_of(*day),
        })
    }
}

impl FromStr for Often {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let expected = "a rhythm: instant, daily, weekdays, or a day of the week such as monday";
        match text {
            "instant" => Ok(Self::Instant),
            "daily" => Ok(Self::Daily),
            "weekdays" => Ok(Self::Weekdays),
            _ => day_called(text).map(Self::Weekly).ok_or_else(|| ParseError::new(text, expected)),
        }
    }
}

impl From<Often> for String {
    fn from(often: Often) -> Self {
        often.to_string()
    }
}

impl TryFrom<String> for Often {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

/// When letters come: on these days, at this hour of that zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// The days.
    pub often: Often,
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The zone by its name in the time zone database, such as `Europe/Berlin`.
    pub zone: String,
    /// Days without letters.
    #[serde(default, skip_serializing_if = "QuietDays::is_empty")]
    pub quiet_days: QuietDays,
    /// Hours in which nothing comes at once.
    #[serde(default)]
    pub quiet_hours: QuietHours,
}

impl Rhythm {
    /// A rhythm in a zone that is known, without quiet days; what comes at once leaves the night alone.
    ///
    /// # Errors
    /// Where the hour is none of a day, or the zone is not known.
    pub fn new(often: Often, hour: u8, zone: &str) -> Result<Self, ParseError> {
        if hour > 23 {
            return Err(ParseError::new(&hour.to_string(), "an hour from 0 to 23"));
        }
        let known = TimeZone::get(zone).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
        let zone = known.ok_or_else(|| ParseError::new(zone, "a time zone such as Europe/Berlin"))?;
        Ok(Self { often, hour, zone, quiet_days: QuietDays::default(), quiet_hours: QuietHours::NIGHT })
    }

    /// The same with these days and hours kept free.
    ///
    /// # Errors
    /// Where no day would be left.
    pub fn quiet(self, days: QuietDays, hours: QuietHours) -> Result<Self, ParseError> {
        let rhythm = Self { quiet_days: days, quiet_hours: hours, ..self };
        if rhythm.weekdays().contains(&true) {
            return Ok(rhythm);
        }
        let names = days.names().collect::<Vec<_>>().join(", ");
        Err(ParseError::new(&names, "a set of quiet days that leaves one for letters"))
    }

    /// The first moment after `after` at which a letter is due. Where the clock jumps over the hour it is the moment after the jump, where an hour
    /// comes twice the first of the two: each day has one moment. What comes at once is due after a pause.
    pub fn next(&self, after: Timestamp) -> Timestamp {
        if self.often == Often::Instant {
            return self.awake(after.checked_add(PAUSE).unwrap_or(Timestamp::MAX));
        }
        let zone = self.zone();
        let mut date = after.to_zoned(zone.clone()).date();
        // A week has every weekday; one more day makes up for a day that a zone left out, which has no letter: its hour would fall on the next
        // day, which may be quiet.
        for _ in 0..=8 {
            if self.includes(date.weekday())
                && exists(date, &zone)
                && let Some(at) = moment(date, self.hour, &zone).filter(|at| *at > after)
            {
                return at;
            }
            let Ok(next) = date.checked_add(1.day()) else { break };
            date = next;
        }
        Timestamp::MAX
    }

    /// The first moment from `from` on that is neither in quiet hours nor on a quiet day.
    pub fn awake(&self, from: Timestamp) -> Timestamp {
        let zone = self.zone();
        let mut at = from;
        // Each step leaves a day or the quiet hours of one behind.
        for _ in 0..=16 {
            let here = at.to_zoned(zone.clone());
            let (date, hour) = (here.date(), u8::try_from(here.hour()).unwrap_or_default());
            let later = if !self.includes(date.weekday()) {
                date.checked_add(1.day()).ok().and_then(|next| moment(next, 0, &zone))
            } else if self.quiet_hours.include(hour) {
                let today = moment(date, self.quiet_hours.until, &zone).filter(|until| *until > at);
                today.or_else(|| moment(date.checked_add(1.day()).ok()?, self.quiet_hours.until, &zone))
            } else {
                return at;
            };
            let Some(later) = later.filter(|later| *later > at) else { break };
            at = later;
        }
        Timestamp::MAX
    }

    /// The day of a letter that is due at a moment, where it is read: one letter a day bears it. Where the clock jumps over an hour and midnight
    /// at once, the letter of that hour is still the one of the day before.
    pub fn date(&self, at: Timestamp) -> Date {
        let zone = self.zone();
        let date = at.to_zoned(zone.clone()).date();
        let is_of = |date: Date| moment(date, self.hour, &zone) == Some(at);
        match date.checked_sub(1.day()) {
            Ok(before) if self.often != Often::Instant && is_of(before) && !is_of(date) => before,
            _ => date,
        }
    }

    /// What a letter that is due at a moment is known by, among those of its subscription: its date, and of what comes at once also the time.
    pub fn letter(&self, at: Timestamp) -> String {
        match self.often {
            Often::Instant => at.to_zoned(self.zone()).strftime("%Y-%m-%dT%H:%M%:z").to_string(),
            _ => self.date(at).to_string(),
        }
    }

    /// How many days lie between two letters at most.
    pub fn days(&self) -> u8 {
        let weekdays = self.weekdays();
        let (mut longest, mut free) = (0, 0);
        for has_letter in weekdays.iter().chain(&weekdays) {
            free = if *has_letter { 0 } else { free + 1 };
            longest = longest.max(free);
        }
        (longest + 1).min(7)
    }

    /// Whether each day of the week, from Monday, has letters.
    fn weekdays(&self) -> [bool; 7] {
        super::quiet::WEEKDAYS.map(|(day, _)| self.includes(day))
    }

    fn includes(&self, weekday: Weekday) -> bool {
        self.often.includes(weekday) && !self.quiet_days.include(weekday)
    }

    fn zone(&self) -> TimeZone {
        // It was known when this was made; a name that a later database dropped is better read as UTC than never.
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }
}

/// Whether a zone has that day: islands that moved across the date line left one out.
fn exists(date: Date, zone: &TimeZone) -> bool {
    date.at(12, 0, 0, 0).to_zoned(zone.clone()).is_ok_and(|noon| noon.date() == date)
}

/// The moment at which a day has an hour: of two the first, and where the clock jumps over it, which need not happen at a full hour, the one
/// after the jump.
fn moment(date: Date, hour: u8, zone: &TimeZone) -> Option<Timestamp> {
    let wanted = date.at(i8::try_from(hour).ok()?, 0, 0, 0);
    let at = zone.to_ambiguous_timestamp(wanted);
    match at.offset() {
        AmbiguousOffset::Gap { after, .. } => {
            // By the offset behind the jump the hour lies before it.
            let before = after.to_timestamp(wanted).ok()?;
            zone.following(before).next().map(|jump| jump.timestamp())
        }
        _ => at.compatible().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rhythm(often: &str, hour: u8, zone: &str) -> Rhythm {
        Rhythm::new(often.parse().unwrap(), hour, zone).unwrap()
    }

    /// The moments after `from`, so many of them.
    fn moments(rhythm: &Rhythm, from: &str, count: usize) -> Vec<String> {
        let mut at: Timestamp = from.parse().unwrap();
        let next = || {
            at = rhythm.next(at);
            at.to_string()
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    #[test]
    fn letters_come_at_their_hour_also_when_clocks_change() {
        // Berlin's clocks jump from 2 to 3 on 29 March 2026 and go back from 3 to 2 on 25 October.
        assert_eq!(
            moments(&rhythm("daily", 2, "Europe/Berlin"), "2026-03-27T12:00:00Z", 3),
            ["2026-03-28T01:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"]
        );
        assert_eq!(
            moments(&rhythm("daily", 2, "Europe/Berlin"), "2026-10-23T12:00:00Z", 3),
            ["2026-10-24T00:00:00Z", "2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z"]
        );
        // In Santiago midnight itself was left out on 8 September 2024.
        assert_eq!(
            moments(&rhythm("daily", 0, "America/Santiago"), "2024-09-06T12:00:00Z", 3),
            ["2024-09-07T04:00:00Z", "2024-09-08T04:00:00Z", "2024-09-09T03:00:00Z"]
        );
    }

    #[test]
    fn weekdays_and_weeks_pass_over_the_other_days() {
        let weekdays = rhythm("weekdays", 8, "UTC");
        assert_eq!(moments(&weekdays, "2026-01-02T08:00:00Z", 2), ["2026-01-05T08:00:00Z", "2026-01-06T08:00:00Z"]);
        // Into the 53rd week of 2026.
        let weekly = rhythm("monday", 8, "UTC");
        assert_eq!(
            moments(&weekly, "2026-12-20T00:00:00Z", 3),
            ["2026-12-21T08:00:00Z", "2026-12-28T08:00:00Z", "2027-01-04T08:00:00Z"]
        );
    }

    #[test]
    fn what_is_no_rhythm_is_refused() {
        assert!("hourly".parse::<Often>().is_err());
        assert!(Rhythm::new(Often::Daily, 24, "UTC").is_err());
        for zone in ["", "Middle/Earth", "+25", "../etc/passwd"] {
            assert!(Rhythm::new(Often::Daily, 8, zone).is_err(), "{zone:?}");
        }
        assert_eq!(rhythm("friday", 23, "europe/berlin").zone, "Europe/Berlin");
        assert_eq!(rhythm("friday", 23, "UTC").often.to_string(), "friday");
    }

    #[test]
    fn the_end_of_time_is_never() {
        assert_eq!(rhythm("daily", 0, "UTC").next(Timestamp::MAX), Timestamp::MAX);
    }

    #[test]
    fn what_comes_at_once_pauses_and_leaves_quiet_hours_and_days_alone() {
        let instant = rhythm("instant", 8, "Europe/Berlin");
        assert_eq!(moments(&instant, "2026-01-05T12:00:00Z", 2), ["2026-01-05T12:15:00Z", "2026-01-05T12:30:00Z"]);
        // 21:50 at home: the next falls into the night, and comes after it.
        assert_eq!(moments(&instant, "2026-01-05T20:50:00Z", 1), ["2026-01-06T06:00:00Z"]);
        let noon = QuietHours::new(12, 14).unwrap();
        let free = instant.quiet(QuietDays::named(["saturday", "sunday"]).unwrap(), noon).unwrap();
        assert_eq!(moments(&free, "2026-01-09T10:50:00Z", 1), ["2026-01-09T13:00:00Z"]);
        assert_eq!(moments(&free, "2026-01-09T22:50:00Z", 1), ["2026-01-11T23:00:00Z"], "Monday begins");
        assert_eq!(free.letter("2026-01-09T13:00:00Z".parse().unwrap()), "2026-01-09T14:00+01:00");
    }

    #[test]
    fn an_hour_that_comes_twice_has_letters_of_two_names() {
        let instant = rhythm("instant", 8, "Europe/Berlin").quiet(QuietDays::default(), QuietHours::default()).unwrap();
        let name = |at: &str| instant.letter(at.parse().unwrap());
        assert_eq!(name("2026-10-25T00:15:00Z"), "2026-10-25T02:15+02:00");
        assert_eq!(name("2026-10-25T01:15:00Z"), "2026-10-25T02:15+01:00");
    }

    #[test]
    fn quiet_days_are_passed_over_and_one_is_left() {
        let quiet = |often: &str, days: &[&str]| {
            rhythm(often, 8, "UTC").quiet(QuietDays::named(days.iter().copied()).unwrap(), QuietHours::default())
        };
        let wednesdays = quiet("weekdays", &["monday", "tuesday", "thursday", "friday"]).unwrap();
        assert_eq!(moments(&wednesdays, "2026-01-02T08:00:00Z", 2), ["2026-01-07T08:00:00Z", "2026-01-14T08:00:00Z"]);
        assert_eq!(wednesdays.days(), 7);
        assert_eq!(quiet("daily", &["saturday", "sunday"]).unwrap().days(), 3);
        assert_eq!(
            ["instant", "daily", "weekdays", "monday"].map(|often| rhythm(often, 8, "UTC").days()),
            [1, 1, 3, 7]
        );
        assert!(quiet("monday", &["monday"]).is_err());
        let week = super::super::quiet::WEEKDAYS.map(|(_, name)| name);
        assert!(quiet("instant", &week).unwrap_err().to_string().contains("leaves one for letters"));
    }
}
