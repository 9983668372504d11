//! By a virtual clock over years: each day has exactly one letter, at its hour, wherever clocks and calendars jump.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made has failed the test")]

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use newsstand_domain::{Often, QuietDays, QuietHours, Rhythm};
use proptest::prelude::*;

/// Zones that do everything zones do: half an hour of summer time, midnight left out, an hour left out together with midnight, a whole day left
/// out, offsets of three quarters, both ends of the dateline, a changed mind about summer time, and none of it.
const ZONES: [&str; 20] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Beirut",
    "Africa/Cairo",
    "America/Nuuk",
    "America/Scoresbysund",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Asia/Pyongyang",
    "America/Caracas",
    "Africa/Casablanca",
    "Europe/Istanbul",
    "UTC",
];

/// The moment at which a day has its hour, as the zone's clock shows it minute by minute: the first moment of that hour, else the first after it. None where
/// the zone has no such day. Reckoned from the instants, not from the calendar.
fn expected(day: Date, hour: i8, zone: &TimeZone) -> Option<Timestamp> {
    const QUARTER: i64 = 15;
    let start = day.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp() - 15.hours();
    let quarters = (0..(52 * 60 / QUARTER)).map(|number| start + (number * QUARTER).minutes());
    let mut exists = false;
    let mut first = None;
    for at in quarters {
        let here = at.to_zoned(zone.clone());
        exists |= here.date() == day;
        let reached = (here.date() == day && here.hour() >= hour) || here.date() > day;
        if reached && first.is_none() {
            first = Some(at);
        }
    }
    first.filter(|_| exists)
}

/// The letters of a rhythm from one day up to another: which day each bears, and when it is due.
fn letters(rhythm: &Rhythm, (first, last): (Date, Date)) -> Vec<(Date, Timestamp)> {
    let mut at = first.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp() - 48.hours();
    let mut letters = Vec::new();
    loop {
        let next = rhythm.next(at);
        assert!(next > at, "{rhythm:?} stands still at {at}");
        at = next;
        match rhythm.date(at) {
            day if day > last => return letters,
            day if day >= first => letters.push((day, at)),
            _ => {}
        }
    }
}

fn assert_one_a_day(zone: &str, hour: u8, (first, last): (Date, Date)) {
    let rhythm = Rhythm::new(Often::Daily, hour, zone).unwrap();
    let known = TimeZone::get(zone).unwrap();
    let letters = letters(&rhythm, (first, last));
    let by_day: BTreeMap<Date, Timestamp> = letters.iter().copied().collect();
    assert_eq!(by_day.len(), letters.len(), "{zone} at {hour}: a day has two letters");
    let days = first.series(1.day()).take_while(|day| *day <= last);
    let expected: BTreeMap<Date, Timestamp> =
        days.filter_map(|day| Some((day, expected(day, i8::try_from(hour).unwrap(), &known)?))).collect();
    for (day, at) in &expected {
        assert_eq!(by_day.get(day), Some(at), "{zone} at {hour}: {day}");
    }
    assert_eq!(by_day.len(), expected.len(), "{zone} at {hour}");
}

#[test]
fn days_on_which_clocks_jump_have_one_letter() {
    for (zone, hours, first, last) in [
        // Forward and back; leap day; into week 53.
        ("Europe/Berlin", [0, 2, 3], date(2028, 2, 27), date(2028, 3, 28)),
        ("Europe/Berlin", [1, 2, 3], date(2026, 10, 20), date(2026, 10, 30)),
        ("Europe/Berlin", [0, 8, 23], date(2026, 12, 20), date(2027, 1, 12)),
        // Half an hour, both ways.
        ("Australia/Lord_Howe", [1, 2, 3], date(2026, 3, 30), date(2026, 4, 12)),
        ("Australia/Lord_Howe", [1, 2, 3], date(2026, 9, 28), date(2026, 10, 12)),
        // Days without a midnight.
        ("America/Santiago", [0, 1, 23], date(2024, 9, 1), date(2024, 9, 15)),
        ("America/Sao_Paulo", [0, 1, 23], date(2018, 10, 28), date(2018, 11, 10)),
        ("Africa/Cairo", [0, 1, 23], date(2024, 4, 20), date(2024, 5, 1)),
        // Eleven in the evening and midnight are left out at once.
        ("America/Nuuk", [0, 22, 23], date(2024, 3, 25), date(2024, 4, 5)),
        ("America/Nuuk", [0, 22, 23], date(2024, 10, 20), date(2024, 11, 2)),
        // A jump from a quarter to three to a quarter to four.
        ("Pacific/Chatham", [2, 3, 4], date(2004, 9, 28), date(2004, 10, 6)),
        // A day that never was.
        ("Pacific/Apia", [0, 8, 23], date(2011, 12, 25), date(2012, 1, 5)),
        // Half an hour more from one day to the next.
        ("Asia/Pyongyang", [0, 23, 12], date(2018, 5, 1), date(2018, 5, 10)),
        ("America/Caracas", [2, 3, 12], date(2016, 4, 25), date(2016, 5, 5)),
    ] {
        for hour in hours {
            assert_one_a_day(zone, hour, (first, last));
        }
    }
}

#[test]
fn a_skipped_day_is_the_only_one_without_a_letter() {
    let rhythm = Rhythm::new(Often::Daily, 8, "Pacific/Apia").unwrap();
    let days: Vec<i8> =
        letters(&rhythm, (date(2011, 12, 28), date(2012, 1, 1))).iter().map(|(day, _)| day.day()).collect();
    assert_eq!(days, [28, 29, 31, 1], "30 December 2011 was left out at the dateline");
    // At midnight the hour of the day that never was would be the first of the Saturday behind it.
    let rhythm = Rhythm::new(Often::Daily, 0, "Pacific/Apia").unwrap();
    let free = rhythm.quiet(QuietDays::named(["saturday"]).unwrap(), QuietHours::default()).unwrap();
    let days: Vec<i8> =
        letters(&free, (date(2011, 12, 28), date(2012, 1, 2))).iter().map(|(day, _)| day.day()).collect();
    assert_eq!(days, [28, 29, 1, 2]);
}

#[test]
fn years_of_every_zone_have_one_letter_a_day() {
    for (number, zone) in ZONES.iter().enumerate() {
        // Every hour is somebody's; the nights are everybody's.
        for hour in [0, 2, u8::try_from(number % 24).unwrap(), 23] {
            assert_one_a_day(zone, hour, (date(2023, 1, 1), date(2024, 12, 31)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_reader_has_one_letter_a_day(zone in 0..ZONES.len(), hour in 0_u8..24, year in 2000_i16..2045, quiet in 0_u8..127) {
        let first = date(year, 1, 1);
        let last = date(year + 1, 3, 31);
        assert_one_a_day(ZONES[zone], hour, (first, last));
        // With quiet days: exactly those are missing.
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let days = QuietDays::named(names.iter().enumerate().filter(|(bit, _)| quiet & (1 << bit) != 0).map(|(_, name)| *name)).unwrap();
        let all = Rhythm::new(Often::Daily, hour, ZONES[zone]).unwrap();
        let some = all.clone().quiet(days, QuietHours::default()).unwrap();
        let kept: Vec<_> = letters(&all, (first, last)).into_iter().filter(|(day, _)| !days.include(day.weekday())).collect();
        prop_assert_eq!(letters(&some, (first, last)), kept);
    }

    #[test]
    fn what_comes_at_once_never_comes_in_the_quiet(zone in 0..ZONES.len(), minute in 0_i64..25_000_000, from in 0_u8..24, until in 0_u8..24) {
        let hours = QuietHours::new(from, until).unwrap();
        let days = QuietDays::named(["sunday"]).unwrap();
        let rhythm = Rhythm::new(Often::Instant, 8, ZONES[zone]).unwrap().quiet(days, hours).unwrap();
        let known = TimeZone::get(ZONES[zone]).unwrap();
        let mut at = Timestamp::from_second(minute * 60).unwrap();
        for _ in 0..200 {
            let next = rhythm.next(at);
            prop_assert!(next >= at + 15.minutes());
            let here = next.to_zoned(known.clone());
            prop_assert!(here.weekday() != jiff::civil::Weekday::Sunday, "{}", here);
            // Where the hour at which the quiet ends is left out, it ends with what comes after.
            prop_assert!(!hours.include(u8::try_from(here.hour()).unwrap()), "{}", here);
            at = next;
        }
    }
}
