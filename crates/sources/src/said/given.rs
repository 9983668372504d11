//! Names of venues that this crate does not know, in the words in which they are given.

use super::words::{Gap, Word};
use super::year;

/// A name as it is given.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) year: Option<i16>,
    /// The word behind it.
    pub(super) to: usize,
}

/// The longest name, in characters and in words.
const LONGEST: (usize, usize) = (120, 16);

/// Words between the verb and the name.
const LEAD: [&str; 46] = [
    "for",
    "to",
    "at",
    "by",
    "in",
    "into",
    "within",
    "as",
    "a",
    "an",
    "the",
    "publication",
    "publications",
    "presentation",
    "be",
    "presented",
    "published",
    "appear",
    "appearing",
    "and",
    "oral",
    "poster",
    "spotlight",
    "highlight",
    "full",
    "short",
    "long",
    "regular",
    "research",
    "demo",
    "letter",
    "talk",
    "paper",
    "papers",
    "article",
    "conference",
    "journal",
    "proceedings",
    "proc",
    "of",
    "main",
    "track",
    "annual",
    "inclusion",
    "findings",
    "ieee",
];

/// Words that lead to a name.
const PREPOSITIONS: [&str; 6] = ["at", "to", "by", "in", "of", "for"];

/// Small words inside names.
const SMALL: [&str; 16] =
    ["of", "the", "on", "for", "and", "in", "to", "&", "de", "et", "des", "la", "und", "f\u{fc}r", "du", "di"];

/// Names that say nothing.
const EMPTY: [&str; 24] = [
    "ieee",
    "acm",
    "springer",
    "elsevier",
    "arxiv",
    "journal",
    "conference",
    "proceedings",
    "workshop",
    "publication",
    "part",
    "english",
    "french",
    "github",
    "zenodo",
    "session",
    "section",
    "sections",
    "table",
    "figure",
    "appendices",
    "supplementary",
    "appendix",
    "wiley",
];

/// Ordinal numbers before the names of meetings, and months behind them.
const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

const MONTHS: [&str; 23] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
];

/// Whether a word is the name of a month.
pub(super) fn is_month(word: &Word<'_>) -> bool {
    word.is_any(&MONTHS)
}

/// Whether a word may stand before a name without being part of it.
pub(super) fn is_lead(word: &Word<'_>) -> bool {
    word.is_any(&LEAD)
        || word.is_ordinal()
        || word.is_any(&ORDINALS)
        || word.is_any(&[
            "accepted",
            "cvf",
            "rsj",
            "acm",
            "sigkdd",
            "sigchi",
            "aaai",
            "international",
            "proceeding",
            "advances",
        ])
}

/// The name behind a verb, which a preposition leads to.
pub(super) fn behind(sentence: &[Word<'_>], from: usize, text: &str) -> Option<Given> {
    let mut at = from;
    let (mut led, mut told) = (false, None);
    while let Some(word) = sentence.get(at) {
        let starts_name =
            word.is_capitalised() && word.is_any(&["journal", "letter", "research", "annual", "conference", "ieee"]);
        let year = year::year(word, text);
        let is_number = word.is_ordinal() || word.is_any(&ORDINALS) || year.is_some();
        if starts_name || !(word.is_any(&LEAD) || is_number) {
            break;
        }
        led |= word.is_any(&PREPOSITIONS);
        told = told.or(year);
        at += 1;
        if word.gap == Gap::Comma && year.is_none() {
            return None;
        }
    }
    let to = end(sentence, at)?;
    let name = shown(sentence, (at, to), text).filter(|_| led)?;
    let year = year::near(sentence, (at, to), text).or(told);
    Some(Given { name, year, to })
}

/// The name at the beginning of a journal reference: up to the first number or comma.
pub(super) fn journal(words: &[Word<'_>], text: &str) -> Option<String> {
    let is_start = |word: &Word<'_>| {
        word.is_number()
            || word.is_ordinal()
            || word.is_any(&["in", "proceedings", "proc", "of", "the"]) && !word.is_capitalised()
    };
    let start = words.iter().position(|word| !is_start(word))?;
    shown(words, (start, end(words, start)?), text)
}

/// Where the name that begins at `from` ends: it goes on while words are capitalised or small, up to a comma or a number.
fn end(words: &[Word<'_>], from: usize) -> Option<usize> {
    let mut end = None;
    for (at, word) in words.iter().enumerate().skip(from).take(LONGEST.1) {
        if word.is_any(&SMALL) && at > from {
            if word.gap != Gap::Near {
                break;
            }
            continue;
        }
        if !word.is_capitalised() || word.text == "@" || is_month(word) {
            break;
        }
        end = Some(at + 1);
        if word.gap == Gap::Stop || word.gap == Gap::Comma && !goes_on(words, from, at + 1) {
            break;
        }
    }
    end
}

/// Whether the name of a meeting goes on behind a comma: `Conference on Systems, Man, and Cybernetics`. It does where `and` and another
/// of its words follow, before anything that is no name.
fn goes_on(words: &[Word<'_>], from: usize, at: usize) -> bool {
    let is_meeting = |word: &Word<'_>| {
        word.is_any(&["conference", "symposium", "workshop", "congress", "meeting", "transactions", "journal"])
    };
    let rest = words.get(at..).unwrap_or_default().iter().take(8);
    let part: Vec<&Word<'_>> =
        rest.take_while(|word| word.is_capitalised() || word.is("and") || word.text == "&").collect();
    let and = part.iter().position(|word| word.is("and") || word.text == "&");
    words.get(from..at).unwrap_or_default().iter().any(is_meeting)
        && and.is_some_and(|and| and + 1 < part.len() && and < 5)
}

/// The words `from..to` as they stand in the text, if they can be a name.
fn shown(words: &[Word<'_>], (from, to): (usize, usize), text: &str) -> Option<String> {
    let (first, last) = (words.get(from)?, words.get(to.checked_sub(1)?)?);
    let name = text.get(first.at..last.end())?;
    let says =
        words.get(from..to)?.iter().any(|word| !word.is_any(&EMPTY) && !word.is_any(&SMALL) && word.text.len() > 1);
    let fits = says
        && !name.starts_with("Springer Nature")
        && name.chars().count() <= LONGEST.0
        && !name.contains(['\\', '<', '{']);
    fits.then(|| name.to_owned())
}
