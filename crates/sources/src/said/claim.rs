//! Sentences that say where a paper was accepted or appeared.

use super::acceptance::Acceptance;
use super::track::{self, Track};
use super::venues::{self, Found};
use super::words::{Gap, Word};
use super::{given, year};

/// Words after which nothing in their sentence is an acceptance.
const DENYING: [&str; 24] = [
    "submitted",
    "submission",
    "submissions",
    "submitting",
    "submit",
    "submited",
    "resubmitted",
    "rejected",
    "reject",
    "rejection",
    "withdrawn",
    "withdraw",
    "preparation",
    "prepared",
    "intended",
    "target",
    "targeting",
    "targeted",
    "planned",
    "unpublished",
    "upon",
    "if",
    "pending",
    "expected",
];

/// Words that follow `under`, `in` or `for` where nothing is decided.
const UNDECIDED: [&str; 7] =
    ["review", "reviewing", "revision", "revisions", "consideration", "evaluation", "preparation"];

/// Words before a verb that make it speak of another paper, or of a part of this one.
const OTHERS: [&str; 26] = [
    "extends",
    "extending",
    "extend",
    "extension",
    "builds",
    "build",
    "based",
    "previous",
    "previously",
    "prior",
    "preliminary",
    "earlier",
    "early",
    "short",
    "shorter",
    "shortened",
    "abridged",
    "condensed",
    "companion",
    "supplement",
    "partially",
    "parts",
    "code",
    "dataset",
    "not",
    "never",
];

/// Words that name a contest rather than a paper's venue.
const CONTESTS: [&str; 14] = [
    "challenge",
    "challenges",
    "competition",
    "cup",
    "winner",
    "winning",
    "solution",
    "place",
    "template",
    "format",
    "style",
    "preprint",
    "deadline",
    "task",
];

/// Verbs that say that a paper appears.
const SAYING: [&str; 11] = [
    "accepted",
    "accept",
    "acccepted",
    "acepted",
    "appear",
    "appears",
    "appeared",
    "appearing",
    "published",
    "presented",
    "forthcoming",
];

/// How many words may stand between the verb and the venue.
const REACH: usize = 30;

/// The venue that a sentence states for the paper with a verb, if it does.
pub(super) fn stated(sentence: &[Word<'_>], text: &str) -> Option<Acceptance> {
    if is_denied(sentence) {
        return None;
    }
    let end = others(sentence);
    let verbs = || verbs(sentence).take_while(|(verb, _)| *verb < end);
    let behind = verbs().find_map(|(_, after)| behind(sentence, after, text));
    behind.or_else(|| verbs().find_map(|(verb, _)| before(sentence, verb, text)))
}

/// The first word that speaks of another paper: verbs behind it do too.
fn others(sentence: &[Word<'_>]) -> usize {
    sentence.iter().position(|word| word.is_any(&OTHERS)).unwrap_or(sentence.len())
}

/// Whether a sentence says that nothing is decided yet, or that it was decided otherwise.
pub(super) fn is_denied(sentence: &[Word<'_>]) -> bool {
    let pairs = sentence.iter().zip(sentence.iter().skip(1));
    let undecided =
        |(before, word): (&Word<'_>, &Word<'_>)| before.is_any(&["under", "in", "for"]) && word.is_any(&UNDECIDED);
    sentence.iter().any(|word| word.is_any(&DENYING)) || pairs.into_iter().any(undecided)
}

/// The verbs that say that the paper appears, and the words behind them.
fn verbs(sentence: &[Word<'_>]) -> impl Iterator<Item = (usize, usize)> {
    sentence.iter().enumerate().filter_map(|(at, word)| {
        let next = |words: &[&str]| sentence.get(at + 1).is_some_and(|next| next.is_any(words));
        let alone = word.is_any(&SAYING);
        let proceedings = word.is_any(&["proceedings", "proceeding", "proc"]) && at <= 2;
        let pair = word.is("in") && next(&["press"]) || word.is("camera") && next(&["ready"]);
        (alone || proceedings || pair).then_some((at, if pair { at + 2 } else { at + 1 }))
    })
}

/// The venue behind the verb.
fn behind(sentence: &[Word<'_>], from: usize, text: &str) -> Option<Acceptance> {
    let window = sentence.get(from..sentence.len().min(from + REACH)).unwrap_or_default();
    // What stands behind another verb is said by that.
    let other = window.iter().position(|word| word.is_any(&SAYING)).unwrap_or(window.len());
    let window = window.get(..other).unwrap_or_default();
    let end = window
        .iter()
        .position(|word| word.is_any(&["extends", "extending", "builds", "code", "github", "previous", "arxiv"]));
    let window = window.get(..end.unwrap_or(window.len())).unwrap_or_default();
    if let Some(found) = known(window) {
        let found = Found { from: found.from + from, to: found.to + from, ..found };
        return Some(of_known(sentence, found, text));
    }
    let given = given::behind(sentence, from, text)?;
    let around = sentence.get(from..given.to + 4).or(sentence.get(from..)).unwrap_or_default();
    let is_meeting = given.year.is_some() || given.name.contains("Conference") || given.name.contains("Workshop");
    let is_beside = sentence.get(given.to).is_some_and(|word| word.text == "@");
    let track = if is_beside { Some(Track::Workshop) } else { track::among(around).filter(|_| is_meeting) };
    Some(Acceptance { venue: given.name, year: given.year, track, is_known: false })
}

/// A journal right before the verb: `A&A, accepted`.
fn before(sentence: &[Word<'_>], verb: usize, text: &str) -> Option<Acceptance> {
    let part = part_before(sentence, verb);
    let found = known(sentence.get(part..verb)?)?;
    let found = Found { from: found.from + part, to: found.to + part, ..found };
    let leads = sentence.get(part..found.from)?.iter().all(given::is_lead);
    (leads && verb - found.to <= 3).then(|| of_known(sentence, found, text))
}

/// Where the part of a sentence begins that ends at `to`: behind the last comma but one right before it.
fn part_before(sentence: &[Word<'_>], to: usize) -> usize {
    let far = to.saturating_sub(REACH);
    let before = sentence.get(far..to.saturating_sub(1)).unwrap_or_default();
    before.iter().rposition(|word| word.gap != Gap::Near).map_or(far, |at| far + at + 1)
}

/// The first known venue. `Association for Computational Linguistics` also stands in the names of others.
fn known(words: &[Word<'_>]) -> Option<Found> {
    let first = venues::first(words)?;
    if first.venue.name != "ACL" || first.to == first.from + 1 {
        return Some(first);
    }
    let other = words.get(first.to..).and_then(venues::first).filter(|other| !other.venue.is_journal);
    let moved = |other: Found| Found { from: other.from + first.to, to: other.to + first.to, ..other };
    Some(other.map_or(first, moved))
}

fn of_known(sentence: &[Word<'_>], found: Found, text: &str) -> Acceptance {
    let year = if found.venue.is_journal {
        year::of_journal(sentence, found.to, text)
    } else {
        year::near(sentence, (found.from, found.to), text)
    };
    let track = if found.venue.is_journal { None } else { track_around(sentence, found) };
    Acceptance { venue: found.venue.name.to_owned(), year, track, is_known: true }
}

/// The track that is named around a conference: within ten words, up to another claim.
fn track_around(sentence: &[Word<'_>], found: Found) -> Option<Track> {
    let before = sentence.get(found.from.saturating_sub(10)..found.from).unwrap_or_default();
    let after = sentence.get(found.to..sentence.len().min(found.to + 10)).unwrap_or_default();
    let end = after.iter().position(|word| word.is_any(&["and", "appear", "published", "code", "project"]));
    let after = after.get(..end.unwrap_or(after.len())).unwrap_or_default();
    // What is held at or with a conference is beside it.
    let beside = before
        .iter()
        .any(|word| word.text == "@" || word.is_any(&["located", "colocated", "conjunction", "alongside"]));
    if found.is_workshop || beside {
        return Some(Track::Workshop);
    }
    let [after, before] = [after, before].map(track::among);
    [after, before].into_iter().flatten().min()
}

/// A known venue with its year that stands at the beginning of a part of the sentence: `9 pages, ICML 2025 (spotlight)`.
/// Not in sentences that speak of contests or of other papers.
pub(super) fn bare(sentence: &[Word<'_>], text: &str) -> Option<Acceptance> {
    let is_other = verbs(sentence).next().is_some_and(|(verb, _)| verb > others(sentence));
    if is_other || sentence.iter().any(|word| word.is_any(&CONTESTS)) {
        return None;
    }
    let found = known(sentence)?;
    let start = part_before(sentence, found.from + 1);
    let lead = sentence.get(start..found.from).unwrap_or_default();
    let is_year = |word: &Word<'_>| year::year(word, text).is_some();
    let beside = lead.iter().any(|word| word.text == "@" || word.is("workshop"));
    if !beside && !lead.iter().all(|word| given::is_lead(word) || is_year(word)) {
        return None;
    }
    let is_dated = lead.iter().any(is_year) || year::is_beside(sentence, (found.from, found.to), text);
    let next = sentence.get(found.to).map(std::slice::from_ref).unwrap_or_default();
    let is_ranked = !found.venue.is_journal && track::among(next).is_some();
    (is_dated || is_ranked).then(|| of_known(sentence, found, text))
}
