//! Days, weeks and months as readers read them.

use std::fmt;

use domain::{Day, Month, Span, Timestamp, Week};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The present, as the server's clock has it (UTC).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now(pub(crate) Timestamp);

/// A date on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateLabel {
    /// For machines: `2026-04-30`.
    pub(crate) iso: String,
    /// For people: `30 April`, with the year when it is not the present one or where pages are kept and printed.
    pub(crate) label: String,
}

impl Now {
    /// Days since 1970-01-01.
    pub(crate) fn day_number(self) -> i64 {
        self.0.as_second().div_euclid(86_400)
    }

    /// Whether `day` has not begun yet.
    pub(crate) fn is_before(self, day: Day) -> bool {
        day.number() > self.day_number()
    }

    /// `30 April`, or `30 April 2025` when the present year is another one.
    pub(crate) fn short(self, day: Day) -> String {
        if day.year() != self.year() {
            return full(day);
        }
        format!("{} {}", day.date().day(), month_name(day.date()))
    }

    /// [`short`](Self::short) with its machine form.
    pub(crate) fn label(self, day: Day) -> DateLabel {
        DateLabel { iso: day.to_string(), label: self.short(day) }
    }

    /// What a link to the span says on the page of `shown`: `Wednesday, 29 April`, `Week 17`, `March 2026`. The year goes without
    /// saying only where it is that of the page and the present one.
    pub(crate) fn step(self, span: Span, shown: Span) -> String {
        let is_own = |year: i16| year == self.year() && year == shown.first().year();
        match span {
            Span::Day(day) if is_own(day.year()) => format!("{}, {}", weekday_name(day), self.short(day)),
            Span::Week(week) if is_own(week.year()) => format!("Week {}", week.number()),
            Span::Day(_) | Span::Week(_) | Span::Month(_) => heading(span),
        }
    }

    fn year(self) -> i16 {
        self.0.to_zoned(TimeZone::UTC).year()
    }
}

/// `30 April 2026`: for what is kept, printed or cited.
pub(crate) fn full(day: Day) -> String {
    format!("{} {} {}", day.date().day(), month_name(day.date()), day.year())
}

/// [`full`] with its machine form.
pub(crate) fn full_label(day: Day) -> DateLabel {
    DateLabel { iso: day.to_string(), label: full(day) }
}

/// `Thursday, 30 April 2026`.
pub(crate) fn long(day: Day) -> String {
    format!("{}, {}", weekday_name(day), full(day))
}

/// `27 April to 3 May 2026`, `6 to 12 April 2026`.
pub(crate) fn stretch(first: Day, last: Day) -> String {
    let (from, to) = (first.date(), last.date());
    let end = format!("{} {} {}", to.day(), month_name(to), to.year());
    let start = match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => from.day().to_string(),
        (true, false) => format!("{} {}", from.day(), month_name(from)),
        (false, _) => format!("{} {} {}", from.day(), month_name(from), from.year()),
    };
    format!("{start} to {end}")
}

/// `April 2026`.
pub(crate) fn month(month: Month) -> String {
    format!("{} {}", month_name(month.first().date()), month.year())
}

/// What a page about the span is headed with.
pub(crate) fn heading(span: Span) -> String {
    match span {
        Span::Day(day) => long(day),
        Span::Week(week) => week_heading(week),
        Span::Month(named) => month(named),
    }
}

/// The English name of the day of the week.
pub(crate) fn weekday_name(day: Day) -> impl fmt::Display {
    day.date().strftime("%A")
}

fn week_heading(week: Week) -> String {
    format!("Week {}, {}", week.number(), week.year())
}

/// The English name of the month of a day.
fn month_name(date: Date) -> impl fmt::Display {
    date.strftime("%B")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn only_other_years_are_named() {
        let now = Now("2026-11-21T12:00:00Z".parse().unwrap());
        assert_eq!(now.short(day("2026-04-30")), "30 April");
        assert_eq!(now.short(day("2025-12-01")), "1 December 2025");
        let shown = Span::Day(day("2026-05-04"));
        assert_eq!(now.step(Span::Day(day("2026-04-30")), shown), "Thursday, 30 April");
        assert_eq!(now.step(Span::Week(Week::of(day("2026-04-30"))), shown), "Week 18");
        assert_eq!(now.step(Span::Week(Week::of(day("2024-05-27"))), shown), "Week 22, 2024");
        let shown = Span::Day(day("2027-06-03"));
        assert_eq!(now.step(Span::Day(day("2026-04-30")), shown), "Thursday, 30 April 2026");
        assert_eq!(now.step(Span::Week(Week::of(day("2026-04-30"))), shown), "Week 18, 2026");
        assert_eq!(heading(Span::Month(Month::of(day("2026-04-30")))), "April 2026");
        assert_eq!(stretch(day("2026-04-06"), day("2026-04-12")), "6 to 12 April 2026");
        assert_eq!(stretch(day("2026-04-27"), day("2026-05-03")), "27 April to 3 May 2026");
        assert_eq!(stretch(day("2025-12-29"), day("2026-01-04")), "29 December 2025 to 4 January 2026");
        assert_eq!(long(day("2024-02-29")), "Thursday, 29 February 2024");
    }

    #[test]
    fn today_is_not_the_future() {
        let now = Now("2026-04-30T23:59:59Z".parse().unwrap());
        assert!(!now.is_before(day("2026-04-30")));
        assert!(now.is_before(day("2026-05-01")));
    }
}
