//! Ordering as pure functions: no clock, no input or output. What is here is printed on the page that explains the ranking.

use domain::{Counts, Day};

/// How strongly age pulls a paper down. The shape of the formula is that of Hacker News' published ranking
/// (points over a power of the age), with days in the place of hours.
pub const GRAVITY: f64 = 1.5;

/// Days added to the age, so that today's papers are not divided by nearly nothing.
pub const HEAD_START: f64 = 2.0;

/// What a comment counts, in votes: a comment costs more than a click, but a quarrel is no recommendation.
pub const COMMENT_WEIGHT: f64 = 0.5;

/// A paper's place among the trending, taken apart.
///
/// `score = (1 + votes + COMMENT_WEIGHT × comments) / (age_days + HEAD_START) ^ GRAVITY`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendScore {
    /// Votes and comments that went in.
    pub counts: Counts,
    /// Days between the paper's newest list day and the newest list day of all: an archive has trends too.
    pub age_days: u32,
    /// The numerator.
    pub points: f64,
    /// The denominator.
    pub divisor: f64,
    /// `points / divisor`.
    pub score: f64,
}

/// The trend score of a paper that stood on a list on `listed`, seen from the newest list day. A day later than `newest`
/// counts as age 0.
pub fn trend(counts: Counts, listed: Day, newest: Day) -> TrendScore {
    let age_days = u32::try_from(newest.number() - listed.number()).unwrap_or(0);
    let points = 1.0 + f64::from(counts.votes) + COMMENT_WEIGHT * f64::from(counts.comments);
    let divisor = (f64::from(age_days) + HEAD_START).powf(GRAVITY);
    TrendScore { counts, age_days, points, divisor, score: points / divisor }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(votes: u32, comments: u32, listed: &str) -> f64 {
        trend(Counts { votes, comments }, listed.parse().unwrap(), "2026-04-30".parse().unwrap()).score
    }

    #[test]
    fn votes_lift_and_age_pulls_down() {
        assert!(score(10, 0, "2026-04-30") > score(9, 0, "2026-04-30"));
        assert!((score(9, 2, "2026-04-30") - score(10, 0, "2026-04-30")).abs() < 1e-12, "two comments are a vote");
        assert!(score(10, 0, "2026-04-29") < score(10, 0, "2026-04-30"));
        assert!(score(300, 0, "2026-04-20") > score(10, 0, "2026-04-30"), "a great paper stays for days");
        assert!(score(300, 0, "2026-03-20") < score(10, 0, "2026-04-30"), "and leaves after weeks");
    }

    #[test]
    fn the_parts_make_the_score() {
        let parts =
            trend(Counts { votes: 7, comments: 4 }, "2026-04-28".parse().unwrap(), "2026-04-30".parse().unwrap());
        assert_eq!((parts.age_days, parts.points, parts.divisor), (2, 10.0, 8.0));
        assert!((parts.score - 1.25).abs() < 1e-12);
    }

    #[test]
    fn extremes_stay_finite() {
        assert!(score(u32::MAX, u32::MAX, "1900-01-01").is_finite());
        assert!(score(0, 0, "2199-12-31") > 0.0, "a day to come counts as today");
    }
}
