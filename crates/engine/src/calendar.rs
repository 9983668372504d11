//! The days on which a list really has papers.

use domain::Day;

/// The real days of one list with the number of papers on each, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Day and number of papers, ascending by day; no day without papers.
    pub days: Vec<(Day, u64)>,
}

impl Calendar {
    /// The newest day.
    pub fn newest(&self) -> Option<Day> {
        self.days.last().map(|(day, _)| *day)
    }

    /// The oldest day.
    pub fn oldest(&self) -> Option<Day> {
        self.days.first().map(|(day, _)| *day)
    }

    /// The nearest real day before `day`.
    pub fn previous_before(&self, day: Day) -> Option<Day> {
        let at = self.days.partition_point(|(real, _)| *real < day);
        self.days.get(at.checked_sub(1)?).map(|(real, _)| *real)
    }

    /// The nearest real day after `day`.
    pub fn next_after(&self, day: Day) -> Option<Day> {
        let at = self.days.partition_point(|(real, _)| *real <= day);
        self.days.get(at).map(|(real, _)| *real)
    }

    /// How many papers stood on the list on `day`.
    pub fn count(&self, day: Day) -> u64 {
        self.days
            .binary_search_by_key(&day, |(real, _)| *real)
            .ok()
            .and_then(|at| self.days.get(at))
            .map_or(0, |(_, n)| *n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn steps_over_days_without_papers() {
        let calendar = Calendar { days: vec![(day("2026-04-24"), 15), (day("2026-04-27"), 11)] };
        assert_eq!(calendar.next_after(day("2026-04-24")), Some(day("2026-04-27")));
        assert_eq!(calendar.previous_before(day("2026-04-25")), Some(day("2026-04-24")));
        assert_eq!(calendar.previous_before(day("2026-04-24")), None);
        assert_eq!(calendar.next_after(day("2026-04-27")), None);
        assert_eq!((calendar.count(day("2026-04-27")), calendar.count(day("2026-04-26"))), (11, 0));
        assert_eq!(Calendar::default().newest(), None);
    }
}
