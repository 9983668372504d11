//! So many letters a minute for each host that takes mail: large providers turn away, or take for unwanted, what comes in floods.
//!
//! A letter for which the minute has no room is given a place in a later one, and gets it when it comes back. Places are known to this process
//! only: several nodes have as many each.

use std::collections::HashMap;

use domain::Timestamp;
use engine::LetterKey;

const MINUTE: i64 = 60;

/// The letters of the last minutes, and those that wait.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    /// Letters a minute; 0 for as many as there are.
    most: u32,
    hosts: HashMap<String, Host>,
    /// Letters that were given a place in a later minute.
    placed: HashMap<LetterKey, i64>,
    minute: i64,
}

/// What one host is sent: `taken` places in the minute `minute`, and none free before.
#[derive(Debug, Clone, Copy)]
struct Host {
    minute: i64,
    taken: u32,
}

impl Rates {
    pub(crate) fn new(most: u32) -> Self {
        Self { most, ..Self::default() }
    }

    /// Whether a letter may go now; else when it may.
    pub(crate) fn admit(&mut self, letter: LetterKey, host: &str, now: Timestamp) -> Result<(), Timestamp> {
        if self.most == 0 {
            return Ok(());
        }
        let minute = now.as_second().div_euclid(MINUTE);
        self.forget(minute);
        // Who waited has a place.
        if self.placed.get(&letter).is_some_and(|placed| *placed <= minute) {
            self.placed.remove(&letter);
            return Ok(());
        }
        let (at, number) = self.place(host, minute);
        if at == minute {
            return Ok(());
        }
        self.placed.insert(letter, at);
        // Spread over the minute rather than all at its beginning.
        let second = at * MINUTE + i64::from(number) * MINUTE / i64::from(self.most);
        Err(Timestamp::from_second(second).unwrap_or(Timestamp::MAX))
    }

    /// Counts a letter that somebody waits for, and that goes whatever was sent before.
    pub(crate) fn count(&mut self, host: &str, now: Timestamp) {
        if self.most > 0 {
            self.place(host, now.as_second().div_euclid(MINUTE));
        }
    }

    /// How many letters have a place in this minute or a later one; an earlier one was taken by another process.
    pub(crate) fn held(&self, now: Timestamp) -> usize {
        let minute = now.as_second().div_euclid(MINUTE);
        self.placed.values().filter(|placed| **placed + 1 >= minute).count()
    }

    /// The next free place of a host: its minute, and its number in that.
    fn place(&mut self, host: &str, minute: i64) -> (i64, u32) {
        let none = Host { minute, taken: 0 };
        let known = self.hosts.entry(host.to_owned()).or_insert(none);
        if known.minute < minute {
            *known = none;
        }
        if known.taken >= self.most {
            *known = Host { minute: known.minute + 1, taken: 0 };
        }
        known.taken += 1;
        (known.minute, known.taken - 1)
    }

    /// What is past matters no more; a letter that did not come back by an hour will not.
    fn forget(&mut self, minute: i64) {
        if minute != self.minute {
            self.minute = minute;
            self.hosts.retain(|_, host| host.minute >= minute);
            self.placed.retain(|_, placed| *placed >= minute - MINUTE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_minute_has_so_many_and_the_others_get_a_place_each() {
        let mut rates = Rates::new(2);
        let now = at("2026-01-05T07:00:30Z");
        let first: Vec<_> = (0..6).map(|key| rates.admit(LetterKey(key), "example.org", now)).collect();
        let later = |text: &str| Err(at(text));
        let expected = [
            Ok(()),
            Ok(()),
            later("2026-01-05T07:01:00Z"),
            later("2026-01-05T07:01:30Z"),
            later("2026-01-05T07:02:00Z"),
            later("2026-01-05T07:02:30Z"),
        ];
        assert_eq!(first, expected);
        assert_eq!(rates.admit(LetterKey(9), "example.com", now), Ok(()), "each host for itself");
        // Those with a place go when it is their turn, and a new one takes the next that is free.
        let next = at("2026-01-05T07:01:30Z");
        assert_eq!(rates.admit(LetterKey(6), "example.org", next), later("2026-01-05T07:03:00Z"));
        assert_eq!(rates.admit(LetterKey(2), "example.org", next), Ok(()));
        assert_eq!(rates.admit(LetterKey(3), "example.org", next), Ok(()));
        assert_eq!(rates.admit(LetterKey(4), "example.org", at("2026-01-05T08:00:00Z")), Ok(()), "late is good too");
    }

    #[test]
    fn who_is_waited_for_is_counted_and_goes() {
        let mut rates = Rates::new(1);
        let now = at("2026-01-05T07:00:30Z");
        rates.count("example.org", now);
        assert_eq!(rates.admit(LetterKey(1), "example.org", now), Err(at("2026-01-05T07:01:00Z")));
    }

    #[test]
    fn without_a_limit_all_go_and_nothing_is_remembered() {
        let mut rates = Rates::new(0);
        for key in 0..1_000 {
            assert_eq!(rates.admit(LetterKey(key), "example.org", Timestamp::UNIX_EPOCH), Ok(()));
        }
        assert!(rates.hosts.is_empty());
    }

    #[test]
    fn what_is_past_is_forgotten() {
        let mut rates = Rates::new(1);
        for minute in 0..1_000 {
            for key in 0..2 {
                let now = Timestamp::from_second(minute * 60).unwrap();
                let _ = rates.admit(LetterKey(minute * 2 + key), &format!("{minute}.example.org"), now);
            }
        }
        assert!(rates.hosts.len() < 5 && rates.placed.len() < 100, "{} {}", rates.hosts.len(), rates.placed.len());
    }
}
