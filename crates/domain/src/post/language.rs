//! Dates in the languages of their readers.
//!
//! The forms are those of the Unicode CLDR (<https://cldr.unicode.org>), calendar *gregorian*: `dateFormats-full` and the skeleton `MMMd`, as written in running
//! text. French says *1er* for the first of a month.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ParseError;

/// A language in which dates are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Language {
    /// English, as in most of the world: the day first.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// Italian.
    Italian,
    /// Chinese.
    Chinese,
    /// Japanese.
    Japanese,
}

/// The names of one language, Monday and January first.
struct Names {
    days: [&'static str; 7],
    months: [&'static str; 12],
    short: [&'static str; 12],
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Italian,
        Self::Chinese,
        Self::Japanese,
    ];

    /// Its code (ISO 639-1), as it stands in markup.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::Italian => "it",
            Self::Chinese => "zh",
            Self::Japanese => "ja",
        }
    }

    /// What those who speak it call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Portuguese => "Português",
            Self::Italian => "Italiano",
            Self::Chinese => "中文",
            Self::Japanese => "日本語",
        }
    }

    /// A date in full: `Sunday 22 November 2026`.
    pub fn long(self, date: Date) -> String {
        let (weekday, day, month, year) = (self.weekday(date), date.day(), self.month(date), date.year());
        match self {
            Self::French if day == 1 => format!("{weekday} 1er {month} {year}"),
            Self::English | Self::Italian | Self::French => format!("{weekday} {day} {month} {year}"),
            Self::German => format!("{weekday}, {day}. {month} {year}"),
            Self::Spanish | Self::Portuguese => format!("{weekday}, {day} de {month} de {year}"),
            Self::Chinese => format!("{year}年{month}{day}日{weekday}"),
            Self::Japanese => format!("{year}年{month}{day}日 {weekday}"),
        }
    }

    /// Day and month, short: `22 Nov`.
    pub fn short(self, date: Date) -> String {
        let month = of(&self.names().short, date.month());
        let day = date.day();
        match self {
            Self::German => format!("{day}. {month}"),
            Self::French if day == 1 => format!("1er {month}"),
            Self::Portuguese => format!("{day} de {month}"),
            Self::Chinese | Self::Japanese => format!("{month}{day}日"),
            Self::English | Self::French | Self::Spanish | Self::Italian => format!("{day} {month}"),
        }
    }

    fn weekday(self, date: Date) -> &'static str {
        of(&self.names().days, date.weekday().to_monday_one_offset())
    }

    fn month(self, date: Date) -> &'static str {
        of(&self.names().months, date.month())
    }

    fn names(self) -> &'static Names {
        match self {
            Self::English => &ENGLISH,
            Self::German => &GERMAN,
            Self::French => &FRENCH,
            Self::Spanish => &SPANISH,
            Self::Portuguese => &PORTUGUESE,
            Self::Italian => &ITALIAN,
            Self::Chinese => &CHINESE,
            Self::Japanese => &JAPANESE,
        }
    }
}

/// The name with this number, from 1.
fn of(names: &[&'static str], number: i8) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

const ENGLISH: Names = Names {
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
};

const GERMAN: Names = Names {
    days: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    short: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
};

const FRENCH: Names = Names {
    days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    short: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
};

const SPANISH: Names = Names {
    days: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    short: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
};

const PORTUGUESE: Names = Names {
    days: ["segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"],
    months: [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    short: ["jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."],
};

const ITALIAN: Names = Names {
    days: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
    months: [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    short: ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"],
};

/// Months as they are counted, in Chinese and in Japanese.
const COUNTED: [&str; 12] = ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"];

const CHINESE: Names = Names {
    days: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
    months: COUNTED,
    short: COUNTED,
};

const JAPANESE: Names = Names {
    days: ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"],
    months: COUNTED,
    short: COUNTED,
};

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = ParseError;

    /// Reads a code; what stands behind a hyphen, such as a region, does not matter.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let primary = text.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|language| language.code() == primary)
            .ok_or_else(|| ParseError::new(text, "a language of dates: en, de, fr, es, pt, it, zh or ja"))
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}

impl TryFrom<String> for Language {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_their_readers_write_them() {
        let (sunday, first) = (jiff::civil::date(2026, 11, 22), jiff::civil::date(2026, 3, 1));
        for (language, long, short, of_first) in [
            (Language::English, "Sunday 22 November 2026", "22 Nov", "1 Mar"),
            (Language::German, "Sonntag, 22. November 2026", "22. Nov.", "1. März"),
            (Language::French, "dimanche 22 novembre 2026", "22 nov.", "1er mars"),
            (Language::Spanish, "domingo, 22 de noviembre de 2026", "22 nov", "1 mar"),
            (Language::Portuguese, "domingo, 22 de novembro de 2026", "22 de nov.", "1 de mar."),
            (Language::Italian, "domenica 22 novembre 2026", "22 nov", "1 mar"),
            (Language::Chinese, "2026年11月22日星期日", "11月22日", "3月1日"),
            (Language::Japanese, "2026年11月22日 日曜日", "11月22日", "3月1日"),
        ] {
            assert_eq!((language.long(sunday).as_str(), language.short(sunday).as_str()), (long, short));
            assert_eq!(language.short(first), of_first);
        }
        assert_eq!(Language::French.long(first), "dimanche 1er mars 2026");
    }

    #[test]
    fn every_day_of_a_year_has_a_name_in_every_language() {
        for language in Language::ALL {
            let days = (0..366).map(|day| language.long(jiff::civil::date(2028, 1, 1) + jiff::Span::new().days(day)));
            let unique: std::collections::HashSet<String> = days.collect();
            assert_eq!(unique.len(), 366, "{language}");
        }
    }

    #[test]
    fn languages_are_read_from_codes() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
        }
        assert_eq!("de-CH".parse(), Ok(Language::German));
        assert_eq!("pt_BR".parse(), Ok(Language::Portuguese));
        assert_eq!("zh-Hant-TW".parse(), Ok(Language::Chinese));
        for wrong in ["", "xx", "english", "-de"] {
            assert!(wrong.parse::<Language>().is_err(), "{wrong:?}");
        }
    }
}
