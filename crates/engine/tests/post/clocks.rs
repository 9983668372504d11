//! By a virtual clock: everybody has one letter a day, at their hour.

use domain::{Often, Rhythm, Wish};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan, civil::date};

use super::Library;

/// Somebody's rhythm.
struct Reader {
    often: &'static str,
    hour: u8,
    zone: &'static str,
}

const READERS: [Reader; 10] = [
    Reader { often: "daily", hour: 2, zone: "Europe/Berlin" },
    Reader { often: "daily", hour: 8, zone: "America/New_York" },
    Reader { often: "daily", hour: 2, zone: "Australia/Lord_Howe" },
    Reader { often: "daily", hour: 0, zone: "America/Santiago" },
    Reader { often: "daily", hour: 23, zone: "America/Nuuk" },
    Reader { often: "daily", hour: 0, zone: "Africa/Cairo" },
    Reader { often: "daily", hour: 12, zone: "Pacific/Kiritimati" },
    Reader { often: "daily", hour: 7, zone: "Asia/Kathmandu" },
    Reader { often: "weekdays", hour: 23, zone: "Pacific/Apia" },
    Reader { often: "thursday", hour: 0, zone: "Europe/Lisbon" },
];

/// Lets a quarter of an hour pass again and again, and then looks at who got what.
async fn from_to((first, last): (Date, Date)) {
    let library = Library::new().await;
    let mut now = first.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp() - 36.hours();
    let mut links = Vec::new();
    for (number, reader) in READERS.iter().enumerate() {
        let rhythm = Rhythm::new(reader.often.parse().unwrap(), reader.hour, reader.zone).unwrap();
        let wish = Wish { when_empty: true, ..Wish::new(rhythm) };
        links.push(library.subscribe(&format!("reader{number}@example.org"), &wish, &now.to_string()).await);
    }
    let end = last.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp() + 48.hours();
    while now < end {
        library.newsstand.write_due_letters(now).await.unwrap();
        now += 15.minutes();
    }
    for (number, reader) in READERS.iter().enumerate() {
        let address = super::address(&format!("reader{number}@example.org"));
        let subscription = library.newsstand.store().subscriptions_of(&address).await.unwrap().remove(0);
        let letters = library.newsstand.store().letters(subscription.key, 100).await.unwrap();
        let zone = TimeZone::get(reader.zone).unwrap();
        let mut got: Vec<(Date, i8)> = letters
            .iter()
            .filter_map(|letter| Some((letter.date.parse().ok()?, letter.at.to_zoned(zone.clone()).hour())))
            .filter(|(day, _)| (first..=last).contains(day))
            .collect();
        got.reverse();
        let often: Often = reader.often.parse().unwrap();
        let wanted = |day: &Date| match often {
            Often::Weekly(weekday) => day.weekday() == weekday,
            Often::Weekdays => day.weekday().to_monday_one_offset() <= 5,
            _ => true,
        };
        let days: Vec<Date> = first.series(1.day()).take_while(|day| *day <= last).filter(wanted).collect();
        let (dates, hours): (Vec<Date>, Vec<i8>) = got.into_iter().unzip();
        assert_eq!(dates, days, "{} at {}", reader.zone, reader.hour);
        // Only on the one day on which the clock leaves it out does the hour differ.
        let hour = i8::try_from(reader.hour).unwrap();
        let others = hours.iter().filter(|other| **other != hour).count();
        assert!(others <= 1, "{} at {}: {hours:?}", reader.zone, reader.hour);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_spring_everybody_has_one_letter_a_day() {
    // Nuuk and Berlin on the 30th and 31st of March, Lord Howe on the 7th of April.
    from_to((date(2024, 3, 28), date(2024, 4, 9))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_autumn_everybody_has_one_letter_a_day() {
    // Santiago on the 8th of September.
    from_to((date(2024, 9, 5), date(2024, 9, 12))).await;
    // Berlin and Nuuk on the 27th, Cairo on the 31st of October, New York on the 3rd of November.
    from_to((date(2024, 10, 25), date(2024, 11, 5))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_leap_day_and_the_53rd_week_are_days_like_others() {
    from_to((date(2028, 2, 26), date(2028, 3, 3))).await;
    from_to((date(2026, 12, 26), date(2027, 1, 9))).await;
}
