//! Where a paper was accepted or appeared.

use super::claim;
use super::track::{self, Track};
use super::words::{Word, sentences, words};
use super::year;
use super::{given, venues};

/// Where a paper was accepted or appeared, in its authors' words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The venue: in the usual spelling where it is well known (`NeurIPS`, `MNRAS`), else in the authors' words. One clean line of at
    /// most 120 characters.
    pub venue: String,
    /// The year of the venue, 1950-2100.
    pub year: Option<i16>,
    /// In which part of a conference.
    pub track: Option<Track>,
    /// Whether the venue is one that this crate knows.
    pub is_known: bool,
}

impl Acceptance {
    /// Whether it is of the conference or journal itself rather than of something beside it.
    pub fn is_of_the_venue(&self) -> bool {
        self.track.is_none_or(Track::is_of_the_conference)
    }
}

/// What a comment says of a venue that this crate knows. Most comments name none, and are not read any further.
pub(crate) fn known_in_comment(comment: &str) -> Option<Acceptance> {
    let comment = super::start(comment);
    let words = if venues::may_be_named(comment) { words(comment) } else { return None };
    venues::first(&words)?;
    in_words(&words, comment).filter(|accepted| accepted.is_known)
}

/// What a comment says: the first venue that is stated, one with proceedings before a workshop. Papers under review, rejected papers and
/// the words of others about other papers are none.
pub(super) fn in_comment(comment: &str) -> Option<Acceptance> {
    in_words(&words(comment), comment)
}

/// [`in_comment`] of its words.
fn in_words(words: &[Word<'_>], comment: &str) -> Option<Acceptance> {
    let all: Vec<&[Word<'_>]> = sentences(words).collect();
    // A venue alone can be the one at which a paper is under review.
    let is_open = all.iter().any(|sentence| claim::is_denied(sentence));
    let mut found: Option<Acceptance> = None;
    for (at, sentence) in all.iter().enumerate() {
        let bare = || if is_open { None } else { claim::bare(sentence, comment) };
        let Some(mut stated) = claim::stated(sentence, comment).or_else(bare) else { continue };
        let next = all.get(at + 1).copied().unwrap_or_default();
        stated.track = stated.track.or_else(|| if stated.is_known { track::alone(next) } else { None });
        if stated.is_of_the_venue() {
            return Some(stated);
        }
        found.get_or_insert(stated);
    }
    found
}

/// What a journal reference says. It is given once a paper has appeared, so that no words need to say that it has
/// (<https://info.arxiv.org/help/jref.html>).
pub(super) fn in_reference(reference: &str) -> Option<Acceptance> {
    let words = words(reference);
    if words.is_empty() || claim::is_denied(&words) {
        return None;
    }
    // A volume or page can look like a year: one in brackets is meant, else the last.
    let in_brackets = words.iter().filter(|word| reference.get(..word.at).is_some_and(|before| before.ends_with('(')));
    let year = in_brackets
        .chain(words.iter().rev())
        .find_map(|word| year::year(word, reference).filter(|_| word.text.len() == 4));
    if let Some(found) = venues::first(&words) {
        let around = if found.venue.is_journal { &[] } else { words.as_slice() };
        let track = if found.is_workshop { Some(Track::Workshop) } else { track::among(around) };
        return Some(Acceptance { venue: found.venue.name.to_owned(), year, track, is_known: true });
    }
    let venue = given::journal(&words, reference)?;
    Some(Acceptance { venue, year, track: None, is_known: false })
}
