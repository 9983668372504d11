//! Years beside the names of venues.

use super::given::is_month;
use super::words::Word;

/// The year that a word is: `2025`, or `25` where it stands behind an apostrophe or right behind a name.
pub(super) fn year(word: &Word<'_>, text: &str) -> Option<i16> {
    let number: i16 = word.text.parse().ok().filter(|_| word.is_number())?;
    match word.text.len() {
        4 => Some(number).filter(|year| (1950..=2100).contains(year)),
        2 => {
            let mut before = text.get(..word.at)?.chars().rev();
            let fits = match before.next()? {
                '\'' | '\u{2019}' | '\u{2018}' | '`' => true,
                // `IJCAI-25`, but not `19-21 May`.
                '-' => before.next().is_some_and(char::is_alphabetic),
                other => other.is_ascii_uppercase(),
            };
            Some(2000 + number).filter(|year| fits && (2000..=2039).contains(year))
        }
        _ => None,
    }
}

/// Whether the year at `at` belongs to a date, such as that of an acceptance: `(11 February 2026)`.
fn is_of_a_date(sentence: &[Word<'_>], at: usize) -> bool {
    at.checked_sub(1).and_then(|before| sentence.get(before)).is_some_and(is_month)
}

/// The year of a journal behind the words up to `to`, at most six words away, and not that of a date.
pub(super) fn of_journal(sentence: &[Word<'_>], to: usize, text: &str) -> Option<i16> {
    let after = sentence.iter().enumerate().skip(to).take(6);
    after.filter(|(at, _)| !is_of_a_date(sentence, *at)).find_map(|(_, word)| year(word, text))
}

/// The year that stands nearest to the words `from..to` of a sentence: behind them before in front of them, at most six words away.
pub(super) fn near(sentence: &[Word<'_>], (from, to): (usize, usize), text: &str) -> Option<i16> {
    let after = sentence.get(to..).unwrap_or_default().iter().take(6).find_map(|word| year(word, text));
    let before = || sentence.get(..from).unwrap_or_default().iter().rev().take(6).find_map(|word| year(word, text));
    let inside = || sentence.get(from..to).unwrap_or_default().iter().find_map(|word| year(word, text));
    after.or_else(inside).or_else(before)
}

/// Whether a year stands right beside the words `from..to`.
pub(super) fn is_beside(sentence: &[Word<'_>], (from, to): (usize, usize), text: &str) -> bool {
    let is_year = |at: Option<usize>| at.and_then(|at| sentence.get(at)).is_some_and(|word| year(word, text).is_some());
    is_year(Some(to)) || is_year(from.checked_sub(1)) || is_year(Some(to + 1))
}
