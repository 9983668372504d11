//! Whether a day's list may still change, and how far sources were read, in words.

use engine::{DayStanding, SourceStanding};

/// What is said above a day's list. It depends on no clock, so that a page with it can be kept.
pub(crate) fn words(standing: &DayStanding) -> String {
    if standing.is_final() {
        return "final".to_owned();
    }
    let names: Vec<&str> = standing.waiting.iter().map(|source| source.name.as_str()).collect();
    let are = if names.len() == 1 { "is" } else { "are" };
    format!("provisional until {} {are} read after the day’s end", names.join(" and "))
}

/// How a source stands, in a few words.
pub(crate) fn state(source: &SourceStanding) -> String {
    match (&source.failed, source.complete) {
        (Some((_, reason)), _) => format!("stopped: {reason}"),
        (None, true) => "whole".to_owned(),
        (None, false) => "being read".to_owned(),
    }
}
