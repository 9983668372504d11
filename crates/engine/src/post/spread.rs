//! Letters of one moment, spread over a while, so that neither this machine nor a relay gets all of them at once.

use std::time::Duration;

use domain::Timestamp;
use store::SubscriptionKey;

/// When a letter that is due at a moment is sent, if those of that moment are spread over so long: for each subscription the same second of it
/// every time.
pub(super) fn moment(of: SubscriptionKey, (due, spread): (Timestamp, Duration)) -> Timestamp {
    match spread.as_secs() {
        0 => due,
        seconds => due.checked_add(Duration::from_secs(mixed(of.0.cast_unsigned()) % seconds)).unwrap_or(due),
    }
}

/// Neighbours far apart: the finaliser of `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014, figure 15).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_subscription_has_its_second_and_all_of_them_are_spread_evenly() {
        let due: Timestamp = "2026-01-05T07:00:00Z".parse().unwrap();
        let spread = Duration::from_mins(10);
        let offset = |key: i64, day: i64| {
            let due = due.checked_add(Duration::from_secs(u64::try_from(day).unwrap() * 86_400)).unwrap();
            moment(SubscriptionKey(key), (due, spread)).as_second() - due.as_second()
        };
        let mut minutes = [0_u32; 10];
        for key in 1..=10_000 {
            let here = offset(key, 0);
            assert_eq!(here, offset(key, 1), "the same every day");
            minutes[usize::try_from(here / 60).unwrap()] += 1;
        }
        assert!(minutes.iter().all(|letters| (900..1_100).contains(letters)), "{minutes:?}");
        assert_eq!(moment(SubscriptionKey(7), (due, Duration::ZERO)), due);
    }
}
