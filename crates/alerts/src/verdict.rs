//! What an answer means: for the message, and for its alert.

use domain::Timestamp;
use engine::{AlertEffect, AlertOutcome};
use fetch::{FetchError, Reply, Retry};
use jiff::SignedDuration;

/// How often a message is tried that is refused: somebody may be mending what refuses it.
const FEW: u32 = 4;

/// How often a message is tried that finds nobody: with the pauses below a little more than a day.
const MANY: u32 = 13;

/// The longest pause before the next time.
const LONGEST: SignedDuration = SignedDuration::from_hours(4);

/// What becomes of a message and its alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) outcome: AlertOutcome,
    pub(crate) effect: AlertEffect,
}

impl Verdict {
    fn of(outcome: AlertOutcome, effect: AlertEffect) -> Self {
        Self { outcome, effect }
    }

    /// What the answer to the `tries`th attempt means, after the Standard Webhooks specification ("Delivery success and failure").
    pub(crate) fn read(result: &Result<Reply, FetchError>, tries: u32, now: Timestamp) -> Self {
        match result {
            Ok(reply) => Self::answered(reply, tries, now),
            // Nobody was asked: the host rests.
            Err(FetchError::Busy { status: 0, until, .. }) => {
                Self::of(AlertOutcome::NotTried(*until), AlertEffect::None)
            }
            Err(error) if error.retry() == Retry::Never => {
                Self::of(AlertOutcome::Again(now), AlertEffect::Pause(error.to_string()))
            }
            Err(error) => Self::later((tries, MANY), now, &error.to_string()),
        }
    }

    fn answered(reply: &Reply, tries: u32, now: Timestamp) -> Self {
        let why = || format!("it answers with status {}", reply.status);
        match (reply.status, reply.again) {
            (200..=299, _) => Self::of(AlertOutcome::Sent, AlertEffect::None),
            (410, _) => Self::of(AlertOutcome::Failed, AlertEffect::End(why())),
            (_, Some(again)) => {
                let mut verdict = Self::later((tries, MANY), now, &why());
                if let AlertOutcome::Again(at) = &mut verdict.outcome {
                    *at = again.max(now);
                }
                verdict
            }
            (500.., _) => Self::later((tries, MANY), now, &why()),
            // The place is not there, or closed, or elsewhere: so it will be for the next message.
            (300..=399 | 401 | 403 | 404 | 405 | 407, _) => Self::later((tries, FEW), now, &why()),
            // This message is not liked.
            _ if tries >= FEW => Self::of(AlertOutcome::Failed, AlertEffect::None),
            _ => Self::of(AlertOutcome::Again(after(tries, now)), AlertEffect::None),
        }
    }

    /// Tried again after a while, `most` times; then the alert pauses, and the message waits until somebody has looked.
    fn later((tries, most): (u32, u32), now: Timestamp, why: &str) -> Self {
        let effect =
            if tries >= most { AlertEffect::Pause(format!("{why}, {tries} times")) } else { AlertEffect::None };
        Self::of(AlertOutcome::Again(after(tries, now)), effect)
    }
}

/// One minute, two, four, … after an attempt.
fn after(tries: u32, now: Timestamp) -> Timestamp {
    let pause = SignedDuration::from_mins(1_i64 << tries.saturating_sub(1).min(10)).min(LONGEST);
    now.checked_add(pause).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-03-18T20:00:00Z".parse().unwrap()
    }

    fn answered(status: u16, tries: u32) -> Verdict {
        let again = matches!(status, 429 | 503).then(|| "2026-03-18T21:00:00Z".parse().unwrap());
        let reply = Reply { status, began: Vec::new(), again, took: SignedDuration::ZERO };
        Verdict::read(&Ok(reply), tries, now())
    }

    fn minutes(verdict: &Verdict) -> Option<i64> {
        match verdict.outcome {
            AlertOutcome::Again(at) => Some(at.duration_since(now()).as_mins()),
            _ => None,
        }
    }

    #[test]
    fn what_is_taken_is_done_and_what_is_gone_ends() {
        for status in [200, 201, 202, 204, 299] {
            assert_eq!(answered(status, 1), Verdict::of(AlertOutcome::Sent, AlertEffect::None));
        }
        let ended = answered(410, 1);
        assert_eq!(ended.outcome, AlertOutcome::Failed);
        assert!(matches!(ended.effect, AlertEffect::End(why) if why.contains("410")));
    }

    #[test]
    fn who_is_busy_says_how_long() {
        for status in [429, 503] {
            assert_eq!((minutes(&answered(status, 1)), answered(status, 1).effect), (Some(60), AlertEffect::None));
            assert!(matches!(answered(status, MANY).effect, AlertEffect::Pause(_)));
        }
    }

    #[test]
    fn who_fails_is_asked_for_a_day_and_then_left_alone() {
        let pauses: Vec<i64> = (1..=MANY).filter_map(|tries| minutes(&answered(500, tries))).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240, 240]);
        let tried: i64 = pauses.iter().take(12).sum();
        assert!((20 * 60..=28 * 60).contains(&tried), "{tried} minutes");
        assert_eq!(answered(502, MANY - 1).effect, AlertEffect::None);
        assert_eq!(answered(502, MANY).effect, AlertEffect::Pause("it answers with status 502, 13 times".to_owned()));
        assert_eq!(minutes(&answered(500, u32::MAX)), Some(240));
    }

    #[test]
    fn a_place_that_is_not_there_pauses_soon_and_a_message_that_is_not_liked_is_given_up() {
        for status in [301, 302, 307, 401, 403, 404] {
            assert_eq!(answered(status, 3).effect, AlertEffect::None, "{status}");
            assert!(matches!(answered(status, 4).effect, AlertEffect::Pause(_)), "{status}");
            assert!(matches!(answered(status, 4).outcome, AlertOutcome::Again(_)), "it waits");
        }
        for status in [400, 413, 422] {
            assert!(matches!(answered(status, 3).outcome, AlertOutcome::Again(_)), "{status}");
            assert_eq!(answered(status, 4), Verdict::of(AlertOutcome::Failed, AlertEffect::None), "{status}");
        }
    }

    #[test]
    fn nobody_is_pestered_who_rests_and_nothing_private_asked_twice() {
        let address: fetch::Address = "http://a.example/".parse().unwrap();
        let until = "2026-03-18T22:00:00Z".parse().unwrap();
        let resting = FetchError::Busy { address: address.clone(), status: 0, until };
        assert_eq!(Verdict::read(&Err(resting), 9, now()).outcome, AlertOutcome::NotTried(until));
        let private = FetchError::Private { address: address.clone(), host: "a.example".to_owned() };
        assert!(
            matches!(Verdict::read(&Err(private), 1, now()).effect, AlertEffect::Pause(why) if why.contains("private"))
        );
        let slow = Err(FetchError::Slow { address });
        assert_eq!(
            (minutes(&Verdict::read(&slow, 2, now())), Verdict::read(&slow, 2, now()).effect),
            (Some(2), AlertEffect::None)
        );
    }
}
