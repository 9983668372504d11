//! The phrases of a text that may be keyphrases, and how good each is.

use std::collections::HashMap;

use super::common::{Role, role};
use crate::words::{Word, stem, words};

/// No phrase has more words.
const MAX_WORDS: usize = 4;

/// A phrase.
#[derive(Debug)]
pub(super) struct Candidate {
    /// As it is shown.
    pub(super) printed: String,
    /// The stems of its words.
    pub(super) stems: Vec<String>,
    /// The number of its first word in title and abstract.
    pub(super) first: usize,
    /// The higher the better; only to be compared within one text.
    pub(super) score: f32,
}

/// A word that may be part of a phrase.
#[derive(Debug)]
struct Term<'a> {
    text: &'a str,
    stem: String,
    role: Role,
    number: usize,
    in_title: bool,
}

/// What is known of all the phrases with the same stems.
#[derive(Debug)]
struct Seen<'t, 'a> {
    terms: &'t [Term<'a>],
    times: f32,
    in_title: bool,
    /// Whether it was once a whole run rather than a part of one.
    whole: bool,
}

/// All candidates of a title and an abstract, both plain text.
pub(super) fn candidates(title: &str, text: &str) -> Vec<Candidate> {
    let mut runs = Vec::new();
    push_runs(title, true, 0, &mut runs);
    let in_title: usize = runs.iter().map(Vec::len).sum();
    push_runs(text, false, in_title, &mut runs);
    let frequency = frequencies(&runs);
    let lower_case = lower_case_words(text);
    let mut seen: HashMap<String, Seen<'_, '_>> = HashMap::new();
    for run in &runs {
        for length in 1..=MAX_WORDS.min(run.len()) {
            run.windows(length).for_each(|terms| note(&mut seen, terms, length == run.len()));
        }
    }
    let weigh = |seen: Seen<'_, '_>| {
        let score = score(&seen, &frequency)?;
        let printed = seen.terms.iter().map(|term| spelled(term, &lower_case)).collect::<Vec<_>>().join(" ");
        let stems = seen.terms.iter().map(|term| term.stem.clone()).collect();
        Some(Candidate { printed, stems, first: seen.terms.first()?.number, score })
    };
    seen.into_values().filter_map(weigh).collect()
}

/// Cuts `text` into runs of words that nothing separates but single blanks. `number` is that of the next word.
fn push_runs<'a>(text: &'a str, in_title: bool, number: usize, runs: &mut Vec<Vec<Term<'a>>>) {
    let mut number = number;
    let mut run = Vec::new();
    let mut last_end = 0;
    for Word { text: word, at } in words(text) {
        let gap = text.get(last_end..at.start).unwrap_or_default();
        if !matches!(gap, " " | "\u{a0}") && !run.is_empty() {
            runs.push(std::mem::take(&mut run));
        }
        last_end = at.end;
        let role = role(word);
        if role == Role::Boundary {
            runs.extend((!run.is_empty()).then(|| std::mem::take(&mut run)));
        } else {
            run.push(Term { text: word, stem: stem(word), role, number, in_title });
        }
        number += 1;
    }
    runs.extend((!run.is_empty()).then_some(run));
}

/// How often each stem occurs.
fn frequencies<'t>(runs: &'t [Vec<Term<'_>>]) -> HashMap<&'t str, f32> {
    let mut frequency = HashMap::new();
    for term in runs.iter().flatten() {
        *frequency.entry(term.stem.as_str()).or_insert(0.0) += if term.in_title { 2.0 } else { 1.0 };
    }
    frequency
}

/// The words that the abstract prints in small letters: their capitals elsewhere are a title's or a sentence's.
fn lower_case_words(text: &str) -> std::collections::HashSet<&str> {
    words(text).into_iter().map(|word| word.text).filter(|word| !word.contains(char::is_uppercase)).collect()
}

fn note<'t, 'a>(seen: &mut HashMap<String, Seen<'t, 'a>>, terms: &'t [Term<'a>], whole: bool) {
    let key = terms.iter().map(|term| term.stem.as_str()).collect::<Vec<_>>().join(" ");
    let in_title = terms.first().is_some_and(|term| term.in_title);
    let entry = seen.entry(key).or_insert(Seen { terms, times: 0.0, in_title: false, whole: false });
    entry.times += 1.0;
    entry.in_title |= in_title;
    entry.whole |= whole;
    // The abstract's spelling is better than the title's.
    if !in_title && entry.terms.first().is_some_and(|term| term.in_title) {
        entry.terms = terms;
    }
}

/// How good a phrase is; `None` where it is none to show.
fn score(seen: &Seen<'_, '_>, frequency: &HashMap<&str, f32>) -> Option<f32> {
    let (first, last) = (seen.terms.first()?, seen.terms.last()?);
    let telling = seen.terms.iter().filter(|term| term.role == Role::Telling).count();
    let count = seen.terms.len();
    // A part of a longer run is a phrase only if the text says so by repeating it.
    let established = seen.whole || seen.times > 1.0;
    let name = count == 1 && is_name(first.text);
    let single = count == 1 && (telling == 0 || (!name && !seen.in_title && seen.times < 3.0));
    if telling == 0 || !established || single || last.role == Role::Modifier || first.role == Role::Head {
        return None;
    }
    let weights: f32 = seen.terms.iter().map(|term| weight(term, frequency)).sum();
    let length = match count {
        1 if name => 1.0,
        1 => 0.55,
        2 => 1.25,
        3 => 1.3,
        _ => 1.05,
    };
    let title = if seen.in_title { 1.7 } else { 1.0 };
    let head = if last.role == Role::Head { 0.8 } else { 1.0 };
    let place = 1.0 + 1.0 / (1.0 + first.number as f32 / 20.0);
    Some(weights / count as f32 * length * title * head * place * (1.0 + seen.times.ln()))
}

/// What a word gives to its phrase.
fn weight(term: &Term<'_>, frequency: &HashMap<&str, f32>) -> f32 {
    let times = frequency.get(term.stem.as_str()).copied().unwrap_or(1.0);
    let role = if term.role == Role::Telling { 1.0 } else { 0.45 };
    (1.0 + times.ln()) * role
}

/// Whether a word is spelled as names are: with a capital or a digit after its first letter.
fn is_name(word: &str) -> bool {
    word.chars().skip(1).any(char::is_uppercase)
}

/// The word as it is shown: a capital that only a title or a sentence's beginning gave it goes.
fn spelled(term: &Term<'_>, lower_case: &std::collections::HashSet<&str>) -> String {
    let lower = term.text.to_lowercase();
    let ordinary = !is_name(term.text) || term.text.split('-').all(|part| !is_name(part));
    if ordinary && lower_case.contains(lower.as_str()) { lower } else { term.text.to_owned() }
}
