//! A month of days, those with papers as links.

use domain::{Day, ListName, Month, Span, Week};
use engine::Calendar;

use crate::views::numbers::counted;
use crate::{dates, links};

/// A month as a table.
#[derive(Debug)]
pub(crate) struct CalendarView {
    /// `April 2026`.
    pub(crate) title: String,
    pub(crate) previous: Option<String>,
    pub(crate) previous_label: String,
    pub(crate) next: Option<String>,
    pub(crate) next_label: String,
    /// Seven cells from Monday; `None` where the week belongs to another month.
    pub(crate) weeks: Vec<Vec<Option<Cell>>>,
}

/// A day.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) number: i8,
    /// Where there are papers.
    pub(crate) href: Option<String>,
    /// `Thursday, 30 April 2026: 32 papers`.
    pub(crate) label: String,
    pub(crate) current: bool,
    /// Whether the page shows a week to which it belongs.
    pub(crate) within: bool,
}

impl CalendarView {
    /// The month in which `shown` begins; the days of `shown` are marked when it is a day.
    pub(crate) fn new(list: ListName, calendar: &Calendar, shown: Span) -> Self {
        let month = Month::of(shown.first());
        let (previous, next) = (calendar.previous_before(month.first()), calendar.next_after(month.last()));
        let cell = |day: Day| {
            let count = calendar.count(day);
            Cell {
                number: day.date().day(),
                href: (count > 0).then(|| links::edition(list, Span::Day(day))),
                label: format!("{}: {}", dates::long(day), counted(count, "paper")),
                current: shown == Span::Day(day),
                within: shown == Span::Week(Week::of(day)),
            }
        };
        Self {
            title: dates::month(month),
            previous: previous.map(|day| links::edition(list, Span::Day(day))),
            previous_label: previous.map(dates::long).unwrap_or_default(),
            next: next.map(|day| links::edition(list, Span::Day(day))),
            next_label: next.map(dates::long).unwrap_or_default(),
            weeks: weeks(month, cell),
        }
    }
}

fn weeks(month: Month, cell: impl Fn(Day) -> Cell) -> Vec<Vec<Option<Cell>>> {
    let monday = Week::of(month.first()).first();
    let in_month = |day: Day| Month::of(day) == month;
    (0..6)
        .map(|week| monday.plus(week * 7))
        .take_while(|first| *first <= month.last())
        .map(|first| (0..7).map(|n| first.plus(n)).map(|day| in_month(day).then(|| cell(day))).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_its_days_once_and_in_order() {
        let shown = Span::Day("2026-03-31".parse().unwrap());
        let calendar = Calendar { days: vec![("2026-03-31".parse().unwrap(), 9), ("2026-04-30".parse().unwrap(), 4)] };
        let view = CalendarView::new(ListName::Daily, &calendar, shown);
        let numbers: Vec<i8> = view.weeks.iter().flatten().flatten().map(|cell| cell.number).collect();
        assert_eq!(numbers, (1..=31).collect::<Vec<_>>());
        assert!(view.weeks.iter().all(|week| week.len() == 7));
        let linked: Vec<_> = view.weeks.iter().flatten().flatten().filter(|cell| cell.href.is_some()).collect();
        assert!(linked.len() == 1 && linked[0].current && linked[0].label.ends_with(": 9 papers"));
        assert_eq!(view.next.as_deref(), Some("/papers/date/2026-04-30"));
        assert_eq!(view.previous, None);
    }
}
