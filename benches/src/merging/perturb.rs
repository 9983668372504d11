//! What sources do to titles and names.

use super::Paper;

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Case,
    Latex,
    Accents,
    Initials,
    Subtitle,
    Typo,
}

const CHANGES: [Change; 6] =
    [Change::Case, Change::Latex, Change::Accents, Change::Initials, Change::Subtitle, Change::Typo];

/// The paper with two different changes, and the name of the heavier one.
pub(super) fn changed(paper: &Paper, subtitles: &[&str], chance: &mut fastrand::Rng) -> (Paper, String) {
    let mut paper = paper.clone();
    let mut changes = CHANGES;
    chance.shuffle(&mut changes);
    let [one, other, ..] = changes;
    for change in [one, other] {
        apply(change, &mut paper, subtitles, chance);
    }
    let heavier = CHANGES.iter().rev().find(|change| [one, other].contains(change));
    let name = match heavier {
        Some(Change::Typo) => "a typing error",
        Some(Change::Subtitle) => "another subtitle",
        Some(Change::Initials) => "initials",
        Some(Change::Accents) => "accents",
        _ => "case and LaTeX",
    };
    (paper, format!("changed: {name}"))
}

fn apply(what: Change, paper: &mut Paper, subtitles: &[&str], chance: &mut fastrand::Rng) {
    match what {
        Change::Case if chance.bool() => paper.title = paper.title.to_uppercase(),
        Change::Case => paper.title = paper.title.to_lowercase(),
        Change::Latex => paper.title = in_latex(&paper.title, chance),
        Change::Accents => paper.authors = paper.authors.iter().map(|name| accented(name, chance)).collect(),
        Change::Initials => paper.authors = paper.authors.iter().map(|name| initials(name)).collect(),
        Change::Subtitle => {
            let main = paper.title.split_once(": ").map_or(paper.title.as_str(), |(main, _)| main);
            let other = chance.choice(subtitles).copied().unwrap_or("A Study");
            paper.title = format!("{main}: {other}");
        }
        Change::Typo => {
            paper.title = with_typo(&paper.title, chance);
            if let Some(name) = chance.choice(&mut paper.authors) {
                *name = with_typo(name, chance);
            }
        }
    }
}

/// One word set in another face.
fn in_latex(title: &str, chance: &mut fastrand::Rng) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let chosen = chance.usize(..words.len().max(1));
    let set =
        |(at, word): (usize, &&str)| if at == chosen { format!("$\\textbf{{{word}}}$") } else { (*word).to_owned() };
    words.iter().enumerate().map(set).collect::<Vec<_>>().join(" ")
}

/// Vowels with an accent that were without, every fifth.
fn accented(name: &str, chance: &mut fastrand::Rng) -> String {
    let mark = |c: char| match c {
        'a' if chance.u8(..5) == 0 => 'á',
        'e' if chance.u8(..5) == 0 => 'é',
        'o' if chance.u8(..5) == 0 => 'ö',
        'u' if chance.u8(..5) == 0 => 'ü',
        'á' | 'à' | 'ä' => 'a',
        'é' | 'è' | 'ë' => 'e',
        'ó' | 'ò' | 'ö' => 'o',
        'ü' | 'ú' => 'u',
        other => other,
    };
    name.chars().map(mark).collect()
}

/// `J. R. Tolkien` of `John Ronald Tolkien`.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let Some((last, first)) = words.split_last() else { return name.to_owned() };
    let letters = first.iter().filter_map(|word| word.chars().next()).map(|letter| format!("{letter}. "));
    letters.chain([(*last).to_owned()]).collect()
}

/// A letter left out, doubled, taken for its neighbour's place, or another.
fn with_typo(text: &str, chance: &mut fastrand::Rng) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 6 {
        return text.to_owned();
    }
    let at = chance.usize(1..letters.len() - 1);
    match chance.u8(..4) {
        0 => drop(letters.remove(at)),
        1 => letters.splice(at..at, letters.get(at).copied()).for_each(drop),
        2 => letters.swap(at, at + 1),
        _ => letters.splice(at..=at, [chance.lowercase()]).for_each(drop),
    }
    letters.into_iter().collect()
}
