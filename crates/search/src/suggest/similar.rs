//! Words that differ by a typing error, found by walking the words in the order of their letters.
//!
//! The distance is that of optimal string alignment (Damerau 1964): letters left out, put in, changed, and two neighbours swapped. Words
//! that begin alike share the rows of the table, and a beginning that is too far already is left with all its words.

use std::ops::Range;

use super::alphabet::Alphabet;
use super::columns::Strings;

/// Longer words are not corrected.
pub(super) const LONGEST: usize = 24;

type Row = [u8; LONGEST + 1];

/// The words within `most` errors of what was typed; with `begun` those of which a beginning is. The first letter must be the same: it is
/// rarely mistyped, and so a small part of all words is looked at. `alphabets` are those of the words.
pub(super) fn similar(
    (words, alphabets): (Strings<'_>, &[Alphabet]),
    (typed, begun): (&str, bool),
    most: u8,
) -> Vec<Range<u32>> {
    let letters: Vec<char> = typed.chars().take(LONGEST + 1).collect();
    let Some(first) = letters.first().filter(|_| letters.len() <= LONGEST) else { return Vec::new() };
    let mut walk = Walk { letters: &letters, rows: vec![first_row()], path: Vec::new(), most, begun };
    let (mut found, mut buffer, typed) = (Vec::new(), [0; 4], Alphabet::of(typed.as_bytes()));
    let first = first.encode_utf8(&mut buffer).as_bytes();
    let mut at = words.first_not(0, |word| word < first);
    let end = words.first_not(at, |word| word.starts_with(first));
    let near = |word: &Alphabet| !typed.is_far(*word, (most, begun));
    while let Some(skipped) = alphabets.get(at..end).and_then(|left| left.iter().position(near)) {
        at += skipped;
        let word = words.get(at);
        let step = walk.go(word);
        let next = match step {
            Step::Fits | Step::Other => at + 1,
            Step::Begins(bytes) | Step::TooFar(bytes) => {
                let beginning = word.as_bytes().get(..bytes).unwrap_or_default();
                words.first_not(at + 1, |other| other.starts_with(beginning))
            }
        };
        if matches!(step, Step::Fits | Step::Begins(_)) {
            found.push(super::columns::small(at)..super::columns::small(next));
        }
        at = next;
    }
    found
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Near enough.
    Fits,
    /// Its first bytes are near enough.
    Begins(usize),
    /// No word that begins with its first bytes is near enough.
    TooFar(usize),
    /// Not near enough; others that begin so may be.
    Other,
}

/// The table of distances along the letters of a word.
struct Walk<'a> {
    letters: &'a [char],
    /// One more than letters of `path`.
    rows: Vec<Row>,
    path: Vec<char>,
    most: u8,
    begun: bool,
}

impl Walk<'_> {
    /// Goes to a word, from where it parts from the one before.
    fn go(&mut self, word: &str) -> Step {
        let last = self.letters.len();
        let near = |row: &Row| row.get(last).is_some_and(|distance| *distance <= self.most);
        let mut bytes = 0;
        for (depth, letter) in word.chars().enumerate() {
            if self.path.get(depth) != Some(&letter) {
                self.path.truncate(depth);
                self.rows.truncate(depth + 1);
                let row = self.next_row(letter);
                self.path.push(letter);
                self.rows.push(row);
            }
            bytes += letter.len_utf8();
            let Some(row) = self.rows.get(depth + 1) else { break };
            if self.begun && near(row) {
                return Step::Begins(bytes);
            }
            if row.iter().take(last + 1).all(|distance| *distance > self.most) {
                return Step::TooFar(bytes);
            }
        }
        let length = word.chars().count();
        if !self.begun && self.rows.get(length).is_some_and(near) { Step::Fits } else { Step::Other }
    }

    /// The row behind the present path and one letter more.
    fn next_row(&self, letter: char) -> Row {
        let depth = self.path.len();
        let above = self.rows.get(depth).copied().unwrap_or([u8::MAX; LONGEST + 1]);
        let two_above = depth.checked_sub(1).and_then(|depth| self.rows.get(depth));
        let before = self.path.last().copied();
        let mut row = [u8::MAX; LONGEST + 1];
        let get = |row: &Row, at: usize| row.get(at).copied().unwrap_or(u8::MAX);
        let mut left = get(&above, 0).saturating_add(1);
        row[0] = left;
        let mut typed_before = None;
        for (at, typed) in self.letters.iter().enumerate() {
            let changed = get(&above, at).saturating_add(u8::from(*typed != letter));
            let mut least = changed.min(left.saturating_add(1)).min(get(&above, at + 1).saturating_add(1));
            if typed_before == Some(letter) && before == Some(*typed) {
                let swapped = two_above.zip(at.checked_sub(1)).map_or(u8::MAX, |(row, at)| get(row, at));
                least = least.min(swapped.saturating_add(1));
            }
            row.get_mut(at + 1).into_iter().for_each(|place| *place = least);
            (left, typed_before) = (least, Some(*typed));
        }
        row
    }
}

fn first_row() -> Row {
    let mut row = [0; LONGEST + 1];
    for (distance, place) in (0..).zip(&mut row) {
        *place = distance;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::columns::StringsMade;
    use proptest::prelude::*;

    fn found(words: &[&str], typed: &str, begun: bool, most: u8) -> Vec<String> {
        let mut made = StringsMade::default();
        for word in words {
            made.push(word);
        }
        let [ends, bytes] = made.sections();
        let strings = Strings::new(&ends, &bytes);
        let ranges = similar((strings, &Alphabet::of_all(strings)), (typed, begun), most);
        ranges.into_iter().flatten().map(|at| strings.get(at as usize).to_owned()).collect()
    }

    /// The distance by its definition.
    fn distance(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut least = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn errors_of_every_kind() {
        let words = ["attention", "attentive", "attitude", "detention", "learning"];
        for typed in ["atention", "attenttion", "attantion", "atteniton"] {
            assert_eq!(found(&words, typed, false, 1), ["attention"], "{typed}");
        }
        assert_eq!(found(&words, "atenti", true, 1), ["attention", "attentive"]);
        assert!(found(&words, "dtention", false, 0).is_empty());
        assert!(found(&words, &"a".repeat(99), false, 1).is_empty());
        assert!(found(&[], "a", true, 1).is_empty());
    }

    proptest! {
        #[test]
        fn finds_what_the_definition_finds(
            words in prop::collection::btree_set("[abé]{1,6}", 0..60), typed in "[abé]{1,6}", begun: bool, most in 0_u8..3,
        ) {
            let letters: Vec<char> = typed.chars().collect();
            let expected = words.iter().filter(|word| {
                let word: Vec<char> = word.chars().collect();
                let near = |length: usize| distance(&word[..length], &letters) <= usize::from(most);
                word[0] == letters[0] && if begun { (1..=word.len()).any(near) } else { near(word.len()) }
            });
            let expected: Vec<&str> = expected.map(String::as_str).collect();
            let all: Vec<&str> = words.iter().map(String::as_str).collect();
            prop_assert_eq!(found(&all, &typed, begun, most), expected);
        }
    }
}
