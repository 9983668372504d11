//! Abbreviations, learned from the library: what its papers explain (`text::abbreviations`), and what that makes of a query.
//!
//! Each paper's document holds what it explains as terms of one field, so the dictionary of that field says how many papers explain what,
//! in each segment of the index: nothing is learned apart from indexing, kept apart from the index, or computed when a snapshot is
//! published. A word of a query is looked up in it, and so is each run of words. What is found ranks in place of the words, as
//! [`Alias`], with a lower weight; conditions stay what they are.

mod learned;
mod terms;

use crate::SearchError;
use crate::filter::PhraseWord;
use crate::parse::{Alias, AliasKind, Parsed};
use crate::snapshot::Snapshot;
use crate::words::{Kind, Pieces, is_stop_word, stem};

pub(crate) use learned::{Long, Short, each_shortened};
use learned::{long_forms, short_forms};
pub(crate) use terms::explained;

/// Only so many words of a query are looked at.
const MOST_WORDS: usize = 64;

/// The most words of a long form that is looked for in a query.
const LONGEST: usize = 6;

/// What a query's word or words were also searched as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// As typed.
    pub typed: String,
    /// What the library's papers say for it, the most frequent first.
    pub also: Vec<String>,
}

/// A word of the query's text.
struct Asked {
    range: std::ops::Range<usize>,
    folded: String,
    stem: String,
    /// Whether it only ranks, and is no condition.
    open: bool,
}

/// Adds to the words of a query what the library says in their place, where it says so often and clearly enough.
pub(crate) fn expand(snapshot: &Snapshot, parsed: &mut Parsed) -> Result<Vec<Expansion>, SearchError> {
    let asked = words_of(parsed);
    let mut expansions = Vec::new();
    for word in asked.iter().filter(|word| word.open && !is_stop_word(&word.folded)) {
        let mut also = Vec::new();
        for long in long_forms(snapshot, &word.stem)?.iter().cloned() {
            if long.stems.iter().all(|stem| asked.iter().any(|word| word.stem == *stem)) {
                continue;
            }
            let words = phrase(&long.stems, &long.text);
            if !words.is_empty() {
                add(
                    parsed,
                    &word.stem,
                    Alias { words, kind: AliasKind::Abbreviation, share: long.share, spelled: long.text.clone() },
                );
                also.push(long.text);
            }
        }
        let known = expansions.iter().any(|known: &Expansion| known.typed == typed(parsed, &word.range));
        if !also.is_empty() && !known {
            expansions.push(Expansion { typed: typed(parsed, &word.range), also });
        }
    }
    expansions.extend(shortened(snapshot, parsed, &asked)?);
    Ok(expansions)
}

/// Adds to runs of words what abbreviates them: of runs within one another the longest.
fn shortened(snapshot: &Snapshot, parsed: &mut Parsed, asked: &[Asked]) -> Result<Vec<Expansion>, SearchError> {
    let (mut expansions, mut first) = (Vec::new(), 0);
    while first < asked.len() {
        let run = asked.get(first..).unwrap_or_default();
        let most = run.iter().take(LONGEST).take_while(|word| word.open).count();
        let mut taken = 1;
        for length in (1..=most).rev() {
            let words = run.get(..length).unwrap_or_default();
            // To look a run up takes a microsecond. What is shortened ends in a small word only where that is a letter: coenzyme A.
            if words.last().is_none_or(|last| last.folded.len() > 1 && is_stop_word(&last.folded)) {
                continue;
            }
            let shorts = short_forms(snapshot, &words.iter().map(|word| word.stem.as_str()).collect::<Vec<_>>())?;
            let shorts: Vec<_> =
                shorts.iter().filter(|short| !asked.iter().any(|word| word.stem == short.stem)).cloned().collect();
            let Some((start, end)) = words.first().zip(words.last()).filter(|_| !shorts.is_empty()) else { continue };
            let range = start.range.start..end.range.end;
            for short in &shorts {
                let alias = Alias {
                    words: vec![PhraseWord { at: 0, folded: short.stem.clone(), stem: short.stem.clone() }],
                    kind: AliasKind::Abbreviation,
                    share: short.share,
                    spelled: short.text.clone(),
                };
                for word in words {
                    add(parsed, &word.stem, alias.clone());
                }
            }
            let also = shorts.into_iter().map(|short| short.text).collect();
            expansions.push(Expansion { typed: typed(parsed, &range), also });
            taken = length;
            break;
        }
        first += taken;
    }
    Ok(expansions)
}

fn typed(parsed: &Parsed, range: &std::ops::Range<usize>) -> String {
    parsed.text.get(range.clone()).unwrap_or_default().to_owned()
}

/// The first words of a query in their order, stop words too.
fn words_of(parsed: &Parsed) -> Vec<Asked> {
    let (mut pieces, mut found) = (Pieces::of(&parsed.text), Vec::new());
    while found.len() < MOST_WORDS && pieces.advance() {
        if pieces.kind == Kind::Word {
            let range = pieces.range.clone();
            let open = parsed.open.iter().any(|open| open.start <= range.start && range.end <= open.end);
            let (folded, stem) = (pieces.folded.clone(), stem(&pieces.folded).into_owned());
            found.push(Asked { range, folded, stem, open });
        }
    }
    found
}

/// The words of a long form that are looked for beside one another.
fn phrase(stems: &[String], text: &str) -> Vec<PhraseWord> {
    let words = stems.iter().zip(text.split(' ')).enumerate().filter(|(_, (_, folded))| !is_stop_word(folded));
    words.map(|(at, (stem, folded))| PhraseWord { at, folded: folded.to_owned(), stem: stem.clone() }).collect()
}

/// Adds an alias to the query's word of that stem, if it is one that is looked for.
fn add(parsed: &mut Parsed, stem: &str, alias: Alias) {
    if let Some(word) = parsed.words.iter_mut().find(|word| word.stem == stem)
        && !word.also.contains(&alias)
    {
        word.also.push(alias);
    }
}
