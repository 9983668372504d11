//! When no letters come.

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

use crate::ParseError;

/// The days of the week by their names, in order.
pub(super) const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// The name of a day of the week.
pub(super) fn name_of(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(of, _)| *of == day).map_or("", |(_, name)| name)
}

/// A day of the week by its name.
pub(super) fn day_called(name: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(_, of)| *of == name).map(|(day, _)| *day)
}

/// Days of the week without letters: what falls on them comes with the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct QuietDays(u8);

impl QuietDays {
    /// The days of these names, such as `sunday`.
    ///
    /// # Errors
    /// Where a name is none of a day.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, ParseError> {
        names.into_iter().try_fold(Self::default(), |days, name| {
            let day = day_called(name).ok_or_else(|| ParseError::new(name, "a day of the week such as sunday"))?;
            Ok(Self(days.0 | bit(day)))
        })
    }

    /// Whether a day is among them.
    pub fn include(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// Their names, Monday first.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        WEEKDAYS.iter().filter(move |(day, _)| self.include(*day)).map(|(_, name)| *name)
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

impl From<QuietDays> for Vec<String> {
    fn from(days: QuietDays) -> Self {
        days.names().map(str::to_owned).collect()
    }
}

impl TryFrom<Vec<String>> for QuietDays {
    type Error = ParseError;

    fn try_from(names: Vec<String>) -> Result<Self, ParseError> {
        Self::named(names.iter().map(String::as_str))
    }
}

/// Hours of every day in which nothing comes at once: from one until another, which may be on the next day. Where both are the same there are none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet hour, 0 to 23.
    pub from: u8,
    /// The first hour that is not quiet any more.
    pub until: u8,
}

impl QuietHours {
    /// The night.
    pub const NIGHT: Self = Self { from: 22, until: 7 };

    /// Hours of a day.
    ///
    /// # Errors
    /// Where one is none of a day.
    pub fn new(from: u8, until: u8) -> Result<Self, ParseError> {
        match [from, until].into_iter().find(|hour| *hour > 23) {
            Some(wrong) => Err(ParseError::new(&wrong.to_string(), "an hour from 0 to 23")),
            None => Ok(Self { from, until }),
        }
    }

    /// Whether an hour is among them.
    pub fn include(self, hour: u8) -> bool {
        if self.from <= self.until {
            (self.from..self.until).contains(&hour)
        } else {
            hour >= self.from || hour < self.until
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nights_go_over_midnight() {
        let night: Vec<u8> = (0..24).filter(|hour| QuietHours::NIGHT.include(*hour)).collect();
        assert_eq!(night, [0, 1, 2, 3, 4, 5, 6, 22, 23]);
        let noon = QuietHours::new(12, 14).unwrap();
        assert_eq!([11, 12, 13, 14].map(|hour| noon.include(hour)), [false, true, true, false]);
        assert!((0..24).all(|hour| !QuietHours::default().include(hour)));
        assert!(QuietHours::new(24, 0).is_err() && QuietHours::new(0, 24).is_err());
    }

    #[test]
    fn days_are_kept_by_their_names() {
        let days = QuietDays::named(["sunday", "saturday", "sunday"]).unwrap();
        assert_eq!(serde_json::to_string(&days).unwrap(), r#"["saturday","sunday"]"#);
        assert_eq!(serde_json::from_str::<QuietDays>(r#"["saturday","sunday"]"#).unwrap(), days);
        assert!(serde_json::from_str::<QuietDays>(r#"["caturday"]"#).is_err());
        assert!(days.include(Weekday::Sunday) && !days.include(Weekday::Monday));
        assert!(QuietDays::named(["Sunday"]).is_err());
    }
}
