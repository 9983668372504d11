//! How letters are wanted, from a form and for one.

use std::ops::RangeInclusive;

use axum::http::{HeaderMap, header};
use domain::{Language, Often, ParseError, QuietDays, QuietHours, Rhythm, Subject, Wish};

use crate::params::Params;

/// The most papers in a letter.
const MOST: u8 = 50;

/// Zones that are suggested; any other of the time zone database can be written.
const ZONES: [&str; 40] = [
    "UTC",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Zurich",
    "Europe/Amsterdam",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "Europe/Athens",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Johannesburg",
    "Asia/Jerusalem",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
];

/// What a browser says of its reader.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Preferred(Language);

impl Preferred {
    /// The first language of a request in which dates can be written (RFC 9110, 12.5.4; in the order in which they stand, as browsers send them).
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let said = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut languages = said.split(',').take(20).map(|one| one.split(';').next().unwrap_or_default());
        Self(languages.find_map(|language| language.parse().ok()).unwrap_or_default())
    }
}

/// What somebody gets who chooses nothing.
pub(super) fn default() -> Wish {
    let rhythm = Rhythm {
        often: Often::Daily,
        hour: 8,
        zone: "UTC".to_owned(),
        quiet_days: QuietDays::default(),
        quiet_hours: QuietHours::NIGHT,
    };
    Wish::new(rhythm)
}

/// What is wrong with a form that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The field that says it.
    pub(super) field: &'static str,
    /// What is wrong, in words for its reader.
    pub(super) words: String,
}

impl Wrong {
    pub(super) fn new(field: &'static str, words: impl Into<String>) -> Self {
        Self { field, words: words.into() }
    }
}

/// What a form says.
pub(super) fn of(params: &Params, Preferred(language): Preferred) -> Result<Wish, Wrong> {
    let default = default();
    let often = params.get("often").map_or(Ok(default.rhythm.often), str::parse).map_err(of_field("often"))?;
    let number = |name: &'static str, default: u8, (range, expected): (RangeInclusive<u8>, &'static str)| {
        let Some(text) = params.get(name) else { return Ok(default) };
        let number = text.parse::<u8>().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| Wrong::new(name, ParseError::new(text, expected).to_string()))
    };
    let hour = |name, default| number(name, default, (0..=23, "an hour from 0 to 23"));
    let most = number("most", default.most, (1..=MOST, "a number of papers from 1 to 50"))?;
    let least = number("least", default.least, (0..=100, "a number of percent from 0 to 100"))?;
    let zone = params.get("zone").unwrap_or(&default.rhythm.zone);
    let night = QuietHours::NIGHT;
    let quiet_hours = QuietHours::new(hour("quiet_from", night.from)?, hour("quiet_until", night.until)?)
        .map_err(of_field("quiet_from"))?;
    let quiet_days = QuietDays::named(params.all("quiet")).map_err(of_field("quiet"))?;
    let rhythm = Rhythm::new(often, hour("hour", default.rhythm.hour)?, zone)
        .map_err(of_field("zone"))?
        .quiet(quiet_days, quiet_hours)
        .map_err(of_field("quiet"))?;
    let language = params.get("language").map_or(Ok(language), str::parse).map_err(of_field("language"))?;
    Ok(Wish { rhythm, most, when_empty: params.get("when_empty").is_some(), language, least })
}

fn of_field(field: &'static str) -> impl Fn(ParseError) -> Wrong {
    move |error| Wrong::new(field, error.to_string())
}

/// What stands in the fields of a form.
#[derive(Debug)]
pub(super) struct Choice {
    /// The rhythms: value, words, whether it is the chosen one.
    pub(super) often: Vec<(String, String, bool)>,
    /// The hours, and whether each is the chosen one.
    pub(super) hours: Vec<(u8, bool)>,
    pub(super) zone: String,
    pub(super) zones: &'static [&'static str],
    /// The days of the week: value, words, whether it is quiet.
    pub(super) quiet: Vec<(&'static str, String, bool)>,
    /// When the quiet hours begin and end.
    pub(super) quiet_from: Vec<(u8, bool)>,
    pub(super) quiet_until: Vec<(u8, bool)>,
    pub(super) most: u8,
    pub(super) when_empty: bool,
    /// The languages of dates: code, name, whether it is the chosen one.
    pub(super) languages: Vec<(&'static str, &'static str, bool)>,
    /// The least probability in percent, where letters are about a search.
    pub(super) least: Option<u8>,
    /// Whether something is chosen that the form keeps folded.
    pub(super) is_open: bool,
    wished_least: u8,
}

impl Choice {
    /// The choice of a form that was sent, without what is wrong in it.
    pub(super) fn of(params: &Params, preferred: Preferred) -> Self {
        let mut sound = params.clone();
        loop {
            match of(&sound, preferred) {
                Ok(wish) => return Self::from(&wish),
                // Each turn leaves a field out.
                Err(wrong) => sound = sound.without(wrong.field),
            }
        }
    }

    /// The fields that make sense for letters about something.
    pub(super) fn about(mut self, subject: &Subject) -> Self {
        self.least = matches!(subject, Subject::Search(_)).then_some(self.wished_least);
        self
    }
}

impl From<&Wish> for Choice {
    fn from(wish: &Wish) -> Self {
        let Rhythm { often, hour, zone, quiet_days, quiet_hours } = &wish.rhythm;
        let chosen = often.to_string();
        let hours = |chosen: u8| (0..24).map(move |hour| (hour, hour == chosen)).collect();
        let quiet = |name: &'static str| (name, capital(name), quiet_days.names().any(|quiet| quiet == name));
        let language = |language: Language| (language.code(), language.name(), language == wish.language);
        let usual = default();
        Self {
            often: OFTEN.iter().map(|often| ((*often).to_owned(), words(often), *often == chosen)).collect(),
            hours: hours(*hour),
            zone: zone.clone(),
            zones: &ZONES,
            quiet: WEEK.map(quiet).into(),
            quiet_from: hours(quiet_hours.from),
            quiet_until: hours(quiet_hours.until),
            most: wish.most,
            when_empty: wish.when_empty,
            languages: Language::ALL.map(language).into(),
            least: None,
            is_open: !quiet_days.is_empty() || wish.when_empty || wish.most != usual.most || wish.least != usual.least,
            wished_least: wish.least,
        }
    }
}

const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const OFTEN: [&str; 10] =
    ["daily", "weekdays", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "instant"];

fn words(often: &str) -> String {
    match often {
        "daily" => "every day".to_owned(),
        "weekdays" => "from Monday to Friday".to_owned(),
        "instant" => "at once, at most every quarter of an hour".to_owned(),
        day => format!("once a week, on {}", capital(day)),
    }
}

/// Words with a capital at their beginning.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    format!("{}{}", first.into_iter().collect::<String>(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(form: &str) -> Result<Wish, Wrong> {
        of(&Params::of_form(form.as_bytes()), Preferred(Language::German))
    }

    #[test]
    fn a_form_says_everything_that_can_be_wished() {
        let form = "often=instant&hour=7&zone=Asia%2FTokyo&quiet=saturday&quiet=sunday&quiet_from=20&quiet_until=9&most=5&language=ja&least=80&when_empty=yes";
        let wish = wish(form).unwrap();
        let rhythm = &wish.rhythm;
        assert_eq!((rhythm.often, rhythm.hour, rhythm.zone.as_str()), (Often::Instant, 7, "Asia/Tokyo"));
        assert_eq!(rhythm.quiet_days.names().collect::<Vec<_>>(), ["saturday", "sunday"]);
        assert_eq!(rhythm.quiet_hours, QuietHours { from: 20, until: 9 });
        assert_eq!((wish.most, wish.least, wish.language, wish.when_empty), (5, 80, Language::Japanese, true));
        // What the form shows of it says the same.
        let choice = Choice::from(&wish);
        assert_eq!(choice.quiet.iter().filter(|(_, _, quiet)| *quiet).count(), 2);
        assert!(choice.is_open && choice.quiet_from[20].1 && choice.quiet_until[9].1);
        assert!(choice.languages.iter().any(|(code, _, chosen)| *code == "ja" && *chosen));
        assert_eq!(choice.about(&"search:swarms".parse().unwrap()).least, Some(80));
    }

    #[test]
    fn who_says_nothing_gets_the_usual_in_their_language() {
        let wish = wish("zone=").unwrap();
        assert_eq!(wish, Wish { language: Language::German, ..default() });
        assert!(!Choice::from(&wish).is_open);
        let said = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, value.parse().unwrap());
            Preferred::of(&headers).0
        };
        assert_eq!(said("nl;q=0.9, fr-CH, en;q=0.5"), Language::French);
        assert_eq!((said("*"), said("tlh")), (Language::English, Language::English));
    }

    #[test]
    fn one_wrong_field_costs_none_of_the_others() {
        let form = "often=monday&quiet=monday&zone=Middle%2FEarth&most=7&hour=24&least=101";
        let choice = Choice::of(&Params::of_form(form.as_bytes()), Preferred::default());
        let often = choice.often.iter().find(|(_, _, chosen)| *chosen).map(|(often, _, _)| often.as_str());
        assert_eq!((often, choice.most, choice.zone.as_str()), (Some("monday"), 7, "UTC"));
    }

    #[test]
    fn what_is_no_wish_is_refused() {
        for wrong in [
            "often=hourly",
            "hour=24",
            "hour=-1",
            "zone=Middle%2FEarth",
            "most=0",
            "most=51",
            "least=101",
            "language=tlh",
            "quiet=someday",
            "quiet_from=24",
            "often=monday&quiet=monday",
            "quiet=monday&quiet=tuesday&quiet=wednesday&quiet=thursday&quiet=friday&quiet=saturday&quiet=sunday",
        ] {
            assert!(wish(wrong).is_err(), "{wrong}");
        }
    }
}
