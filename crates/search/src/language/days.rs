//! Stretches of days: `2026`, `2026-01..2026-03`, `7d`.

use std::fmt;
use std::str::FromStr;

use domain::{Day, Month, Span, Week};

/// A paper is new for so many days.
pub(super) const NEW_DAYS: u32 = 7;

/// The days that a condition allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Days {
    /// From so many days before today, or before the day that stands for it, on.
    Last(u32),
    /// From the first day of one stretch to the last of another.
    Between(Option<Stretch>, Option<Stretch>),
}

/// A year, or what fits in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stretch {
    /// 1900 to 2199.
    Year(Day),
    /// A month, week or day.
    Span(Span),
}

impl Stretch {
    /// Its first day.
    pub(crate) fn first(self) -> Day {
        match self {
            Self::Year(first) => first,
            Self::Span(span) => span.first(),
        }
    }

    /// Its last day.
    pub(crate) fn last(self) -> Day {
        match self {
            Self::Year(first) => Day::from_ymd(first.year(), 12, 31).unwrap_or(first),
            Self::Span(span) => span.last(),
        }
    }
}

impl Days {
    /// The first and last day; open ends are `None`. `None` for days before a today that is not known.
    pub(crate) fn range(self, today: Option<Day>) -> Option<(Option<Day>, Option<Day>)> {
        match self {
            Self::Last(days) => Some((Some(today?.plus(-i64::from(days))), None)),
            Self::Between(from, to) => Some((from.map(Stretch::first), to.map(Stretch::last))),
        }
    }

    /// What arXiv writes: `[202301010600 TO 202401010600]`, without the brackets. Of the minutes only the day counts.
    pub(crate) fn from_interval(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(" TO ").or_else(|| text.split_once(" to "))?;
        let end = |text: &str| match text.trim() {
            "*" => Some(None),
            text => compact(text).or_else(|| text.parse().ok()).map(Some),
        };
        Self::between(end(first)?, end(last)?)
    }

    fn between(from: Option<Stretch>, to: Option<Stretch>) -> Option<Self> {
        match (from, to) {
            (None, None) => None,
            // The other way round can only be meant so.
            (Some(a), Some(b)) if a.first() > b.last() => Some(Self::Between(Some(b), Some(a))),
            _ => Some(Self::Between(from, to)),
        }
    }
}

/// `YYYYMMDD` with or without `HHMM` or `HHMMSS`; `YYYYMM`.
fn compact(text: &str) -> Option<Stretch> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if !digits || !matches!(text.len(), 6 | 8 | 12 | 14) {
        return None;
    }
    let (year, month) = (text.get(..4)?, text.get(4..6)?);
    match text.get(6..8) {
        Some(day) => format!("{year}-{month}-{day}").parse().ok(),
        None => format!("{year}-{month}").parse().ok(),
    }
}

/// `7d`, `2w`, `3m`, `1y`: so many days, weeks, months of 30 or years of 365 days.
fn last(text: &str) -> Option<u32> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let days = match unit {
        "d" => 1,
        "w" => 7,
        "m" => 30,
        "y" => 365,
        _ => return None,
    };
    let plain = number.bytes().all(|b| b.is_ascii_digit());
    number.parse::<u32>().ok().filter(|_| plain)?.checked_mul(days)
}

impl FromStr for Stretch {
    type Err = ();

    /// Reads `2026`, `2026-04`, `2026-W18` or `2026-04-30`.
    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() == 4 {
            return format!("{text}-01-01").parse().map(Self::Year).map_err(|_| ());
        }
        let day = text.parse().map(Span::Day);
        let span = day.or_else(|_| text.parse::<Month>().map(Span::Month));
        span.or_else(|_| text.parse::<Week>().map(Span::Week)).map(Self::Span).map_err(|_| ())
    }
}

impl FromStr for Days {
    type Err = ();

    /// Reads a stretch, two with `..` between them or one and `..`, `>` and the like before a stretch, or `7d`.
    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(days) = last(text) {
            return Ok(Self::Last(days));
        }
        if let Some(stretch) = text.strip_prefix(">=") {
            return Ok(Self::Between(Some(stretch.parse()?), None));
        }
        if let Some(stretch) = text.strip_prefix("<=") {
            return Ok(Self::Between(None, Some(stretch.parse()?)));
        }
        let day = |day: Day| Some(Stretch::Span(Span::Day(day)));
        if let Some(stretch) = text.strip_prefix('>') {
            return Ok(Self::Between(day(stretch.parse::<Stretch>()?.last().plus(1)), None));
        }
        if let Some(stretch) = text.strip_prefix('<') {
            return Ok(Self::Between(None, day(stretch.parse::<Stretch>()?.first().plus(-1))));
        }
        let end = |text: &str| if text.is_empty() { Ok(None) } else { text.parse::<Stretch>().map(Some) };
        match text.split_once("..") {
            Some((from, to)) => Self::between(end(from)?, end(to)?).ok_or(()),
            None => text.parse().map(|stretch| Self::Between(Some(stretch), Some(stretch))),
        }
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(first) => write!(f, "{}", first.year()),
            Self::Span(span) => span.fmt(f),
        }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Last(days) => write!(f, "{days}d"),
            Self::Between(Some(from), Some(to)) if from == to => from.fmt(f),
            Self::Between(from, to) => {
                from.iter().try_for_each(|from| from.fmt(f))?;
                f.write_str("..")?;
                to.iter().try_for_each(|to| to.fmt(f))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> (String, String) {
        let today = "2026-04-30".parse().ok();
        let (from, to) = text.parse::<Days>().unwrap().range(today).unwrap();
        let print = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        (print(from), print(to))
    }

    #[test]
    fn stretches_begin_and_end_with_their_days() {
        for (text, from, to) in [
            ("2026", "2026-01-01", "2026-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2026-W18", "2026-04-27", "2026-05-03"),
            ("2026-01..2026-03", "2026-01-01", "2026-03-31"),
            ("2026-03..2026-01", "2026-01-01", "2026-03-31"),
            ("2025..2026-01-05", "2025-01-01", "2026-01-05"),
            ("2025..", "2025-01-01", ""),
            ("..2025", "", "2025-12-31"),
            (">2025", "2026-01-01", ""),
            (">=2025", "2025-01-01", ""),
            ("<2025-03", "", "2025-02-28"),
            ("<=2025-03", "", "2025-03-31"),
            ("7d", "2026-04-23", ""),
            ("2w", "2026-04-16", ""),
        ] {
            assert_eq!(range(text), (from.to_owned(), to.to_owned()), "{text}");
        }
        assert_eq!("7d".parse::<Days>().unwrap().range(None), None);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in
            ["", "..", "7", "d", "-7d", "+7d", "2026-13", "1899", "2026-04-31", "yesterday", "9999999999d", "2026.."]
        {
            assert_eq!(text.parse::<Days>().is_ok(), text == "2026..", "{text}");
        }
    }

    #[test]
    fn reads_what_it_prints() {
        for text in ["2026", "2026-01..2026-03", "2025..", "..2026-W18", "7d", ">2025", "<2025-03", "2026-01-05"] {
            let days = text.parse::<Days>().unwrap();
            assert_eq!(days.to_string().parse(), Ok(days), "{text}");
        }
        let interval = Days::from_interval("202301010600 TO 202401010600").unwrap();
        assert_eq!(interval.to_string(), "2023-01-01..2024-01-01");
        assert_eq!(Days::from_interval("* TO 20240101").unwrap().to_string(), "..2024-01-01");
        assert_eq!(Days::from_interval("2023 TO 202406").unwrap().to_string(), "2023..2024-06");
        for text in ["", "2023", "x TO y", "* TO *", "20231301 TO 2024"] {
            assert_eq!(Days::from_interval(text), None, "{text}");
        }
    }
}
