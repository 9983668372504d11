//! Which of a source's papers go on a day's list.

use std::num::NonZero;

use domain::{Day, ListName, Listing, Record, SourceKind, Timestamp};
use jiff::SignedDuration;

use crate::DayBorder;

/// Which of a source's papers go on a day's list, and on which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListRule {
    /// Where a day ends.
    pub border: DayBorder,
    /// The list; without one its papers stand on none.
    pub list: Option<ListName>,
    /// Only papers of one of these categories or archives (`cs.CL`, `math`), or with one of these words in title or abstract; all where there
    /// are none.
    pub only: Vec<String>,
    /// How many papers stay on each day of the list, by rank or else by votes; the others are kept and found. It is about the whole list, whoever
    /// put them there.
    pub first: Option<NonZero<u32>>,
}

impl ListRule {
    /// Puts a paper on the list of its day, or takes it from the list on which its source has put it. `since` is the first day of which the
    /// source was asked: an old paper that has a new version is not new.
    pub(crate) fn apply(&self, record: &mut Record, since: Day) {
        let told = record.listing.take();
        let Some(list) = self.list.filter(|_| self.wants(record)) else { return };
        let rank = told.and_then(|listing| listing.rank);
        let announced_again = record.announced.is_some_and(|announced| !announced.is_first());
        let own = || self.day_of(record).filter(|day| *day >= since && !announced_again);
        record.listing = told.map(|listing| listing.day).or_else(own).map(|day| Listing { list, day, rank });
    }

    fn wants(&self, record: &Record) -> bool {
        let has = |only: &String| {
            let inside = |category: &String| {
                category == only || category.strip_prefix(only).is_some_and(|rest| rest.starts_with('.'))
            };
            record.categories.iter().any(inside)
                || has_word(&record.title, only)
                || record.abstract_text.as_deref().is_some_and(|text| has_word(text, only))
        };
        self.only.is_empty() || self.only.iter().any(has)
    }

    /// The day on whose list a paper stands that its source puts on none.
    fn day_of(&self, record: &Record) -> Option<Day> {
        let first = record.versions.first().filter(|version| version.number == 1).map(|version| version.at);
        let appeared = first.or(record.published)?;
        let is_day = appeared.as_second() % 86_400 == 0;
        match (record.source, is_day) {
            // Of a day without a time the noon is nearest to all of it.
            (SourceKind::Arxiv, true) => self.border.day_of_submission(later(appeared, 12)),
            (SourceKind::Arxiv, false) => self.border.day_of_submission(appeared),
            (_, true) => Day::of(appeared),
            (_, false) => self.border.day_of(appeared),
        }
    }
}

fn later(moment: Timestamp, hours: i64) -> Timestamp {
    moment.checked_add(SignedDuration::from_hours(hours)).unwrap_or(moment)
}

/// Whether a word or phrase stands in a text as a whole, whatever its case.
fn has_word(text: &str, word: &str) -> bool {
    let (text, word) = (domain::normalized_title(text), domain::normalized_title(word));
    !word.is_empty() && format!(" {text} ").contains(&format!(" {word} "))
}

#[cfg(test)]
mod tests {
    use domain::{Announced, Place};

    use super::*;

    fn record(source: SourceKind, published: &str) -> Record {
        let mut record = Record::new(source, "Retrieval of Papers".to_owned(), Vec::new(), Place::default());
        record.published = Some(published.parse().unwrap());
        record.categories = vec!["cs.IR".to_owned()];
        record
    }

    fn day(rule: &ListRule, mut record: Record) -> Option<String> {
        rule.apply(&mut record, "2026-01-01".parse().unwrap());
        record.listing.map(|listing| format!("{} {}", listing.list, listing.day))
    }

    fn new() -> ListRule {
        ListRule { list: Some(ListName::New), ..ListRule::default() }
    }

    #[test]
    fn a_late_paper_enters_the_day_on_which_it_appeared() {
        let arxiv = record(SourceKind::Arxiv, "2026-04-27T12:00:00Z");
        assert_eq!(day(&new(), arxiv.clone()).as_deref(), Some("new 2026-04-28"));
        assert_eq!(day(&new(), record(SourceKind::Biorxiv, "2026-04-27T00:00:00Z")).as_deref(), Some("new 2026-04-27"));
        assert_eq!(
            day(&new(), record(SourceKind::Arxiv, "2019-04-27T12:00:00Z")),
            None,
            "an old one with a new version"
        );
        assert_eq!(day(&new(), Record { announced: Some(Announced::Replace), ..arxiv.clone() }), None);
        assert_eq!(day(&ListRule::default(), arxiv), None, "without a list");
    }

    #[test]
    fn a_source_that_puts_its_papers_on_a_day_is_believed() {
        let mut told = record(SourceKind::HfDaily, "2026-04-20T12:00:00Z");
        told.listing = Some(Listing { list: ListName::Daily, day: "2025-12-24".parse().unwrap(), rank: Some(3) });
        let daily = ListRule { list: Some(ListName::Daily), ..ListRule::default() };
        assert_eq!(day(&daily, told.clone()).as_deref(), Some("daily 2025-12-24"));
        assert_eq!(day(&new(), told).as_deref(), Some("new 2025-12-24"), "the operator's word on the list stands");
    }

    #[test]
    fn a_rule_may_want_categories_or_words() {
        let only = |only: &str| ListRule { only: vec![only.to_owned()], ..new() };
        for (wanted, is_there) in [
            ("cs.IR", true),
            ("cs", true),
            ("cs.CL", false),
            ("c", false),
            ("retrieval", true),
            ("of papers", true),
            ("trie", false),
            ("", false),
        ] {
            assert_eq!(
                day(&only(wanted), record(SourceKind::Arxiv, "2026-04-27T12:00:00Z")).is_some(),
                is_there,
                "{wanted}"
            );
        }
    }
}
