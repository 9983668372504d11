//! The phrases of a text that may be keyphrases, and how good each is.

use std::collections::HashMap;

use super::common::{Role, is_adjective, is_gerund, role};
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
    /// How often it was part of one and the same longer phrase, at most.
    nested: f32,
}

/// All candidates of a title and an abstract, both plain text.
pub(super) fn candidates(title: &str, text: &str) -> Vec<Candidate> {
    let mut runs = Vec::new();
    push_runs(title, true, 0, &mut runs);
    let in_title: usize = runs.iter().map(Vec::len).sum();
    push_runs(text, false, in_title, &mut runs);
    let frequency = frequencies(&runs);
    let mut lower_case = lower_case_words(text);
    lower_case.extend(lower_case_words(title));
    let mut seen: HashMap<String, Seen<'_, '_>> = HashMap::new();
    for run in &runs {
        for length in 1..=MAX_WORDS.min(run.len()) {
            run.windows(length).for_each(|terms| note(&mut seen, terms, length == run.len()));
        }
    }
    note_nesting(&mut seen);
    let weigh = |seen: Seen<'_, '_>| {
        let score = score(&seen, &frequency)?;
        let printed = spelled(seen.terms, &lower_case);
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
    let entry = seen.entry(key).or_insert(Seen { terms, times: 0.0, in_title: false, whole: false, nested: 0.0 });
    entry.times += 1.0;
    entry.in_title |= in_title;
    entry.whole |= whole;
    // The abstract's spelling is better than the title's.
    if !in_title && entry.terms.first().is_some_and(|term| term.in_title) {
        entry.terms = terms;
    }
}

/// Tells each phrase how often it stands within a longer one, as the C-value does (Frantzi et al. 2000, "Automatic
/// recognition of multi-word terms", <https://doi.org/10.1007/s007999900023>).
fn note_nesting(seen: &mut HashMap<String, Seen<'_, '_>>) {
    let longer: Vec<(String, f32)> = seen
        .iter()
        .filter(|(_, phrase)| {
            phrase.terms.len() > 1 && (phrase.times > 1.0 || phrase.whole) && is_well_formed(phrase.terms)
        })
        .map(|(key, phrase)| (key.clone(), phrase.times))
        .collect();
    for (key, times) in longer {
        let parts = [key.split_once(' ').map(|(_, tail)| tail), key.rsplit_once(' ').map(|(head, _)| head)];
        for part in parts.into_iter().flatten() {
            if let Some(phrase) = seen.get_mut(part) {
                phrase.nested = phrase.nested.max(times);
            }
        }
    }
}

/// Whether a phrase begins and ends as a name of something does.
fn is_well_formed(terms: &[Term<'_>]) -> bool {
    let (Some(first), Some(last)) = (terms.first(), terms.last()) else { return false };
    let ends = last.role != Role::Modifier && (is_name(last.text) || !is_adjective(last.text));
    let begins = first.role != Role::Head && !is_gerund(first.text);
    ends && begins && terms.iter().any(|term| term.role == Role::Telling)
}

/// How good a phrase is; `None` where it is none to show.
fn score(seen: &Seen<'_, '_>, frequency: &HashMap<&str, f32>) -> Option<f32> {
    let (first, last) = (seen.terms.first()?, seen.terms.last()?);
    let count = seen.terms.len();
    // A part of longer runs is a phrase only if the text says so by repeating it in more than one of them.
    let own_times = if seen.whole { (seen.times - seen.nested * 0.5).max(1.0) } else { seen.times - seen.nested };
    let name = count == 1 && is_name(first.text);
    let weak_single = count == 1 && !name && !seen.in_title && seen.times < 3.0;
    if own_times < 1.0 || weak_single || !is_well_formed(seen.terms) || (count > 2 && has_verb_inside(seen)) {
        return None;
    }
    let weights: f32 = seen.terms.iter().map(|term| weight(term, frequency)).sum();
    let length = match count {
        1 if name => 0.95,
        1 => 0.5,
        2 => 1.25,
        3 => 1.35,
        _ => 1.05,
    };
    let title = if seen.in_title { 1.6 } else { 1.0 };
    let head = if last.role == Role::Head { 0.8 } else { 1.0 };
    let place = 1.0 + 1.0 / (1.0 + first.number as f32 / 20.0);
    Some(weights / count as f32 * length * title * head * place * (1.0 + own_times.ln()))
}

/// Whether a long phrase that stands nowhere else has a gerund in its middle: a sentence rather than a name.
fn has_verb_inside(seen: &Seen<'_, '_>) -> bool {
    let middle = seen.terms.get(1..seen.terms.len() - 1).unwrap_or_default();
    seen.times < 2.0 && middle.iter().any(|term| is_gerund(term.text))
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

/// The phrase as it is shown. Where a title or a sentence's beginning gave it capitals, they go: that is so if all its
/// words have one and the text has one of them without.
fn spelled(terms: &[Term<'_>], lower_case: &std::collections::HashSet<&str>) -> String {
    let capital = |term: &&Term<'_>| term.text.starts_with(char::is_uppercase);
    let ordinary = |term: &&Term<'_>| term.text.split('-').all(|part| !is_name(part));
    let known = |term: &&Term<'_>| lower_case.contains(term.text.to_lowercase().as_str());
    let title_case = terms.iter().filter(ordinary).all(|term| capital(&term))
        && terms.iter().any(|term| capital(&term) && known(&term));
    let word = |term: &Term<'_>| {
        let lower = ordinary(&term) && (title_case || known(&term));
        if lower { term.text.to_lowercase() } else { term.text.to_owned() }
    };
    terms.iter().map(word).collect::<Vec<_>>().join(" ")
}
